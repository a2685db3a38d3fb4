"""The forecast of a year: what was spent, what is still to come, and what the frame leaves."""

import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kpcommittee.domain.budget import BringHome, Budget, BusinessCase, NewCost, Share
from kpcommittee.domain.committee import Config
from kpcommittee.domain.provider import Rate
from kpcommittee.domain.review.costs import PricedPlacement
from kpcommittee.domain.review.forecast import Candidate, Forecast, Part, forecast_of, indexed_frame, split_frame
from kpcommittee.domain.review.sides import AmountRange, Side
from tests.builders import config
from tests.sample import sample_config

AS_OF = date(2026, 6, 30)
"""The 181st day of its year."""


def monthly(provider: str, kroner_a_day: int) -> Rate:
    """A rate by the month that is so much a day in a year of 365 days."""
    amount = Decimal(kroner_a_day * 365) / 12
    return Rate(provider=provider, unit="month", amount=amount, valid_from=date(2020, 1, 1))


RATES = (monthly("firm", 120), monthly("north-club", 24))
SHARES = (Share(name="Lindebæk", share="2/3"), Share(name="Østerå", share="1/3"))
BUDGETS = (
    Budget(year=2024, frame=Decimal(1)),
    Budget(year=2025, frame=Decimal(50_000)),
    Budget(year=2026, index=Decimal("1.02"), split=SHARES),
    Budget(year=2027, frame=Decimal(7)),
)
BUSINESS = BusinessCase(
    low=Decimal(100),
    high=Decimal(300),
    source="2026",
    new_costs=(NewCost(name="Staff", low=Decimal(40), high=Decimal(90)),),
)
LIGHT = BringHome(max_hours_per_week=Decimal(4), set_by="The head of department", business_case=BUSINESS)


def money(**keys: Any) -> Config:
    return config(rates=RATES, **{"budget": BUDGETS, "bring_home": LIGHT, **keys})


def placed(number: str, provider: str, hours: str | None = "4", **keys: Any) -> PricedPlacement:
    filled: dict[str, Any] = {"start": None, "end": None, **keys}
    return PricedPlacement(
        case_number=number, provider=provider, hours=None if hours is None else Decimal(hours), **filled
    )


WHOLE_YEAR = placed("A-1", "firm", municipality="Lindebæk Kommune")
DECEMBER = placed("A-2", "firm", start=date(2026, 12, 1), end=date(2026, 12, 31), held=True)
IN_A_CLUB = placed("A-3", "north-club", municipality="østerå")
WITHOUT_A_RATE = placed("A-4", "house", municipality="Østerå")
PLACEMENTS = (WITHOUT_A_RATE, IN_A_CLUB, DECEMBER, WHOLE_YEAR)


def forecast(*placements: PricedPlacement, of: Config | None = None) -> Forecast:
    return forecast_of(placements or PLACEMENTS, of or money(), 2026, AS_OF)


def test_what_is_spent_what_is_still_to_come_and_what_the_frame_leaves() -> None:
    whole = forecast()
    assert whole.forecast == 365 * 120 + 31 * 120 + 365 * 24 == 56_280
    assert (whole.spent, whole.committed) == (Decimal(181 * 144), Decimal(56_280 - 181 * 144))
    assert whole.held == 31 * 120
    assert (whole.frame, whole.indexed_frame, whole.left) == (Decimal(50_000), Decimal(51_000), Decimal(-5_280))
    assert [cost.placement for cost in whole.unpriced] == [WITHOUT_A_RATE]


def test_it_is_split_by_kind_by_provider_and_by_municipality() -> None:
    whole = forecast()
    assert whole.by_kind == (("club", Decimal(8_760)), ("internal", Decimal(0)), ("external", Decimal(47_520)))
    rows = [(row.provider, row.children, row.full_year_children, row.forecast) for row in whole.by_provider]
    assert rows == [
        ("north-club", 1, Fraction(1), Decimal(8_760)),
        ("house", 1, Fraction(1), Decimal(0)),
        ("firm", 2, Fraction(365 + 31, 365), Decimal(47_520)),
    ]
    assert whole.split == (
        Part(name="Lindebæk", amount=Decimal(34_000), forecast=Decimal(43_800)),
        Part(name="Østerå", amount=Decimal(17_000), forecast=Decimal(8_760)),
    )
    assert whole.split_unknown == 31 * 120, "nobody knows the child's municipality"
    gone = forecast(placed("A-9", "gone"))
    assert gone.by_kind[-1] == ("unknown", Decimal(0))


