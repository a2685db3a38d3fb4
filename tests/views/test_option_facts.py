"""The facts of an option are worded once: what a list says of it, and what a comparison says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpcommittee import locale
from kpcommittee.domain.case import ChildView
from kpcommittee.domain.provider import Change, Period, Provider, Rate, Supplement
from kpcommittee.views.facts import Fact, line_text
from kpcommittee.views.option_facts import OptionFacts, facts_of
from kpcommittee.views.option_groups import option_groups
from kpcommittee.views.text import case_text
from kpcommittee.wording.cautions import caution_sentence
from tests.builders import START, Table, case, claim, club, config, knows, staff
from tests.sample import sample_table


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def facts(table: Table, provider: str = "north-club", number: str = "A-1") -> OptionFacts:
    view = table.sees(number, START)
    option = next(option for option in view.options if option.provider == provider)
    return facts_of(view, table.context.config, table.context.law, option)


def lines(fact: Fact) -> list[str]:
    return [line_text(line) for line in fact.lines]


def test_a_list_says_the_most_important_first_and_the_cost_last() -> None:
    rate = Rate(provider="north-club", unit="month", amount=Decimal("5112.50"), valid_from=date(2026, 1, 1))
    view = ChildView(obtained_on=date(2026, 11, 5), wishes_staff=("mia",))
    known = knows("Mia Holm", "north-club", "mia", since=date(2023, 8, 15))
    table = Table(case(relations=(known,), child_view=view), settings=config(rates=[rate]))
    line = line_text(facts(table).brief)
    assert line == "●●● Mia Holm · the child's wish · on the list · ○ ok 0 → 30 % week 1 · DKK 5,113 a month"


def test_what_is_off_the_list_or_elsewhere_is_said_before_what_is_on_it() -> None:
    table = Table(case())
    assert line_text(facts(table, "house").brief) == "not on the list · ○ ok 0 → 10 % week 1"
    south = facts(table, "south-club")
    assert line_text(south.brief).startswith("another district · on the list")
    assert lines(south.exclusion) == ["another district"]
    assert lines(facts(table, "firm").exclusion) == ["not on the list"]
    assert lines(facts(table, "firm").capacity) == ["0 → 3 h", "– no limit · week 1"]
    assert lines(facts(table, "firm").offer) == []


def test_what_several_options_deliver_is_said_once_and_too_few_hours_each_time() -> None:
    """At 80×24 the same text under each option filled the panel."""
    rates = [
        Rate(provider=provider, unit="hour", amount=Decimal(300), valid_from=date(2026, 1, 1), delivery="At the club",
             delivered_hours=hours)
        for provider, hours in (("north-club", None), ("south-club", Decimal(2)))
    ]  # fmt: skip
    table = Table(case(), settings=config(rates=rates))
    (group,) = option_groups(table.sees("A-1", START), table.context.config, table.context.law, unconsidered=True)
    north, south = (option for option in group.options if option.option.kind == "club")
    assert "At the club" in line_text(north.brief)
    assert "At the club" not in line_text(south.brief)
    assert "delivers at most 2 of 3 h/week" in line_text(south.brief)
    assert "delivers at most 2 of 3 h/week: At the club" in line_text(south.beside)


def test_a_refusal_and_a_full_room_are_said_once() -> None:
    view = ChildView(obtained_on=date(2026, 11, 5), declines=("north-club",))
    declined = facts(Table(case(child_view=view)))
    assert line_text(declined.brief).count("declined by the child") == 1
    assert lines(declined.exclusion) == ["declined by the child [declined]"]
    full = facts(Table(case(), claims=[claim("north-club", "9")]))
    assert line_text(full.brief) == "on the list · ● over 90 → 120 % week 1"
    assert lines(full.exclusion) == ["over capacity [over_capacity]"]
    assert lines(full.capacity)[-1] == "0 h free, 2 h over"


def test_those_who_can_come_before_those_who_cannot_and_a_leave_names_who_bridges_it() -> None:
    away = staff("Mia Holm", leave=(Period(start=date(2026, 12, 1), end=date(2027, 1, 31)),))
    people = (away, staff("Ali Kaya", "2"), staff("Eva Lund", competences=("school",)))
    known = knows("Mia Holm", "north-club", "mia")
    option_facts = facts(Table(case(relations=(known,)), settings=config(club("north-club", "30", *people))))
    assert lines(option_facts.staff) == [
        "✓ Eva Lund · 10 h free · trained for this",
        "× Mia Holm ●●● · on leave until 31/01/2027",
        "  until then perhaps Eva Lund",
        "× Ali Kaya · 2 h free (needs 3)",
    ]
    assert line_text(option_facts.people[2].in_full) == "2 h free (needs 3) · 0 children"


def test_too_few_hours_say_how_many_are_needed_and_a_full_person_that_another_child_is_too_much() -> None:
    """U17: »ingen plads · 4,25 t fri« reads as a contradiction."""
    people = (staff("Mia Holm", "2"), staff("Ali Kaya", "1"))
    option_facts = facts(Table(case(), settings=config(club("north-club", "30", *people))))
    assert line_text(option_facts.brief).startswith("nobody has 3 h free (at most 2) · on the list")
    assert lines(option_facts.exclusion) == ["nobody has 3 h free (at most 2) [person_over_max]"]
    full = config(club("north-club", "30", staff("Mia Holm", max_children=1), staff("Ali Kaya", "1")))
    busy = facts(Table(case(), settings=full, claims=[claim("north-club", "3", staff="mia")]))
    assert [line_text(person.in_full) for person in busy.people] == [
        "no room for another child · 7 h free · 1 child", "1 h free (needs 3) · 0 children",
    ]  # fmt: skip
    assert line_text(busy.brief).startswith("nobody there with free hours")


def test_somebody_who_leaves_meanwhile_is_said_to_leave_and_not_to_have_no_hours() -> None:
    """`no free hours` sent the chair to the leader, to have hours moved that nobody works."""
    last_day = date(2027, 3, 31)
    people = (staff("Mia Holm", left_on=last_day), staff("Ali Kaya", left_on=date(2027, 2, 28)))
    settings = config(club("north-club", "30", *people))
    held = claim("north-club", "2", staff="mia")
    known = (knows("Mia Holm", "north-club", "mia"),)
    table = Table(case(relations=known), settings=settings, claims=[held])
    option_facts = facts(table)
    assert lines(option_facts.staff) == [
        "✓ Ali Kaya · 10 h free · leaves, last day 28/02/2027",
        "× Mia Holm ●●● · leaves, last day 31/03/2027",
    ]
    assert line_text(option_facts.people[1].in_full) == "leaves, last day 31/03/2027 · 1 child"
    (caution,) = (each for each in table.sees("A-1", START).cautions if each.code == "relation_without_room")
    assert caution_sentence(caution) == "The child knows Mia Holm, who leaves: the last day is 31/03/2027."
    both = facts(Table(case(), settings=settings, claims=[held, claim("north-club", "2", "R-2", staff="ali")]))
    assert line_text(both.brief).startswith("everybody there leaves, the last on 31/03/2027")


def test_a_worst_week_after_a_change_names_the_new_limit_and_its_day() -> None:
    """U17: a club without a limit said 61 % of a week in the next summer, and no word why."""
    smaller = Change(start=date(2027, 3, 1), contact_share=Decimal("0.05"))
    option_facts = facts(
        Table(case(), settings=config(club("north-club", "100", staff("Mia Holm"), changes=(smaller,))))
    )
    assert "○ ok 0 → 6 % week 9 · limit 50 h/week from 01/03/2027" in line_text(option_facts.brief)
    assert lines(option_facts.capacity) == ["0 → 6 %", "○ ok · week 9", "limit 50 h/week from 01/03/2027", "47 h free"]
    assert not facts(Table(case())).limit.brief


def test_what_a_rate_delivers_and_what_is_added_to_it_are_told_with_the_cost() -> None:
    """C7: what a rate delivers, its supplements and what a supplier is for were read and shown nowhere."""
    added = (
        Supplement(name="reports", amount_per_month=Decimal(275)),
        Supplement(name="admin", percent=Decimal("4.5")),
    )
    rate = Rate(
        provider="firm", unit="month", amount=Decimal(1000), valid_from=date(2026, 1, 1),
        delivery="By the month", delivered_hours=Decimal(2), supplements=added,
    )  # fmt: skip
    firm = Provider(id="firm", kind="external", name="Firm", competences=("school", "autism"))
    table = Table(case(), settings=config(club(), firm, rates=[rate]))
    option_facts = facts(table, "firm")
    assert line_text(option_facts.brief) == (
        "not on the list · competent: School · – no limit 0 → 3 h week 1 · external supplier"
        " · delivers at most 2 of 3 h/week: By the month · DKK 1,320 a month"
        " · incl. reports DKK 275 a month, admin 4.5 %"
    )
    assert lines(option_facts.delivery) == ["By the month", "delivers at most 2 of 3 h/week"]
    assert lines(option_facts.cost) == ["DKK 1,320 a month", "incl. reports DKK 275 a month", "incl. admin 4.5 %"]
    assert lines(option_facts.competences) == ["✓ School", "Autism"]
    assert [fact.code for fact in option_facts.rows][-2:] == ["delivery", "cost"]
    enough = facts(Table(case(hours_per_week=Decimal(2)), settings=table.context.config), "firm")
    assert lines(enough.delivery) == ["By the month", "up to 2 h/week"]
    assert lines(facts(table).delivery) == []


def test_the_ways_in_which_an_option_is_delivered_are_told_in_the_order_of_the_source() -> None:
    """Document 004, lines 43-45: permanent staff, by the hour, or bought; a fact of the option, never a rule."""
    people = (
        staff("Sanne Dam", "30", employment="permanent"),
        staff("Bo Lund", "1", employment="permanent"),
        staff("Nadia Saleh", "9", employment="hourly"),
    )
    house = Provider(id="house", kind="internal", name="House", staff=people)
    firm = Provider(id="firm", kind="external", name="Firm")
    table = Table(case(problems=("autism",)), settings=config(club(), house, firm))
    sources = {"delivery_permanent": "004:43", "delivery_hourly": "004:44", "delivery_external": "004:45"}
    table.knows(law=replace(table.context.law, references=sources))
    told = facts(table, "house")
    brief = "permanent staff: 1 of 2 with room, by the hour: 1 of 1 with room"
    assert brief in line_text(told.brief)
    assert lines(told.form) == [
        "permanent staff: 1 of 2 with room",
        "by the hour: 1 of 1 with room",
        "for what permanent staff cannot take on",
    ]
    assert [line_text(person.in_full) for person in told.people] == [
        "30 h free · 0 children · permanent staff",
        "9 h free · 0 children · employed by the hour",
        "1 h free (needs 3) · 0 children · permanent staff",
    ]
    assert lines(facts(table, "firm").form) == ["external supplier", "for special problems"]
    assert lines(facts(table, "north-club").form) == []
    # A meeting that was opened earlier has a law table without these lines: then the form stands alone.
    assert lines(facts(Table(case(), settings=table.context.config), "firm").form) == ["external supplier"]


def test_a_provider_that_left_the_config_still_has_its_facts() -> None:
    """A decision in principle is carried with the options it was made on."""
    table = Table(case(relations=(knows("Mia Holm", "north-club", "mia"),)))
    view = table.sees("A-1", START)
    old = OptionFacts(
        option=view.options[0], proposal=view.proposal, config=config(club("south-club")), law=table.context.law
    )
    assert line_text(old.brief).startswith("●●● Mia Holm · on the list")
    assert lines(old.district) == ["every district"]


def test_show_says_of_each_option_what_its_facts_are() -> None:
    table = sample_table()
    for item in table.meeting.items:
        view = table.sees(item.number)
        text = " ".join(case_text(view, table.context.config, table.context.law).split())
        groups = option_groups(view, table.context.config, table.context.law)
        considered = [facts for group in groups for facts in group.options]
        assert considered
        for facts in considered:
            assert f"{facts.option.name} {line_text(facts.brief)}" in text, (item.number, facts.option.name)
        assert {facts.option.provider for facts in considered} == {
            option.provider for option in view.options if option.considered
        }
        for option in view.options:
            line = line_text(facts_of(view, table.context.config, table.context.law, option).brief)
            assert option.considered or f"{option.name} {line}" not in text, (item.number, option.name)
