"""The options for a case: facts, the one clear option or why there is none, and what departs from it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.capacity.options import (
    Recommendation,
    departures_of,
    lists_of,
    options_in_question,
    recommendation_of,
)
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.capacity.ranking import offers_by_list
from kpcommittee.domain.case import ChildView
from kpcommittee.domain.committee import Config
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.provider import Period, Provider, Rate
from tests.builders import MEETS, START, Table, case, claim, club, config, knows, place, staff


def seen(table: Table, number: str = "A-1") -> dict[str, Any]:
    return {option.provider: option for option in table.sees(number, START).options}


def recommended(*claims: Claim, settings: Config | None = None, **keys: Any) -> Recommendation:
    return Table(case(**keys), settings=settings, claims=claims).sees("A-1", START).recommendation


TWO_CLUBS = config(club("north-a", "10"), club("north-b", "10"))


def test_the_only_candidate_is_clear() -> None:
    options = seen(Table(case()))
    assert {name: (o.candidate, o.clear) for name, o in options.items()} == {
        "north-club": (True, True),
        "south-club": (False, False),
        "house": (False, False),
        "firm": (False, False),
    }
    assert recommended() == Recommendation(provider="north-club")


def test_the_stronger_relation_is_clear_and_its_person_is_recommended() -> None:
    relations = (knows("Mia", "north-a", "mia", 2), knows("Ali", "north-b", "ali", 3))
    settings = config(club("north-a", "10", staff("Mia")), club("north-b", "10", staff("Ali")))
    assert recommended(settings=settings, relations=relations) == Recommendation(provider="north-b", staff="ali")


def test_the_strongest_known_person_with_room_is_recommended() -> None:
    relations = (knows("Mia", "north-club", "mia", 3), knows("Ali", "north-club", "ali", 2))
    assert recommended(relations=relations).staff == "mia"
    full = claim("north-club", "8", staff="mia")
    wide = config(club("north-club", "30", staff("Mia"), staff("Ali")), club("south-club"))
    assert recommended(full, settings=wide, relations=relations).staff == "ali"


def test_equal_relations_are_a_tie_and_so_are_internal_and_external() -> None:
    assert recommended(settings=TWO_CLUBS).why_none == "tie"
    assert not any(option.clear for option in seen(Table(case(), settings=TWO_CLUBS)).values())
    same = (knows("Mia", "north-a", None, 2), knows("Ali", "north-b", None, 2))
    assert recommended(settings=TWO_CLUBS, relations=same).why_none == "tie"
    assert recommended(problems=("autism",)).why_none == "tie"


def test_a_mixed_list_is_never_resolved() -> None:
    recommendation = recommended(problems=("school", "autism"), relations=(knows("Mia", "north-club", "mia"),))
    assert recommendation == Recommendation(why_none="both_lists")


def test_a_known_relation_that_is_not_on_the_list_leaves_the_choice_to_people() -> None:
    settings = config(
        club(), Provider(id="house", kind="internal", name="House"), Provider(id="firm", kind="external", name="F")
    )
    recommendation = recommended(settings=settings, problems=("autism",), relations=(knows("Mia", "north-club"),))
    assert recommendation.why_none == "relation_not_on_list"


def test_a_known_relation_without_room_leaves_the_choice_to_people() -> None:
    recommendation = recommended(claim("north-a", "8"), settings=TWO_CLUBS, relations=(knows("Mia", "north-a"),))
    assert recommendation.why_none == "relation_without_room"


def test_nobody_with_room() -> None:
    assert recommended(claim("north-club", "8")).why_none == "nobody_with_room"


def test_a_provider_with_room_that_the_child_declines_is_not_called_full() -> None:
    view = ChildView(obtained_on=MEETS, declines=("south-club",))
    known = (knows("Eva", "south-club", "eva", 3), knows("Ann", "north-club", "ann", 2))
    assert recommended(child_view=view, relations=known).why_none == "declined"


def test_no_candidate() -> None:
    assert recommended(settings=config(club("south-club"))).why_none == "no_candidate"


def test_a_provider_of_a_neighbour_district_is_a_candidate_when_the_child_knows_it() -> None:
    options = seen(Table(case(relations=(knows("Eva", "south-club", "eva", 1),))))
    assert (options["south-club"].candidate, options["south-club"].own_district) == (True, False)
    assert options["south-club"].clear


def test_what_the_child_declines_is_not_clear_and_what_it_asks_for_is_marked() -> None:
    view = ChildView(obtained_on=MEETS, declines=("north-club",), wishes_staff=("eva",))
    options = seen(Table(case(child_view=view)))
    assert (options["north-club"].wish, options["north-club"].excluded_by) == ("declined", "declined")
    assert options["south-club"].wish == "asked_for"
    assert recommended(child_view=view).why_none == "declined"


@pytest.mark.parametrize(
    ("hours", "room", "excluded"),
    [
        ("4", "ok", None),
        ("4.25", "ok", None),
        ("5", "tight", None),
        ("7", "tight", None),
        ("7.25", "over", "over_capacity"),
    ],
)
def test_room_is_judged_with_the_case_in_it(hours: str, room: str, excluded: str | None) -> None:
    option = seen(Table(case(), claims=[claim("north-club", hours)]))["north-club"]
    assert (option.room, option.excluded_by) == (room, excluded)
    assert option.after.used - option.before.used == 3


def test_a_case_takes_a_providers_hours_times_its_factor_and_a_person_has_to_have_as_many_free() -> None:
    members = (staff("Mia Holm", "4"), staff("Ali Kaya", "6"))
    options = seen(Table(case(), settings=config(club("north-club", "20", *members, hours_factor=Decimal("1.5")))))
    option = options["north-club"]
    assert option.after.used - option.before.used == Decimal("4.5")
    assert [(member.staff, member.excluded_by) for member in option.staff] == [
        ("mia", "person_over_max"),
        ("ali", None),
    ]


def test_only_the_weeks_in_which_the_case_runs_count() -> None:
    before = claim("north-club", "9", end=date(2027, 1, 3))
    after = claim("north-club", "9", start=date(2027, 7, 5))
    assert seen(Table(case(), claims=[before, after]))["north-club"].room == "ok"
    assert seen(Table(case(), claims=[claim("north-club", "9", start=date(2027, 7, 3))]))["north-club"].room == "over"


def test_the_worst_week_is_named_with_what_was_there_before() -> None:
    option = seen(Table(case(), claims=[claim("north-club", "5", start=date(2027, 3, 10), end=date(2027, 3, 12))]))[
        "north-club"
    ]
    assert (option.worst_week, option.before.used, option.after.used) == ("2027-W10", 5, 8)


def test_the_ordinary_offer_has_the_case_in_it_and_is_what_a_decision_freezes() -> None:
    """T1: pedagogue hours left per enrolled child in the worst week; 100 hours, 50 children, 5 hours running."""
    settings = config(club("north-club", "10", enrolled=50), club("north-b", "10"), club("north-c", None, enrolled=50))
    table = Table(case(hours_per_week=Decimal(3)), settings=settings, claims=(claim("north-club", "5"),))
    options = seen(table)
    own = options["north-club"]
    assert (own.offer_before, own.offer_after) == (Decimal("1.9"), Decimal("1.84"))
    for unknown in ("north-b", "north-c"):
        assert (options[unknown].offer_before, options[unknown].offer_after) == (None, None)
    table.does(Open(), place("A-1", "north-club", reason="It is near."))
    decision = table.item("A-1").decision
    assert decision is not None
    assert decision.option == own


def test_a_start_beyond_the_horizon_is_judged_on_its_own_weeks() -> None:
    table = Table(case(), claims=[claim("north-club", "8", start=date(2030, 1, 1))])
    options = {o.provider: o for o in table.sees("A-1", date(2031, 3, 3)).options}
    assert (options["north-club"].room, options["north-club"].worst_week) == ("over", "2031-W10")


@pytest.mark.parametrize(
    ("person", "claims", "excluded"),
    [
        (staff("Mia", "10"), [], None),
        (staff("Mia", "2.75"), [], "person_over_max"),
        (staff("Mia", None), [], None),
        (staff("Mia", "10"), [claim("north-club", "7.25", staff="mia")], "person_over_max"),
        (staff("Mia", "10", max_children=1), [claim("north-club", "1", staff="mia")], "person_over_max"),
        (staff("Mia", "10", max_children=2), [claim("north-club", "1", staff="mia")], None),
        (staff("Mia", "10", leave=(Period(start=START, end=START),)), [], "on_leave"),
        (staff("Mia", "10", leave=(Period(start=date(2027, 2, 1), end=date(2027, 3, 1)),)), [], None),
        (staff("Mia", "10", left_on=date(2027, 1, 3)), [], "on_leave"),
        (staff("Mia", "10", left_on=START), [], None),
    ],
)
def test_what_keeps_a_person_from_the_case(person: Any, claims: list[Claim], excluded: str | None) -> None:
    table = Table(case(), settings=config(club("north-club", "50", person)), claims=claims)
    option = seen(table)["north-club"]
    assert [member.excluded_by for member in option.staff] == [excluded]
    assert option.excluded_by == excluded


def test_a_house_that_is_closed_throughout_is_no_candidate() -> None:
    """It was weighed as if it were open, and could be recommended."""
    end = Table(case()).sees("A-1", START).proposal.end
    table = Table(case(), settings=config(club("north-club", "50", closed=(Period(start=START, end=end),))))
    option = seen(table)["north-club"]
    assert (option.candidate, option.clear, option.excluded_by) == (False, False, "house_closed")
    almost = Table(case(), settings=config(club("north-club", "50", closed=(Period(start=START, end=end - DAY),))))
    assert seen(almost)["north-club"].candidate


def test_a_house_where_everybody_has_left_is_no_candidate() -> None:
    """P7: it was one, and could even be recommended to nobody."""
    gone = [staff("Mia", left_on=START - timedelta(1)), staff("Ali", left_on=START - timedelta(40))]
    deserted = config(club("north-club", "50", *gone), club("south-club", "50", staff("Eva")))
    option = seen(Table(case(), settings=deserted))["north-club"]
    assert (option.candidate, option.clear, option.excluded_by) == (False, False, "on_leave")
    assert Table(case(), settings=deserted).sees("A-1", START).recommendation.why_none == "no_candidate"

    last_day = config(club("north-club", "50", staff("Mia", left_on=START)))
    assert seen(Table(case(), settings=last_day))["north-club"].candidate
    resting = (Period(start=START, end=START),)
    for people in ((), (gone[0], staff("Ali", leave=resting)), (gone[0], staff("Ali"))):
        assert seen(Table(case(), settings=config(club("north-club", "50", *people))))["north-club"].candidate


@pytest.mark.parametrize("hours", ["10", None])
def test_who_is_away_at_the_start_has_no_free_hours(hours: str | None) -> None:
    """Free hours of a person on leave were those of other weeks; without a limit there are none (T8)."""
    away = staff("Mia", hours, leave=(Period(start=START, end=START + timedelta(days=9)),))
    option = seen(Table(case(), settings=config(club("north-club", "50", away))))["north-club"]
    assert [member.free for member in option.staff] == [None if hours is None else Decimal(0)]


def test_a_person_the_child_declines_is_excluded_and_the_colleague_is_not() -> None:
    view = ChildView(obtained_on=MEETS, declines=("mia",))
    option = seen(Table(case(child_view=view)))["north-club"]
    assert [member.excluded_by for member in option.staff] == ["declined", None]
    assert option.excluded_by is None


def test_people_are_shown_with_what_they_are_trained_for() -> None:
    settings = config(club("north-club", "10", staff("Mia", competences=("school",)), staff("Ali")))
    assert [member.competent for member in seen(Table(case(), settings=settings))["north-club"].staff] == [True, False]


def test_the_cost_is_that_of_the_rate_at_the_start() -> None:
    rates = [
        Rate(provider="firm", unit="hour", amount=Decimal(400), valid_from=date(2026, 1, 1)),
        Rate(provider="firm", unit="hour", amount=Decimal(500), valid_from=date(2027, 1, 1)),
    ]
    options = seen(Table(case(), settings=config(rates=rates)))
    assert (options["firm"].cost_per_month, options["north-club"].cost_per_month) == (Decimal("6500.00"), None)


def test_a_decision_does_not_weigh_on_the_options_of_its_own_case() -> None:
    table = Table(case("A-1"), case("A-2"), claims=[claim("north-club", "6")]).does(Open())
    undecided = seen(table, "A-1")
    table.does(place("A-1", "north-club"))
    assert table.sees("A-1").option_today == replace(undecided["north-club"], clear=False)
    assert seen(table, "A-2")["north-club"].before.held == 3


def test_a_running_placement_of_the_same_case_is_taken_over() -> None:
    own = claim("north-club", "9", number="A-1")
    assert seen(Table(case(), claims=[own]))["north-club"].room == "ok"


# Departures


def departs(provider: str, staff_id: str | None = None, *claims: Claim, **keys: Any) -> tuple[str, ...]:
    dealt = Table(case(**keys), claims=claims).sees("A-1", START)
    return departures_of(dealt.item.case, dealt.options, dealt.recommendation, provider, staff_id)


def test_following_the_recommendation_departs_from_nothing() -> None:
    assert departs("north-club") == ()
    known = (knows("Mia", "north-club", "mia"),)
    assert departs("north-club", "mia", relations=known) == ()
    assert departs("north-club", None, relations=known) == ()


def test_another_provider_or_person_departs_from_the_recommendation() -> None:
    assert departs("south-club") == ("from_recommendation",)
    assert departs("house") == ("from_recommendation", "from_list")
    known = (knows("Mia", "north-club", "mia"),)
    assert departs("north-club", "ali", relations=known) == ("from_recommendation", "from_relation")


def test_a_weaker_relation_departs_from_a_known_one_and_knowing_alone_is_none() -> None:
    view = ChildView(obtained_on=MEETS)
    assert departs("house", None, problems=("autism",), relations=(knows("Mia", "north-club", "mia", 2),)) == (
        "from_relation",
    )
    assert (
        departs("house", None, problems=("autism",), relations=(knows("Mia", "north-club", "mia", 1),), child_view=view)
        == ()
    )


def test_nobody_is_on_a_mixed_list() -> None:
    assert departs("north-club", problems=("school", "autism")) == ("from_list",)
    assert departs("house", problems=("school", "autism")) == ("from_list",)


@pytest.mark.parametrize(
    ("problems", "knows_somebody", "wishes"),
    [
        (["school"], (), ()),
        (["school", "autism"], (), ()),
        (["autism"], (knows("Mia Holm", "north-club"),), ()),
        (["school"], (knows("Sanne Dam", "house"), knows("Ali Kaya", "north-club", strength=2)), ("firm",)),
    ],
)
def test_a_decision_sees_the_same_options_as_the_screen_but_for_those_not_in_question(
    problems: list[str], knows_somebody: tuple[Any, ...], wishes: tuple[str, ...]
) -> None:
    view = ChildView(obtained_on=MEETS, declines=wishes)
    table = Table(case(problems=problems, relations=knows_somebody, child_view=view)).does(Open())
    shown = table.sees("A-1", START)
    ledger = table.context.ledger_in(table.meeting)
    for chosen in table.context.config.providers:
        offered = options_in_question(shown.proposal, ledger, chosen.id)
        kept = [o for o in shown.options if o.candidate or o.relation or o.wish or o.provider == chosen.id]
        assert list(offered) == kept
        assert recommendation_of(shown.item.case, offered, table.context.config) == shown.recommendation


def test_options_are_ranked_by_what_speaks_for_them_and_never_by_cost() -> None:
    """T10: the order of panel, dialog, comparison and decision, which was another on each."""
    north = [club(f"north-{letter}") for letter in "abcd"]
    settings = config(club("south-b", "0"), club("south-a"), club("south-asked", "10", staff("Eva Lund")), *north)
    known = (knows("Mia", "north-c", None, 2), knows("Ali", "north-d", None, 3))
    view = ChildView(obtained_on=MEETS, wishes_staff=("eva",), declines=("north-a",))
    table = Table(case(relations=known, child_view=view), settings=settings).sees("A-1", START)
    assert [option.provider for option in table.options] == [provider.id for provider in settings.providers]
    best_first = ["north-d", "north-c", "north-b", "north-a", "south-asked", "south-b", "south-a"]
    assert [option.provider for option in table.ranked_options] == best_first
    assert [option.in_question for option in table.ranked_options] == [*[True] * 5, False, False]


def test_problems_on_both_lists_are_offered_by_each_list_and_never_resolved() -> None:
    """C3: no provider is on the list for all of the problems, so that nothing was shown."""
    known = (knows("Eva Lund", "south-club", "eva", strength=2),)
    table = Table(case(problems=("school", "autism", "leisure"), relations=known)).sees("A-1", START)
    offered = {option.provider: option.for_list for option in table.options}
    assert offered == {"north-club": "club", "south-club": "club", "house": "specialist", "firm": "specialist"}
    assert table.recommendation == Recommendation(why_none="both_lists")
    assert not any(option.candidate or option.clear for option in table.options)
    lists = lists_of(table.item.case, config())
    sides = [
        (side.list, side.problems, [option.provider for option in side.options])
        for side in offers_by_list(table.options, lists)
    ]
    assert sides == [
        ("club", ("school", "leisure"), ["south-club", "north-club"]),
        ("specialist", ("autism",), ["house", "firm"]),
    ]  # fmt: skip


def test_a_neighbours_club_that_nobody_knows_is_offered_by_no_list() -> None:
    table = Table(case(problems=("school", "autism"), child_view=ChildView(wishes_staff=("eva",)))).sees("A-1", START)
    south = next(option for option in table.options if option.provider == "south-club")
    assert (south.for_list, south.considered) == (None, True)
    assert [side.list for side in offers_by_list(table.options, lists_of(table.item.case, config()))] == [
        "club", "specialist", None,
    ]  # fmt: skip


def test_on_one_list_all_that_is_considered_is_one_side() -> None:
    table = Table(case()).sees("A-1", START)
    assert all(option.for_list is None for option in table.options)
    (side,) = offers_by_list(table.options, lists_of(table.item.case, config()))
    assert (side.list, [option.provider for option in side.options]) == (None, ["north-club"])


def test_a_list_that_offers_nobody_is_a_side_without_options() -> None:
    settings = config(Provider(id="house", kind="internal", name="House"))
    table = Table(case(problems=("school", "autism")), settings=settings).sees("A-1", START)
    sides = offers_by_list(table.options, lists_of(table.item.case, settings))
    assert [(side.list, len(side.options)) for side in sides] == [("club", 0), ("specialist", 1)]
