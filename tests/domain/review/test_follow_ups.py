"""What is to be followed up: by law, as it was decided, and as the municipality does it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.domain.case import Absence, Plan
from kpcommittee.domain.committee import FollowUpRules
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.review.follow_ups import FollowedPlacement, FollowUp, follow_ups_of, follow_ups_of_each
from tests.builders import case, law

MET, START, END = date(2026, 12, 2), date(2026, 12, 14), date(2027, 12, 13)
FIRST = date(2027, 3, 14)
RULES = FollowUpRules(absence_percent=Decimal(15))


def placement(**other: Any) -> FollowedPlacement:
    """A placement of a 13-year-old that the committee decided."""
    usual: dict[str, Any] = {
        "case_number": "A-1",
        "provider": "north-club",
        "staff": None,
        "start": START,
        "end": END,
        "case": case("A-1", plan=None),
        "law": law(),
        "decided_on": MET,
        "first_due": FIRST,
    }
    return FollowedPlacement(**(usual | other))


def held(on: date, **other: Any) -> FollowedUp:
    return FollowedUp(case_number="A-1", provider="north-club", held_on=on, **other)


def listed(
    place: FollowedPlacement, *events: FollowedUp, rules: FollowUpRules = RULES, day: date = START
) -> dict[str, FollowUp]:
    """What is listed, by kind; of several later ones the last."""
    return {row.kind: row for row in follow_ups_of(place, events, rules, day)}


def test_the_law_asks_for_the_first_and_practice_for_a_start_meeting() -> None:
    rows = listed(placement())
    assert rows.keys() == {"start_meeting", "first", "plan"}
    assert (rows["start_meeting"].due, rows["first"].due) == (START, FIRST)
    assert not any(row.done_on for row in rows.values())


def test_each_is_told_by_initials_with_the_family_adviser_who_is_to_be_asked() -> None:
    adviser = listed(placement(case=case("A-1", caseworker="Bente Lund")))["first"]
    assert (adviser.initials, adviser.caseworker, adviser.origin) == ("A.K.", "Bente Lund", MET)
    imported = listed(placement(case=None, law=None, decided_on=None, first_due=FIRST))["first"]
    assert (imported.initials, imported.caseworker, imported.origin) == (None, None, START)


def test_later_ones_are_decided_and_never_generated() -> None:
    rows = listed(placement(), held(FIRST))
    assert "later" not in rows
    assert rows["first"].done_on == FIRST
    rows = listed(placement(), held(FIRST, next_on=date(2027, 9, 1), reason="Trives"))
    assert (rows["later"].due, rows["later"].reason, rows["later"].done_on) == (date(2027, 9, 1), "Trives", None)
    rows = listed(placement(), held(FIRST, next_on=date(2027, 9, 1), reason="Trives"), held(date(2027, 8, 20)))
    assert rows["later"].done_on == date(2027, 8, 20)


def test_what_was_held_counts_once_where_a_case_is_placed_at_one_provider_again() -> None:
    """The talks of the first placement made the second one's first follow-up done, and what they decided came twice."""
    begins = date(2027, 9, 1)
    first = placement(end=date(2027, 8, 31))
    again = placement(start=begins, end=date(2028, 8, 31), first_due=date(2027, 12, 1), decided_on=date(2027, 8, 18))
    talks = [
        held(date(2027, 3, 1), next_on=date(2027, 6, 1), reason="School"),
        held(date(2027, 6, 2), next_on=date(2027, 10, 1), reason="Home"),
        held(date(2027, 11, 20), next_on=date(2028, 2, 1), reason="Friends"),
    ]
    listed_rows = follow_ups_of_each([again, first], talks, FollowUpRules(), START)
    rows = [row for row in listed_rows if row.kind in ("first", "later")]
    assert [(row.kind, row.due, row.done_on) for row in rows] == [
        ("first", date(2027, 12, 1), date(2027, 11, 20)),
        ("later", date(2028, 2, 1), None),
        ("first", FIRST, date(2027, 3, 1)),
        ("later", date(2027, 6, 1), date(2027, 6, 2)),
    ]
    # The newest alone is known where the first ended long ago.
    rows = [row for row in follow_ups_of_each([again], talks, FollowUpRules(), START) if row.kind == "first"]
    assert [row.done_on for row in rows] == [date(2027, 11, 20)]


def test_a_start_meeting_is_no_follow_up() -> None:
    rows = listed(placement(), held(START, start_meeting=True))
    assert rows["start_meeting"].done_on == START
    assert rows["first"].done_on is None
    assert "start_meeting" not in listed(placement(), rules=replace(RULES, start_meeting=False))


@pytest.mark.parametrize(("days_before", "is_listed"), [(57, False), (56, True), (0, True), (-1, False)])
def test_an_ending_is_listed_eight_weeks_before(days_before: int, is_listed: bool) -> None:
    assert ("ending" in listed(placement(), day=END - timedelta(days_before))) is is_listed


def test_an_ending_is_due_on_the_last_day() -> None:
    assert listed(placement(), day=END - timedelta(weeks=8))["ending"].due == END


def test_a_start_meeting_is_of_the_placement_from_its_decision_to_the_next_one() -> None:
    """What was held before the decision, or from the day on which the next placement begins, is of another one."""
    following = START + timedelta(10)
    for on, is_done in ((MET - timedelta(1), False), (MET, True), (following - timedelta(1), True), (following, False)):
        rows = follow_ups_of(placement(), [held(on, start_meeting=True)], RULES, START, until=following)
        (row,) = (row for row in rows if row.kind == "start_meeting")
        assert (row.done_on == on) is is_done, on


