"""Computes what placements cost in a year, day by day, at the rate of each day."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.capacity.economy import RatePeriod, cost_per_month, rate_on, rate_periods
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Rate

Unpriced = Literal["hours_unknown", "no_rate"]


@immutable
class PricedPlacement:
    """What the cost of a placement depends on."""

    case_number: str
    provider: str
    hours: Decimal | None
    """Granted hours a week; None if unknown."""
    start: date | None
    end: date | None
    held: bool = False
    """Decided in a meeting that is not approved yet."""
    municipality: str | None = None
    """The child's municipality; None if unknown."""
    changes: tuple[tuple[date, Decimal], ...] = ()
    """Other hours from a given day, the earliest first."""

    def runs_on(self, day: date) -> bool:
        """Whether the placement runs on that day."""
        return (self.start or date.min) <= day <= (self.end or date.max)

    def hours_on(self, day: date) -> Decimal | None:
        """Return the granted hours a week on that day."""
        return next((hours for since, hours in reversed(self.changes) if since <= day), self.hours)

    def parts(self, first: date, last: date) -> "Iterator[tuple[date, date, Decimal | None]]":
        """Yield the parts of a period in which the hours are the same."""
        turns = [first, *(since for since, _hours in self.changes if first < since <= last)]
        for begin, after in zip(turns, [*turns[1:], last + DAY], strict=True):
            yield begin, after - DAY, self.hours_on(begin)


@immutable
class Cost:
    """The cost of one placement in a year, in kroner, rounded once to the øre."""

    placement: PricedPlacement
    days: int
    """Days of the year on which it runs."""
    forecast: Decimal
    spent: Decimal
    """The part up to and including the day of the forecast."""
    unpriced: tuple[tuple[Unpriced, int], ...] = ()
    """Why days have no price → how many days; they are counted separately, never as free."""

    @property
    def priced_days(self) -> int:
        """Days of the year that have a price."""
        return self.days - sum(days for _why, days in self.unpriced)


_Piece = tuple[Decimal, int, int]
"""The cost per month of some days, their number, and how many of them are past."""


class YearCosts:
    """Prices the placements of one calendar year: `cost per month × 12 / days of the year` on each day."""

    def __init__(self, rates: Iterable[Rate], year: int, as_of: date) -> None:
        """Take the rates; days up to and including `as_of` count as spent."""
        self.first, self.last, self.as_of = date(year, 1, 1), date(year, 12, 31), as_of
        self.days = (self.last - self.first).days + 1
        self._rates = tuple(rates)
        self._stretches: dict[str, tuple[RatePeriod, ...]] = {}
        self._months: dict[tuple[str, date, Decimal | None], Decimal | None] = {}
        self._sums: dict[tuple[_Piece, ...], tuple[Decimal, Decimal]] = {}

    def cost(self, placed: PricedPlacement) -> Cost | None:
        """Price a placement; None if it does not run in the year."""
        first, last = max(placed.start or self.first, self.first), min(placed.end or self.last, self.last)
        if first > last:
            return None
        priced: list[_Piece] = []
        unpriced: dict[Unpriced, int] = {}
        for low, high, begin, rate, hours in self._pieces(placed, first, last):
            days = (high - low).days + 1
            month = self._cached_cost_per_month(placed.provider, begin, rate, hours)
            if month is None:
                why: Unpriced = "no_rate" if rate is None else "hours_unknown"
                unpriced[why] = unpriced.get(why, 0) + days
                continue
            priced.append((month, days, max(0, (min(high, self.as_of) - low).days + 1)))
        forecast, spent = self._sum_up(tuple(priced))
        return Cost(
            placement=placed,
            days=(last - first).days + 1,
            forecast=forecast,
            spent=spent,
            unpriced=tuple(unpriced.items()),
        )

    def _sum_up(self, priced: "tuple[_Piece, ...]") -> tuple[Decimal, Decimal]:
        """Compute the cost of days and the spent part, once for all placements with the same days and prices."""
        if priced not in self._sums:
            total = spent = Fraction(0)
            for month, days, past in priced:
                day = Fraction(month) * 12 / self.days
                total += day * days
                spent += day * past
            self._sums[priced] = round_to_ore(total), round_to_ore(spent)
        return self._sums[priced]

    def cost_per_month_on(self, placed: PricedPlacement, day: date) -> Decimal | None:
        """Return the cost per month by the rate of a day; None without a rate or the hours it needs."""
        return _cost_per_month(rate_on(self._rates, placed.provider, day), placed.hours_on(day))

    def _pieces(
        self, placed: PricedPlacement, first: date, last: date
    ) -> "Iterator[tuple[date, date, date, Rate | None, Decimal | None]]":
        """Yield the days with one rate and the same hours: first, last, first day of the rate, rate, hours."""
        for begin, end, rate in self._rate_periods_of(placed.provider):
            low, high = max(first, begin), min(last, end)
            if low <= high:
                for start, until, hours in placed.parts(low, high):
                    yield start, until, begin, rate, hours

    def _cached_cost_per_month(
        self, provider: str, begin: date, rate: Rate | None, hours: Decimal | None
    ) -> Decimal | None:
        """Compute the cost per month for a run of days, once for all placements with the same hours."""
        key = provider, begin, hours
        if key not in self._months:
            self._months[key] = _cost_per_month(rate, hours)
        return self._months[key]

    def _rate_periods_of(self, provider: str) -> tuple[RatePeriod, ...]:
        """Split the year into runs of days with one rate each."""
        if provider not in self._stretches:
            self._stretches[provider] = rate_periods(self._rates, provider, self.first, self.last)
        return self._stretches[provider]


def _cost_per_month(rate: Rate | None, hours: Decimal | None) -> Decimal | None:
    if rate is None or (hours is None and rate.unit == "hour"):
        return None
    return cost_per_month(rate, hours or Decimal(0))


def round_to_ore(kroner: Fraction) -> Decimal:
    """Round exact kroner to the øre, half up."""
    ore = (kroner * 100 + Fraction(1, 2)).__floor__()
    return Decimal(ore).scaleb(-2)
