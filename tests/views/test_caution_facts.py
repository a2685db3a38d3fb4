"""The cautions of a case: of whom somebody proposes, and no sentence twice."""

from typing import Any

import pytest

from kpcommittee import locale
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Open, Position
from kpcommittee.views.caution_facts import CautionFact, caution_facts
from kpcommittee.views.facts import line_text, phrase_text
from kpcommittee.views.option_facts import facts_of
from kpcommittee.views.text import case_text
from tests.builders import Table, case, claim, club, config, knows, place, staff


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def two_clubs(**keys: Any) -> Table:
    """Mia's club is clear; the other club of the district is over."""
    clubs = (club("north-a", "20", staff("Mia Holm")), club("north-b", "10", staff("Eva Lund")))
    relations = (knows("Mia Holm", "north-a", "mia"),)
    full = claim("north-b", "9", "R-1")
    return Table(case(relations=relations, **keys), settings=config(*clubs), claims=[full]).does(Open())


def at_issue(table: Table) -> list[str]:
    view = table.sees()
    return [phrase_text(fact.phrase) for fact in caution_facts(view.cautions_at_issue, table.context.config)]


def providers(view: CaseView) -> set[str | None]:
    return {caution.provider for caution in view.cautions_at_issue}


def test_a_clear_case_is_not_warned_of_clubs_that_nobody_proposes() -> None:
    """U18."""
    table = two_clubs()
    view = table.sees()
    assert view.recommendation.provider == "north-a"
    assert {caution.provider for caution in view.cautions} == {None, "north-b"}
    assert providers(view) == {None}
    other = next(option for option in view.options if option.provider == "north-b")
    facts = facts_of(view, table.context.config, table.context.law, other)
    assert [line_text(line) for line in facts.cautions.lines] == ["possibly a legal decision [possible_legal_decision]"]


def test_a_leader_who_wants_another_brings_its_cautions_back() -> None:
    table = two_clubs()
    table.does(Position(case="A-1", role="school", stance="disagree", provider="north-b"))
    assert "north-b" in providers(table.sees())


def test_the_chosen_provider_is_warned_of() -> None:
    table = two_clubs()
    table.does(place("A-1", "north-b", reason="Near", answers={"over_capacity": "Agreed", "seat_empty": "Agreed"}))
    assert "north-b" in providers(table.sees())
    assert any(text.startswith("! North B: ") and " ✓ Agreed" in text for text in at_issue(table))


def test_without_a_recommendation_all_in_question_are_warned_of_and_each_sentence_is_said_once() -> None:
    clubs = (club("north-a", "1", staff("Mia Holm")), club("north-b", "1", staff("Eva Lund")))
    table = Table(case(), settings=config(*clubs)).does(Open())
    assert table.sees().recommendation.provider is None
    over = [text for text in at_issue(table) if "over capacity" in text]
    assert len(over) == 1
    assert over[0].startswith("! North A, North B: ")
    assert over[0].endswith(" [over_capacity]")


def test_show_says_the_cautions_of_another_option_beside_it() -> None:
    table = two_clubs()
    text = case_text(table.sees(), table.context.config, table.context.law)
    options, _heading, cautions = text.partition("Cautions")
    assert "may be a legal decision" in " ".join(options.split())
    assert "North B" not in cautions


def test_a_name_in_a_sentence_is_private() -> None:
    table = Table(case(relations=(knows("Mia Holm", "north-club", "mia"),)), claims=[claim("north-club", "9")])
    view = table.sees()
    named = next(caution for caution in view.cautions if "person" in caution.values)
    assert CautionFact(caution=named, providers=()).sentence.private == "prose"
