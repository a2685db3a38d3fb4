"""Facts that events freeze: how an earlier meeting left a case, its minutes, and a provider's balance."""

from datetime import date
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.provider import ProviderKind
from kpcommittee.domain.text import Prose

Day = date
"""The type `date`, for a class with a field of that name."""


@immutable
class Waiting:
    """A case that waits between meetings: postponed, returned or decided in principle."""

    case_number: str
    meeting: str
    """The id of the meeting it comes from."""
    date: date
    state: Literal["postponed", "in_principle", "returned"]
    postponed_times: int
    reasons: tuple[Prose, ...] = ()
    """The reason of each postponement, the oldest first."""
    missing: Prose | None = None
    from_role: Role | None = None
    """Who is to provide what is missing; None if nobody in particular, or if the case was not postponed."""
    to: Day | None = None
    """The day of the meeting it was postponed to; None for the next one."""
    decision: Decision | None = None
    """A decision in principle: it holds its hours until it is confirmed or revoked."""
    confirmed: tuple[Role, ...] = ()
    decided_on: Day | None = None
    """The day of the meeting that decided in principle; None if that is `date`."""


@immutable
class BalanceLine:
    """One provider's balance before and after the meeting, in the worst week after it."""

    provider: str
    name: str
    kind: ProviderKind
    district: str | None
    week: str
    before: Figures
    after: Figures
    today: Figures
    """After the meeting, on its date."""
    enrolled: int | None = None
    per_enrolled_before: Decimal | None = None
    per_enrolled_after: Decimal | None = None


@immutable
class LastMinutes:
    """The minutes of the previous meeting, as they were when this one was opened."""

    meeting: str
    date: date
    state: Literal["open", "closed", "approved"]
    version: int
    """0 until the approval."""
