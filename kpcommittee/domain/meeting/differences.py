"""Compares an agenda file with the meeting that was opened on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kpcommittee.domain.agenda import Agenda, LeftOut
from kpcommittee.domain.meeting.events import Waiting
from kpcommittee.domain.meeting.meeting import Meeting

DifferenceKind = Literal["changed", "late", "gone", "unreadable", "waiting"]
"""Changed in the file · new in the file · gone from the file · not readable there any more · waiting from an earlier
meeting and missing from it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One case in which the agenda file differs from the meeting."""

    case_number: str
    kind: DifferenceKind


def differences_of(
    meeting: Meeting, agenda: Agenda | None, waiting: tuple[Waiting, ...], left_out: Iterable[LeftOut] = ()
) -> tuple[Difference, ...]:
    """List all differences in the order of the file; before the meeting is opened, only the cases that wait.

    Args:
        meeting: the meeting so far.
        agenda: the agenda in its file now; None if it cannot be read.
        waiting: the cases that wait between meetings.
        left_out: the cases of the file that cannot be read.
    """
    unread = {entry.case_number for entry in left_out}
    return tuple(_differences(meeting, agenda, waiting, unread))


def _differences(
    meeting: Meeting, agenda: Agenda | None, waiting: tuple[Waiting, ...], unread: set[str | None]
) -> Iterator[Difference]:
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
                yield Difference(case_number=item.number, kind="unreadable" if item.number in unread else "gone")
    if meeting.state in ("preparing", "open"):
        for waiting_case in waiting:
            if waiting_case.case_number not in listed | known | unread:
                yield Difference(case_number=waiting_case.case_number, kind="waiting")
