"""Each caution of the contract: when it is raised, and when it is not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.case import Absence, Assessment, ChildView, Plan
from kpcommittee.domain.committee import FollowUpRules
from kpcommittee.domain.meeting.cautions import BLOCKING, NOTICES, Caution
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import Attend, Open
from kpcommittee.domain.provider import Period, Rate
from kpcommittee.locale import speaking
from kpcommittee.wording.cautions import caution_sentence
from tests.builders import MEETS, START, Table, case, claim, club, config, knows, place, staff
from tests.sample import sample_law

ANSWERS = dict.fromkeys(BLOCKING, "Agreed")


def of_case(table: Table) -> list[str]:
    return [caution.code for caution in table.sees("A-1", START).cautions if caution.provider is None]


def raised(**keys: Any) -> list[str]:
    return of_case(Table(case(**keys)))


def of_choice(table: Table, provider: str, staff_id: str | None = None) -> dict[str, Caution]:
    """The cautions of a placement there, all answered."""
    table.does(Open(), place("A-1", provider, staff=staff_id, answers=ANSWERS, reason="Agreed"))
    decision = table.item().decision
    assert decision is not None
    return {caution.code: caution for caution in decision.cautions}


CLEAN: dict[str, Any] = {}
BORN_18 = date(2008, 12, 2)

CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "child_view_missing": ({"child_view": None}, {"child_view": ChildView(exception="Too ill")}),
    "consent_missing": ({"consent": None}, {"consent": "not_required"}),
    "plan_missing": ({"plan": None}, {"plan": Plan(kind="none", why="Not needed")}),
    "plan_overdue": (
        {"decided_on": date(2026, 9, 1), "plan": Plan(kind="child_plan")},
        {"decided_on": date(2026, 9, 2), "plan": Plan(kind="child_plan")},
    ),
    "plan_due_late": (
        {"decided_on": date(2026, 11, 9), "plan": Plan(kind="child_plan", due_on=date(2027, 2, 10))},
        {"decided_on": date(2026, 11, 9), "plan": Plan(kind="child_plan", due_on=date(2027, 2, 9))},
    ),
    "basis_not_in_force": ({"basis": "repealed"}, {"basis": "repealed", "decided_on": date(2023, 12, 31)}),
    "basis_age": (
        {"birth_date": date(2009, 1, 4), "basis": "young"},
        {"birth_date": date(2009, 1, 5), "basis": "young"},
    ),
    "assessment_missing": ({"assessment": None}, {"assessment": Assessment(kind="examination", expected_on=START)}),
    "outside_ages": ({"birth_date": date(2014, 12, 3)}, {"birth_date": date(2014, 12, 2)}),
    "aftercare_conditions": (
        {"birth_date": date(2009, 1, 4)},
        {"birth_date": date(2009, 1, 5)},
    ),
    "turns_16": ({"birth_date": date(2011, 7, 3)}, {"birth_date": date(2011, 7, 4)}),
    "turns_18": ({"birth_date": date(2009, 1, 4)}, {"birth_date": date(2009, 7, 4)}),
    "turns_23": ({"birth_date": date(2004, 3, 1)}, {"birth_date": date(2005, 3, 1)}),
    "over_23": ({"birth_date": date(2003, 12, 2)}, {"birth_date": date(2003, 12, 3)}),
    "protected_address": ({"protected_address": True}, CLEAN),
    "do_not_contact_family": ({"do_not_contact_family": True}, CLEAN),
    "both_lists": ({"problems": ("school", "autism")}, {"problems": ("school", "leisure")}),
    "cpr_implausible": ({"cpr": "760612-4321"}, {"cpr": "750612-4321"}),
    "cpr_checksum": ({"cpr": "010180-1234", "birth_date": date(1980, 1, 1)}, {"cpr": "750612-4321"}),
}


@pytest.mark.parametrize("code", CASES)
def test_a_caution_of_the_case_is_raised_when_it_holds_and_only_then(code: str) -> None:
    holds, does_not = CASES[code]
    assert code in raised(**holds)
    assert code not in raised(**does_not)


def test_who_has_the_age_only_at_the_start_is_said_so() -> None:
    """Between the meeting and the start are birthdays, too: the commonest aftercare begins on one."""

    def noticed(code: str, **facts: Any) -> Mapping[str, str] | None:
        cautions = Table(case(**facts)).sees("A-1", START).cautions
        return next((caution.values for caution in cautions if caution.code == code), None)

    later = {"start": START.isoformat()}
    assert noticed("aftercare_conditions", birth_date=BORN_18) == {"age": "18"}
    assert noticed("aftercare_conditions", birth_date=BORN_18, had_contact_person_before_18=True) is None
    assert noticed("aftercare_conditions", birth_date=date(2008, 12, 3)) == {"age": "18"} | later
    assert noticed("over_23", birth_date=date(2003, 12, 2)) == {"age": "23"}


def test_a_complete_case_raises_nothing() -> None:
    assert raised() == []


def test_every_caution_of_the_contract_is_tested_here() -> None:
    elsewhere = {
        "seat_empty", "declined", "over_capacity", "person_over_max", "clearance_missing", "on_leave",
        "possible_legal_decision", "relation_without_room", "duplicate_child", "two_providers", "absence_worrying",
        "postponed_before", "delivery_exceeded", "beyond_grant", "two_seats", "house_closed",
    }  # fmt: skip
    untested = {*BLOCKING, *NOTICES} - {*CASES} - elsewhere
    assert untested == set(), "CASES has a case for each that has it, and one that just does not"
    assert {*CASES} | elsewhere == {*BLOCKING, *NOTICES}
    assert not {*CASES} & elsewhere


def test_a_placement_longer_than_granted_is_noticed() -> None:
    """The committee chooses who delivers; how long is part of the grant (001:61)."""

    def noticed(end: date | None) -> Mapping[str, str] | None:
        table = Table(case(expected_months=6))
        table.does(
            Open(), place("A-1", "north-club", answers=ANSWERS, reason="Agreed", start=date(2027, 1, 4), end=end)
        )
        decision = table.item().decision
        assert decision is not None
        return next((caution.values for caution in decision.cautions if caution.code == "beyond_grant"), None)

    assert noticed(None) is None
    assert noticed(date(2027, 7, 3)) is None
    assert noticed(date(2027, 7, 4)) == {"end": "2027-07-04", "granted": "2027-07-03"}


def test_absence_is_worrying_from_the_limit_that_the_municipality_set() -> None:
    def noticed(percent: str, **rules: Any) -> list[Mapping[str, str]]:
        away = case(school_absence=Absence(percent=Decimal(percent)))
        committee = replace(config(), follow_ups=FollowUpRules(**rules))
        cautions = Table(away, settings=committee).sees("A-1", START).cautions
        return [caution.values for caution in cautions if caution.code == "absence_worrying"]

    limit = {"absence_percent": Decimal(15), "absence_by": "Skolelederen"}
    assert noticed("15", **limit) == [{"percent": "15", "who": "Skolelederen"}]
    assert noticed("14.9", **limit) == []
    assert noticed("99") == []


def test_the_rule_of_a_grant_is_named_with_the_day_or_the_ages_it_does_not_fit() -> None:
    """A repealed rule and an age outside the rule's are each said with what they are compared with (L2, L3)."""
    known = {caution.code: caution.values for caution in Table(case(basis="repealed")).sees("A-1", START).cautions}
    assert known["basis_not_in_force"] == {"basis": "old law § 52", "granted": "2026-11-16"}
    adult = Table(case(basis="young", birth_date=date(2007, 6, 15), consent="given")).sees("A-1", START).cautions
    values = {"basis": "young", "age": "19", "from": "10", "to": "17"}
    assert [caution.values for caution in adult if caution.code == "basis_age"] == [values]


