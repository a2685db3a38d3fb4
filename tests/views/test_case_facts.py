"""The facts of a case are worded once: card, `show` and the minutes say them alike."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kpcommittee
from kpcommittee import locale
from kpcommittee.domain.case import Absence, Assessment, ChildView, Earlier, Informed
from kpcommittee.domain.committee import District
from kpcommittee.domain.meeting.child_placements import EarlierContact, PresentContact
from kpcommittee.views.case_facts import CaseFacts
from kpcommittee.views.facts import Fact, line_text
from kpcommittee.views.text import case_text
from kpcommittee.workspace.agenda_columns import COLUMNS
from tests.builders import MEETS, case, config, knows, law
from tests.sample import sample_table

PACKAGE = Path(kpcommittee.__file__).parent


@pytest.fixture(autouse=True)
def _english() -> None:
    locale.use("en")


def facts(**keys: Any) -> CaseFacts:
    return CaseFacts(case=case(**keys), day=MEETS, config=config(), law=law())


def lines(fact: Fact) -> list[str]:
    return [line_text(line) for line in fact.lines]


def test_the_grant_names_day_rule_hours_and_months() -> None:
    assert lines(facts().grant) == ["16/11/2026 · contact_person · 3 h/week · 6 months"]
    assert lines(facts(basis="repealed").grant) == ["16/11/2026 · old law § 52 · 3 h/week · 6 months"]
    assert lines(facts(basis="unknown").grant) == ["16/11/2026 · unknown · 3 h/week · 6 months"]


def test_the_municipality_is_the_cases_or_its_districts() -> None:
    """C7: whose child it is was read, and shown nowhere."""
    home = District(id="north", name="North", municipality="Nordby")
    ours = replace(facts(), config=replace(config(), districts=(home,)))
    assert lines(ours.municipality) == ["Nordby"]
    assert lines(replace(ours, case=case(municipality="Tranemose")).municipality) == ["Tranemose"]
    assert lines(facts().municipality) == []


def test_the_childs_view_is_quoted_or_it_is_said_why_it_is_missing() -> None:
    full = ChildView(
        obtained_on=date(2026, 11, 5), how="At school", says="Mia", wishes_staff=("mia",), declines=("house", "gone")
    )
    assert lines(facts(child_view=full).view) == [
        "05/11/2026 · At school", "“Mia”", "asks for: Mia Holm", "does not want: House, gone",
    ]  # fmt: skip
    assert lines(facts(child_view=None).view) == ["not obtained"]
    assert lines(facts(child_view=ChildView(exception="In hospital")).view) == ["could not be obtained: In hospital"]
    assert lines(facts(child_view=ChildView(says="Mia")).view) == ["date not stated", "“Mia”"]


def test_an_adult_the_child_knows_is_named_with_office_house_and_year() -> None:
    relations = (
        knows("Jens", None, strength=2),
        knows("Mia Holm", "north-club", "mia", since=date(2023, 8, 15), note="Trusted"),
    )
    assert lines(facts(relations=relations).relations) == [
        "●●● Mia Holm · pedagogue · North Club · since 2023 · Trusted", "●●  Jens · pedagogue",
    ]  # fmt: skip


def test_the_present_contact_person_comes_first_among_relations() -> None:
    """P6: also under another case number of the same child."""
    eva = PresentContact(
        case_number="A-1", provider="south-club", provider_name="South Club", staff="eva", staff_name="Eva Lund",
        since=date(2026, 2, 1), ends_on=None,
    )  # fmt: skip
    known = replace(facts(relations=(knows("Mia Holm", "north-club", "mia"),)), present=eva)
    assert lines(known.relations) == [
        "now Eva Lund · contact person · South Club · 01/02/2026 –",
        "●●● Mia Holm · pedagogue · North Club",
    ]
    other = replace(eva, case_number="B-7", staff=None, staff_name=None, since=None)
    assert lines(replace(facts(), present=other).relations) == [
        "now South Club · nobody named · case B-7",
        "none stated",
    ]


def test_what_ended_before_is_told_with_why() -> None:
    past = (
        EarlierContact(
            provider="house", staff="sanne", start=date(2025, 1, 1), end=date(2025, 3, 31), why="Moved", ended="early"
        ),
        EarlierContact(provider="firm", end=date(2024, 6, 30), ended="planned"),
        EarlierContact(provider="north-club", why="As the agenda says"),
    )
    assert lines(replace(facts(), past=past).earlier) == [
        "House · Sanne Dam · 01/01/2025 – 31/03/2025 · Moved",
        "Firm · – 30/06/2024 · ended as planned",
        "North Club · As the agenda says",
    ]


def test_problems_absence_and_earlier_providers() -> None:
    case_facts = facts(
        problems=("school", "unknown"),
        problem_note="Stays away",
        school_absence=Absence(percent=Decimal("22.5"), period="autumn"),
        earlier=(
            Earlier(provider="house", start=date(2024, 2, 1), ended_because="Goal met"),
            Earlier(provider="elsewhere"),
        ),
    )
    assert lines(case_facts.problems) == ["School · club list", "unknown", "Stays away"]
    assert lines(case_facts.absence) == ["22.5 % · autumn"]
    assert lines(case_facts.earlier) == ["House · 01/02/2024 – · Goal met", "elsewhere"]


def test_what_is_missing_is_what_the_cautions_ask_about() -> None:
    """The card counted an assessment without any date, and asked for a consent that the rule does without."""
    whole: dict[str, Any] = {"relations_asked": True, "inform": (Informed(who="mother", name="Mona Karlsen"),)}
    assert lines(facts(**whole).missing) == ["–"]
    assert lines(facts(**whole, consent=None, assessment=Assessment(kind="examination"), plan=None).missing) == [
        "consent, assessment, plan"
    ]
    assert lines(facts(**whole, consent=None, basis="young").missing) == ["–"]
    assert lines(facts().missing) == ["whom the child knows, holder of custody"]
    assert lines(facts(**whole).relations) == ["asked: none"]
    for item in sample_table().meeting.items:
        view = sample_table().sees(item.number)
        codes = {caution.code for caution in view.cautions}
        asked = {"child_view_missing", "consent_missing", "assessment_missing", "plan_missing"} & codes
        assert asked == {f"{code}_missing" for code in view.missing if code not in ("relation_asked", "custody")}


def test_names_and_free_text_are_marked_as_private() -> None:
    relations = (knows("Mia Holm", "north-club", "mia", note="Trusted"),)
    earlier = (Earlier(provider="house", ended_because="Goal met"),)
    case_facts = facts(relations=relations, earlier=earlier, problem_note="Note", goals=("Goal",))
    shown = [
        piece.text
        for fact in case_facts.rows
        for line in fact.lines
        for phrase in line
        for piece in phrase
        if not piece.private
    ]
    assert [text for text in shown if any(word in text for word in ("Mia", "Trusted", "Goal", "Note", "Yes"))] == []


def test_show_says_of_a_case_what_its_facts_are() -> None:
    table = sample_table()
    context = table.context
    for item in table.meeting.items:
        view = table.sees(item.number)
        case_facts = CaseFacts(case=item.case, day=view.day, config=context.config, law=context.law)
        text = " ".join(case_text(view, context.config, context.law).split())
        shown_lines = [line for fact in case_facts.rows for line in lines(fact)]
        assert len(shown_lines) > 5
        assert [line for line in shown_lines if " ".join(line.split()) not in text] == [], item.number


SOURCES = {
    "the screen": ("views", "wording", "tui"),
    "the minutes": ("documents", "views/case_facts.py"),
}
"""Where a case is read → the sources that say it."""
NOT_IN_MINUTES = ("birth_date", "due_on")
"""The child's age and the plan's deadline follow from them, and are in the minutes."""


@pytest.mark.parametrize("reader", SOURCES)
def test_every_key_of_a_case_is_told(reader: str) -> None:
    """A column that nothing shows is one that somebody fills for nobody."""
    paths = [path for source in SOURCES[reader] for path in ((PACKAGE / source), *(PACKAGE / source).rglob("*"))]
    told = "".join(path.read_text("utf-8") for path in paths if path.suffix in (".py", ".j2"))
    keys = {column.place.rpartition(".")[2] for column in COLUMNS.values()}
    untold = {key for key in keys if not re.search(rf"\.{key}\b", told)}
    assert untold - {*(NOT_IN_MINUTES if reader == "the minutes" else ())} == set(), "views/case_facts.py has its line"
