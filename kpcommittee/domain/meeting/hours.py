"""The hours a week that the committee sets within the grant (document 004, line 33)."""

from decimal import Decimal

from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.refusal import refuse

QUARTER = Decimal("0.25")
"""The unit in which hours are granted and set."""


def require_settable(case: Case, hours: Decimal | None, config: Config) -> None:
    """Refuse hours that the committee may not set; None leaves the grant's.

    Raises:
        RefusedError: the committee sets no hours, or cannot set these.
    """
    if hours is None:
        return
    number, frame = case.case_number, case.grant.hours_per_week
    if not config.committee.sets_hours:
        raise refuse("invalid", number, key="hours", why="hours_not_set_here")
    if hours <= 0 or hours % QUARTER:
        raise refuse("invalid", number, key="hours", hours=hours, frame=frame, why="hours_not_quarters")
    if hours > frame:
        raise refuse("invalid", number, key="hours", hours=hours, frame=frame, why="hours_over_grant")


def carried_hours(case: Case, carried: Decision | None, config: Config) -> Decimal | None:
    """Return the hours a week set by a decision in principle, if the committee may still set them; else None."""
    if carried is None or carried.granted_hours is None or not config.committee.sets_hours:
        return None
    return carried.hours if carried.hours <= case.grant.hours_per_week else None


def frame_of(case: Case, hours: Decimal) -> Decimal | None:
    """Return the granted hours a week if fewer were set; None if these are the granted ones."""
    granted = case.grant.hours_per_week
    return None if hours == granted else granted
