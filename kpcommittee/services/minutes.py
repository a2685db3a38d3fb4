"""Writes the minutes as a document or a file, without losing edits by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from kpcommittee.documents.builder import minutes_of, versions
from kpcommittee.documents.formats import FORMATS, MARKDOWN, Format, format_of_ending
from kpcommittee.documents.markdown import Redact, render_minutes
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.documents.seals import has_seal, is_sealed, text_in, with_seal
from kpcommittee.domain.documents import DocumentRules, MinutesForm
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.domain.receipt import Receipt
from kpcommittee.domain.text import MAX_LENGTH, clean
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.templates import phrases_of
from kpcommittee.wording.comments import keep_edits
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace.files import LARGEST_DOCUMENT, Unread, read_raw, refuse_target, write, write_named

if TYPE_CHECKING:
    from kpcommittee.documents.model import Minutes
    from kpcommittee.domain.meeting.meeting import Meeting
    from kpcommittee.services.session import Session

_FOREIGN = frozenset({".csv", ".doc", ".odt", ".rtf", ".xls", ".zip"})
"""Endings that promise a format in which minutes are never written."""


class EditedError(KpError):
    """The file was edited by hand, and may be overwritten only on request."""

    def __init__(self, path: Path, difference: str, *, merges: bool, texts: tuple[str, str] = ("", "")) -> None:
        """Take the file, the difference line by line, and both texts: as it is, and as it would be written."""
        if merges:
            advice = _("Look at the difference above; --merge keeps both, --overwrite writes the document again.")
        else:
            advice = " ".join((keep_edits(), _("Then --overwrite writes the document again.")))
        super().__init__(
            _("{file} was edited by hand and is not overwritten").format(file=path.name),
            advice,
        )
        self.difference, self.merges = difference, merges
        self.present, self.written = texts


def minutes_text(meeting_session: MeetingSession, version: int | None = None, redact: Redact | None = None) -> str:
    """Render the minutes in Markdown from events only, so that the same meeting gives the same bytes.

    Args:
        meeting_session: the meeting, with its journal loaded.
        version: an approved version; if left out, the newest, or the draft before the approval.
        redact: reduces the minutes to what a reader may see, if that is not everything.

    Raises:
        KpError: the meeting was never opened, or has no such version.
    """
    return with_seal(render_minutes(minutes_model(meeting_session, version), redact))


def minutes_renderer(meeting_session: MeetingSession) -> Callable[..., str]:
    """Return a function that renders the minutes once for each state of the meeting; the screen calls it often."""
    texts: dict[tuple[int | None, bool], str] = {}
    meeting: Meeting | None = None

    def text(version: int | None = None, redact: Redact | None = None) -> str:
        nonlocal meeting
        if meeting_session.meeting is not meeting:
            meeting = meeting_session.meeting
            texts.clear()
        key = (version, redact is None)
        if key not in texts:
            texts[key] = minutes_text(meeting_session, version, redact)
        return texts[key]

    return text


def minutes_model(
    meeting_session: MeetingSession, version: int | None = None, form: MinutesForm | None = None
) -> "Minutes":
    """Build the minutes from events only, before wording; by default in the form of the config.

    Raises:
        KpError: the meeting was never opened, has no such version, or the table of phrases must not be used.
    """
    meeting = meeting_session.meeting
    if meeting.state == "preparing":
        raise KpError(
            _("{meeting} was never opened, so there are no minutes").format(meeting=meeting.id),
            _("Open the meeting first."),
        )
    if version is None and meeting.state == "approved":
        # What was told and filed after the approval is not part of the approved minutes.
        version = meeting.version
    if version is not None:
        approved = {past.version: past for past in versions(meeting_session.session.store.read(meeting.id))}
        if version not in approved:
            raise KpError(
                _("there is no version {version} of the minutes").format(version=version),
                _("Versions: {versions}.").format(versions=", ".join(map(str, approved)) or "–"),
            )
        meeting = approved[version]
    balance = () if meeting.is_over else meeting_session.balance()
    hashed = meeting_session.session.store.hash_of(meeting.id, meeting.last)
    receipt = Receipt.of(meeting.id, meeting.last, hashed) if hashed else None
    rules = meeting.config.documents if meeting.config else None
    form = form or (rules or DocumentRules()).form
    phrases = phrases_of(meeting_session.session)
    return replace(minutes_of(meeting, balance, receipt, form), misfit=meeting_session.misfit, phrases=phrases)


def minutes_at(meeting_session: MeetingSession, number: int, form: MinutesForm) -> "Minutes | None":
    """Build the minutes as of one of the meeting's events; None if there were none yet."""
    store = meeting_session.session.store
    meeting = fold(
        meeting_session.id, (recorded for recorded in store.read(meeting_session.id) if recorded.number <= number)
    )
    hashed = store.hash_of(meeting.id, number)
    if meeting.state == "preparing" or meeting.last != number or hashed is None:
        return None
    balance = () if meeting.is_over else balance_of(meeting, meeting_session.context(meeting=meeting))
    minutes = minutes_of(meeting, balance, Receipt.of(meeting.id, number, hashed), form)
    return replace(minutes, phrases=phrases_of(meeting_session.session))


