"""Writes a meeting as exchange XML with the document its importer looks for, in one folder that appears at once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from kpcommittee.documents.document import document_of
from kpcommittee.documents.exchange import EXCHANGES, Exchange
from kpcommittee.documents.formats import FORMATS, write
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.model import Minutes
from kpcommittee.documents.seals import has_seal
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import minutes_model
from kpcommittee.services.steps import Watch
from kpcommittee.services.templates import letterhead_of, note_export
from kpcommittee.workspace.files import write_folder

XML = FORMATS["xml"]


def exchange_called(name: str) -> Exchange:
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


Files = dict[str, bytes]
"""The files that an importer looks for, by their names."""


def prepared_exchange(
    meeting_session: MeetingSession, exchange: Exchange, version: int | None = None, form: MinutesForm | None = None
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
    path: Path | None = None,
    *,
    overwrite: bool = False,
) -> Path:
    """Write the finished files into one folder, and return its path.

    Args:
        meeting_session: the meeting, with its journal loaded.
        exchange: the shape.
        files: what is in it.
        path: the folder; if left out, one named for meeting and shape in the folder of the minutes.
        overwrite: whether files that others changed or added are lost.

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
            _("{folder} holds files that were changed or added by others: {files}").format(
                folder=folder.name, files=", ".join(changed)
            ),
            _("Look at them; --overwrite replaces the whole folder."),
        )
