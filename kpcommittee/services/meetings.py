"""Lists the meetings of the workspace: those with agenda files, and those only in the journal."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.event_base import MeetingState

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.workspace.workspace import AgendaFile


@immutable
class ListedMeeting:
    """A meeting with its state and its number of cases."""

    id: str
    day: date | None
    """None if its agenda file has no date."""
    state: MeetingState
    cases: int | None
    """None if its agenda file cannot be read."""


def list_meetings(session: "Session") -> tuple[ListedMeeting, ...]:
    """Return every meeting, the latest first."""
    meetings = [*_opened_meetings(session), *_prepared_meetings(session)]
    return tuple(sorted(meetings, key=lambda meeting: (meeting.day or date.min, meeting.id), reverse=True))


def waiting_agenda(session: "Session") -> str | None:
    """Return the id of the meeting to continue: a running one, else the next unapproved one from today.

    None if there is none: the newest is used then, approved or not.
    """
    running = session.running_meetings()
    if running:
        return running[0]
    coming = [agenda.id for agenda in session.agendas() if agenda.date is not None and agenda.date >= session.today]
    rows = session.store_to_read.meetings(among=coming)
    approved = {row.id for row in rows if row.state == "approved"}
    return next((name for name in coming if name not in approved), None)


def _opened_meetings(session: "Session") -> Iterator[ListedMeeting]:
    store = session.store_to_read
    counts = store.case_counts()
    for row in store.meetings():
        yield ListedMeeting(id=row.id, day=row.date, state=row.state, cases=counts.get(row.id, 0))


def _prepared_meetings(session: "Session") -> Iterator[ListedMeeting]:
    files = session.agendas()
    opened = {row.id for row in session.store_to_read.meetings(among=[file.id for file in files])}
    for file in files:
        if file.id not in opened:
            yield ListedMeeting(id=file.id, day=file.date, state="preparing", cases=_count_cases(session, file))


def _count_cases(session: "Session", file: "AgendaFile") -> int | None:
    agenda_read = session.read_agenda(file.path)
    return None if agenda_read.agenda is None else len(agenda_read.agenda.cases) + len(agenda_read.left_out)