def test_support_by_the_youth_crime_board_rests_on_no_consent() -> None:
    """A grant of the board (UKN) asks for no consent, unless the authority itself says that one is missing (L1)."""
    assert "consent_missing" not in raised(basis="young", consent=None)
    assert "consent_missing" in raised(basis="young", consent="missing")


def test_who_turns_16_is_told_when_the_youth_plan_is_due() -> None:
    """The notice has the day for the youth plan; without a source in the law table only the birthday (T7)."""
    table = Table(case(birth_date=date(2011, 1, 15)))
    (turns,) = (caution.values for caution in table.sees("A-1", START).cautions if caution.code == "turns_16")
    assert turns == {"on": "2027-01-15", "due": "2027-04-15"}
    table.knows(law=replace(table.context.law, references={}))
    (turns,) = (caution.values for caution in table.sees("A-1", START).cautions if caution.code == "turns_16")
    assert turns == {"on": "2027-01-15"}


def test_a_plan_that_exists_cannot_come_too_late() -> None:
    """Only a plan that is still to be made is compared with the three months (L6)."""
    late = {"decided_on": date(2026, 11, 9), "birth_date": date(2011, 1, 15)}
    done = Plan(kind="child_plan", due_on=date(2027, 6, 1), completed_on=date(2026, 11, 30))
    assert "plan_due_late" not in raised(**late, plan=done)
    # Three months after the 16th birthday, which is later than three months after the grant.
    assert "plan_due_late" not in raised(**late, plan=Plan(kind="youth_plan", due_on=date(2027, 4, 15)))
    assert "plan_due_late" in raised(**late, plan=Plan(kind="youth_plan", due_on=date(2027, 4, 16)))


