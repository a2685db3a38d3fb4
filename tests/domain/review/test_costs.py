"""What a placement costs in a year: each day at the rate of that day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpcommittee.domain.provider import Rate
from kpcommittee.domain.review.costs import PricedPlacement, YearCosts


def rate(amount: str, first: date, last: date | None = None, unit: str = "month") -> Rate:
    return Rate(provider="firm", unit=unit, amount=Decimal(amount), valid_from=first, valid_to=last)  # type: ignore[arg-type]


def placed(start: date | None = None, end: date | None = None, hours: str | None = "4") -> PricedPlacement:
    return PricedPlacement(case_number="A-1", provider="firm", hours=hours and Decimal(hours), start=start, end=end)  # type: ignore[arg-type]


OLD = rate("7000", date(2026, 1, 1), date(2026, 6, 30))
NEW = rate("8000", date(2026, 7, 1))


def test_a_whole_year_is_twelve_months() -> None:
    costs = YearCosts([rate("7850", date(2020, 1, 1))], 2026, date(2026, 12, 31))
    cost = costs.cost(placed())
    assert cost is not None
    assert (cost.days, cost.forecast, cost.spent) == (365, Decimal(94_200), Decimal(94_200))


def test_a_day_of_a_leap_year_is_a_366th() -> None:
    costs = YearCosts([rate("3660", date(2020, 1, 1))], 2028, date(2028, 2, 29))
    cost = costs.cost(placed(date(2028, 2, 29), date(2028, 3, 1)))
    assert cost is not None
    assert (cost.days, cost.forecast, cost.spent) == (2, Decimal(240), Decimal(120))


def test_each_day_has_the_rate_of_that_day() -> None:
    cost = YearCosts([OLD, NEW], 2026, date(2026, 7, 1)).cost(placed())
    assert cost is not None
    assert cost.forecast == Decimal("90049.32"), "181 days at 7,000 and 184 at 8,000"
    assert cost.spent == Decimal("41917.81")


def test_a_rate_that_ends_leaves_days_without_a_price() -> None:
    cost = YearCosts([OLD], 2026, date(2026, 12, 31)).cost(placed())
    assert cost is not None
    assert (cost.days, cost.forecast, cost.unpriced) == (365, Decimal("41654.79"), (("no_rate", 184),))
    assert cost.priced_days == 181


def test_days_without_a_price_before_and_after_a_rate_are_counted_together() -> None:
    spring = rate("7000", date(2026, 3, 1), date(2026, 3, 31))
    cost = YearCosts([spring], 2026, date(2026, 12, 31)).cost(placed())
    assert cost is not None
    assert (cost.unpriced, cost.priced_days) == ((("no_rate", 365 - 31),), 31)


def test_a_placement_of_one_day_costs_that_day() -> None:
    cost = YearCosts([NEW], 2026, date(2026, 12, 31)).cost(placed(date(2026, 9, 1), date(2026, 9, 1)))
    assert cost is not None
    assert (cost.days, cost.forecast) == (1, Decimal("263.01")), "8,000 × 12 / 365"


def test_the_month_of_a_day_has_the_rate_and_the_hours_of_that_day() -> None:
    by_hour = [
        rate("300", date(2026, 1, 1), date(2026, 6, 30), unit="hour"),
        rate("330", date(2026, 7, 1), unit="hour"),
    ]
    costs = YearCosts(by_hour, 2026, date(2026, 12, 31))
    changing = replace(placed(hours="4"), changes=((date(2026, 7, 10), Decimal(2)),))
    days = (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 10))
    assert [costs.cost_per_month_on(changing, day) for day in days] == [
        None,
        Decimal(5200),
        Decimal(5720),
        Decimal(2860),
    ]
    assert costs.cost_per_month_on(placed(hours=None), date(2026, 7, 1)) is None


def test_nothing_is_spent_before_the_placement_runs() -> None:
    cost = YearCosts([NEW], 2026, date(2026, 8, 31)).cost(placed(date(2026, 9, 1), date(2026, 9, 30)))
    assert cost is not None
    assert (cost.forecast > 0, cost.spent) == (True, Decimal(0))


def test_hours_that_change_part_a_period_on_its_last_day_and_not_on_its_first() -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    changing = replace(placed(), changes=((first, Decimal(5)), (date(2026, 3, 10), Decimal(6)), (last, Decimal(7))))
    assert [*changing.parts(first, last)] == [
        (first, date(2026, 3, 9), Decimal(5)),
        (date(2026, 3, 10), date(2026, 3, 30), Decimal(6)),
        (last, last, Decimal(7)),
    ]


def test_unknown_hours_have_no_price_by_the_hour_but_one_by_the_month() -> None:
    by_hour = YearCosts([rate("300", date(2026, 1, 1), unit="hour")], 2026, date(2026, 1, 1))
    assert (cost := by_hour.cost(placed(hours=None))) is not None
    assert (cost.forecast, cost.unpriced) == (Decimal(0), (("hours_unknown", 365),))
    by_month = YearCosts([OLD, NEW], 2026, date(2026, 1, 1))
    assert (cost := by_month.cost(placed(hours=None))) is not None
    assert cost.unpriced == ()


@pytest.mark.parametrize(
    ("start", "end"), [(date(2027, 1, 1), None), (None, date(2025, 12, 31)), (date(2026, 5, 2), date(2026, 5, 1))]
)
def test_what_does_not_run_in_the_year_costs_nothing(start: date | None, end: date | None) -> None:
    assert YearCosts([OLD], 2026, date(2026, 7, 1)).cost(placed(start, end)) is None
