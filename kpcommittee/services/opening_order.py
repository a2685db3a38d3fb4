"""Finds meetings that were opened out of order: the clock at the opening decides which one is later."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.meeting import Meeting

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.records import MeetingRow


def counts_before(session: "Session", meeting: Meeting) -> "MeetingRow | None":
    """Return a meeting of an earlier day that counts as later; None if none has a case of this one.

    The clock was behind at this opening. Cases that wait from that meeting keep waiting, whatever this one decides.
    """
    store = session.store_to_read
    agendas = store.open_agendas_with([item.number for item in meeting.items])
    later = {
        agenda.meeting for agenda in agendas if (agenda.opened_at, agenda.meeting) > (meeting.opened_iso, meeting.id)
    }
    rows = store.meetings(among=later) if later else ()
    return next((row for row in rows if row.date < meeting.date), None)


def dealt_with_since(session: "Session", waiting: Iterable[Waiting]) -> "dict[str, MeetingRow]":
    """Return, by case number, a meeting of a later day that has the case and counts as the earlier one."""
    waits = {case.case_number: case for case in waiting}
    agendas = session.store_to_read.open_agendas_with(waits)
    others = [agenda for agenda in agendas if agenda.meeting != waits[agenda.case_number].meeting]
    if not others:
        return {}
    rows = {row.id: row for row in session.store_to_read.meetings(among={agenda.meeting for agenda in others})}
    return {
        agenda.case_number: rows[agenda.meeting]
        for agenda in others
        if rows[agenda.meeting].date > waits[agenda.case_number].date
    }
