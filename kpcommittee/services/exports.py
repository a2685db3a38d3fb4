"""Writes the minutes as somebody asked for them: one file, or the folder of an exchange."""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from kpcommittee.documents.exchange import EXCHANGES
from kpcommittee.documents.formats import MARKDOWN, Format
from kpcommittee.documents.recipients import FULL
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services.exchange import XML, Files, exchange_called, prepared_exchange, save_exchange
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import choose_format, form_called, format_called
from kpcommittee.services.protection import unprotected
from kpcommittee.services.recipients import LeakError, Made, noted, prepared_for, recipient_called, save_for
from kpcommittee.services.steps import Watch, unwatched
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


class Export(Protocol):
    """A document on its way: everything it is made of has been read."""

    merges: bool
    """Whether a file of it that was edited by hand can be merged with it."""

    def make(self, watch: Watch = unwatched) -> None:
        """Lay it out and read it back. That takes the time, and needs no database: any thread can do it.

        Raises:
            StoppedError: who watches stopped it.
            KpError: it cannot be laid out.
        """

    def save(self, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        """Write what was made; return the path of the file or the folder, and the words in it that may be a name.

        Raises:
            LeakError: it would tell of somebody it is not about.
            EditedError: somebody has changed the file by hand since it was written.
            KpError: the disk refuses.
        """


class _FileExport:
    """The document of a recipient, as one file."""

    def __init__(self, meeting_session: MeetingSession, wanted: Wanted, chosen: Format, path: Path | None) -> None:
        self._meeting_session, self._wanted, self._chosen, self._path = meeting_session, wanted, chosen, path
        self._making = prepared_for(meeting_session, wanted, chosen)
        self.merges = chosen is MARKDOWN and wanted.recipient == FULL
        self._made: Made | LeakError | None = None

    def make(self, watch: Watch = unwatched) -> None:
        self._made = self._making(watch)
        watch("writing")

    def save(self, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        assert self._made is not None, "what is saved was made"
        wanted = replace(self._wanted, overwrite=overwrite or self._wanted.overwrite)
        return save_for(self._meeting_session, wanted, self._chosen, self._made, self._path)


class _FolderExport:
    """The folder of an exchange."""

    def __init__(self, meeting_session: MeetingSession, wanted: Wanted, path: Path | None) -> None:
        self._meeting_session, self._wanted, self._path = meeting_session, wanted, path
        self._exchange = wanted.exchange or EXCHANGES[0]
        self.merges = False
        self._making = prepared_exchange(meeting_session, self._exchange, wanted.version, wanted.form)
        self._files: Files = {}

    def make(self, watch: Watch = unwatched) -> None:
        self._files = self._making(watch)
        watch("writing")

    def save(self, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        overwrite = overwrite or self._wanted.overwrite
        return save_exchange(self._meeting_session, self._exchange, self._files, self._path, overwrite=overwrite), ()


def begin_export(meeting_session: MeetingSession, wanted: Wanted, path: Path | None = None) -> Export:
    """Read what the minutes are made of, as somebody asked for them.

    XML goes into a folder with the document its importer looks for, unless a file is named that ends in `.xml`.

    Raises:
        UsageError: what was asked for does not fit together.
        KpError: there is nothing to write.
    """
    named = unprotected(path)
    chosen = _format(wanted, named)
    if chosen is XML and wanted.recipient == FULL and (named is None or named.suffix.lower() != ".xml"):
        if wanted.protection.names:
            raise UsageError(_("a folder is not protected"), _("Name a file with -o that ends in .xml."))
        return _FolderExport(meeting_session, wanted, path)
    return _FileExport(meeting_session, replace(wanted, form=_form(wanted, chosen)), chosen, path)


def printed(meeting_session: MeetingSession, wanted: Wanted, watch: Watch = unwatched) -> Made:
    """Return the file itself, for a program that reads it.

    Raises:
        LeakError: it would tell of somebody it is not about.
        UsageError: what was asked for does not fit together.
        KpError: there is nothing to write.
    """
    chosen = _format(wanted, None)
    made = prepared_for(meeting_session, replace(wanted, form=_form(wanted, chosen)), chosen)(watch)
    return noted(meeting_session, wanted, made)


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
