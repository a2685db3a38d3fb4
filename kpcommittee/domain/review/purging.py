"""When a case may be purged: it is journalised in its present form, and nothing about it runs or waits."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.filing import corrected_since
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting

Code = Literal[
    "not_approved", "waits", "not_journalised", "corrected_since", "runs", "runs_on", "on_agenda", "other_meeting",
]  # fmt: skip


@immutable
class Hindrance:
    """Why a case cannot be purged yet."""

    code: Code
    day: date | None = None
    """The day of the meeting, or the last day of the placement."""
    name: str = ""
    """The name of the provider, or of the agenda file."""


def hindrances(case_number: str, meetings: Iterable[Meeting], caseload: Caseload, today: date) -> Iterator[Hindrance]:
    """Yield what prevents a case from being purged.

    Args:
        case_number: the case.
        meetings: every meeting that had it.
        caseload: its placements.
        today: the day.
    """
    opened = sorted((meeting for meeting in meetings if meeting.opened_at), key=lambda meeting: meeting.opened_iso)
    for meeting in opened:
        if meeting.state != "approved":
            yield Hindrance(code="not_approved", day=meeting.date)
            continue
        item = meeting.item(case_number)
        if item is not None:
            yield from _filing_hindrances(meeting, item)
    if opened and _waits(opened[-1], case_number):
        yield Hindrance(code="waits", day=opened[-1].date)
    for course in caseload.courses.get(case_number, ()):
        if course.span is not None and course.counts_from(today):
            code: Code = "runs" if course.span.end else "runs_on"
            yield Hindrance(code=code, day=course.span.end, name=course.span.provider)


def _filing_hindrances(meeting: Meeting, item: Item) -> Iterator[Hindrance]:
    filing = meeting.newest_filing(item.number)
    if filing is None:
        yield Hindrance(code="not_journalised", day=meeting.date)
    elif corrected_since(item, filing):
        yield Hindrance(code="corrected_since", day=meeting.date)


def _waits(meeting: Meeting, case_number: str) -> bool:
    """Whether the last meeting with the case left it to the next; a returned case does not wait."""
    item = meeting.item(case_number)
    if item is None:
        return any(event.left_out.case_number == case_number for event in meeting.set_aside)
    return item.state in ("postponed", "in_principle")
