"""Gathers all data about one child in one file, which reveals nothing about other children."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.bystanders import Bystanders
from kpcommittee.documents.leaks import find_leaks
from kpcommittee.documents.shapes import bystanders_of, names_in
from kpcommittee.domain.case import Case
from kpcommittee.domain.meeting.events import CASELOAD, Opened, Recorded
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.meeting import Meeting, fold
from kpcommittee.domain.review.timeline import Story
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services import access
from kpcommittee.services.known_cases import find_story
from kpcommittee.services.protection import Protection, in_the_clear_error, keys_of, protect, save_protected
from kpcommittee.services.recipients import FinishedFile, LeakError, refuse_leaks
from kpcommittee.services.stories import entries_of_story
from kpcommittee.views.child_record import (
    ChildRecord,
    child_record_answer,
    event_name,
    is_beside,
    is_corrected,
    taken_back,
)
from kpcommittee.views.stories import story_answer
from kpcommittee.wording.names import Names
from kpcommittee.wording.unfinished import draft_in_words
from kpcommittee.workspace.files import refuse_target, write, write_named

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

_KEY = re.compile(r'^\s*(?:"[a-z_]+": )?"?')
_ESCAPED = re.compile(r"\\(?:u[0-9a-f]{4}|.)")


def export_child(
    session: "Session", case_number: str, path: Path | None, protection: Protection
) -> tuple[Path, FinishedFile]:
    """Write the file about a child; return its path, and the finished document.

    Args:
        session: the workspace.
        case_number: a case of the child.
        path: a new file; if left out, one in the folder of the minutes, named for the time.
        protection: who can open it, or whether it may be outside the workspace in the clear.

    Raises:
        LeakError: it would reveal another child.
        UsageError: there is no such case, or the place is not allowed, such as outside the workspace in the clear.
        KpError: the disk refuses.
    """
    if path is not None:
        refuse_target(path, makes_folder=True)
        if not (session.workspace.contains(path) or protection.plain or protection.names):
            raise in_the_clear_error(path)
        if path.exists():
            raise UsageError(
                _("{file} is there already").format(file=path.name), _("Choose another name; nothing was changed.")
            )
    keys = keys_of(session.config, protection.names)
    finished = file_of_child(session, case_number)
    if keys:
        return save_protected(session, protect(finished.content, keys), f"{finished.name}.json", path), finished
    if path is not None:
        write_named(path, finished.content)
        return path, finished
    path = session.workspace.minutes_folder(session.config) / f"{finished.name}.json"
    write(path, finished.content)
    return path, finished


def file_of_child(session: "Session", case_number: str) -> FinishedFile:
    """Make the file about a child, and search the finished text for other children.

    Raises:
        LeakError: it would reveal another child.
        UsageError: there is no such case.
    """
    story, case = _story(session, case_number)
    events = session.store_to_read.mentioning(story.case_numbers)
    record = _gather_record(session, story, case, events)
    others_cases = _bystanders(session, record)
    answer = _without_superseded(child_record_answer(record), record, others_cases)
    text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
    names = {event_name(recorded) for recorded in events}
    try:
        doubts = refuse_leaks(find_leaks([*map(_text_of_line, text.split("\n"))], others_cases, names))
    except LeakError:
        session.access.note("refused", case_number)
        raise
    session.access.note("exported", case_number)
    return FinishedFile(
        # A file name may contain bytes that are no text; they become a JSON escape.
        content=text.encode("utf-8", "backslashreplace"),
        name=f"access-request-{session.clock():%Y-%m-%d-%H%M%S}",
        doubts=doubts,
        protected=any(case.child.protected_address for case in others_cases.inside),
    )


def _story(session: "Session", case_number: str) -> tuple[Story, Case | None]:
    """Return the story of the child, even without a meeting or an agenda that has the case.

    Raises:
        UsageError: nothing has the case.
    """
    try:
        return find_story(session, case_number)
    except UsageError:
        store = session.store_to_read
        if not store.mentioning((case_number,)):
            raise
        return store.story(case_number), None


def _gather_record(session: "Session", story: Story, case: Case | None, events: tuple[Recorded, ...]) -> ChildRecord:
    numbers, store = frozenset(story.case_numbers), session.store_to_read
    agendas = tuple(
        (agenda, own_case)
        for agenda in session.agendas()
        for own_case in _cases_of(session, agenda.path)
        if own_case.case_number in numbers
    )
    streams = dict.fromkeys(recorded.stream for recorded in events if recorded.stream != CASELOAD)
    meetings = dict.fromkeys([*(recorded.stream for recorded in events), *(agenda.id for agenda, _case in agendas)])
    answer = story_answer(story, entries_of_story(session, story, case), session.config)
    return ChildRecord(
        case_numbers=story.case_numbers,
        same_by=story.same_by,
        on=session.today,
        timeline=[*answer["undated"], *answer["entries"]],
        events=events,
        taken_back=taken_back(event for stream in streams for event in store.read(stream)),
        agendas=tuple((agenda.path.name, own_case) for agenda, own_case in agendas),
        drafts=tuple(
            (meeting, draft.case, draft_in_words(draft.field, draft.text, Names(session.config)))
            for meeting in meetings
            for draft in store.drafts(meeting)
            if draft.case in numbers
        ),
        looks=access.answer(
            (entry for entry in access.entries(session) if entry.event.case in numbers), for_subject=True
        ),
    )


def _cases_of(session: "Session", agenda: Path) -> tuple[Case, ...]:
    agenda_read = session.read_agenda(agenda).agenda
    return agenda_read.cases if agenda_read else ()


# Other people


def _bystanders(session: "Session", record: ChildRecord) -> Bystanders:
    """Yield the other children of every meeting and agenda with the child, and who may be named."""
    numbers = frozenset(record.case_numbers)
    parts = [*_of_meetings(session, record)]
    agenda_files = [
        case
        for agenda in session.agendas()
        if agenda.path.name in dict(record.agendas)
        for case in _cases_of(session, agenda.path)
    ]
    inside = [*(case for part in parts for case in part.inside), *(case for _file, case in record.agendas)]
    children = [case.child.identity for case in inside]
    outside = [*(case for part in parts for case in part.outside), *agenda_files]
    talked = {
        name
        for recorded in record.events
        if isinstance(recorded.event, FollowedUp)
        for name in recorded.event.with_whom
    }
    return Bystanders(
        outside=tuple(
            case for case in outside if case.case_number not in numbers and not case.child.identity.is_among(children)
        ),
        inside=tuple(inside),
        public=names_in(session.config).union(*(part.public for part in parts)),
        acting=frozenset(talked).union(*(part.acting for part in parts)),
    )


def _of_meetings(session: "Session", record: ChildRecord) -> Iterator[Bystanders]:
    opened = dict.fromkeys(recorded.stream for recorded in record.events if isinstance(recorded.event, Opened))
    taken_over = dict.fromkeys(recorded.stream for recorded in record.events if recorded.kind == "taken")
    for meeting in opened | taken_over:
        minutes = minutes_of(_as_last_opened(session, meeting))
        yield bystanders_of(minutes, [item for item in minutes.items if item.case.case_number in record.case_numbers])


def _as_last_opened(session: "Session", stream: str) -> Meeting:
    """Return the meeting; if its opening was undone, as it was last opened, since its agenda had these children."""
    meeting = session.store_to_read.meeting(stream)
    if meeting.opened_at is not None:
        return meeting
    events = session.store_to_read.read(stream)
    last = max(recorded.number for recorded in events if isinstance(recorded.event, Opened))
    return fold(stream, (recorded for recorded in events if recorded.number <= last))


def _text_of_line(line: str) -> str:
    """Return the value in a line of JSON, with a space for each escape."""
    return _ESCAPED.sub(" ", _KEY.sub("", line)).rstrip('",')


# Texts that were taken back


def _without_superseded(answer: dict[str, Any], record: ChildRecord, bystanders: Bystanders) -> dict[str, Any]:
    """Withhold texts about another child that were undone or corrected, and can thus no longer be changed."""
    names = {
        event_name(recorded)
        for recorded in record.events
        if (recorded.stream, recorded.number) in record.taken_back
        or is_corrected(recorded, record.events)
        or is_beside(recorded)
    }
    events = [event for event in answer["meetings"] if event["event"] in names]
    texts = [text.replace("\n", " ") for event in events for text in _texts(event["data"])]
    leaks = {leak.line for leak in find_leaks(_separate(texts), bystanders) if leak.blocks}
    withheld = {text for place, text in enumerate(texts) if 2 * place + 1 in leaks}
    for event in events if withheld else ():
        event["data"] = _withhold(event["data"], withheld)
    return answer


def _separate(texts: Sequence[str]) -> list[str]:
    """Return the texts with a line between them that no name can continue across."""
    return [line for text in texts for line in (text, ";" * 9)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _withhold(value: Any, withheld: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _withhold(part, withheld) for key, part in value.items()}
    if isinstance(value, list):
        return [_withhold(part, withheld) for part in value]
    if isinstance(value, str) and value.replace("\n", " ") in withheld:
        return _("(withheld: it tells of another child)")
    return value
