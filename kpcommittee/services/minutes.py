"""Writes the minutes as a document or a file without losing hand-made changes, and previews a correction."""

from collections.abc import Callable
from dataclasses import replace
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.documents.builder import minutes_of, versions
from kpcommittee.documents.items import changes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.events import Corrected
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.receipt import Receipt
from kpcommittee.domain.text import MAX_LENGTH, clean
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.wording.corrections import changed
from kpcommittee.workspace.files import refuse_target, write, write_named

if TYPE_CHECKING:
    from kpcommittee.documents.model import Minutes
    from kpcommittee.domain.meeting.decision import Decision
    from kpcommittee.domain.meeting.intentions import Correct
    from kpcommittee.services.session import Session

Seen = Callable[["Minutes"], "Minutes"]

_OTHER_FORMATS = frozenset(
    {".csv", ".doc", ".docx", ".htm", ".html", ".json", ".odt", ".pdf", ".rtf", ".xls", ".xlsx", ".xml", ".zip"}
)
"""Endings of names that the minutes, which are Markdown, must not have."""

_SEAL = "<!-- kpcommittee sha256:"
"""Begins the last line of a document, which shows whether anybody has changed the document since."""


class EditedError(KpError):
    """The file was edited by hand, and may be overwritten only on request."""

    def __init__(self, path: Path, difference: str) -> None:
        super().__init__(
            _("{file} was edited by hand and is not overwritten").format(file=path.name),
            _("Look at the difference above; --overwrite writes the document anew."),
        )
        self.difference = difference


def minutes_text(meeting_session: MeetingSession, version: int | None = None, seen: Seen | None = None) -> str:
    """Render the minutes in Markdown from events only, so that the same meeting gives the same bytes.

    Args:
        meeting_session: the meeting, with its journal loaded.
        version: an approved version; if left out, the newest, or the draft before the approval.
        seen: makes of the minutes what a reader may see, if that is not everything.

    Raises:
        KpError: the meeting was never opened, or has no such version.
    """
    meeting = meeting_session.meeting
    if meeting.state == "preparing":
        raise KpError(
            _("{meeting} was never opened, so there are no minutes").format(meeting=meeting.id),
            _("Open the meeting first."),
        )
    if version is not None:
        approved = {past.version: past for past in versions(meeting_session.session.store.read(meeting.id))}
        if version not in approved:
            raise KpError(
                _("there is no version {version} of the minutes").format(version=version),
                _("Versions: {versions}.").format(versions=", ".join(map(str, approved)) or "–"),
            )
        meeting = approved[version]
    balance = () if meeting.state in ("closed", "approved") else meeting_session.balance()
    hashed = meeting_session.session.store.hash_of(meeting.id, meeting.last)
    receipt = Receipt.of(meeting.id, meeting.last, hashed) if hashed else None
    minutes = replace(minutes_of(meeting, balance, receipt), misfit=meeting_session.misfit)
    return sealed(render_minutes(minutes, seen))


def export_minutes(
    meeting_session: MeetingSession, path: Path | None = None, *, version: int | None = None, overwrite: bool = False
) -> Path:
    """Write the minutes to their file, readable only by the user who runs the program, and return its path.

    Raises:
        EditedError: somebody has changed the file by hand since it was written.
        UsageError: the given path cannot hold an ordinary file, or has the ending of another format.
        KpError: the disk refuses, or there is nothing to write.
    """
    if path:
        _refuse_other_format(path)
    text = minutes_text(meeting_session, version)
    session = meeting_session.session
    put = write_named if path else write
    if path:
        refuse_target(path, makes_folder=True)
    path = path or session.workspace.minutes_folder(session.config) / f"{meeting_session.meeting.id}.md"
    present = _present(path)
    if present is not None and not overwrite and present != text and not is_sealed(present):
        raise EditedError(path, _difference(present, text, path.name))
    put(path, text)
    return path


def _refuse_other_format(path: Path) -> None:
    """Refuse a name that would promise another format than is written."""
    if path.suffix.lower() in _OTHER_FORMATS:
        raise UsageError(
            _("{file}: the minutes are written as Markdown").format(file=path.name),
            _("Give the file the ending .md."),
        )


def sealed(text: str) -> str:
    """Append the seal to the text as its last line."""
    return f"{text.rstrip()}\n\n{_SEAL}{_digest(text)} -->\n"


def is_sealed(text: str) -> bool:
    """Tell whether the text is unchanged since the program wrote it."""
    body, seal, rest = text.rpartition(_SEAL)
    return bool(seal) and rest == f"{_digest(body)} -->\n"


def _digest(text: str) -> str:
    return sha256(text.rstrip().encode()).hexdigest()


def _present(path: Path) -> str | None:
    """Read the file; None if it is no ordinary file, which writing it will report."""
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else None


def _difference(present: str, text: str, name: str) -> str:
    lines = unified_diff(
        present.split("\n"),
        text.split("\n"),
        fromfile=_("{file} as it is now").format(file=name),
        tofile=_("{file} as it would be written").format(file=name),
        lineterm="",
    )
    # An edited file may contain terminal control characters.
    return "\n".join(line[:1] + clean(line[1:MAX_LENGTH], prose=True) for line in lines)


def weigh_correction(meeting_session: MeetingSession, correct: "Correct") -> Corrected | Refusal:
    """Return what a correction would become, or why it would be refused; nothing is recorded."""
    answer = decide(meeting_session.meeting, correct, meeting_session.context())
    assert isinstance(answer, (Corrected, Refusal))
    return answer


def change_text(before: "Decision", after: "Decision") -> str:
    """Describe what a correction changes in the words of the minutes: `the start 4/1 is changed to 11/1`."""
    changes = (changed(change.what, change.before, change.after, before.start) for change in changes_of(before, after))
    return "; ".join(changes)


def meeting_session_of(session: "Session", meeting: str, present: MeetingSession | None = None) -> MeetingSession:
    """Open the meeting with that id and load its journal, or return the present one if it has that id.

    Raises:
        KpError: its agenda no longer exists.
    """
    if present is not None and present.id == meeting:
        return present
    other = MeetingSession.find(session, meeting)
    other.load()
    return other
