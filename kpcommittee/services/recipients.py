"""Makes the document of one recipient, and writes none that reveals somebody else."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from kpcommittee.documents.blocks import Document, Heading, plain_text, words_of
from kpcommittee.documents.bystanders import Bystanders
from kpcommittee.documents.formats import MARKDOWN, Format
from kpcommittee.documents.formats import write as write_document
from kpcommittee.documents.leaks import Leak, find_leaks
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.model import Minutes, MinutesItem
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.documents.recipients import (
    FULL,
    NoDocumentError,
    Recipient,
    RecipientKind,
    items_for,
    recipient_of,
)
from kpcommittee.documents.run_sheet import run_sheet_of
from kpcommittee.documents.shapes import bystanders_of, document_for, run_sheet_document
from kpcommittee.documents.templating import texts_besides_fields
from kpcommittee.domain.committee import ROLES, Config
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.domain.immutable import immutable
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _, ngettext, speaking
from kpcommittee.services.differences import difference_of
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import minutes_model, save
from kpcommittee.services.protection import (
    keys_of,
    protect,
    refuse_names,
    save_protected,
)
from kpcommittee.services.steps import Watch
from kpcommittee.services.templates import letterhead_of, note_export
from kpcommittee.wording.recipients import not_for, recipient_name, secret

_WRONG_USE = frozenset({"unknown_recipient", "unknown_case", "unknown_provider", "unknown_role"})
_NAMING: frozenset[RecipientKind] = frozenset({"provider", "child", "family"})
"""The recipients whose documents name the child; the others get initials."""
_MOST = 20
"""The greatest number of leaks to list."""


@immutable
class FinishedFile:
    """A document that may be given to its recipient."""

    content: bytes
    name: str
    """The name of its file, without ending; it contains no name or number of a child."""
    text: tuple[str, ...] = ()
    """The text that was laid out; in a PDF, words may be broken at the end of a line."""
    doubts: tuple[str, ...] = ()
    """Words in it that may be names, each with its place."""
    protected: bool = False
    """Whether it reveals where a child with a protected address lives, as all data about the child does."""


class LeakError(KpError):
    """The document would reveal somebody it is not about; nothing is written."""

    def __init__(self, leaks: Sequence[Leak]) -> None:
        places = [describe_leak(leak) for leak in leaks[:_MOST]]
        count = ngettext("it would tell of others in {n} place", "it would tell of others in {n} places", len(leaks))
        super().__init__(
            _("nothing is written: {count}").format(count=count.format(n=len(leaks))) + ": " + "; ".join(places),
            _("Put the text right: correct it, or undo and record it again without what belongs to another case."),
        )
        self.leaks = tuple(leaks)


def refuse_leaks(leaks: Sequence[Leak]) -> tuple[str, ...]:
    """Return the words that may be names, each with its place, unless somebody else is revealed.

    Raises:
        LeakError: somebody else is revealed.
    """
    blocking = [leak for leak in leaks if leak.blocks]
    if blocking:
        raise LeakError(blocking)
    return tuple(map(describe_leak, leaks))


def describe_leak(leak: Leak) -> str:
    """Say what a leak reveals and where, without repeating it."""
    place = _("line {n}").format(n=leak.line)
    place += _(" (under “{heading}”)").format(heading=leak.heading) if leak.heading else ""
    return f"{place}: {secret(leak.kind)} ({leak.masked})"


def recipient_named(text: str) -> Recipient:
    """Return the requested recipient.

    Raises:
        UsageError: there is none of that name.
    """
    try:
        return recipient_of(text)
    except NoDocumentError as error:
        raise _error_of(error) from error


def offered_recipients(meeting_session: MeetingSession, place: int | None = None) -> list[tuple[str, str]]:
    """Return the recipients that have a document now, each as `--for` names it and in words.

    Args:
        meeting_session: an opened meeting.
        place: the place of the item being read, whose extract and letters come first.

    Raises:
        KpError: the meeting was never opened.
    """
    minutes = minutes_model(meeting_session)
    number = next((item.case.case_number for item in minutes.items if item.place == place), None)
    of_item = [f"{kind}:{number}" for kind in ("case", "child", "family")] if number else []
    providers = [f"provider:{provider.id}" for provider in minutes.names.config.providers]
    roles = sorted({out.role for item in minutes.items for out in item.out}, key=ROLES.index)
    names = [*of_item, *providers, *(f"leader:{role}" for role in roles), "statistics", "script"]
    possible = (recipient for recipient in map(recipient_of, names) if _has_document(minutes, recipient))
    return [
        (str(recipient), recipient_name(recipient.kind, recipient.key, minutes.names, place)) for recipient in possible
    ]


def _has_document(minutes: Minutes, recipient: Recipient) -> bool:
    try:
        items_for(minutes, recipient)
    except NoDocumentError:
        return False
    return True


def save_for(
    meeting_session: MeetingSession,
    request: DocumentRequest,
    file_format: Format,
    finished: "FinishedFile | LeakError",
    path: Path | None,
) -> tuple[Path, tuple[str, ...]]:
    """Write the finished document of a recipient; return its path, and the words that may be names.

    Raises:
        LeakError: it would reveal somebody it is not about.
        UsageError: it has the name of a child, and would be outside the workspace in the clear.
        EditedError: the file was edited by hand since it was written.
        KpError: the disk refuses.
    """
    session, protection = meeting_session.session, request.protection
    finished = note_outcome(meeting_session, request, finished)
    if protection.names:
        content = protect(finished.content, keys_of(session.config, protection.names))
        path_written = save_protected(session, content, f"{finished.name}.{file_format.code}", path)
    else:
        if path is not None:
            _refuse_names_outside(
                meeting_session, request, (*_read_back(finished.content, file_format), *finished.text), path
            )
        path_written = save(session, finished.content, file_format, finished.name, path, overwrite=request.overwrite)
    note_export(session, meeting_session.id, file_format.code, finished.content)
    return path_written, finished.doubts


def _refuse_names_outside(
    meeting_session: MeetingSession, request: DocumentRequest, lines: Sequence[str], path: Path
) -> None:
    """Refuse to write a child's name in the clear outside the workspace, in letters its first name too."""
    session = meeting_session.session
    if not request.protection.plain and not session.workspace.contains(path):
        kinds = ("name", "name_part") if request.recipient.kind in _NAMING else ("name",)
        refuse_names(lines, meeting_session.meeting, session.config, path, kinds)