def file_of(session: "Session", name: str, file_format: Format, path: Path | None = None) -> Path:
    """Return the file of a document: the given one, else one in the folder of the minutes."""
    return path or session.workspace.minutes_folder(session.config) / f"{name}.{file_format.code}"


def read_existing(path: Path) -> bytes | None:
    """Return the content of a document that somebody may have edited; None if it does not exist.

    Raises:
        KpError: it is larger than any document, or cannot be read.
    """
    if not path.is_file():
        return None
    try:
        return read_raw(path, path.name, LARGEST_DOCUMENT)
    except Unread as error:
        raise KpError(issue_text(error.issue), remedy(error.issue)) from error


def save(
    session: "Session",
    content: bytes,
    file_format: Format,
    name: str,
    path: Path | None = None,
    *,
    overwrite: bool = False,
) -> Path:
    """Write a document to its file, and return its path.

    Args:
        session: the workspace.
        content: the document, in that format.
        file_format: the format.
        name: the name in the folder of the minutes, without ending, unless a path is given.
        path: the file, if it is another one.
        overwrite: whether to overwrite a file that was edited by hand.

    Raises:
        EditedError: the file was edited by hand since it was written.
        UsageError: the given path cannot hold an ordinary file.
        KpError: the disk refuses.
    """
    write_file = write_named if path else write
    if path:
        refuse_target(path, makes_folder=True)
        session.workspace.refuse_its_own(path, session.config)
    path = file_of(session, name, file_format, path)
    present = None if overwrite else read_existing(path)
    if present is not None and present != content and not _is_untouched(present, file_format):
        texts = _lines(present, file_format), _lines(content, file_format)
        raise EditedError(
            path,
            _difference(*texts, path.name),
            merges=file_format is MARKDOWN,
            texts=("\n".join(texts[0]), "\n".join(texts[1])),
        )
    write_file(path, content)
    return path


def format_named(name: str) -> Format:
    """Return the format with that name.

    Raises:
        UsageError: there is none.
    """
    if name not in FORMATS:
        raise UsageError(
            _("there is no format {format}").format(format=name),
            _("Formats: {formats}.").format(formats=", ".join(FORMATS)),
        )
    return FORMATS[name]


def form_named(name: str) -> MinutesForm:
    """Return the form of the minutes with that name.

    Raises:
        UsageError: there is none.
    """
    for form in get_args(MinutesForm):
        if form == name:
            return cast("MinutesForm", form)
    raise UsageError(
        _("there is no form {form} of the minutes").format(form=name),
        _("Forms: {forms}.").format(forms=", ".join(get_args(MinutesForm))),
    )


def choose_format(path: Path | None, file_format: Format | None) -> Format:
    """Return the requested format, else that of the file ending, else Markdown.

    Raises:
        UsageError: the ending names no format, or another one than requested.
    """
    if path is None or not path.suffix:
        return file_format or MARKDOWN
    by_ending = format_of_ending(path.suffix)
    if by_ending is None and (file_format is None or path.suffix.lower() in _FOREIGN):
        raise UsageError(
            _("{file}: minutes are not written in this format").format(file=path.name),
            _("The ending of the file is one of: {endings}.").format(
                endings=", ".join(f".{ending}" for ending in FORMATS)
            ),
        )
    if by_ending is not None and file_format is not None and by_ending is not file_format:
        raise UsageError(
            _("{file} has the ending of another format than {format}").format(file=path.name, format=file_format.code),
            _("Give the file the ending .{ending}, or leave --format out.").format(ending=file_format.code),
        )
    return file_format or by_ending or MARKDOWN


def _is_untouched(content: bytes, file_format: Format) -> bool:
    return is_sealed(text_in(content)) if file_format is MARKDOWN else has_seal(content)


def _lines(content: bytes, file_format: Format) -> Sequence[str]:
    """Return the text of a file, line by line; that of a text file unchanged."""
    if file_format is MARKDOWN:
        return text_in(content).split("\n")
    try:
        return lines_of(content, file_format.code)
    except Unreadable:
        return (_("(cannot be read as {format})").format(format=_(file_format.name)),)


def _difference(present: Sequence[str], text: Sequence[str], name: str) -> str:
    lines = unified_diff(
        present,
        text,
        fromfile=_("{file} as it is now").format(file=name),
        tofile=_("{file} as it would be written").format(file=name),
        lineterm="",
    )
    # An edited file may contain terminal control characters.
    return "\n".join(line[:1] + clean(line[1:MAX_LENGTH], prose=True) for line in lines)


def meeting_session_of(session: "Session", meeting: str, present: MeetingSession | None = None) -> MeetingSession:
    """Return the meeting with that id, with its journal loaded; the present one if it has that id.

    Raises:
        KpError: its agenda no longer exists.
    """
    if present is not None and present.id == meeting:
        return present
    other = MeetingSession.find(session, meeting)
    other.load()
    return other
