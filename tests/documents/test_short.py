"""Minutes that a secretary would send: what is decided first, a sentence for each decision, and nothing twice."""

from dataclasses import replace
from typing import Literal

import pytest

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.committee import DecisionRule, Role
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.wording.child import the_child
from tests.builders import NOW, Table, case, config, place
from tests.documents.conftest import approved


def text_of(table: Table, form: MinutesForm = "short") -> str:
    return render_minutes(minutes_of(table.meeting, balance_of(table.meeting, table.context), form=form))


def item(text: str, number: str) -> str:
    """The part of the minutes about one case."""
    return text.partition(f"sag {number} · ")[2].partition("\n### ")[0].partition("\n## ")[0]


@pytest.fixture(scope="module")
def short() -> str:
    return text_of(approved())


@pytest.fixture(scope="module")
def full() -> str:
    return text_of(approved(), "full")


def test_the_short_form_is_short_and_leaves_no_decision_out(short: str, full: str) -> None:
    assert len(short) < 0.75 * len(full)
    decisions = [line for line in full.splitlines() if line.startswith(("Udvalget ", "Rettet: "))]
    assert len(decisions) == 13, "12 decided or postponed, and one correction"
    assert [line for line in short.splitlines() if line.startswith(("Udvalget ", "Rettet: "))] == decisions
    for line in ("- Relationer:", "- Kapacitet:", "- Undersøgelse:"):
        assert line in full
        assert line not in short


def test_the_overview_comes_first(short: str) -> None:
    rows = short.partition("## Beslutninger")[2].partition("## ")[0].splitlines()
    first = "Klub Øst · Mette Holm · 5 t/uge · 11.01.2027 – 03.01.2028 (rettet, version 2)"
    assert f"| 1 | 2026-0412 | A.K., 13 år | {first} |" in rows
    assert "| 2 | 2026-0409 | M.F., 14 år | Udsat |" in rows
    waits = "| 6 | 2026-0398 | J.P., 16 år | I princippet: Fokus Ung ApS · navngives senere"
    assert any(row.startswith(waits) for row in rows)
    assert sum(row.startswith("| ") for row in rows) == 15


def test_everybody_agreeing_is_one_line(short: str) -> None:
    assert "**Stillingtagen:** Alle enige.\n" in item(short, "2026-0412")
    assert "| Skoleleder | Ulrik Steen" in item(short, "2026-0377")


def test_the_law_is_named_once(short: str) -> None:
    assert short.count("barnets lov § 95") == 1
    assert "  - Første opfølgning: barnets lov § 95" in short
    assert not any("001:" in line or "udvalgets egne regler" in line for line in short.splitlines())


def test_answers_stay_and_notices_go(short: str, full: str) -> None:
    assert "**Svar:** Ekstra timer er aftalt" in item(short, "2026-0377")
    assert "Navne- og adressebeskyttelse" not in item(short, "2026-0377")
    assert "Navne- og adressebeskyttelse" in item(full, "2026-0377")


def test_who_is_informed_is_one_line(short: str) -> None:
    told = "**Underrettes:** Barnet; Forældremyndighedens indehaver (mor); Myndighed: Rikke Juul;"
    assert told in item(short, "2026-0412")
    assert "**Familien underrettes ikke, før myndigheden siger til**; Myndighed:" in item(short, "2026-0415")


@pytest.mark.parametrize(("age", "called"), [(14, "Barnet"), (15, "Den unge"), (17, "Den unge"), (18, "Den unge")])
def test_from_fifteen_a_child_is_a_young_person(age: int, called: str) -> None:
    assert the_child(age) == called


AGREES = want.LeaderStance(stance="agree")


@pytest.mark.parametrize(
    ("rule", "stance", "opening"),
    [
        ("consensus", "agree", "The committee decided unanimously that"),
        ("consensus", "abstain", "The committee decided that"),
        ("consensus", "disagree", "The committee did not agree; the chair concluded that"),
        ("majority", "disagree", "The committee decided by majority that"),
    ],
)
def test_the_sentence_says_how_it_was_decided(
    rule: DecisionRule, stance: Literal["agree", "disagree", "abstain"], opening: str
) -> None:
    settings = config()
    settings = replace(settings, committee=replace(settings.committee, rule=rule))
    positions = dict.fromkeys(("school", "club", "authority", "internal"), AGREES)
    positions["school"] = want.LeaderStance(stance=stance, provider="south-club" if stance == "disagree" else None)
    table = Table(case("A-1"), settings=settings)
    table.does(want.Open(), place("A-1", "north-club", positions=positions))
    text = text_of(table)
    assert f"\n{opening} North Club provides a contact person 3 h/week from " in text
    assert "; who it is, is named later.\n" in text


def decided_in(rule: DecisionRule, positions: dict[Role, want.LeaderStance], *before: want.Intention) -> str:
    settings = config()
    table = Table(case("A-1"), settings=replace(settings, committee=replace(settings.committee, rule=rule)))
    table.does(
        want.Open(), *before, place("A-1", "north-club", positions=positions, answers={"seat_empty": "They know it"})
    )
    return text_of(table)


def test_a_disqualified_chair_is_not_said_to_have_concluded() -> None:
    out = want.Disqualify(case="A-1", role="authority", ground="An aunt", decided_by=("school", "club"))
    against = want.LeaderStance(stance="disagree", provider="south-club")
    text = decided_in("consensus", {"school": against, "club": AGREES, "internal": AGREES}, out)
    assert "\nThe committee did not agree; without the chair it was decided that North Club provides" in text
    assert "the chair concluded" not in text


def test_a_tie_is_no_majority() -> None:
    against = want.LeaderStance(stance="disagree", provider="south-club")
    positions: dict[Role, want.LeaderStance] = {
        "school": against,
        "club": against,
        "authority": AGREES,
        "internal": AGREES,
    }
    text = decided_in("majority", positions)
    assert "\nHalf of the committee agreed; by the chair's vote it was decided that North Club provides" in text
    assert "decided by majority" not in text


def test_a_second_postponement_is_counted_without_a_second_colon() -> None:
    waits = Waiting(case_number="A-1", meeting="m0", date=NOW.date(), state="postponed", postponed_times=1)
    table = Table(case("A-1"), waiting=(waits,))
    table.does(want.Open(), want.Postpone(case="A-1", reason="No report: *again*"))
    line = text_of(table).partition("\n## Cases that wait\n\n")[2].partition("\n")[0]
    assert line == r"- Item 1 · case A-1 · postponed for the second time: No report: \*again\*"