def test_consent_is_asked_of_children_and_a_missing_one_of_everybody() -> None:
    assert "consent_missing" not in raised(birth_date=BORN_18, consent=None)
    assert "consent_missing" in raised(birth_date=BORN_18, consent="missing")


def test_an_empty_seat_is_named() -> None:
    table = Table(case()).does(Open(), Attend(person="Lone", status="excused"), Attend(person="Karim", status="absent"))
    cautions = table.sees().cautions
    assert [(c.code, c.values, c.is_blocking) for c in cautions] == [("seat_empty", {"roles": "school,internal"}, True)]


def test_whoever_sits_in_two_seats_is_named_and_not_refused() -> None:
    """Each seat is for one leader (001:59); under a majority such a leader has two votes, and nobody was told."""
    away = Attend(person="Lone", status="excused", substitute="Karim")
    table = Table(case(), settings=config(rule="majority")).does(Open(), away)
    notices = [(c.code, c.values, c.is_blocking) for c in table.sees().cautions]
    assert notices == [("two_seats", {"person": "Karim", "roles": "school,internal"}, False)]
    decision = table.does(place("A-1", "north-club")).item().decision
    assert decision is not None
    assert [caution.code for caution in decision.cautions] == ["two_seats"]
    other = Attend(person="Lone", status="excused", substitute="Jan")
    assert Table(case()).does(Open(), other).sees().cautions == ()


def test_a_known_adult_without_room() -> None:
    known = (knows("Mia Holm", "north-club", "mia"),)
    full = Table(case(relations=known), claims=[claim("north-club", "8", staff="mia")])
    assert "relation_without_room" in of_case(full)
    assert "relation_without_room" in of_case(Table(case(relations=known), claims=[claim("north-club", "8")]))
    assert "relation_without_room" not in of_case(Table(case(relations=known)))
    weak = (knows("Mia Holm", "north-club", "mia", 1),)
    assert "relation_without_room" not in of_case(Table(case(relations=weak), claims=[claim("north-club", "8")]))
    view = ChildView(obtained_on=MEETS, declines=("mia",))
    assert "relation_without_room" not in of_case(Table(case(relations=known, child_view=view)))


def test_the_same_child_twice_on_the_agenda() -> None:
    twin = Table(case("A-1"), case("A-2", name="AMINA KARLSEN"))
    assert [c.values for c in twin.sees("A-1").cautions if c.code == "duplicate_child"] == [{"cases": "A-2"}]
    assert "duplicate_child" not in of_case(Table(case("A-1"), case("A-2", birth_date=date(2012, 6, 16))))
    same = Table(case("A-1", cpr="750612-4321"), case("A-2", name="A. K.", cpr="7506124321"))
    assert "duplicate_child" in of_case(same)
    other = Table(case("A-1", cpr="750612-4321"), case("A-2", cpr="750612-4322"))
    assert "duplicate_child" not in of_case(other)


def test_what_was_postponed_before() -> None:
    waits = Waiting(case_number="A-1", meeting="m0", date=MEETS, state="postponed", postponed_times=2)
    table = Table(case(), waiting=(waits,)).does(Open())
    assert [(c.code, c.values) for c in table.sees().cautions] == [("postponed_before", {"times": "2"})]


# Of a provider and a person


def test_a_declined_provider_or_person_is_named() -> None:
    view = ChildView(obtained_on=MEETS, declines=("north-club",))
    assert of_choice(Table(case(child_view=view)), "north-club")["declined"].values == {"who": "North Club"}
    view = ChildView(obtained_on=MEETS, declines=("mia",))
    assert of_choice(Table(case(child_view=view)), "north-club", "mia")["declined"].values == {"who": "Mia Holm"}
    assert "declined" not in of_choice(Table(case(child_view=view)), "north-club", "ali")
    assert "declined" not in of_choice(Table(case(child_view=view)), "south-club")


