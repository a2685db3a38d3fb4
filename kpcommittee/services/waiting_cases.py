"""Cases that wait between meetings, as the meeting that left them had them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.case import Case
from kpcommittee.domain.meeting.events import Waiting

if TYPE_CHECKING:
    from kpcommittee.store.empty import Readable


def carried_case(store: "Readable", waiting: Waiting) -> Case | None:
    """The case in the snapshot of the meeting it comes from."""
    item = store.meeting(waiting.meeting).item(waiting.case_number)
    return item.case if item else None


def with_waiting(
    store: "Readable", agenda: Agenda | None, case_number: str, waiting: tuple[Waiting, ...]
) -> Agenda | None:
    """The agenda, and the case too when it waits and the file does not name it: so it can be taken."""
    if agenda is None or agenda.case(case_number) is not None:
        return agenda
    found = next((one for one in waiting if one.case_number == case_number), None)
    case = carried_case(store, found) if found else None
    return replace(agenda, cases=(*agenda.cases, case)) if case else agenda
