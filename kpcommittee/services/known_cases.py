"""Looks a case number up in the journal and the agendas, and refuses one that neither has."""

from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.case import Case
from kpcommittee.domain.review.timeline import Story
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services.minutes import meeting_session_of

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


def find_story(session: "Session", case_number: str, case: Case | None = None) -> tuple[Story, Case | None]:
    """Return what is known of the child over all its cases, and the case if an agenda was read.

    Args:
        session: the workspace.
        case_number: the case.
        case: as an agenda has it; if left out, the agendas are searched unless a meeting dealt with it.

    Raises:
        UsageError: nobody knows the case.
    """
    store = session.store_to_read
    story = store.story(case_number, case.child.identity if case else None)
    if case is None and all(past.case_number != case_number for past in story.decisions):
        agenda = _agenda_of(session, case_number)
        if agenda is not None and (case := agenda.case(case_number)) is not None:
            story = store.story(case_number, case.child.identity)
        elif not story.caseload.placements:
            raise unknown_case_error(case_number)
    return story, case


def case_on_agenda(session: "Session", case_number: str, *, waits: bool = False) -> tuple[Case, date] | None:
    """Return the case as the newest agenda with it has it, and the day of that meeting; None without one.

    With `waits` only the agendas of meetings that are not approved are read, of which there are few.
    """
    agenda = _agenda_of(session, case_number, waits=waits)
    if agenda is None or (case := agenda.case(case_number)) is None:
        return None
    table = meeting_session_of(session, agenda.meeting.id)
    item = table.meeting.item(case_number)
    return (item.case, table.day) if item else (case, agenda.meeting.date)


def refuse_unknown_case(session: "Session", case_number: str) -> None:
    """Refuse the number of a case that nobody knows, so that every command ends alike with it.

    Raises:
        UsageError: no event, placement or agenda has the case.
    """
    if not session.store_to_read.mentioning((case_number,)):
        find_story(session, case_number)


def unknown_case_error(case_number: str) -> UsageError:
    """Return the error of a case that nobody knows."""
    return UsageError(
        _("there is no case {case}").format(case=case_number[:60]),
        _("kpcommittee history sag:{case} lists those that are similar.").format(case=case_number[:4]),
    )


def _agenda_of(session: "Session", case_number: str, *, waits: bool = False) -> Agenda | None:
    """Return the newest agenda that contains the case; with `waits` of a meeting that is not approved."""
    files = session.agendas()
    rows = session.store_to_read.meetings(among=[file.id for file in files]) if waits else ()
    approved = {row.id for row in rows if row.state == "approved"}
    agendas = (session.read_agenda(file.path).agenda for file in reversed(files) if file.id not in approved)
    return next((agenda for agenda in agendas if agenda and agenda.case(case_number)), None)
