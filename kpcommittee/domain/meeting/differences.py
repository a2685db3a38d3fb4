"""Compares an agenda file with the meeting that was opened on it."""

from collections.abc import Iterable, Iterator
from typing import Literal

from kpcommittee.domain.agenda import Agenda, LeftOutCase, MeetingHead
from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.meeting import Meeting

HeadPart = Literal["date", "start", "place"]


@immutable
class HeadChange:
    """A change in when and where the committee meets; None on the side that does not say it."""

    what: HeadPart
    before: str | None
    """ISO text of a date or a time."""
    after: str | None


DifferenceKind = Literal["meeting", "changed", "late", "gone", "unreadable", "waiting"]
"""How the agenda file differs.

`meeting` date, start or place changed · `changed` in the file · `late` new in the file · `gone` from the file ·
`unreadable` not readable there any more · `waiting` from an earlier meeting and missing from the file.
"""


@immutable
class Difference:
    """One case in which the agenda file differs from the meeting, or when and where the committee meets."""

    case_number: str | None
    """None if it is about the meeting itself."""
    kind: DifferenceKind
    changes: tuple[HeadChange, ...] = ()
    """What changed in the meeting itself."""
    before: Case | None = None
    """The case as in the meeting; None if it is late or waiting."""
    after: Case | None = None
    """The case as in the file now; None if it is gone from there or waiting."""


def head_changes(before: MeetingHead | None, after: MeetingHead) -> tuple[HeadChange, ...]:
    """List what changed in date, start and place; empty if there is nothing to compare with."""
    if before is None:
        return ()
    parts = (
        HeadChange(what="date", before=before.date.isoformat(), after=after.date.isoformat()),
        HeadChange(what="start", before=_time_text(before), after=_time_text(after)),
        HeadChange(what="place", before=before.place, after=after.place),
    )
    return tuple(part for part in parts if part.before != part.after)


def _time_text(head: MeetingHead) -> str | None:
    return head.start.isoformat() if head.start else None


def differences_of(
    meeting: Meeting, agenda: Agenda | None, waiting: tuple[Waiting, ...], left_out: Iterable[LeftOutCase] = ()
) -> tuple[Difference, ...]:
    """List all differences in the order of the file; before the opening, only waiting cases.

    Args:
        meeting: the meeting so far.
        agenda: the agenda file's present content; None if it cannot be read.
        waiting: the cases that wait between meetings.
        left_out: the cases of the file that cannot be read.
    """
    unread = {entry.case_number for entry in left_out}
    return tuple(_differences(meeting, agenda, waiting, unread))


def _differences(
    meeting: Meeting, agenda: Agenda | None, waiting: tuple[Waiting, ...], unread: set[str | None]
) -> Iterator[Difference]:
    listed = {case.case_number for case in agenda.cases} if agenda else set()
    numbers = {item.number for item in meeting.items}
    if meeting.state == "open" and agenda is not None:
        changes = head_changes(meeting.head, agenda.meeting)
        if changes:
            yield Difference(case_number=None, kind="meeting", changes=changes)
        yield from _case_differences(meeting, agenda)
        for item in meeting.items:
            # Cases taken over from the waiting ones were never in the file.
            if item.number not in listed and not (item.late and item.waiting):
                kind: DifferenceKind = "unreadable" if item.number in unread else "gone"
                yield Difference(case_number=item.number, kind=kind, before=item.case)
    if meeting.state in ("preparing", "open"):
        for waiting_case in waiting:
            if waiting_case.case_number not in listed | numbers | unread:
                yield Difference(case_number=waiting_case.case_number, kind="waiting")


def _case_differences(meeting: Meeting, agenda: Agenda) -> Iterator[Difference]:
    for case in agenda.cases:
        item = meeting.item(case.case_number)
        if item is None:
            yield Difference(case_number=case.case_number, kind="late", after=case)
        elif item.case != case and item.is_undecided:
            yield Difference(case_number=case.case_number, kind="changed", before=item.case, after=case)
