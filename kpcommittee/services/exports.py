"""Writes the requested minutes: one file, or the folder that an importer of XML expects."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from kpcommittee.documents.document import document_of
from kpcommittee.documents.exchange import EXCHANGES, Exchange
from kpcommittee.documents.formats import FORMATS, MARKDOWN, Format, write
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.recipients import FULL
from kpcommittee.documents.seals import has_seal
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.merging import MergeResult, merge_edited
from kpcommittee.services.minutes import choose_format, form_named, format_named, minutes_model
from kpcommittee.services.protection import strip_protection
from kpcommittee.services.recipients import (
    FinishedFile,
    LeakError,
    note_outcome,
    prepare_document,
    recipient_named,
    save_for,
)
from kpcommittee.services.steps import Watch, watch_nothing
from kpcommittee.services.templates import letterhead_of, note_export
from kpcommittee.workspace.files import write_folder

XML = FORMATS["xml"]

Files = dict[str, bytes]
"""The files that an importer expects, by name."""


def parse_request(file_format: str | None, form: str | None, exchange: str | None, recipient: str) -> DocumentRequest:
    """Return the request with these names.

    Raises:
        UsageError: one of them is unknown.
    """
    return DocumentRequest(
        format=format_named(file_format) if file_format else None,
        form=form_named(form) if form else None,
        exchange=exchange_named(exchange) if exchange else None,
        recipient=recipient_named(recipient),
    )


class Export(Protocol):
    """A document being made, for which everything has been read."""

    merge: Callable[[], MergeResult] | None
    """Merges it with the edits in its file; None if they cannot be merged."""

    def make(self, watch: Watch = watch_nothing) -> None:
        """Lay it out and read it back.

        This takes most of the time, and needs no database: any thread can do it.

        Raises:
            StoppedError: the watcher stopped it.
            KpError: it cannot be laid out.
        """

    def save(self, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        """Write the document; return the path of the file or folder, and the words that may be names.

        Raises:
            LeakError: it would reveal somebody it is not about.
            EditedError: the file was edited by hand since it was written.
            KpError: the disk refuses.
        """


class _FileExport:
    """The document of a recipient, as one file."""

    def __init__(
        self, meeting_session: MeetingSession, request: DocumentRequest, file_format: Format, path: Path | None
    ) -> None:
        self._meeting_session, self._request = meeting_session, request
        self._file_format, self._path = file_format, path
        self._lay_out = prepare_document(meeting_session, request, file_format)
        self.merge = self._merge if file_format is MARKDOWN and request.recipient == FULL else None
        self._made: FinishedFile | LeakError | None = None

    def make(self, watch: Watch = watch_nothing) -> None:
        self._made = self._lay_out(watch)
        watch("writing")

    def save(self, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        assert self._made is not None, "a file is made before it is saved"
        request = replace(self._request, overwrite=overwrite or self._request.overwrite)
        return save_for(self._meeting_session, request, self._file_format, self._made, self._path)

    def _merge(self) -> MergeResult:
        return merge_edited(self._meeting_session, self._request, self._path, self._made)


class _FolderExport:
    """The folder of an exchange."""

    def __init__(self, meeting_session: MeetingSession, request: DocumentRequest, path: Path | None) -> None:
        self._meeting_session, self._request, self._path = meeting_session, request, path
        self._exchange = request.exchange or EXCHANGES[0]
        self.merge: Callable[[], MergeResult] | None = None
        self._lay_out = prepare_exchange(meeting_session, self._exchange, request.version, request.form)
        self._files: Files = {}

    def make(self, watch: Watch = watch_nothing) -> None:
        self._files = self._lay_out(watch)
        watch("writing")

    def save(self, *, overwrite: bool = False) -> tuple[Path, tuple[str, ...]]:
        overwrite = overwrite or self._request.overwrite
        return save_exchange(self._meeting_session, self._exchange, self._files, self._path, overwrite=overwrite), ()


def begin_export(meeting_session: MeetingSession, request: DocumentRequest, path: Path | None = None) -> Export:
    """Read what the requested minutes are made from.

    XML goes into a folder with the document its importer looks for, unless a file ending in `.xml` is named.

    Raises:
        UsageError: the request contradicts itself.
        KpError: there is nothing to write.
    """
    file = strip_protection(path)
    file_format = _choose_format(request, file)
    if file_format is XML and request.recipient == FULL and (file is None or file.suffix.lower() != ".xml"):
        if request.protection.names:
            raise UsageError(_("a folder is not protected"), _("Name a file with -o that ends in .xml."))
        return _FolderExport(meeting_session, request, path)
    return _FileExport(meeting_session, replace(request, form=_choose_form(request, file_format)), file_format, path)


def make_file(meeting_session: MeetingSession, request: DocumentRequest, watch: Watch) -> FinishedFile:
    """Return the file's content, for a program that reads it.

    Raises:
        LeakError: it would reveal somebody it is not about.
        UsageError: the request contradicts itself.
        KpError: there is nothing to write.
    """
    file_format = _choose_format(request, None)
    finished = prepare_document(
        meeting_session, replace(request, form=_choose_form(request, file_format)), file_format
    )(watch)
    return note_outcome(meeting_session, request, finished)


def _choose_form(request: DocumentRequest, file_format: Format) -> MinutesForm | None:
    """Return the requested form; by default, archive formats get everything."""
    return request.form or ("full" if file_format is XML else None)


def _choose_format(request: DocumentRequest, path: Path | None) -> Format:
    requested = request.format or (XML if request.exchange else None)
    if request.exchange and requested is not XML:
        raise UsageError(_("--exchange is a shape of XML"), _("Leave --format out, or give --format xml."))
    if request.difference and (request.recipient != FULL or request.exchange):
        raise UsageError(
            _("differences are shown only for the whole minutes"), _("Leave --for and --exchange out, or --diff.")
        )
    # A folder may have any name, such as `ud.2026`.
    file_format = XML if requested is XML and path and path.suffix.lower() != ".xml" else choose_format(path, requested)
    if request.difference and file_format.code in ("xml", "xlsx"):
        raise UsageError(
            _("what is different is not written as {format}").format(format=file_format.code),
            _("Choose md, html, docx, pdf or json."),
        )
    return file_format


def exchange_named(name: str) -> Exchange:
    """Return the shape with that name.

    Raises:
        UsageError: there is none.
    """
    for exchange in EXCHANGES:
        if exchange == name:
            return exchange
    raise UsageError(
        _("there is no exchange shape {shape}").format(shape=name),
        _("Shapes: {shapes}.").format(shapes=", ".join(EXCHANGES)),
    )


def prepare_exchange(
    meeting_session: MeetingSession, exchange: Exchange, version: int | None, form: MinutesForm | None
) -> Callable[[Watch], Files]:
    """Read the meeting and return what makes its files; the document in them is the full form by default.

    Raises:
        KpError: there is nothing to write.
    """
    minutes = minutes_model(meeting_session, version, form or "full")
    return partial(_files, minutes, exchange, letterhead_of(meeting_session.session))


def _files(minutes: Minutes, exchange: Exchange, letterhead: Letterhead, watch: Watch) -> Files:
    watch("gathering")
    document = document_of(minutes, letterhead=letterhead)
    watch("laying_out")
    files = {f"{exchange}.xml": write(document, XML, exchange)}
    if exchange == "dagsorden":
        files["dagsorden.html"] = write(document, FORMATS["html"])
    elif FORMATS["pdf"].installed:
        files[f"Publication{minutes.id}.pdf"] = write(document, FORMATS["pdf"])
    return files


def save_exchange(
    meeting_session: MeetingSession,
    exchange: Exchange,
    files: Files,
    path: Path | None,
    *,
    overwrite: bool = False,
) -> Path:
    """Write the finished files into one folder, and return its path.

    Args:
        meeting_session: the meeting, with its journal loaded.
        exchange: the shape.
        files: its files.
        path: the folder; if left out, one named for meeting and shape in the folder of the minutes.
        overwrite: whether to lose files that others changed or added.

    Raises:
        UsageError: a file has the name of the folder.
        KpError: somebody changed a file in the folder, or the disk refuses.
    """
    session = meeting_session.session
    folder = path or session.workspace.minutes_folder(session.config) / f"{meeting_session.meeting.id}-{exchange}"
    if folder.exists() and not folder.is_dir():
        raise UsageError(_("{file} is a file, not a folder").format(file=folder), _("Name another folder."))
    if folder.is_dir() and not overwrite:
        _refuse_changed(folder)
    write_folder(folder, files)
    session.access.note("exported", meeting=meeting_session.id)
    note_export(session, meeting_session.id, XML.code, files[f"{exchange}.xml"])
    return folder


def _refuse_changed(folder: Path) -> None:
    """Refuse to replace a folder with anything in it that the program did not write."""
    changed = [
        inner.name for inner in sorted(folder.iterdir()) if not (inner.is_file() and has_seal(inner.read_bytes()))
    ]
    if changed:
        raise KpError(
            _("{folder} contains files that were changed or added by others: {files}").format(
                folder=folder.name, files=", ".join(changed)
            ),
            _("Look at them; --overwrite replaces the whole folder."),
        )
