"""Finds hours over the limit that only a few days of leave cause: a notice, without an answer."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.capacity.balance import Figures, Profile
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import BalanceRules
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Provider

A_WEEK = 7
"""From this many days in a row, leave counts like any other lack of hours, because hours are weekly."""


@immutable
class ShortLeave:
    """Days on which a provider is over only because somebody is on leave for less than a week."""

    people: tuple[str, ...]
    """The names of those on leave."""
    first: date
    """The first of the days."""
    last: date
    """The last of them."""
    days: int
    """How many days they are; the provider is open on each."""
    share: Decimal | None
    """The share of the room in use on the fullest of them; None if there is no room at all."""


def short_leave(provider: Provider, profile: Profile, proposal: Proposal, rules: BalanceRules) -> ShortLeave | None:
    """Return the days on which leave alone brings a provider over while the proposal runs.

    None if it is over for another reason too, or for a week in a row or more.

    Args:
        provider: the provider that is over.
        profile: its figures without the proposal.
        proposal: the case it would take over.
        rules: when a provider counts as over.
    """
    if provider.kind == "club" or not any(member.leave for member in provider.staff):
        return None
    overfull = [*_overfull_days(provider, profile, proposal, rules)]
    if not overfull or any(_is_over_without_leave(provider, figures, day, rules) for day, figures, _run in overfull):
        return None
    if max(run for _day, _figures, run in overfull) >= A_WEEK:
        return None
    fullest = max((figures for _day, figures, _run in overfull), key=lambda figures: figures.fullness)
    on_leave = [member.name for member in provider.staff if any(member.on_leave(day) for day, *_rest in overfull)]
    return ShortLeave(
        people=tuple(on_leave), first=overfull[0][0], last=overfull[-1][0], days=len(overfull), share=fullest.share
    )


def _overfull_days(
    provider: Provider, profile: Profile, proposal: Proposal, rules: BalanceRules
) -> Iterator[tuple[date, Figures, int]]:
    """Yield each open day that is over: its figures with the proposal, and the length of its run so far."""
    first, last = proposal.weeks
    day = max(first, profile.intervals[0].first)
    claim, run = proposal.claim(provider.id), 0
    while day <= min(last, profile.intervals[-1].last):
        interval = profile.interval_on(day)
        if interval.is_open:
            figures = interval.figures
            figures = (
                figures.with_claim(claim, provider.hours_factor) if proposal.start <= day <= proposal.end else figures
            )
            run = run + 1 if figures.status(rules) == "over" else 0
            if run:
                yield day, figures, run
        day += DAY


def _is_over_without_leave(provider: Provider, figures: Figures, day: date, rules: BalanceRules) -> bool:
    """Whether the day is over even if everybody who has not left were present."""
    if figures.room is None:
        return False
    absent = [member for member in provider.staff if member.on_leave(day) and day <= (member.left_on or day)]
    hours = sum((member.contact_hours or Decimal(0) for member in absent), Decimal(0))
    return figures.used > rules.over * (figures.room + hours)
