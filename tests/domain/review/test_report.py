"""The yearly evaluation: what is counted as what, and that a shareable one knows what adds up."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kpcommittee.domain.capacity.placement import DatedChange, Placement
from kpcommittee.domain.review.endings import Outcomes, Tally
from kpcommittee.domain.review.follow_ups import FollowUp, FollowUpKind
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.report import (
    AGE_BANDS,
    DEPARTURES,
    FOLLOWED,
    KINDS,
    OUTCOMES,
    ClubYear,
    Counts,
    OutcomesByGroup,
    YearReport,
    age_band,
    club_years,
    count_endings,
    count_follow_ups,
    count_outcomes,
    count_register,
    count_values,
    is_recommendation_followed,
    leave_out_superseded,
    measure_waiting,
    run_back_test,
)
from kpcommittee.domain.review.shareable import hidden_keys, numbers_of, placed_in, sums_of
from tests.builders import club, config
from tests.domain.review.test_past import past

YEAR_END = date(2026, 12, 31)


def values(of: Counts) -> dict[str, int]:
    return dict(of.values)


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "to_10"), (10, "to_10"), (11, "11_14"), (14, "11_14"), (15, "15_17"), (17, "15_17"), (18, "from_18"),
     (None, "unknown")],
)  # fmt: skip
def test_the_bands_of_age_are_those_of_the_document(age: int | None, band: str) -> None:
    assert age_band(age) == band


def test_values_are_counted_in_their_order_then_the_most_frequent_then_by_name() -> None:
    stated = ["c", "b", None, "x", "b", "a", "x", "x"]
    in_order = count_values(stated, ("z", "c"))
    assert [*in_order.values.items()] == [("z", 0), ("c", 1), ("x", 3), ("b", 2), ("a", 1)]
    assert in_order.total == 7, "None is no value"


def test_outcomes_are_crossed_with_groups_and_one_in_two_groups_adds_up_no_more() -> None:
    decisions = [past("A-1", problems=("b",)), past("A-2", problems=("a",), outcome="returned")]
    table = count_outcomes(decisions, lambda decision: decision.problems, ("c", "b"))
    assert [*table.groups] == ["b", "a"]
    assert values(table.groups["a"]) == dict.fromkeys(OUTCOMES, 0) | {"returned": 1}
    assert table.adds_up
    both = count_outcomes([*decisions, past("A-3", problems=("a", "b"))], lambda decision: decision.problems)
    assert [group.total for group in both.groups.values()] == [2, 2]
    assert not both.adds_up
    assert not count_outcomes([past("A-4", problems=())], lambda decision: decision.problems).adds_up


def test_every_value_that_placements_are_compared_by_has_its_row() -> None:
    one_early = Tally(early=1)
    by = {
        "provider_kind": {"club": one_early},
        "problem": {"school": one_early},
        "relation": {},
        "departed": {"no": one_early},
    }
    everything, compared = count_endings(Outcomes(all=Tally(running=2, early=1), by=by, reasons=()), ("leisure",))
    assert values(everything) == {"running": 2, "planned": 0, "early": 1, "moved": 0, "renewed": 0}
    assert {name: [*table.groups] for name, table in compared.items()} == {
        "provider_kind": [*KINDS],
        "problem": ["leisure", "school"],
        "departed": ["yes", "no"],
    }
    assert compared["provider_kind"].groups["club"].values["early"] == 1
    assert compared["provider_kind"].groups["internal"].total == 0
    assert (compared["provider_kind"].adds_up, compared["problem"].adds_up) == (True, False)


@pytest.mark.parametrize(
    ("days", "median", "most"),
    [([], None, None), ([7], 7, 7), ([30, 4, 10], 10, 30), ([30, 4, 10, 11], Decimal("10.5"), 30)],
)
def test_how_long_placed_children_waited(days: list[int], median: Decimal | None, most: int | None) -> None:
    decisions = [past("A-1", waiting_days=number) for number in days]
    decisions[1:2] = [row._replace(outcome="in_principle") for row in decisions[1:2]]
    all_waited = measure_waiting([*decisions, past("A-9", waiting_days=99, outcome="postponed")])
    assert (all_waited.decisions, all_waited.median, all_waited.most) == (len(days), median, most)


@pytest.mark.parametrize(
    ("outcome", "released"),
    [("placed", False), ("in_principle", True), ("postponed", True), ("returned", False), ("withdrawn", False)],
)
def test_a_case_decided_in_principle_counts_by_what_came_of_it(outcome: str, released: bool) -> None:
    first, other = past("A-1", outcome="in_principle"), past("A-2", outcome="in_principle")
    later = past("A-1", outcome=outcome, released=released)
    assert leave_out_superseded([later, other, first]) == (later, other)


def test_a_decision_in_principle_counts_as_long_as_its_confirmation_is_only_postponed() -> None:
    first, postponed = past("A-1", outcome="in_principle"), past("A-1", outcome="postponed")
    assert leave_out_superseded([postponed, first]) == (postponed, first)
    confirmed = past("A-1")
    assert leave_out_superseded([confirmed, postponed, first]) == (confirmed, postponed)


def test_what_was_postponed_or_placed_counts_beside_what_came_later() -> None:
    decisions = (past("A-1"), past("A-1"), past("A-1", outcome="postponed"))
    assert leave_out_superseded(decisions) == decisions


def due(on: date, done_on: date | None = None, kind: FollowUpKind = "first") -> FollowUp:
    return FollowUp(case_number="A-1", provider="club", kind=kind, due=on, reason=None, done_on=done_on)


def test_follow_ups_of_the_year_that_were_due_by_then_are_in_time_late_or_not_held() -> None:
    last = date(2026, 6, 30)
    rows = [
        due(last, last), due(last, date(2026, 7, 1)), due(last, kind="later"), due(date(2026, 7, 1)),
        due(date(2025, 6, 30)), due(last, last, "start_meeting"), due(date(2026, 1, 1), date(2025, 12, 1)),
    ]  # fmt: skip
    assert values(count_follow_ups(rows, 2026, last)) == {"in_time": 2, "late": 1, "not_held": 1}


@pytest.mark.parametrize(
    ("keys", "is_followed"),
    [
        ({}, "recommendation"),
        ({"followed_recommendation": False}, "departed"),
        ({"followed_recommendation": None}, "none"),
        ({"outcome": "in_principle"}, "recommendation"),
        ({"outcome": "returned"}, None),
    ],
)
def test_a_placement_followed_the_recommendation_or_departed_or_there_was_none(
    keys: dict[str, Any], is_followed: str | None
) -> None:
    assert is_recommendation_followed(past("A-1", **keys)) == is_followed


def runs(number: str = "A-1", provider: str = "north-club", hours: str | None = "4", **keys: Any) -> Placement:
    return Placement(
        case_number=number, provider=provider, hours_per_week=None if hours is None else Decimal(hours), **keys
    )


def years(*placements: Placement, as_of: date = YEAR_END, **keys: Any) -> ClubYear:
    """What placements took of the north club."""
    settings = config(club("north-club", "20", **keys), club("south-club"))
    north, _south = club_years(placements, settings, 2026, as_of)
    return north


def test_a_club_has_children_at_once_and_hours_on_average_over_the_days_of_the_year() -> None:
    first_of_july = date(2026, 7, 1)
    north = years(
        runs("A-1"), runs("A-2", start=first_of_july), runs("A-2", hours=None, end=date(2026, 1, 31)),
        runs("A-3", "south-club"), runs("A-4", start=date(2027, 1, 1)), runs("A-5", end=date(2025, 12, 31)),
        enrolled=20, hours_factor=Decimal("1.5"),
    )  # fmt: skip
    second_half = 184
    assert (north.provider, north.children) == ("north-club", 2)
    assert north.children_at_once == Fraction(365 + second_half + 31, 365)
    assert north.full_year_children == north.children_at_once
    assert north.hours == Fraction(4 * 365 + 4 * second_half, 365)
    assert north.share_of_room == north.hours * Fraction(3, 2) / 20
    assert north.share_of_members == north.children_at_once / 20


def test_a_club_year_until_a_day_counts_the_whole_year_only_for_full_year_children() -> None:
    north = years(runs(), as_of=date(2026, 1, 10))
    assert (north.children_at_once, north.hours, north.full_year_children) == (Fraction(1), Fraction(4), Fraction(1))
    assert (years(as_of=date(2026, 1, 10)).share_of_members, years(enrolled=0).share_of_members) == (None, None)
    without_room = config(club("north-club", None))
    assert club_years([runs()], without_room, 2026, YEAR_END)[0].share_of_room is None
    assert club_years([runs()], without_room, 2026, date(2025, 12, 31)) == (), "the year has not begun"


def test_hours_count_from_the_first_day_to_the_last_within_the_year() -> None:
    assert years(runs(end=date(2026, 1, 31))).hours == Fraction(4 * 31, 365)
    assert years(runs(start=date(2025, 7, 1), end=date(2027, 6, 30))).hours == Fraction(4)
    assert years(runs(start=date(2026, 12, 31), end=date(2026, 12, 31))).hours == Fraction(4, 365)


def test_hours_that_change_count_from_their_day_on() -> None:
    changing = runs(changes=(DatedChange(since=date(2026, 12, 31), hours_per_week=Decimal(8)),))
    assert years(changing).hours == Fraction(4 * 364 + 8, 365)


def test_the_register_counts_what_runs_on_the_day_by_kind_and_age() -> None:
    born = date(2012, 12, 31)
    kinds, ages = count_register(
        [
            runs(birth_date=born, kind="aftercare"), runs(birth_date=date(2011, 12, 31), kind="contact_person"),
            runs(), runs(end=date(2026, 12, 30)), runs(start=date(2027, 1, 1)),
        ],
        YEAR_END,
    )  # fmt: skip
    assert values(kinds) == {"contact_person": 1, "aftercare": 1, "ukn": 0, "unknown": 1}
    assert values(ages) == dict.fromkeys(AGE_BANDS, 0) | {"11_14": 1, "15_17": 1, "unknown": 1}


def test_what_a_rule_alone_would_have_chosen_is_compared_with_what_was_chosen() -> None:
    placed = [past("A-1", by_list="club", by_order="house"), past("A-2", by_list=None, by_order="club"), past("A-3")]
    tested = run_back_test(placed)
    assert (tested.decisions, tested.same_by_list, tested.same_by_order) == (3, 1, 1)


# Shareable


def report(decisions: Iterable[PastDecision], running: Iterable[Placement] = (), **keys: Any) -> YearReport:
    """A report of decisions and of what runs at the end of the year."""
    decisions = tuple(decisions)
    placed = [decision for decision in decisions if decision.outcome in ("placed", "in_principle")]
    register_kinds, register_ages = count_register(tuple(running), YEAR_END)
    tally = Tally(planned=len(placed))
    problems = count_outcomes(decisions, lambda decision: decision.problems)
    outcomes = Outcomes(all=tally, by={"provider_kind": {"club": tally}}, reasons=())
    went_all, went_by = count_endings(outcomes, problems.groups)
    filled: dict[str, Any] = {
        "year": 2026, "as_of": YEAR_END, "meetings": 1, "went": went_all, "went_by": went_by, "by_problem": problems,
        "outcomes": count_values((decision.outcome for decision in decisions), OUTCOMES),
        "by_kind": count_values((decision.provider_kind for decision in placed), KINDS),
        "by_district": count_outcomes(decisions, lambda decision: (decision.district,)),
        "by_age": count_outcomes(decisions, lambda decision: (age_band(decision.age),), AGE_BANDS),
        "followed": count_values(map(is_recommendation_followed, decisions), FOLLOWED),
        "departures": count_values((code for decision in placed for code in decision.departures), DEPARTURES),
        "reasons": count_values(()), "missing": count_values(()), "waited": measure_waiting(decisions),
        "follow_ups": count_follow_ups([due(YEAR_END)] * 7, 2026, YEAR_END),
        "clubs": (), "register_kinds": register_kinds, "register_ages": register_ages,
        "back_test": run_back_test(placed),
    }  # fmt: skip
    return YearReport(**filled | keys)


def many(count: int, start: int = 0, **keys: Any) -> list[PastDecision]:
    return [past(f"A-{start + number}", **keys) for number in range(count)]


DECISIONS = (
    *many(9), *many(2, 20, outcome="in_principle", district="south", age=16),
    *many(8, 40, outcome="postponed", provider=None, provider_kind=None, district="south"),
    *many(6, 60, followed_recommendation=False, departures=("from_recommendation",), age=9, problems=("leisure",)),
)  # fmt: skip
RUNNING = [runs(f"R-{number}", kind="contact_person", birth_date=date(2013, 1, 1)) for number in range(7)]


def test_every_sum_that_a_reader_knows_holds_and_names_printed_numbers() -> None:
    of = report(DECISIONS, RUNNING)
    numbers, sums = dict(numbers_of(of)), [*sums_of(of)]
    assert placed_in(of) == 17
    for line in sums:
        assert numbers[line.total] == sum(numbers[part] for part in line.parts), line
    totals = {line.total for line in sums}
    assert {("outcomes",), ("placed",), ("register",), ("follow_ups",), ("went",), ("back_test",)} <= totals
    in_a_sum = totals | {part for line in sums for part in line.parts}
    beside = {cell for cell in numbers if cell not in in_a_sum}
    assert {cell[0] for cell in beside} == {"departures"}, "a decision may depart in several ways, or in none"


def test_what_two_tables_count_of_the_same_decisions_is_known_to_be_the_same() -> None:
    lines = {(line.total, line.parts) for line in sums_of(report(DECISIONS, RUNNING))}
    assert ((("went",), (("placed",),))) in lines
    assert (("followed", "departed"), (("departures", "from_recommendation"),)) in lines
    assert (("went_provider_kind", "club"), (("by_kind", "club"),)) in lines
    twice = report(DECISIONS, RUNNING, departures=Counts({"from_recommendation": 7}))
    lines = {(line.total, line.parts) for line in sums_of(twice)}
    assert (("followed", "departed"), (("departures", "from_recommendation"),)) not in lines, "they differ"


def test_how_placements_went_is_counted_beside_what_was_decided() -> None:
    """With the same number in both tables, what one hides the other must not show."""
    decisions = [*DECISIONS, *many(5, 80, departures=("from_relation",))]
    by = {
        "relation": {"left": Tally(planned=5), "kept": Tally(planned=17)},
        "problem": {"school": Tally(planned=16), "leisure": Tally(planned=6)},
    }
    problems = count_outcomes(decisions, lambda decision: decision.problems)
    _all, went_by = count_endings(Outcomes(all=Tally(planned=22), by=by, reasons=()), problems.groups)
    lines = {(line.total, line.parts) for line in sums_of(report(decisions, went_by=went_by))}
    assert (("went_relation", "left"), (("departures", "from_relation"),)) in lines
    of_school = (("by_problem", "school", "placed"), ("by_problem", "school", "in_principle"))
    assert (("went_problem", "school"), of_school) in lines


def test_groups_that_do_not_add_up_are_no_sum_of_all() -> None:
    shared = report([*DECISIONS, past("A-99", problems=("school", "leisure"))])
    sums = {line.total: line.parts for line in sums_of(shared) if any(part[0] == "by_problem" for part in line.parts)}
    assert ("outcomes",) not in sums
    districts = [line for line in sums_of(shared) if line.parts and line.parts[0][0] == "by_district"]
    assert (("outcomes",), (("by_district", "north"), ("by_district", "south"))) in [
        (line.total, line.parts) for line in districts
    ]
    nothing = report((), by_district=OutcomesByGroup({}))
    assert [line for line in sums_of(nothing) if line.total == ("outcomes",) and len(line.parts) == 0] == []


def test_rows_that_are_there_only_for_somebody_do_not_tell_that_it_is_one_each() -> None:
    """Two such rows that add up to 2 are 1 and 1: a reader knows that neither is 0."""
    outcomes = ("placed", "postponed", "returned", "withdrawn", "in_principle")
    of = report(
        [
            decision
            for number, outcome in enumerate(outcomes)
            for age, count in ((12, 8), (16, 6))
            for decision in many(count, 100 * number + age, outcome=outcome, age=age, provider_kind="club")
        ]
        + [*many(1, 600, age=9), *many(1, 601, age=20)]
    )
    hidden, numbers = hidden_keys(of), dict(numbers_of(of))
    rows = [("by_age", band) for band in of.by_age.groups]
    left = [numbers[row] for row in rows if row in hidden]
    assert numbers[("by_age", "to_10")] == numbers[("by_age", "from_18")] == 1
    assert ("outcomes",) in hidden or sum(left) > len(left)


def test_a_problem_that_every_case_has_shows_no_number_of_all_that_is_hidden() -> None:
    placed, postponed = many(9, problems=("school", "leisure")), many(11, 40, outcome="postponed", problems=("school",))
    south = many(8, 70, outcome="returned", district="south", problems=("school",))
    of = report([*placed, *postponed, *south, *many(1, 90, outcome="withdrawn", problems=("school",))])
    hidden = hidden_keys(of)
    assert not of.by_problem.adds_up
    assert {value for value in OUTCOMES if ("outcomes", value) in hidden} == {
        value for value in OUTCOMES if ("by_problem", "school", value) in hidden
    }


def test_small_numbers_are_hidden_wherever_they_are() -> None:
    few = years(*(runs(f"A-{number}") for number in range(4)))
    hidden = hidden_keys(report(DECISIONS, RUNNING, clubs=(few,)))
    assert ("clubs", "north-club") in hidden
    assert {("outcomes", "in_principle"), ("by_district", "south", "in_principle")} <= hidden
