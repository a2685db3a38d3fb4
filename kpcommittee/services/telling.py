"""Lists who must be told of decisions and what must be filed, for one meeting or several."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.filing import ToFile, cases_to_file
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.telling import ToTell, people_to_tell
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.views.json_values import Json
from kpcommittee.views.telling import filed_answer, filed_text, told_answer, told_text

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.records import MeetingRow

LOOKED_BACK = timedelta(days=366)
"""How far before the newest meeting earlier ones are searched: each takes a few ms to build."""

Task = TypeVar("Task", bound=ToTell | ToFile)


@immutable(kw_only=False)
class TasksOfMeetings(Generic[Task]):
    """Meetings with their tasks, the earliest first."""

    meetings: tuple[tuple[Meeting, tuple[Task, ...]], ...]
    since: date | None = None
    """Meetings before this day were not searched; None if there are none."""


def told_as_json(session: "Session", agenda: str | None) -> list[Json]:
    """Answer `told --json`."""
    return told_answer(list_to_tell(session, agenda).meetings)


def told_as_text(session: "Session", agenda: str | None) -> str:
    """Lay out who is still to be told, and who has been."""
    listed = list_to_tell(session, agenda)
    return told_text(listed.meetings, listed.since)


def filed_as_json(session: "Session", agenda: str | None) -> list[Json]:
    """Answer `journalised --json`."""
    return filed_answer(list_to_file(session, agenda).meetings)


def filed_as_text(session: "Session", agenda: str | None) -> str:
    """Lay out which cases are still to be filed, and which have been."""
    listed = list_to_file(session, agenda)
    return filed_text(listed.meetings, listed.since)


def list_to_tell(session: "Session", agenda: str | None) -> TasksOfMeetings[ToTell]:
    """Return the relevant meetings, each with everybody who must be told of its decisions."""
    return _list_tasks(session, agenda, _people_to_tell, _is_untold)


def list_to_file(session: "Session", agenda: str | None) -> TasksOfMeetings[ToFile]:
    """Return the relevant meetings, each with every case that it has dealt with."""
    return _list_tasks(session, agenda, _cases_to_file, _is_unfiled)


def count_earlier_to_tell(session: "Session", before: date) -> int:
    """Count the meetings before a day, within a year of the newest, with somebody still to be told."""
    return sum(1 for _left in _with_open_tasks(session, _earlier_rows(session, before), _people_to_tell, _is_untold))


def count_earlier_to_file(session: "Session", before: date) -> int:
    """Count the meetings before a day, within a year of the newest, with a case still to be filed."""
    return sum(1 for _left in _with_open_tasks(session, _earlier_rows(session, before), _cases_to_file, _is_unfiled))


def _people_to_tell(meeting: Meeting) -> tuple[ToTell, ...]:
    return people_to_tell(meeting, meeting.law) if meeting.law else ()


def _cases_to_file(meeting: Meeting) -> tuple[ToFile, ...]:
    return cases_to_file(meeting) if meeting.law else ()


def _is_untold(task: ToTell) -> bool:
    return task.told is None


def _is_unfiled(task: ToFile) -> bool:
    return task.current_filing is None


def _earlier_rows(session: "Session", before: date) -> "list[MeetingRow]":
    rows = session.store_to_read.meetings()
    return [row for row in rows if rows[-1].date - LOOKED_BACK <= row.date < before]


def _with_open_tasks(
    session: "Session",
    rows: "Sequence[MeetingRow]",
    tasks_of: Callable[[Meeting], tuple[Task, ...]],
    is_left: Callable[[Task], bool],
) -> Iterator[tuple[Meeting, tuple[Task, ...]]]:
    """Yield the meetings that have open tasks, with all their tasks."""
    for row in rows:
        meeting = session.store_to_read.meeting(row.id)
        tasks = tasks_of(meeting)
        if any(map(is_left, tasks)):
            yield meeting, tasks


def _list_tasks(
    session: "Session",
    agenda: str | None,
    tasks_of: Callable[[Meeting], tuple[Task, ...]],
    is_left: Callable[[Task], bool],
) -> TasksOfMeetings[Task]:
    """Return meetings with their tasks, the earliest first.

    Args:
        session: the workspace.
        agenda: the agenda of the one meeting. If left out: the unapproved ones, the newest approved one, and those of
            the year before it with open tasks.
        tasks_of: lists the tasks of a meeting.
        is_left: whether a task is still to be done.
    """
    if agenda is not None:
        meeting_session = MeetingSession.find(session, agenda)
        meeting_session.load()
        meeting = meeting_session.meeting
        return TasksOfMeetings(((meeting, tasks_of(meeting)),) if meeting.law else ())
    store = session.store_to_read
    rows = store.meetings()
    if not rows:
        return TasksOfMeetings(())
    since = rows[-1].date - LOOKED_BACK
    newest = next((row.id for row in reversed(rows) if row.state == "approved"), None)
    listed = {row.id for row in rows if row.state != "approved" or row.id == newest}
    earlier = [row for row in rows if row.id not in listed and row.date >= since]
    listed_meetings = [store.meeting(row.id) for row in rows if row.id in listed]
    meetings = [
        *_with_open_tasks(session, earlier, tasks_of, is_left),
        *((meeting, tasks_of(meeting)) for meeting in listed_meetings if meeting.law),
    ]
    place = {row.id: number for number, row in enumerate(rows)}
    skipped = any(row.date < since and row.id not in listed for row in rows)
    return TasksOfMeetings(tuple(sorted(meetings, key=lambda pair: place[pair[0].id])), since if skipped else None)
