"""Where an agenda file differs from the meeting that was opened on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.meeting.events import Waiting
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.locale import N_


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