def check_edited(
    meeting_session: MeetingSession, request: DocumentRequest, content: bytes, file_format: Format, path: Path
) -> tuple[str, ...]:
    """Check a recipient's file that was edited by hand; return the words that may be names.

    Raises:
        LeakError: it would reveal somebody it is not about.
        UsageError: it has the name of a child, and would be outside the workspace in the clear.
    """
    _refuse_names_outside(meeting_session, request, _read_back(content, file_format), path)
    if request.recipient == FULL:
        return ()
    minutes = _minutes_for(meeting_session, request, request.form)
    document = document_for(minutes, request.recipient)
    bystanders = bystanders_of(minutes, items_for(minutes, request.recipient))
    try:
        # Any word may come from whoever edited it.
        return _check_for_leaks(content, file_format, replace(document, outside_texts=None), bystanders)
    except LeakError:
        meeting_session.session.access.note("refused", meeting=meeting_session.id)
        raise


def note_outcome(
    meeting_session: MeetingSession, request: DocumentRequest, finished: "FinishedFile | LeakError"
) -> FinishedFile:
    """Note in the access log what became of a document, and return it.

    Raises:
        LeakError: it would reveal somebody it is not about.
    """
    recipient = request.recipient
    case = recipient.key if recipient.kind in ("case", "child", "family") else None
    refused = isinstance(finished, LeakError)
    meeting_session.session.access.note("refused" if refused else "exported", case, meeting=meeting_session.id)
    if isinstance(finished, LeakError):
        raise finished
    return finished


MakeFile = Callable[[Watch], "FinishedFile | LeakError"]
"""Lays a document out and reads the finished file back; needs no database, so any thread can call it."""


def prepare_document(meeting_session: MeetingSession, request: DocumentRequest, file_format: Format) -> MakeFile:
    """Read what the document of a recipient is made from, and return the function that makes it.

    Raises:
        UsageError: there is no such document in this format.
        KpError: there is no document for them.
    """
    recipient = request.recipient
    if file_format.code == "xml" and recipient != FULL:
        raise UsageError(_("exchange XML covers a whole meeting"), _("Choose another format."))
    if file_format.code == "xlsx" and recipient != FULL:
        raise UsageError(
            _("a workbook holds the decisions and the balance of a whole meeting"), _("Choose another format.")
        )
    if recipient.kind == "script":
        return partial(_make_run_sheet, _run_sheet(meeting_session), f"{meeting_session.id}-run-sheet", file_format)
    if request.difference:
        difference = difference_of(meeting_session, request, file_format)
        finished = FinishedFile(content=difference.content, name=difference.name, text=_text_of(difference.document))
        return lambda _watch: finished
    # The records system gets everything about a case.
    form = request.form or ("full" if recipient.kind == "case" else None)
    minutes = _minutes_for(meeting_session, request, form)
    try:
        bystanders = bystanders_of(minutes, items_for(minutes, recipient))
    except NoDocumentError as error:
        raise _error_of(error) from error
    return partial(_make_document, minutes, request, file_format, letterhead_of(meeting_session.session), bystanders)


