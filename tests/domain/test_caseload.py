"""What an import makes of the placements that are there: a row too many or too few would count hours twice or never."""

from datetime import date
from typing import Any

import pytest

from kpcommittee.domain.capacity.imports import merge, replaced
from kpcommittee.domain.capacity.placement import Placement

JANUARY, MARCH, JUNE = date(2027, 1, 1), date(2027, 3, 31), date(2027, 6, 30)


def runs(number: str = "R-1", provider: str = "north-club", **keys: Any) -> Placement:
    """A placement that has always run and runs on, unless a period is given."""
    return Placement(case_number=number, provider=provider, **keys)


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ({}, {}, True),
        ({"end": MARCH}, {"start": MARCH}, True),
        ({"end": MARCH}, {"start": JUNE}, False),
        ({"start": JANUARY, "end": MARCH}, {"start": JUNE}, False),
        ({"start": JANUARY}, {"end": JANUARY}, True),
        ({"start": MARCH}, {"end": JANUARY}, False),
        ({"start": JANUARY, "end": JUNE}, {"start": MARCH, "end": MARCH}, True),
    ],
)
def test_two_placements_overlap_when_both_run_on_a_day(
    first: dict[str, Any], second: dict[str, Any], overlap: bool
) -> None:
    assert runs(**first).overlaps(runs(**second)) is overlap
    assert runs(**second).overlaps(runs(**first)) is overlap


def test_a_row_replaces_the_placement_it_overlaps_and_no_other() -> None:
    there = [runs(start=JANUARY, end=MARCH), runs("R-2"), runs(provider="house")]
    changed, other = runs(start=JANUARY, end=JUNE), runs("R-3")
    result = merge(there, [changed, other, runs("R-2")])
    assert (result.read, result.new, result.changed) == (3, (other,), (changed,))
    assert replaced(there, result.changed) == (there[0],)


def test_a_row_of_a_later_period_is_another_placement() -> None:
    there, later = [runs(end=MARCH)], runs(start=JUNE)
    assert merge(there, [later]).new == (later,)
    assert replaced(there, [later]) == ()


def test_of_several_rows_that_replace_one_any_is_enough() -> None:
    there = [runs(start=JANUARY, end=MARCH), runs(start=JUNE)]
    rows = [runs(start=MARCH, end=MARCH), runs(start=date(2027, 9, 1))]
    assert merge(there, rows).changed == tuple(rows)
    assert replaced(there, rows) == tuple(there)


def test_what_the_committee_decided_is_not_the_imports_to_change() -> None:
    decided = runs(decided_in="2026-12-02")
    assert merge([decided], [runs()]).new == (runs(),)
    assert replaced([decided], [runs()]) == ()
    assert replaced([decided, runs()], [runs(end=JUNE, decided_in="2026-12-02")]) == (decided,)


def test_the_last_of_several_rows_counts_and_the_others_are_named() -> None:
    first, apart, last = runs(end=MARCH), runs(start=JUNE), runs(start=JANUARY, end=MARCH)
    result = merge([], [first, apart, last])
    assert (set(result.new), result.repeated) == ({apart, last}, ((0, 2),))
