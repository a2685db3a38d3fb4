"""Compares an agenda file with the meeting that was opened on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.meeting.events import Waiting
from kpcommittee.domain.meeting.meeting import Meeting

DifferenceKind = Literal["changed", "late", "gone", "waiting"]
"""Changed in the file · new in the file · gone from the file · waiting from an earlier meeting and missing from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One case in which the agenda file differs from the meeting."""

    case_number: str
    kind: DifferenceKind


def differences_of(meeting: Meeting, agenda: Agenda | None, waiting: tuple[Waiting, ...]) -> tuple[Difference, ...]:
    """List all differences in the order of the file; before the meeting is opened, only the cases that wait."""
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
        for waiting_case in waiting:
            if waiting_case.case_number not in listed | known:
                yield Difference(case_number=waiting_case.case_number, kind="waiting")