def test_an_ending_is_done_once_it_was_decided_to_end() -> None:
    day = END - timedelta(20)
    assert listed(placement(), held(day, result="continues"), day=day)["ending"].done_on is None
    assert listed(placement(), held(day, result="ends", until=END), day=day)["ending"].done_on == day
    assert listed(placement(), held(START, result="ends", until=END), day=day)["ending"].done_on is None


def test_a_plan_is_due_until_it_is_made() -> None:
    made = date(2027, 1, 20)
    assert listed(placement(), held(made))["plan"].done_on is None
    rows = listed(placement(), held(made, plan_made_on=made))
    assert rows["plan"].done_on == made
    assert rows["first"].done_on is None, "nobody met"
    completed = case("A-1", plan=Plan(kind="child_plan", completed_on=MET))
    assert listed(placement(case=completed))["plan"].done_on == MET
    none = case("A-1", plan=Plan(kind="none", why="Ikke nødvendig"))
    assert "plan" not in listed(placement(case=none))


def test_a_plan_is_the_cases_and_stays_made_at_another_provider() -> None:
    """It was overdue once more when the child moved, and listed twice while both placements were to be followed up."""
    moved = placement(provider="south-club", start=date(2027, 6, 1), decided_on=date(2027, 5, 19))
    before = placement(end=date(2027, 5, 31))
    due = [row for row in follow_ups_of_each([before, moved], [], RULES, START) if row.kind == "plan"]
    assert [(row.provider, row.done_on) for row in due] == [("north-club", None)]
    made = case("A-1").grant.decided_on
    talk = held(date(2027, 3, 1), plan_made_on=made)
    done = [row for row in follow_ups_of_each([moved], [talk], RULES, START) if row.kind == "plan"]
    assert [(row.provider, row.done_on) for row in done] == [("south-club", made)]
    earlier = replace(talk, plan_made_on=made - timedelta(days=1))
    (of_an_earlier_grant,) = [row for row in follow_ups_of_each([moved], [earlier], RULES, START) if row.kind == "plan"]
    assert of_an_earlier_grant.done_on is None


def test_the_plan_of_who_was_16_at_the_grant_is_a_youth_plan() -> None:
    of_16 = case("A-1", plan=None, birth_date=date(2010, 11, 16))
    assert {"plan", "youth_plan"} & listed(placement(case=of_16)).keys() == {"youth_plan"}
    of_15 = case("A-1", plan=None, birth_date=date(2010, 11, 17))
    assert "plan" in listed(placement(case=of_15))
    stated = case("A-1", plan=Plan(kind="child_plan"), birth_date=date(2010, 11, 16))
    assert "plan" in listed(placement(case=stated))


def test_who_turns_16_needs_a_youth_plan_made_after_the_birthday() -> None:
    turns = case("A-1", birth_date=date(2011, 2, 8))
    rows = listed(placement(case=turns))
    assert rows["youth_plan"].due == date(2027, 5, 8)
    before = held(date(2027, 2, 7), plan_made_on=date(2027, 2, 7))
    after = held(date(2027, 2, 8), plan_made_on=date(2027, 2, 8))
    assert listed(placement(case=turns), before)["youth_plan"].done_on is None
    assert listed(placement(case=turns), before, after)["youth_plan"].done_on == date(2027, 2, 8)


@pytest.mark.parametrize(
    ("percent", "limit", "is_listed"), [("15", 15, True), ("14.9", 15, False), ("90", None, False)]
)
def test_absence_is_worrying_from_the_limit_of_the_config(percent: str, limit: int | None, is_listed: bool) -> None:
    away = case("A-1", school_absence=Absence(percent=Decimal(percent), period="aug.–okt."))
    rules = replace(RULES, absence_percent=None if limit is None else Decimal(limit))
    rows = listed(placement(case=away), rules=rules)
    assert ("absence" in rows) is is_listed
    if is_listed:
        assert (rows["absence"].due, rows["absence"].reason) == (MET, "15 % · aug.–okt.")


def test_an_imported_placement_has_no_law_to_go_by_but_its_end() -> None:
    imported = placement(case=None, law=None, decided_on=None, first_due=None)
    assert listed(imported) == {}
    assert listed(imported, day=END).keys() == {"ending"}
    assert listed(imported, held(START, next_on=FIRST, reason="Aftalt"))["later"].due == FIRST


def test_overdue_is_what_was_due_before_the_day() -> None:
    row = listed(placement())["first"]
    assert [row.is_overdue(FIRST + timedelta(days)) for days in (-1, 0, 1)] == [False, False, True]
    assert not replace(row, done_on=FIRST).is_overdue(END)


@pytest.mark.parametrize(("end", "is_due"), [(FIRST, True), (FIRST - timedelta(1), False)])
def test_a_placement_that_ends_before_its_first_follow_up_has_none(end: date, is_due: bool) -> None:
    """T13: it was listed as due after the placement had ended."""
    assert ("first" in listed(placement(end=end))) is is_due


def test_what_was_due_after_the_last_day_is_no_longer_to_be_held() -> None:
    early = placement(end=FIRST - timedelta(1))
    assert "first" not in listed(early)
    assert listed(early, held(FIRST - timedelta(9)))["first"].done_on == FIRST - timedelta(9)
    event = held(FIRST, next_on=END + timedelta(1), reason="Trives")
    assert "later" not in listed(placement(), event)
    assert "later" in listed(placement(end=None), event)
