"""Calendar months, birthdays and the deadlines made of them."""

from datetime import date

import pytest

from kpcommittee.domain.calendar import DAY, FAR, add_months, age_on, birthday, iso_week, last_day, monday
from kpcommittee.domain.case import Assessment, AssessmentKind, Plan
from kpcommittee.domain.meeting.deadlines import (
    birthdays_between,
    deadlines_of,
    first_follow_up_due,
    plan_due,
    youth_plan_due,
)
from tests.builders import START, case, law


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 1, 1), 10**9, FAR),
    ],
)
def test_months_clamp_to_the_end_of_the_month(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_a_period_of_months_ends_the_day_before() -> None:
    assert last_day(date(2027, 1, 4), 6) == date(2027, 7, 3)
    assert last_day(date(2026, 11, 30), 3) == date(2027, 2, 27)


def test_who_is_born_on_29_february_turns_on_1_march() -> None:
    assert birthday(date(2012, 2, 29), 16) == date(2028, 2, 29)
    assert birthday(date(2012, 2, 29), 17) == date(2029, 3, 1)
    born = case(birth_date=date(2012, 2, 29)).child
    assert (born.age_on(date(2029, 2, 28)), born.age_on(date(2029, 3, 1))) == (16, 17)


@pytest.mark.parametrize("age", [10, 12, 15, 16, 17, 18, 22, 23])
def test_the_age_and_the_birthday_agree_on_the_day_of_each_limit(age: int) -> None:
    born = date(2012, 2, 29)
    turns = birthday(born, age)
    assert turns == date(2012 + age, *((2, 29) if age % 4 == 0 else (3, 1)))
    assert (age_on(born, turns - DAY), age_on(born, turns)) == (age - 1, age)


def test_weeks_are_iso_weeks() -> None:
    assert iso_week(date(2027, 1, 1)) == "2026-W53"
    assert iso_week(date(2027, 1, 4)) == "2027-W01"
    assert monday(date(2027, 1, 3)) == date(2026, 12, 28)


def test_a_plan_is_due_three_months_after_the_grant() -> None:
    granted = date(2026, 11, 30)
    assert plan_due(case(decided_on=granted, plan=None), law()) == date(2027, 2, 28)
    assert plan_due(case(decided_on=granted, plan=Plan(kind="child_plan")), law()) == date(2027, 2, 28)


def test_a_youth_plan_is_due_three_months_after_the_16th_birthday_when_that_is_later() -> None:
    youth = Plan(kind="youth_plan")
    before = case(birth_date=date(2011, 1, 20), decided_on=date(2026, 11, 1), plan=youth)
    after = case(birth_date=date(2009, 1, 20), decided_on=date(2026, 11, 1), plan=youth)
    assert plan_due(before, law()) == date(2027, 4, 20)
    assert plan_due(after, law()) == date(2027, 2, 1)


def test_the_authority_s_word_on_the_plan_goes_before() -> None:
    assert plan_due(case(plan=Plan(kind="child_plan", due_on=date(2027, 1, 7))), law()) == date(2027, 1, 7)
    assert plan_due(case(plan=Plan(kind="none", why="Not needed")), law()) is None


@pytest.mark.parametrize(
    ("assessment", "due"),
    [
        (None, date(2027, 4, 4)),
        (Assessment(kind="examination", completed_on=date(2026, 11, 1)), date(2027, 4, 4)),
        (Assessment(kind="examination", expected_on=date(2027, 2, 10)), date(2027, 2, 10)),
        (Assessment(kind="examination", expected_on=date(2027, 8, 1)), date(2027, 4, 4)),
        (Assessment(kind="examination", expected_on=START), date(2027, 4, 4)),
        (
            Assessment(kind="examination", completed_on=date(2026, 11, 1), expected_on=date(2027, 2, 1)),
            date(2027, 4, 4),
        ),
    ],
)
def test_only_an_assessment_beside_the_placement_moves_the_follow_up(assessment: Assessment | None, due: date) -> None:
    assert first_follow_up_due(case(assessment=assessment), law(), START) == due


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("screening", date(2027, 4, 4)),
        ("clarification", date(2027, 2, 1)),
        ("examination", date(2027, 2, 1)),
        ("youth_examination", date(2027, 2, 1)),
    ],
)
def test_a_screening_moves_no_follow_up(kind: AssessmentKind, due: date) -> None:
    """Barnets lov § 95 names the assessments of §§ 19 and 20, and not the screening of § 18 (L4)."""
    beside = case(assessment=Assessment(kind=kind, expected_on=date(2027, 2, 1)))
    assert first_follow_up_due(beside, law(), START) == due


@pytest.mark.parametrize(
    ("born", "plan", "end", "due"),
    [
        (date(2011, 1, 15), Plan(kind="child_plan"), date(2027, 7, 3), date(2027, 4, 15)),
        (date(2011, 1, 15), None, date(2027, 7, 3), date(2027, 4, 15)),
        (date(2011, 1, 15), Plan(kind="child_plan", completed_on=START), date(2027, 1, 15), date(2027, 4, 15)),
        (date(2011, 1, 15), Plan(kind="child_plan"), date(2027, 1, 14), None),
        (date(2011, 1, 15), Plan(kind="youth_plan"), date(2027, 7, 3), None),
        (date(2011, 1, 15), Plan(kind="none", why="Short"), date(2027, 7, 3), None),
        (date(2010, 11, 16), Plan(kind="child_plan"), date(2027, 7, 3), None),
        (date(2010, 11, 17), Plan(kind="child_plan"), date(2027, 7, 3), date(2027, 2, 17)),
    ],
)
def test_a_childs_plan_becomes_a_youth_plan_three_months_after_the_16th_birthday(
    born: date, plan: Plan | None, end: date, due: date | None
) -> None:
    """A child who turns 16 between the grant and the end has a date for the youth plan (T7)."""
    assert youth_plan_due(case(birth_date=born, plan=plan), law(), end) == due


def test_there_is_no_follow_up_before_a_placement() -> None:
    assert deadlines_of(case(), law(), None, START).first_follow_up_due is None
    assert deadlines_of(case(), law(), START, START).first_follow_up_due == date(2027, 4, 4)


def test_birthdays_count_from_the_first_day_to_the_last() -> None:
    young = case(birth_date=date(2011, 1, 4))
    assert birthdays_between(young, START, date(2027, 7, 3), (16, 18)) == {16: START}
    assert birthdays_between(young, date(2027, 1, 5), date(2029, 1, 4), (16, 18)) == {18: date(2029, 1, 4)}


@pytest.mark.parametrize(("day", "months"), [(date(2026, 9, 30), 3), (date(2026, 12, 30), 12), (date(2026, 11, 30), 1)])
def test_months_that_end_in_december_stay_in_their_year(day: date, months: int) -> None:
    then = add_months(day, months)
    assert (then.month, then.day) == (12, 30)
    assert then.year == (2027 if months == 12 else 2026)