def test_own_and_external_are_two_sides_and_days_without_a_price_are_on_none() -> None:
    whole = forecast()
    assert whole.own == Side(children=1, full_years=Fraction(1), amount=Decimal(8_760))
    assert whole.external == Side(children=2, full_years=Fraction(396, 365), amount=Decimal(47_520))
    assert sum(row.children for row in whole.bands) == 2


def test_only_light_external_placements_that_run_on_the_day_may_be_brought_home() -> None:
    heavier = placed("A-5", "firm", "4.25")
    unknown = placed("A-6", "firm", None)
    lighter = placed("A-0", "firm", "2")
    whole = forecast(*PLACEMENTS, heavier, unknown, lighter)
    assert whole.bring_home == (
        Candidate(case_number="A-0", provider="firm", hours_per_week=Decimal(2), cost_per_month=Decimal(3650)),
        Candidate(case_number="A-1", provider="firm", hours_per_week=Decimal(4), cost_per_month=Decimal(3650)),
    )
    assert whole.business is not None
    assert whole.business.candidates == 2 * 3650 * 12
    assert (whole.business.saving, whole.business.net) == (
        AmountRange(Decimal(100), Decimal(300)),
        AmountRange(Decimal(60), Decimal(210)),
    )
    without = money(bring_home=replace(LIGHT, business_case=None))
    assert (forecast(of=without).business, len(forecast(of=without).bring_home)) == (None, 1)
    assert forecast(of=money(bring_home=None)).bring_home == ()
    assert forecast(of=money(bring_home=None)).business is None


def test_without_a_frame_nothing_is_left_and_nothing_is_split_but_the_forecast() -> None:
    whole = forecast(of=money(budget=(Budget(year=2026, split=SHARES),)))
    assert (whole.frame, whole.indexed_frame, whole.left) == (None, None, None)
    assert [(part.amount, part.forecast) for part in whole.split] == [
        (None, Decimal(43_800)),
        (None, Decimal(8_760)),
    ]
    unsplit = forecast(of=money(budget=(Budget(year=2026, frame=Decimal(9)),)))
    assert (unsplit.frame, unsplit.split, unsplit.split_unknown) == (Decimal(9), (), Decimal(0))
    assert forecast(of=money(budget=())).split == ()


def test_a_frame_goes_on_by_its_indices_as_far_as_they_lead_to_one() -> None:
    index, frame = Decimal("1.1"), Decimal(1000)
    assert indexed_frame([Budget(year=2026, frame=frame)], 2026) == 1000
    assert indexed_frame([Budget(year=2026, frame=frame, index=index)], 2026) == 1100
    years = [Budget(year=2024, frame=frame), Budget(year=2025, index=index), Budget(year=2026, index=index)]
    assert indexed_frame(years, 2026) == 1210
    assert indexed_frame(years[::2], 2026) is None, "a year between is missing"
    assert indexed_frame([*years[:2], Budget(year=2026)], 2026) is None, "neither frame nor index"
    assert indexed_frame([], 2026) is None


def test_parts_of_a_frame_add_up_to_the_ore() -> None:
    parts = split_frame(Decimal("100.00"), [Share(name=name, share="1/3") for name in "abc"])
    assert parts == (("a", Decimal("33.34")), ("b", Decimal("33.33")), ("c", Decimal("33.33")))


MANY = 20_000


def test_a_large_caseload_is_forecast_quickly() -> None:
    config = sample_config()
    placements = [
        PricedPlacement(
            case_number=f"P-{number}",
            provider=config.providers[number % len(config.providers)].id,
            hours=Decimal(1 + number % 40) / 4,
            start=date(2025, 6, 1) + timedelta(number % 500),
            end=date(2026, 12, 1) + timedelta(number % 300),
        )
        for number in range(MANY)
    ]
    began = time.process_time()
    forecast = forecast_of(placements, config, 2026, date(2026, 6, 1))
    assert time.process_time() - began < 1
    assert forecast.forecast == sum(amount for _kind, amount in forecast.by_kind)
    assert sum(row.children for row in forecast.by_provider) == MANY