def test_more_hours_than_the_rate_delivers_are_noticed_with_both_numbers() -> None:
    """C7: a supplier's monthly price for up to six hours was shown beside a grant of twelve, without a word."""

    def noticed(hours: str, **keys: Any) -> Mapping[str, str] | None:
        rate = Rate(provider="firm", unit="month", amount=Decimal(7850), valid_from=date(2026, 1, 1), **keys)
        table = Table(case(hours_per_week=Decimal(hours)), settings=config(rates=[rate]))
        caution = of_choice(table, "firm").get("delivery_exceeded")
        return caution.values if caution else None

    six = {"delivered_hours": Decimal("6.0"), "delivery": "Up to 6 hours"}
    assert noticed("6.25", **six) == {"hours": "6.25", "delivered": "6.0"}
    assert noticed("6", **six) is None
    # The text is never read as a number. A rate that has ended or is another provider's does not count.
    assert noticed("12", delivery="Up to 6 hours") is None
    assert noticed("12", **six, valid_to=date(2027, 1, 3)) is None


def test_a_rate_that_delivers_less_from_a_later_day_is_noticed_with_that_day() -> None:
    """C7: only the rate of the start was asked, so new terms in the middle of it went unsaid."""
    rate = Rate(provider="firm", unit="month", amount=Decimal(7850), valid_from=date(2026, 1, 1))
    newer = replace(rate, valid_from=date(2027, 2, 1), delivered_hours=Decimal(2))
    last = replace(rate, valid_from=date(2027, 5, 1), delivered_hours=Decimal(1))
    table = Table(case(hours_per_week=Decimal(3)), settings=config(rates=[rate, newer, last]))
    caution = of_choice(table, "firm")["delivery_exceeded"]
    assert caution.values == {"hours": "3", "delivered": "2", "from": "2027-02-01"}
    with speaking("en"):
        assert caution_sentence(caution).startswith(
            "The placement is 3 h/week; the rate in force from 01/02/2027 delivers 2 h/week at most."
        )
    after = replace(newer, valid_from=date(2029, 1, 1))
    ended = Table(case(hours_per_week=Decimal(3)), settings=config(rates=[rate, after]))
    assert "delivery_exceeded" not in of_choice(ended, "firm")


def test_over_capacity_says_the_week_and_the_hours() -> None:
    caution = of_choice(Table(case(), claims=[claim("north-club", "8.5")]), "north-club")["over_capacity"]
    assert caution.values == {"week": "2027-W01", "over": "1.5"}
    assert caution.provider == "north-club"
    assert "over_capacity" not in of_choice(Table(case(), claims=[claim("north-club", "7")]), "north-club")


def test_a_child_outside_the_ages_of_a_provider() -> None:
    settings = config(club("north-club", "10", ages=(10, 13)), club("south-club", "10", ages=(10, 14)))
    assert of_choice(Table(case(), settings=settings), "north-club")["outside_ages"].values == {
        "age": "14", "from": "10", "to": "13",
    }  # fmt: skip
    assert "outside_ages" not in of_choice(Table(case(), settings=settings), "south-club")


@pytest.mark.parametrize(
    ("code", "troubled"),
    [
        ("person_over_max", staff("Mia Holm", "1")),
        ("clearance_missing", staff("Mia Holm", clearance_on=None)),
        ("on_leave", staff("Mia Holm", leave=(Period(start=date(2027, 7, 3), end=date(2027, 8, 1)),))),
        ("on_leave", staff("Mia Holm", left_on=date(2027, 3, 1))),
    ],
)
def test_a_person_s_cautions_come_with_that_person(code: str, troubled: Any) -> None:
    settings = config(club("north-club", "10", troubled, staff("Ali Kaya")))
    caution = of_choice(Table(case(), settings=settings), "north-club", "mia")[code]
    assert (caution.provider, caution.values["person"], caution.is_blocking) == ("north-club", "Mia Holm", False)
    assert code not in of_choice(Table(case(), settings=settings), "north-club", "ali")
    assert code not in of_choice(Table(case(), settings=settings), "north-club")


def test_the_cautions_of_somebody_who_leaves_say_when() -> None:
    settings = config(club("north-club", "10", staff("Mia Holm", left_on=date(2027, 3, 1)), staff("Ali Kaya")))
    busy = Table(case(), settings=settings, claims=[claim("north-club", "3", staff="mia")])
    cautions = of_choice(busy, "north-club", "mia")
    with speaking("en"):
        assert caution_sentence(cautions["person_over_max"]) == (
            "Mia Holm has no room until the end of the placement: the last day is 01/03/2027."
        )
        assert caution_sentence(cautions["on_leave"]) == (
            "Mia Holm leaves: the last day is 01/03/2027, and the placement ends on 03/07/2027."
        )


