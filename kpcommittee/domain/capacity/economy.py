"""What a placement costs, and shares that add up."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.provider import Rate

_WEEKS = Decimal(52)
_MONTHS = Decimal(12)
_ORE = Decimal("0.01")


def rate_on(rates: Iterable[Rate], provider: str, day: date) -> Rate | None:
    """Return the provider's rate in force on that day, the newest of several; None if there is none.

    A rate without a last day holds until the next one begins. It does not come back when that one ends.
    """
    begun = [rate for rate in rates if rate.provider == provider and rate.valid_from <= day]
    newest = max((rate.valid_from for rate in begun), default=day)
    valid = [rate for rate in begun if (rate.valid_to >= day if rate.valid_to else rate.valid_from == newest)]
    return max(valid, key=lambda rate: rate.valid_from, default=None)


RatePeriod = tuple[date, date, Rate | None]
"""The first and last day of a run with one rate, and that rate; None if there is none."""


def rate_periods(rates: Iterable[Rate], provider: str, first: date, last: date) -> tuple[RatePeriod, ...]:
    """Split a period into runs of days with one rate of the provider each."""
    own = [rate for rate in rates if rate.provider == provider]
    after = (rate.valid_to + DAY for rate in own if rate.valid_to is not None)
    turns = {first, *(rate.valid_from for rate in own), *after}
    begins = sorted(day for day in turns if first <= day <= last)
    ends = [*(day - DAY for day in begins[1:]), last]
    return tuple((begin, end, rate_on(own, provider, begin)) for begin, end in zip(begins, ends, strict=True))


def cost_per_month(rate: Rate, hours_per_week: Decimal) -> Decimal:
    """Compute kroner a month, supplements included; a year has 52 weeks, which is our own convention."""
    base = rate.amount * hours_per_week * _WEEKS / _MONTHS if rate.unit == "hour" else rate.amount
    cost = base
    for supplement in rate.supplements:
        cost += base * (supplement.percent or Decimal(0)) / 100 + (supplement.amount_per_month or Decimal(0))
    return cost.quantize(_ORE, ROUND_HALF_UP)


def largest_remainder(parts: Sequence[Fraction | Decimal | int], total: int) -> tuple[int, ...]:
    """Round the parts to whole numbers that add up to `total`; of equal remainders, the earlier is rounded up.

    Args:
        parts: none is negative; if all are 0, so is the result.
        total: the sum of the result, such as 1000 for shares in tenths of a percent.
    """
    weights = [Fraction(part) for part in parts]
    weight_sum = sum(weights)
    if weight_sum == 0:
        return tuple(0 for _ in weights)
    exact = [weight * total / weight_sum for weight in weights]
    floors = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
    gains = set(order[: total - sum(floors)])
    return tuple(floor + (place in gains) for place, floor in enumerate(floors))
