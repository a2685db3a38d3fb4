"""A provider's year: how full each week of the horizon is, without and with a proposal, and who is away."""

from datetime import date, timedelta

from kpcommittee.domain.calendar import DAY, WEEK, monday
from kpcommittee.domain.capacity.balance import Figures, RoomStatus, Week
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import BalanceRules
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Provider

WORKDAYS = 5
"""Monday to Friday."""


@immutable
class YearWeek:
    """One week of a provider's year."""

    without: Week
    """The week without the proposal."""
    including: Week
    """The week with the proposal; the same if nothing is proposed."""
    status: RoomStatus
    closed: int = 0
    """Days from Monday to Friday on which the provider is closed."""
    away: int = 0
    """People on leave or no longer employed on at least one day."""

    @property
    def monday(self) -> date:
        """The week's first day."""
        return self.including.monday

    @property
    def iso(self) -> str:
        """The week as `2027-W03`."""
        return self.including.iso

    @property
    def before(self) -> Figures:
        """The fullest day's figures without the proposal."""
        return self.without.figures

    @property
    def after(self) -> Figures:
        """The fullest day's figures with the proposal."""
        return self.including.figures


@immutable
class Year:
    """The weeks of the horizon, in order."""

    provider: Provider
    weeks: tuple[YearWeek, ...]
    worst: YearWeek
    """The fullest week, the earliest of equals."""

    @property
    def weeks_over(self) -> tuple[tuple[YearWeek, ...], ...]:
        """The weeks over the limit, in runs; the first week of each run is the one that tips.

        A week in which the provider is closed does not count, and does not interrupt a run.
        """
        runs: list[list[YearWeek]] = []
        goes_on = False
        for week in self.weeks:
            if week.closed == WORKDAYS:
                continue
            if week.status == "over":
                runs = runs if goes_on else [*runs, []]
                runs[-1].append(week)
            goes_on = week.status == "over"
        return tuple(tuple(run) for run in runs)


def year_of(provider: Provider, ledger: Ledger, proposal: Proposal | None) -> Year:
    """Compute the provider's year; with a proposal, `ledger` contains the other cases only."""
    rules, profile = ledger.config.balance, ledger.provider_profile(provider)
    claim = proposal.claim(provider.id) if proposal else None
    weeks = []
    for first in _mondays(ledger.first, ledger.last):
        after = profile.worst_week(first, first + WEEK - DAY, claim, provider.hours_factor)
        weeks.append(_week(provider, profile.week_of(first), after, rules))
    worst = profile.worst_week(None, None, claim, provider.hours_factor)
    return Year(
        provider=provider, weeks=tuple(weeks), worst=next(week for week in weeks if week.monday == worst.monday)
    )


def _mondays(first: date, last: date) -> tuple[date, ...]:
    start = monday(first)
    return tuple(start + n * WEEK for n in range((last - start).days // 7 + 1))


def _week(provider: Provider, without: Week, including: Week, rules: BalanceRules) -> YearWeek:
    days = [including.monday + timedelta(days=n) for n in range(WORKDAYS)]
    return YearWeek(
        without=without,
        including=including,
        status=including.figures.status(rules),
        closed=sum(any(period.covers(day) for period in provider.closed) for day in days),
        away=sum(any(member.is_away(day) for day in days) for member in provider.staff),
    )
