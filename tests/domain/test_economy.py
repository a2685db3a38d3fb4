"""Costs, and shares that add up to the whole."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.capacity.economy import cost_per_month, largest_remainder, rate_on, rate_periods
from kpcommittee.domain.provider import Rate, Supplement


@pytest.mark.parametrize(
    ("parts", "total", "shares"),
    [
        ((Fraction(2, 3), Fraction(1, 3)), 4_000_000, (2_666_667, 1_333_333)),
        ((67, 32, 4), 1000, (650, 311, 39)),
        ((8, 5, 17), 100, (27, 17, 56)),
        ((Decimal("1626.0"), Decimal("426.4"), Decimal("670.0")), 100, (60, 16, 24)),
        ((Decimal("5.2"), Decimal(18)), 1000, (224, 776)),
        ((Decimal("3.0"), Decimal("28.9")), 1000, (94, 906)),
        ((1, 1, 1), 100, (34, 33, 33)),
        ((0, 0), 100, (0, 0)),
        ((), 100, ()),
    ],
)
def test_largest_remainder(parts: Sequence[Fraction | Decimal | int], total: int, shares: tuple[int, ...]) -> None:
    assert largest_remainder(parts, total) == shares


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any), st.integers(0, 10_000))
def test_shares_add_up_and_are_off_by_less_than_one(parts: list[int], total: int) -> None:
    shares = largest_remainder(parts, total)
    assert sum(shares) == total
    assert all(abs(share - Fraction(part * total, sum(parts))) < 1 for share, part in zip(shares, parts, strict=True))


def rate(amount: str, unit: str = "hour", *supplements: Supplement, **keys: date) -> Rate:
    filled = {"valid_from": date(2026, 1, 1), **keys}
    return Rate(provider="firm", unit=unit, amount=Decimal(amount), supplements=supplements, **filled)  # type: ignore[arg-type]


def test_a_month_is_a_twelfth_of_52_weeks() -> None:
    assert cost_per_month(rate("240"), Decimal(3)) == Decimal("3120.00")
    assert cost_per_month(rate("236.00"), Decimal("2.25")) == Decimal("2301.00")


def test_supplements_come_on_top_of_the_base_not_of_each_other() -> None:
    administration = Supplement(name="administration", percent=Decimal("6.0"))
    supervision = Supplement(name="supervision", percent=Decimal("4.0"))
    report = Supplement(name="report", amount_per_month=Decimal("350.00"))
    assert cost_per_month(rate("300", "hour", administration, report), Decimal(4)) == Decimal("5862.00")
    assert cost_per_month(rate("300", "hour", administration, supervision), Decimal(4)) == Decimal("5720.00")
    assert cost_per_month(rate("7850.00", "month", report), Decimal(4)) == Decimal("8200.00")


def test_two_million_is_ten_children_at_fifteen_hours() -> None:
    year = 12 * 10 * cost_per_month(rate("256.41"), Decimal(15))
    assert abs(year - 2_000_000) < 100


def test_the_rate_in_force_is_the_newest_that_holds() -> None:
    old, new = rate("236", valid_to=date(2026, 12, 31)), rate("243", valid_from=date(2027, 1, 1))
    rates = (old, new, rate("999", valid_from=date(2028, 1, 1)))
    assert rate_on(rates, "firm", date(2026, 12, 31)) == old
    assert rate_on(rates, "firm", date(2027, 1, 1)) == new
    assert rate_on(rates, "firm", date(2025, 12, 31)) is None
    assert rate_on(rates, "house", date(2027, 1, 1)) is None


def test_a_rate_without_a_last_day_ends_where_the_next_begins_and_does_not_come_back() -> None:
    """The old price was charged again for the days after the new one had ended."""
    old, new = rate("415"), rate("428.50", valid_from=date(2027, 3, 16), valid_to=date(2027, 6, 30))
    assert rate_on((old, new), "firm", date(2027, 3, 15)) == old
    assert rate_on((old, new), "firm", date(2027, 6, 30)) == new
    assert rate_on((new, old), "firm", date(2027, 7, 1)) is None
    whole_year = rate("415", valid_to=date(2027, 12, 31))
    assert rate_on((whole_year, new), "firm", date(2027, 7, 1)) == whole_year, "its own last day was named"
    stretches = rate_periods((old, new), "firm", date(2027, 1, 1), date(2027, 12, 31))
    assert [(begin, rate and rate.amount) for begin, _end, rate in stretches] == [
        (date(2027, 1, 1), Decimal(415)),
        (date(2027, 3, 16), Decimal("428.50")),
        (date(2027, 7, 1), None),
    ]
