"""Past decisions, as they are searched and listed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from kpcommittee.domain.meeting.event_base import MeetingState
from kpcommittee.domain.meeting.item import CaseState
from kpcommittee.domain.review.endings import Ending, Relation

Day = date
"""The type `date`, for a class with a field of that name."""


Order = Literal["newest", "oldest", "case", "child", "waited", "provider"]
"""How a list is sorted: by meeting, case number, the child's age, days waited, or provider."""


class Why(NamedTuple):
    """A given reason: its code, if it has one in the config, and its words."""

    code: str | None
    text: str


class PastDecision(NamedTuple):
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
    provider_kind: str | None
    staff: str | None
    staff_name: str | None
    relation: Relation | None
    """Whether a known relation was kept; None without a placement."""
    hours: Decimal | None
    start: Day | None
    end: Day | None
    followed_recommendation: bool | None
    departures: tuple[str, ...]
    dissent: tuple[str, ...]
    """The roles that disagreed."""
    postponed_times: int
    waiting_days: int
    """Days from the grant to the meeting."""
    reason: str | None
    missing: str | None
    reasons: tuple[Why, ...]
    """The reasons of the decision or postponement, then of each answer to a caution."""
    ended: Ending | None
    """How the placement goes by what is known now; `how_by` tells whether it has ended."""
    ended_on: Day | None
    """Its last day."""
    ended_why: str | None
    version: int
    """The version of the minutes with its current form; 0 before approval."""
    by_list: str | None = None
    """The provider that the lists alone would have chosen from the same options; None without a candidate."""
    by_order: str | None = None
    """The provider that the order of the config alone would have chosen."""
    released: bool = False
    """Whether this meeting revoked an earlier decision in principle."""

    def how_by(self, today: Day) -> Ending | None:
        """Return how the placement ended; None while it runs, and without one."""
        return self.ended if self.ended_on is not None and self.ended_on < today else None


_KEYS: Mapping[Order, Callable[[PastDecision], Any]] = {
    "oldest": lambda past: (past.date, past.opened_at, past.case_number),
    "case": lambda past: past.case_number,
    "child": lambda past: past.age,
    "waited": lambda past: -past.waiting_days,
    "provider": lambda past: (past.provider_name or past.provider or "\U0010ffff").casefold(),
}


def sort_decisions(decisions: Iterable[PastDecision], order: Order) -> tuple[PastDecision, ...]:
    """Sort decisions; ties, and all by `newest`, have the newest meeting first."""
    newest = sorted(decisions, key=attrgetter("case_number"))
    newest.sort(key=attrgetter("date", "opened_at"), reverse=True)
    return tuple(newest if order == "newest" else sorted(newest, key=_KEYS[order]))
