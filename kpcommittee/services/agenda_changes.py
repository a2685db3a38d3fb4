"""Compares an agenda file with the meeting that was opened on it, and finds the cases that wait."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.case import Case
from kpcommittee.domain.meeting.events import Waiting
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.locale import N_

if TYPE_CHECKING:
    from kpcommittee.store.empty import Readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One case that is not as the meeting has it."""

    case_number: str
    kind: Literal["changed", "late", "gone", "waiting"]
    """Changed in the file · new in the file · gone from the file · waits from an earlier meeting and is missing."""


KINDS = {
    "changed": N_("changed in the file"),
    "late": N_("new in the file: a late case"),
    "gone": N_("gone from the file: stays on the agenda"),
    "waiting": N_("waits from an earlier meeting and is missing from the file"),
}
"""What is said of each difference."""


def differences_of(meeting: Meeting, agenda: Agenda | None, waiting: tuple[Waiting, ...]) -> tuple[Difference, ...]:
    """All differences, in the order of the file; none of the file's before the meeting is opened."""
    return tuple(_differences(meeting, agenda, waiting))


def _differences(meeting: Meeting, agenda: Agenda | None, waiting: tuple[Waiting, ...]) -> Iterator[Difference]:
    listed = {case.case_number for case in agenda.cases} if agenda else set()
    known = {item.number for item in meeting.items}
    if meeting.state == "open" and agenda is not None:
        for case in agenda.cases:
            item = meeting.item(case.case_number)
            if item is None:
                yield Difference(case_number=case.case_number, kind="late")
            elif item.case != case and item.undecided:
                yield Difference(case_number=case.case_number, kind="changed")
        for item in meeting.items:
            # What was taken over from those that wait was never in the file.
            if item.number not in listed and not (item.late and item.waiting):
                yield Difference(case_number=item.number, kind="gone")
    if meeting.state in ("preparing", "open"):
        for one in waiting:
            if one.case_number not in listed | known:
                yield Difference(case_number=one.case_number, kind="waiting")


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