def _minutes_for(meeting_session: MeetingSession, request: DocumentRequest, form: MinutesForm | None) -> Minutes:
    """Build the minutes that a document is made of, with personal data as it was put right since that version.

    The minutes themselves stay what they were, for they have initials; other documents would tell the earlier name.
    """
    minutes = minutes_model(meeting_session, request.version, form)
    if request.recipient == FULL or request.version is None:
        return minutes

    def as_rectified(row: MinutesItem) -> MinutesItem:
        newest = meeting_session.meeting.item(row.case.case_number)
        if newest is None:
            return row
        case = replace(row.case, child=newest.case.child)
        return replace(row, item=replace(row.item, case=case, former=newest.former))

    principle, cases = (tuple(map(as_rectified, rows)) for rows in (minutes.in_principle, minutes.cases))
    return replace(minutes, in_principle=principle, cases=cases)


def _make_run_sheet(sheet: Document, name: str, file_format: Format, watch: Watch) -> FinishedFile:
    watch("laying_out")
    return FinishedFile(content=write_document(sheet, file_format), name=name, text=_text_of(sheet))


def _make_document(
    minutes: Minutes,
    request: DocumentRequest,
    file_format: Format,
    letterhead: Letterhead,
    bystanders: Bystanders,
    watch: Watch,
) -> FinishedFile | LeakError:
    recipient = request.recipient
    watch("gathering")
    document = document_for(minutes, recipient, letterhead)
    watch("laying_out")
    content = write_document(document, file_format, request.exchange)
    try:
        watch("reading_back")
        doubts = () if recipient == FULL else _check_for_leaks(content, file_format, document, bystanders)
    except LeakError as leak:
        return leak
    return FinishedFile(content=content, name=_file_name(minutes, recipient), text=_text_of(document), doubts=doubts)


def _text_of(document: Document) -> tuple[str, ...]:
    return tuple(words_of(document.blocks))


def _run_sheet(meeting_session: MeetingSession) -> Document:
    meeting, config, law = meeting_session.meeting, meeting_session.config, meeting_session.law
    views = [meeting_session.view_case(item.number) for item in meeting.items]
    with speaking(config.committee.language):
        balance, left_out = meeting_session.balance(), meeting_session.left_out()
        return run_sheet_document(
            run_sheet_of(meeting, views, balance, left_out, config, law), config.committee.language
        )


def _check_for_leaks(
    content: bytes, file_format: Format, document: Document, bystanders: Bystanders
) -> tuple[str, ...]:
    headings = {plain_text(block.inlines) for block in document.blocks if isinstance(block, Heading)}
    lines, outside_texts = _read_back(content, file_format), document.outside_texts
    if file_format.code == "docx" and document.letterhead.word and outside_texts is not None:
        outside_texts |= {*texts_besides_fields(_read_back(document.letterhead.word, file_format))}
    doubts = refuse_leaks(find_leaks(lines, bystanders, headings, outside_texts))
    # A name broken at the end of a line is read back in two pieces. The laid-out text has it whole.
    refuse_leaks(find_leaks(_text_of(document), bystanders, headings, outside_texts))
    return doubts


def _read_back(content: bytes, file_format: Format) -> Sequence[str]:
    """Return the text of the finished file; a file that cannot be read back is never delivered."""
    if file_format is MARKDOWN:
        return content.decode().split("\n")
    try:
        return lines_of(content, file_format.code)
    except Unreadable as error:
        raise KpError(
            _("the finished file cannot be read back as {format}, so it was not checked").format(
                format=_(file_format.name)
            ),
            _("Nothing is written. Choose another format."),
        ) from error


def _file_name(minutes: Minutes, recipient: Recipient) -> str:
    """Return the file's name: the meeting, and the item's place on its agenda or who gets it."""
    if recipient.kind in ("case", "child", "family"):
        place = items_for(minutes, recipient)[0].place
        return f"{minutes.id}-item-{place}" + ("" if recipient.kind == "case" else f"-{recipient.kind}")
    key = recipient.key
    if recipient.kind == "provider":
        key = _provider_in_name(key, minutes.names.config)
    return "-".join(part for part in (minutes.id, "" if recipient == FULL else recipient.kind, key) if part)


def _provider_in_name(provider: str, config: Config) -> str:
    """Return a provider's id as a part of a file's name that no other provider has.

    An id may be any text: the signs of a path or a drive become hyphens. Of ids that are then alike, small and capital
    letters included, one keeps the name, and the others get some signs of a hash.
    """
    name = _without_path_signs(provider)
    alike = [other.id for other in config.providers if _without_path_signs(other.id).casefold() == name.casefold()]
    keeper = min(alike, key=lambda other: other != _without_path_signs(other), default=provider)
    return name if provider == keeper else f"{name}-{sha256(provider.encode()).hexdigest()[:6]}"


def _without_path_signs(provider: str) -> str:
    return re.sub(r"[^\w.+-]", "-", provider)


def _error_of(error: NoDocumentError) -> KpError:
    message, remedy = not_for(error.why, error.key)
    return (UsageError if error.why in _WRONG_USE else KpError)(message, remedy)
