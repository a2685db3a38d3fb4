"""A placement that changes while it runs: before the day as it was, from the day as it is then."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.imports import Merge, merge
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import DatedChange, Placement, Ruling, accounts_of, claims_of
from kpcommittee.domain.provider import Rate
from kpcommittee.domain.review.costs import PricedPlacement, YearCosts
from tests.builders import MEETS, config, ruling

JANUARY, MARCH, JUNE, END = date(2027, 1, 1), date(2027, 3, 1), date(2027, 6, 1), date(2027, 9, 30)
MORE = DatedChange(since=MARCH, hours_per_week=Decimal(6))
OTHER = DatedChange(since=JUNE, staff="ali")
NOBODY = DatedChange(since=JUNE, staff="")


def runs(*changes: DatedChange, **keys: Any) -> Placement:
    """A placement of Mia's with 4 hours a week that changes."""
    usual: dict[str, Any] = {"staff": "mia", "hours_per_week": Decimal(4), "start": JANUARY, "end": END}
    return Placement(case_number="R-1", provider="north-club", changes=changes, **usual | keys)


def parts(*placements: Placement, rulings: tuple[Ruling, ...] = ()) -> list[tuple[Any, ...]]:
    """What is claimed: person, hours, first and last day."""
    return [(claim.staff, claim.hours, claim.start, claim.end) for claim in claims_of(placements, rulings)]


def the_day_before(day: date) -> date:
    return day - timedelta(1)


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (runs(), [("mia", 4, JANUARY, END)]),
        (runs(MORE), [("mia", 4, JANUARY, the_day_before(MARCH)), ("mia", 6, MARCH, END)]),
        (
            runs(MORE, OTHER),
            [
                ("mia", 4, JANUARY, the_day_before(MARCH)),
                ("mia", 6, MARCH, the_day_before(JUNE)),
                ("ali", 6, JUNE, END),
            ],
        ),
        (runs(NOBODY), [("mia", 4, JANUARY, the_day_before(JUNE)), (None, 4, JUNE, END)]),
        (runs(MORE, start=None), [("mia", 4, None, the_day_before(MARCH)), ("mia", 6, MARCH, END)]),
        (runs(MORE, start=MARCH), [("mia", 6, MARCH, END)]),
        (runs(MORE, start=JUNE), [("mia", 6, JUNE, END)]),
        (runs(MORE, end=the_day_before(MARCH)), [("mia", 4, JANUARY, the_day_before(MARCH))]),
        (runs(MORE, end=None), [("mia", 4, JANUARY, the_day_before(MARCH)), ("mia", 6, MARCH, None)]),
    ],
)
def test_the_parts_of_a_placement(placement: Placement, expected: list[tuple[Any, ...]]) -> None:
    """P5: a change had no date, and rewrote the past."""
    assert parts(placement) == expected
    (span,) = accounts_of([placement], [])[placement.case_number].spans
    assert (span.start, span.end) == (placement.start, placement.end)


def test_a_placement_on_a_day_is_what_counts_then() -> None:
    placement = runs(MORE, OTHER)
    for day in (JANUARY, the_day_before(MARCH), MARCH, JUNE, END):
        (claim,) = [claim for claim in claims_of([placement], []) if claim.runs_on(day)]
        now = placement.as_of(day)
        assert (now.staff, now.hours_per_week, now.changes) == (claim.staff, claim.hours, ())
    assert placement.as_of(date(2020, 1, 1)) == placement.as_of(JANUARY)
    assert placement.as_of(date(2040, 1, 1)) == placement.as_of(END)


RULING = ruling(case_number="R-1", staff="mia", hours=Decimal(4), start=JANUARY, end=END)


def test_what_was_decided_changes_from_a_day_on_too() -> None:
    changed = runs(MORE, decided_in="2026-12-02")
    expected = [("mia", 4, JANUARY, the_day_before(MARCH)), ("mia", 6, MARCH, END)]
    assert parts(changed, rulings=(RULING,)) == expected


def test_a_decision_takes_over_in_the_middle_and_later_changes_do_not_come_back() -> None:
    later = replace(RULING, provider="house", start=date(2027, 4, 1), end=date(2027, 4, 30))
    assert parts(runs(MORE, OTHER), rulings=(later,))[:2] == [
        ("mia", 4, JANUARY, the_day_before(MARCH)),
        ("mia", 6, MARCH, date(2027, 3, 31)),
    ]
    assert len(parts(runs(MORE, OTHER), rulings=(later,))) == 3


def test_the_balance_follows_the_day() -> None:
    ledger = Ledger.of(config(), [runs(MORE)], (), MEETS)
    profile = ledger.provider_profile(ledger.config.providers[0])
    assert [profile.figures_on(day).load for day in (JANUARY, the_day_before(MARCH), MARCH)] == [4, 4, 6]


def test_the_money_of_a_placement_is_rounded_once_whatever_changes() -> None:
    rate = Rate(provider="firm", unit="hour", amount=Decimal("333.33"), valid_from=date(2026, 1, 1))
    year = YearCosts([rate], 2027, MARCH)
    halves = [
        year.cost(PricedPlacement(case_number="R-1", provider="firm", hours=hours, start=first, end=last))
        for hours, first, last in ((Decimal(4), JANUARY, the_day_before(MARCH)), (Decimal(6), MARCH, END))
    ]
    whole = year.cost(
        PricedPlacement(
            case_number="R-1", provider="firm", hours=Decimal(4), start=JANUARY, end=END, changes=((MARCH, Decimal(6)),)
        )
    )
    assert whole is not None
    assert all(half is not None for half in halves)
    apart = sum((half.forecast for half in halves if half), Decimal(0))
    assert abs(whole.forecast - apart) <= Decimal("0.01")
    assert whole.days == sum(half.days for half in halves if half)
    assert whole.placement.hours_on(the_day_before(MARCH)) == 4
    assert whole.placement.hours_on(MARCH) == 6


# A table beside it


def merged(row: Placement, day: date, *changes: DatedChange) -> Merge:
    """What a table says of the placement on a day."""
    return merge(Caseload.of([runs(*changes)], ()), [row], day)


def test_a_table_that_says_what_is_so_on_the_day_is_no_news() -> None:
    assert merged(runs(), the_day_before(MARCH), MORE).unchanged == 1
    assert merged(runs(hours_per_week=Decimal(6)), MARCH, MORE).unchanged == 1


def test_a_table_that_says_otherwise_changes_it_from_the_day_on() -> None:
    result = merged(runs(hours_per_week=Decimal(8)), JUNE, MORE)
    assert [(change.key, change.before, change.after) for change in result.differences] == [("hours_per_week", 6, 8)]
    (after,) = result.replaces
    assert after == runs(MORE, DatedChange(since=JUNE, hours_per_week=Decimal(8)))
    forgotten = merged(runs(hours_per_week=None), JUNE, MORE)
    assert forgotten.replaces == (runs(hours_per_week=None),), "hours that are unknown now were never known"
