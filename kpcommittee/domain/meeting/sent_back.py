"""The cases that a follow-up sent back to the committee, and which of them still wait."""

from collections.abc import Iterable, Mapping
from datetime import date

from kpcommittee.domain.capacity.placement import Ruling
from kpcommittee.domain.meeting.followed_up import FollowedUp

DecidedOn = Mapping[str, Iterable[date]]
"""Case number → the days of the meetings that decided it; a postponement is no decision."""


def cases_sent_back(follow_ups: Iterable[FollowedUp], decided_on: DecidedOn, day: date) -> dict[str, FollowedUp]:
    """Return the follow-up, by case number, that sends a case to a meeting on that day.

    The newest follow-up that had a result counts, until a meeting decides the case.

    Args:
        follow_ups: the follow-ups, in the order in which they were recorded.
        decided_on: when other meetings decided the cases.
        day: the day of the meeting.
    """
    until_then = [event for event in follow_ups if event.result is not None and event.held_on <= day]
    newest = {event.case_number: event for event in sorted(until_then, key=lambda event: event.held_on)}
    return {
        case: event
        for case, event in newest.items()
        if event.result == "moves" and not any(event.held_on <= on < day for on in decided_on.get(case, ()))
    }


def decision_days(rulings: Iterable[Ruling]) -> dict[str, list[date]]:
    """Return on which days meetings decided each case."""
    days: dict[str, list[date]] = {}
    for ruling in rulings:
        if ruling.met_on is not None and ruling.state not in ("open", "postponed"):
            days.setdefault(ruling.case_number, []).append(ruling.met_on)
    return days
