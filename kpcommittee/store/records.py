"""The records that the store returns."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from kpcommittee.domain.meeting.happened import MeetingState
from kpcommittee.domain.meeting.meeting import CaseState

Day = date
"""The type `date`, for a class with a field of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """A meeting that was opened."""

    id: str
    date: date
    state: MeetingState
    version: int
    opened_at: str
    """ISO time."""
    last: int
    """The number of its newest event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAgenda:
    """An opened agenda that contains a case."""

    case_number: str
    meeting: str
    state: MeetingState
    opened_at: str
    """ISO time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Text that was typed but not recorded."""

    stream: str
    case: str
    field: str
    by: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """The terms of a search for past decisions; a decision must match them all."""

    provider: str | None = None
    """A provider's id, or part of it."""
    problem: str | None = None
    postponed: bool | None = None
    """Whether the case was postponed, then or earlier."""
    departed: bool | None = None
    ages: tuple[int, int] | None = None
    """Youngest and oldest, both included; the age at the meeting."""
    since: date | None = None
    until: date | None = None
    words: tuple[str, ...] = ()
    """Beginnings of words in reasons, missing information and notes."""
    limit: int | None = None
    """The greatest number of decisions to return; the newest first."""


class HistoryRow(NamedTuple):
    """One meeting's decision in one case."""

    meeting: str
    meeting_state: MeetingState
    date: date
    opened_at: str
    """When the meeting was opened (ISO time)."""
    case_number: str
    district: str
    age: int
    problems: tuple[str, ...]
    outcome: CaseState
    provider: str | None
    provider_name: str | None
    staff: str | None
    staff_name: str | None
    hours: Decimal | None
    start: Day | None
    end: Day | None
    followed_recommendation: bool | None
    departures: tuple[str, ...]
    dissent: tuple[str, ...]
    """The roles that disagreed."""
    postponed_times: int
    reason: str | None
    missing: str | None
    version: int
    """The version of the minutes that contains its current form; 0 before the approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A follow-up that is due or was held."""

    case_number: str
    provider: str
    kind: Literal["first", "next"]
    due: date
    reason: str | None
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """The numbers of rebuilt rows."""

    meetings: int
    decisions: int
    placements: int
