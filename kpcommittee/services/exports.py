"""Writes the minutes as somebody asked for them: one file, or the folder of an exchange."""

from dataclasses import replace
from pathlib import Path

from kpcommittee.documents.exchange import EXCHANGES
from kpcommittee.documents.formats import Format
from kpcommittee.documents.recipients import FULL
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services.exchange import XML, exchange_called, export_exchange
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import choose_format, form_called, format_called
from kpcommittee.services.protection import unprotected
from kpcommittee.services.recipients import Made, document_file, export_for, recipient_called
from kpcommittee.services.wanted import Wanted


def named(file_format: str | None, form: str | None, exchange: str | None, recipient: str) -> Wanted:
    """Return what is asked for by these names.

    Raises:
        UsageError: one of them is unknown.
    """
    return Wanted(
        format=format_called(file_format) if file_format else None,
        form=form_called(form) if form else None,
        exchange=exchange_called(exchange) if exchange else None,
        recipient=recipient_called(recipient),
    )


def export(meeting_session: MeetingSession, wanted: Wanted, path: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """Write the minutes; return the path of the file or the folder, and the words in it that may be a name.

    XML goes into a folder with the document its importer looks for, unless a file is named that ends in `.xml`.

    Raises:
        LeakError: it would tell of somebody it is not about.
        EditedError: somebody has changed the file by hand since it was written.
        UsageError: what was asked for does not fit together.
        KpError: the disk refuses, or there is nothing to write.
    """
    named = unprotected(path)
    chosen = _format(wanted, named)
    if chosen is XML and wanted.recipient == FULL and (named is None or named.suffix.lower() != ".xml"):
        if wanted.protection.names:
            raise UsageError(_("a folder is not protected"), _("Name a file with -o that ends in .xml."))
        folder = export_exchange(
            meeting_session,
            wanted.exchange or EXCHANGES[0],
            path,
            version=wanted.version,
            form=wanted.form,
            overwrite=wanted.overwrite,
        )
        return folder, ()
    return export_for(meeting_session, replace(wanted, form=_form(wanted, chosen)), chosen, path)


def printed(meeting_session: MeetingSession, wanted: Wanted) -> Made:
    """Return the file itself, for a program that reads it.

    Raises:
        LeakError: it would tell of somebody it is not about.
        UsageError: what was asked for does not fit together.
        KpError: there is nothing to write.
    """
    chosen = _format(wanted, None)
    return document_file(meeting_session, replace(wanted, form=_form(wanted, chosen)), chosen)


def _form(wanted: Wanted, chosen: Format) -> MinutesForm | None:
    """Archives get everything unless something else was asked for."""
    return wanted.form or ("full" if chosen is XML else None)


def _format(wanted: Wanted, path: Path | None) -> Format:
    asked = wanted.format or (XML if wanted.exchange else None)
    if wanted.exchange and asked is not XML:
        raise UsageError(_("--exchange is a shape of XML"), _("Leave --format out, or give --format xml."))
    if wanted.difference and (wanted.recipient != FULL or wanted.exchange):
        raise UsageError(
            _("what is different is told of the whole minutes"), _("Leave --for and --exchange out, or --diff.")
        )
    # A folder may have any name, such as `ud.2026`.
    chosen = XML if asked is XML and path and path.suffix.lower() != ".xml" else choose_format(path, asked)
    if wanted.difference and chosen.code in ("xml", "xlsx"):
        raise UsageError(
            _("what is different is not written as {format}").format(format=chosen.code),
            _("Choose md, html, docx, pdf or json."),
        )
    return chosen
