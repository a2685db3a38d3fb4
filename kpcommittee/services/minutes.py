"""The minutes as a document, and as a file that nobody's hand-made changes are lost from."""

from difflib import unified_diff
from hashlib import sha256
from pathlib import Path

from kpcommittee.documents.builder import minutes_of, versions
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.text import MAX_LENGTH, clean
from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.workspace.files import refuse_target, write, write_named

_SEAL = "<!-- kpcommittee sha256:"
"""Begins the last line of a document: it tells whether anybody has changed the document since."""


class EditedError(KpError):
    """The file was edited by hand: it is not overwritten without being told to."""

    def __init__(self, path: Path, difference: str) -> None:
        super().__init__(
            _("{file} was edited by hand and is not overwritten").format(file=path.name),
            _("Look at the difference above; --overwrite writes the document anew."),
        )
        self.difference = difference


def minutes_text(meeting_session: MeetingSession, version: int | None = None) -> str:
    """The minutes in Markdown, made of events only: the same meeting gives the same bytes.

    Args:
        meeting_session: the meeting, with its journal loaded.
        version: an approved version; the newest, or the draft before the approval, when left out.

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
        approved = {one.version: one for one in versions(meeting_session.session.store.read(meeting.id))}
        if version not in approved:
            raise KpError(
                _("there is no version {version} of the minutes").format(version=version),
                _("Versions: {versions}.").format(versions=", ".join(map(str, approved)) or "–"),
            )
        meeting = approved[version]
    balance = () if meeting.state in ("closed", "approved") else meeting_session.balance()
    return sealed(render_minutes(minutes_of(meeting, balance)))


def export_minutes(
    meeting_session: MeetingSession, path: Path | None = None, *, version: int | None = None, overwrite: bool = False
) -> Path:
    """Write the minutes to their file, readable only for the one who runs the program; the path.

    Raises:
        EditedError: somebody has changed the file by hand since it was written.
        UsageError: no ordinary file can be at the path that was given.
        KpError: the disk refuses, or there is nothing to write.
    """
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


def sealed(text: str) -> str:
    """The text with its seal as its last line."""
    return f"{text.rstrip()}\n\n{_SEAL}{_digest(text)} -->\n"


def is_sealed(text: str) -> bool:
    """Whether the text is as the program wrote it."""
    body, seal, rest = text.rpartition(_SEAL)
    return bool(seal) and rest == f"{_digest(body)} -->\n"


def _digest(text: str) -> str:
    return sha256(text.rstrip().encode()).hexdigest()


def _present(path: Path) -> str | None:
    """What the file holds; nothing where there is no ordinary file, which writing tells."""
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else None


def _difference(present: str, text: str, name: str) -> str:
    lines = unified_diff(
        present.split("\n"),
        text.split("\n"),
        fromfile=_("{file} as it lies there").format(file=name),
        tofile=_("{file} as it would be written").format(file=name),
        lineterm="",
    )
    # Whoever edited the file may have put in what a terminal obeys.
    return "\n".join(line[:1] + clean(line[1:MAX_LENGTH], prose=True) for line in lines)
