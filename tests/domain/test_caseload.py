"""What an import makes of existing placements: a row too many or too few would count hours twice or never."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.domain.capacity.caseload import Caseload, Course, DoubledChild
from kpcommittee.domain.capacity.imports import KEYS, HeldBack, Merge, merge, with_reason
from kpcommittee.domain.capacity.placement import DatedChange, Placement, Ruling, replaced_placements
from tests.builders import MEETS, ruling

JANUARY, MARCH, JUNE = date(2027, 1, 1), date(2027, 3, 31), date(2027, 6, 30)
DECIDED = ruling(case_number="R-1", end=JUNE, met_on=MEETS)


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


def merged(present: list[Placement], rows: list[Placement], *rulings: Ruling, day: date = MEETS, **keys: Any) -> Merge:
    """What a table says beside placements and rulings, on a day."""
    return merge(Caseload.of(present, rulings), rows, day, **keys)


def numbers(courses: Sequence[Course | HeldBack]) -> list[str]:
    """The case numbers of what is held back or missing."""
    return [(course if isinstance(course, Course) else course.course).placement.case_number for course in courses]


def test_a_row_replaces_the_placement_it_overlaps_and_no_other() -> None:
    there = [runs(start=JANUARY, end=MARCH), runs("R-2"), runs(provider="house")]
    changed, other = runs(start=JANUARY, end=JUNE), runs("R-3")
    result = merged(there, [changed, other, runs("R-2")])
    assert (result.rows_read, result.new, result.changed, result.unchanged) == (3, (other,), ((there[0], changed),), 1)
    assert (result.adds, result.replaces) == ((other,), (changed,))
    assert replaced_placements(there, result.replaces) == (there[0],)


def test_each_value_that_changes_is_named_with_what_it_was() -> None:
    before = runs(start=JANUARY, staff="mia", hours_per_week=Decimal(4))
    after = runs(start=JANUARY, staff="ali", hours_per_week=Decimal(5))
    changes = [(change.key, change.before, change.after) for change in merged([before], [after]).differences]
    assert changes == [("staff", "mia", "ali"), ("hours_per_week", Decimal(4), Decimal(5))]


KNOWN = runs(
    start=JANUARY, end=JUNE, staff="mia", hours_per_week=Decimal(4), child="Anna Krog", birth_date=date(2013, 4, 2),
    cpr="620413-0006", district="north", problems=("school",), kind="contact_person",
)  # fmt: skip
EVERYTHING = frozenset(KEYS)


def test_what_a_table_has_no_column_for_stays_as_it_is() -> None:
    """A table of hours alone took names, numbers, people and periods out of every placement."""
    row = runs(hours_per_week=Decimal(5))
    result = merged([KNOWN], [row], day=JANUARY, lacking=EVERYTHING - {"hours_per_week"})
    assert result.replaces == (replace(KNOWN, hours_per_week=Decimal(5)),)
    assert [change.key for change in result.differences] == ["hours_per_week"]
    assert merged([KNOWN], [runs()], day=JANUARY, lacking=EVERYTHING).unchanged == 1
    assert merged([KNOWN], [row], day=JANUARY).replaces == (row,), "an empty cell of a column counts"


def test_a_table_without_periods_changes_the_placement_that_runs_and_not_the_one_before() -> None:
    before, row = replace(KNOWN, start=None, end=date(2026, 6, 30)), runs(hours_per_week=Decimal(5))
    result = merged([before, KNOWN], [row], day=JANUARY, lacking=EVERYTHING - {"hours_per_week"})
    assert replaced_placements([before, KNOWN], result.replaces) == (KNOWN,)


def test_a_case_in_a_table_without_periods_runs_although_it_was_over() -> None:
    over = replace(KNOWN, start=None, end=date(2026, 6, 30))
    assert merged([over], [runs()], day=JANUARY, lacking=EVERYTHING).replaces == (replace(over, end=None),)
    ended = replace(over, ended_because="Flyttet")
    assert numbers(merged([ended], [runs()], day=JANUARY, lacking=EVERYTHING).ended_here) == ["R-1"]
    taken = merged([ended], [runs()], day=JANUARY, lacking=EVERYTHING, take_over={"R-1"})
    assert taken.replaces == (replace(over, end=None),)


def test_a_row_of_a_later_period_is_another_placement() -> None:
    there, later = [runs(end=MARCH)], runs(start=JUNE)
    assert merged(there, [later]).new == (later,)
    assert replaced_placements(there, [later]) == ()


def test_of_several_rows_that_replace_one_any_is_enough() -> None:
    there = [runs(start=JANUARY, end=MARCH), runs(start=JUNE)]
    rows = [runs(start=MARCH, end=MARCH), runs(start=date(2027, 9, 1))]
    assert merged(there, rows).replaces == tuple(rows)
    assert replaced_placements(there, rows) == tuple(there)


def test_the_last_of_several_rows_counts_and_the_others_are_named() -> None:
    first, apart, last = runs(end=MARCH), runs(start=JUNE), runs(start=JANUARY, end=MARCH)
    result = merged([], [first, apart, last])
    assert (set(result.new), result.repeated) == ({apart, last}, ((0, 2),))


def test_a_table_that_repeats_a_row_changes_nothing_the_second_time() -> None:
    """P5: it was changed for ever."""
    rows = [runs(hours_per_week=Decimal(4)), runs(hours_per_week=Decimal(5))]
    first = merged([], rows)
    assert [row.hours_per_week for row in first.new] == [Decimal(5)]
    again = merged(list(first.adds), rows)
    assert (again.changed, again.unchanged, again.repeated) == ((), 1, ((0, 1),))


# What was decided


def test_a_row_of_a_decided_case_is_covered_every_time() -> None:
    """P2: it was new, and had no effect."""
    row = runs(start=JANUARY, hours_per_week=Decimal(9))
    first = merged([], [row], DECIDED)
    assert (first.new, first.changed, numbers(first.covered), first.missing) == ((), (), ["R-1"], ())
    assert [change.key for change in first.covered[0].differences] == ["hours_per_week", "end"]
    assert (first.adds, first.replaces) == ((), ()), "not even the days before the decided start count"
    kept = [replace(row, start=DECIDED.start)]
    again = merged(kept, [replace(row, staff="mia")], DECIDED)
    assert (numbers(again.covered), again.adds, again.replaces) == (["R-1"], (), ())


def test_what_runs_before_a_decision_is_still_the_table_s_to_change() -> None:
    before, after = runs(hours_per_week=Decimal(4)), runs(hours_per_week=Decimal(5))
    early = merged([before], [after], DECIDED)
    assert (early.changed, early.covered) == (((before, after),), ())
    late = merged([before], [after], DECIDED, day=DECIDED.start or MEETS)
    assert (late.changed, numbers(late.covered), late.replaces) == ((), ["R-1"], ()), "past days stay as they were"


def test_what_ran_there_before_the_committee_met_is_no_row_of_the_decision() -> None:
    before = runs(start=date(2026, 12, 1))
    first = merged([], [before], DECIDED)
    assert (first.new, first.covered) == ((before,), ())
    assert numbers(merged([], [runs(start=date(2026, 12, 2))], DECIDED).covered) == ["R-1"]


def test_the_caseload_as_it_counts_imports_as_unchanged() -> None:
    """What `placements export` writes: the row until the decision, and the decision."""
    there, exported = runs(), [runs(end=date(2027, 1, 3)), runs(start=DECIDED.start, end=DECIDED.end)]
    result = merged([there], exported, DECIDED)
    assert (result.unchanged, numbers(result.covered), result.adds, result.replaces) == (1, ["R-1"], (), ())


def test_a_table_that_runs_elsewhere_than_was_decided_is_named_once_the_decision_has_begun() -> None:
    there = runs(provider="house")
    planned = merged([there], [there], DECIDED)
    assert (planned.unchanged, planned.two_providers) == (1, ())
    begun = merged([there], [there], DECIDED, day=MARCH)
    assert [(child.providers, child.day) for child in begun.two_providers] == [(("house", "north-club"), MARCH)]


def test_a_row_that_begins_elsewhere_after_a_decision_is_named_before_either_has_begun() -> None:
    """It is new, and never counts beside the decision."""
    assert DECIDED.start is not None
    later = DECIDED.start + timedelta(days=14)
    result = merged([], [runs(provider="house", start=later)], DECIDED)
    assert [(child.providers, child.day) for child in result.two_providers] == [(("house", "north-club"), later)]
    until_then = runs(provider="house", end=DECIDED.start - timedelta(days=1))
    assert merged([], [until_then], DECIDED).two_providers == ()


def test_a_decision_that_is_over_is_no_second_provider() -> None:
    assert DECIDED.end is not None
    day_after = DECIDED.end + timedelta(days=1)
    there = runs(provider="house", start=day_after)
    assert merged([there], [there], DECIDED, day=day_after).two_providers == ()
    overlapping = runs(provider="house", start=DECIDED.end)
    assert len(merged([overlapping], [overlapping], DECIDED).two_providers) == 1


def test_what_is_held_back_is_compared_with_the_person_and_hours_of_the_day_of_the_import() -> None:
    """P3: a change from a given day is what the table says otherwise only before that day."""
    there = runs(staff="mia", changes=(DatedChange(since=MARCH, staff="ali"),), **ENDED)
    (held,) = merged([there], [runs(staff="ali", end=JUNE)], day=MARCH).ended_here
    assert [change.key for change in held.differences] == ["end"]
    (held,) = merged([there], [runs(staff="ali", end=JUNE)], day=JANUARY).ended_here
    assert [change.key for change in held.differences] == ["staff", "end"]


# What was ended here

ENDED: dict[str, Any] = {"end": MARCH, "ended_because": "Flyttet"}


def test_a_table_does_not_undo_an_ending() -> None:
    """P3: the re-import let it run on, and named nothing."""
    there = runs(hours_per_week=Decimal(4), **ENDED)
    for row in (runs(hours_per_week=Decimal(4)), runs(end=JUNE)):
        result = merged([there], [row])
        assert (result.changed, numbers(result.ended_here), result.adds, result.replaces) == ((), ["R-1"], (), ())


def test_a_table_that_knows_the_ending_is_no_news() -> None:
    there = runs(**ENDED)
    assert merged([there], [runs(end=MARCH)]).unchanged == 1
    later = merged([there], [runs(end=MARCH, staff="mia")])
    assert [row.ended_because for row in later.replaces] == ["Flyttet"], "why it ended is kept"
    again = merged([there], [runs(start=JUNE)])
    assert again.new == (runs(start=JUNE),), "a new period is another placement"


def test_by_word_the_table_counts() -> None:
    there, row = runs(**ENDED), runs()
    result = merged([there], [row], take_over={"R-1"})
    assert (result.changed, result.ended_here, result.replaces) == (((there, row),), (), (row,))
    ended = runs(start=DECIDED.start, decided_in="2026-12-02", staff="mia", hours_per_week=Decimal(3), **ENDED)
    held_back = merged([ended], [row], DECIDED)
    assert (numbers(held_back.ended_here), held_back.covered) == (["R-1"], ())
    taken = merged([ended], [row], DECIDED, take_over={"R-1"})
    assert taken.replaces == (replace(ended, end=None, ended_because=None),), "what the table leaves empty stays"


@pytest.mark.parametrize(
    ("before", "after", "known", "because"),
    [
        (runs(), runs(end=MARCH), (), "why"),
        (runs(end=JUNE), runs(end=MARCH), (), "why"),
        (runs(end=MARCH), runs(end=JUNE), (runs(**ENDED),), None),
        (runs(**ENDED), runs(**ENDED | {"end": JUNE}), (), None),
        (runs(**ENDED), runs(**ENDED, staff="mia"), (), "Flyttet"),
        (runs(end=MARCH), runs(end=MARCH, staff="mia"), (runs(**ENDED),), "Flyttet"),
        (runs(), runs(staff="mia"), (), None),
    ],
)
def test_an_ending_keeps_its_reason_until_the_last_day_is_moved(
    before: Placement, after: Placement, known: tuple[Placement, ...], because: str | None
) -> None:
    assert with_reason(before, after, "why", known).ended_because == because


# What to look at


def test_what_is_missing_from_the_table_is_named_and_runs_on() -> None:
    """P4: it was not mentioned."""
    there = [runs(), runs("R-2", end=date(2026, 12, 1)), runs("R-3", start=JUNE), runs("R-4"), runs("R-5")]
    result = merged(there, [runs("R-4", start=MARCH)], unreadable={"R-5"})
    assert numbers(result.missing) == ["R-1", "R-3"]
    assert numbers(merged([], [runs("R-9")], DECIDED).missing) == []


def test_who_runs_at_two_providers_is_named() -> None:
    """P4: a child who moved was counted twice."""
    moved = merged([runs()], [runs(provider="house", start=MARCH)])
    assert moved.two_providers == (DoubledChild(case_numbers=("R-1",), providers=("north-club", "house"), day=MARCH),)
    assert merged([runs(end=date(2027, 3, 30))], [runs(provider="house", start=MARCH)]).two_providers == ()


BORN = date(2012, 6, 15)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"cpr": "150672-4000"}, {"cpr": "1506724000"}, True),
        ({"cpr": "150672-4000"}, {"cpr": "150672-4001"}, False),
        ({"child": "Ida Bro", "birth_date": BORN}, {"child": "ida  bro", "birth_date": BORN}, True),
        ({"child": "Ida Bro", "birth_date": BORN}, {"child": "Ida Bro", "cpr": "750612-4000"}, True),
        ({"child": "Ida Bro", "birth_date": BORN}, {"child": "Ida Bro"}, False),
        ({"child": "Ida Bro"}, {"child": "Ida Bro"}, False),
        ({}, {}, False),
    ],
)
def test_one_child_under_two_case_numbers(first: dict[str, Any], second: dict[str, Any], same: bool) -> None:
    result = merged([], [runs("R-1", **first), runs("R-2", "house", **second)])
    assert [child.case_numbers for child in result.two_providers] == ([("R-1", "R-2")] if same else [])
