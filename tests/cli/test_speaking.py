"""A wrong call is told in the program's language and in its way: what is wrong, then where to look."""

import re
from dataclasses import replace

import pytest

from tests.drivers.program import Program

WRONG = {
    "record": "AGENDA mangler",
    "agenda new": "--date mangler",
    "agenda": "kommandoen mangler",
    "danse": "der er ingen kommando danse",
    "balanc": "der er ingen kommando balanc; måske menes balance",
    "show --dance": "der er intet tilvalg --dance",
    "show --cas 1": "der er intet tilvalg --cas; måske menes --case",
    "show --json=1": "--json har ingen værdi",
    "minutes 2026-12-02 -o": "-o skal have en værdi efter sig",
    "minutes 2026-12-02 --version 0": "--version: 0 ligger ikke i intervallet x>=1",
    "minutes 2026-12-02 --version x": "--version: x er ikke et helt tal",
    "show a b": "der er ikke plads til b",
    "balance --date x": "--date: forventet: en dato som 2026-12-02",
    "schema x": "forventet: agenda eller config",
}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_told_in_danish(call: str, kp: Program) -> None:
    answer = replace(kp, language="da")(*call.split())
    said = answer.err.splitlines()
    assert (answer.code, answer.out, len(said)) == (2, "", 2)
    assert said[0].startswith(f"error: {WRONG[call]}")
    assert said[1].startswith("  kpcommittee ")
    assert said[1].endswith("--help viser, hvordan den bruges.")


@pytest.mark.parametrize("call", WRONG)
def test_nothing_of_the_library_is_left_in_english(call: str, kp: Program) -> None:
    said = kp(*call.split()).err
    assert not any(word in said for word in ("Usage", "Try ", "Invalid", "Missing", "No such", "unexpected"))


def test_a_week_is_not_cut_in_english(kp: Program) -> None:
    """`show` wrote every week of two digits as "week …" (T15)."""
    weeks = re.findall(r"week \S+", kp.does("show").out)
    assert len(weeks) == 10
    assert all(re.fullmatch(r"week \d+", week) for week in weeks)


def test_help_speaks_danish(real: Program) -> None:
    help_text = replace(real, language="da").does("placements", "import", "--help").out
    for label in ("Brug: kpcommittee placements import", "Argumenter:", "[påkrævet]", "Tilvalg:", "Vis denne hjælp."):
        assert label in help_text
    assert "Kommandoer:" in replace(real, language="da").does("--help").out
    assert "Usage: kpcommittee" in real.does("--help").out