@pytest.mark.parametrize(
    ("first", "last", "noticed"),
    [
        (START, START, True),
        (date(2026, 12, 20), START - DAY, False),
        (date(2027, 2, 1), date(2027, 3, 3), False),
        (date(2027, 2, 1), date(2027, 3, 4), True),
        (date(2027, 6, 3), date(2030, 1, 1), False),
        (date(2027, 6, 2), date(2030, 1, 1), True),
    ],
)
def test_a_house_that_is_closed_at_the_start_or_for_long_is_noticed(first: date, last: date, noticed: bool) -> None:
    """A club that closes for good was recommended without a word."""
    parts = (Period(start=first, end=last - DAY), Period(start=last, end=last)) if first < last else ()
    settings = config(club("north-club", "10", closed=parts or (Period(start=first, end=last),)), club("south-club"))
    caution = of_choice(Table(case(), settings=settings), "north-club").get("house_closed")
    assert (caution is not None) == noticed
    if caution is not None:
        assert (caution.provider, caution.is_blocking) == ("north-club", False)
        assert caution.values == {"from": first.isoformat(), "to": last.isoformat()}
    assert "house_closed" not in of_choice(Table(case(), settings=settings), "south-club")


def test_leave_after_the_placement_is_no_caution() -> None:
    away = staff("Mia Holm", leave=(Period(start=date(2027, 7, 4), end=date(2027, 8, 1)),))
    assert of_choice(Table(case(), settings=config(club("north-club", "10", away))), "north-club", "mia") == {}


@pytest.mark.parametrize(
    ("provider", "person", "passed_over"),
    [
        ("north-club", "mia", False),
        ("north-club", None, False),
        ("north-club", "ali", True),
        ("south-club", None, True),
    ],
)
def test_passing_over_a_known_person_or_a_wish_may_be_a_legal_decision(
    provider: str, person: str | None, passed_over: bool
) -> None:
    known = case(relations=(knows("Mia Holm", "north-club", "mia", 2),))
    wished = case(child_view=ChildView(obtained_on=MEETS, wishes_staff=("mia",)))
    for child in (known, wished):
        assert ("possible_legal_decision" in of_choice(Table(child), provider, person)) is passed_over
    assert "possible_legal_decision" not in of_choice(Table(case()), provider, person)


# How they are shown


def test_blocking_ones_come_first_and_each_has_its_source() -> None:
    table = Table(case(consent=None, plan=None, protected_address=True))
    cautions = table.sees("A-1", START).cautions
    assert [c.code for c in cautions] == ["consent_missing", "plan_missing", "protected_address"]
    assert [c.source for c in cautions] == ["[consent_missing]", "[plan_missing]", "[protected_address]"]
    silent = replace(table.context.law, references={})
    assert [c.source for c in table.knows(law=silent).sees("A-1", START).cautions] == ["", "", ""]


@pytest.mark.parametrize("code", [*BLOCKING, *NOTICES])
def test_the_law_table_says_where_each_comes_from(code: str) -> None:
    assert sample_law().reference(code), f"[references] of the law table has the source of {code}"


def test_an_answer_is_bound_to_the_provider_it_was_given_for() -> None:
    known = (knows("Eva", "south-club", "eva", 1),)
    full = [claim("north-club", "9"), claim("south-club", "9", "R-2")]
    table = Table(case(relations=known), claims=full).does(Open())
    table.does(place("A-1", "north-club", answers={"over_capacity": "Agreed with the leader"}, reason="Near"))
    (over,) = (caution for caution in table.sees().cautions if caution.code == "over_capacity")
    assert over.provider == "north-club", "what is known of the other club is not what was decided on"
    assert over.answer is not None
    assert (over.answer.wording, over.answer.text) == ("Agreed", "Agreed with the leader")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 12, 1), START, True),
        (date(2026, 12, 1), START - timedelta(days=1), False),
        (date(2027, 7, 3), date(2027, 8, 1), True),
        (date(2027, 7, 4), date(2027, 8, 1), False),
    ],
)
def test_leave_is_told_with_its_days_when_one_of_them_is_in_the_placement(first: date, last: date, told: bool) -> None:
    away = staff("Mia Holm", leave=(Period(start=first, end=last),))
    cautions = of_choice(Table(case(), settings=config(club("north-club", "10", away))), "north-club", "mia")
    assert ("on_leave" in cautions) is told
    if told:
        days = {"from": first.isoformat(), "to": last.isoformat()}
        assert cautions["on_leave"].values == {"person": "Mia Holm", **days}
