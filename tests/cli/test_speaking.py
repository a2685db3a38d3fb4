"""A wrong call is told in the program's language and in its way: what is wrong, then where to look."""

import re
from dataclasses import replace

import pytest

from tests.drivers.program import Program, run_process

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
    "balance --date x": "--date: forventet: en dato som 2026-12-02 eller 02-12-2026",
    "balance --date 31.2.2026": "--date: forventet: en dato som 2026-12-02 eller 02-12-2026",
    "schema x": "forventet: agenda eller config",
}
COMMANDS = {"agenda new": "agenda new", "danse": "", "balanc": ""}
"""A call → the command whose help is named, where that is not its first word."""


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_told_in_danish(call: str, kp: Program) -> None:
    answer = replace(kp, language="da")(*call.split())
    sentences = answer.err.splitlines()
    assert (answer.code, answer.out, len(sentences)) == (2, "", 2)
    assert sentences[0].startswith(f"error: {WRONG[call]}")
    command = f"kpcommittee {COMMANDS.get(call, call.partition(' ')[0])}".rstrip()
    assert sentences[1] == f"  {command} --help viser, hvordan den bruges."


@pytest.mark.parametrize("call", WRONG)
def test_nothing_of_the_library_is_left_in_english(call: str, kp: Program) -> None:
    sentence = kp(*call.split()).err
    assert not any(word in sentence for word in ("Usage", "Try ", "Invalid", "Missing", "No such", "unexpected"))


@pytest.mark.parametrize(
    ("call", "remedy"),
    [
        ("show --lang en", "Skriv kpcommittee --lang … show …"),
        ("placements list --workspace=x", "Skriv kpcommittee --workspace … placements list …"),
        ("check --version", "Skriv kpcommittee --version check …"),
    ],
)
def test_an_option_of_the_program_after_the_command_is_told_its_place(call: str, remedy: str, kp: Program) -> None:
    """`show --lang en` was told that there is no such option (F8)."""
    answer = replace(kp, language="da")(*call.split())
    sentences = answer.err.splitlines()
    assert (answer.code, sentences[1].strip()) == (2, remedy)
    assert sentences[0].endswith("står før kommandoen")


@pytest.mark.parametrize("day", ["2026-12-02", "2.12.2026", "02-12-2026", "2/12/2026"])
def test_a_day_may_be_written_as_danes_do(day: str, kp: Program) -> None:
    """The files of the municipality have no other dates (F8)."""
    assert "02/12/2026" in kp.does("balance", "--date", day).out
    assert kp("history", f"fra:{day}").code == 0


def test_a_week_is_not_cut_in_english(kp: Program) -> None:
    """`show` wrote every week of two digits as "week …" (T15)."""
    weeks = re.findall(r"week \S+", kp.does("show").out)
    assert len(weeks) == 10
    assert all(re.fullmatch(r"week \d+(/\d{4})?", week) for week in weeks)


def test_help_speaks_danish(real: Program) -> None:
    help_text = replace(real, language="da").does("placements", "import", "--help").out
    for label in ("Brug: kpcommittee placements import", "Argumenter:", "[påkrævet]", "Tilvalg:", "Vis denne hjælp."):
        assert label in help_text
    program = replace(real, language="da").does("--help").out
    assert "Kommandoer:" in program
    assert "Brug: kpcommittee [TILVALG] KOMMANDO [ARGUMENTER]..." in program
    assert "[standard: full]" in replace(real, language="da").does("minutes", "--help").out
    assert "Usage: kpcommittee" in real.does("--help").out


def test_help_is_danish_and_whole_where_lines_are_short(real: Program) -> None:
    """Short lines broke the English texts before they were translated, and each long sentence ended in dots."""
    call = ["--workspace", str(real.folder), "--lang", "da", "placements", "--help"]
    help_text = run_process(call, COLUMNS="40").out
    assert "Vis denne hjælp." in help_text
    assert "[TILVALG] KOMMANDO\n" in help_text
    words = " ".join(help_text.split())
    assert "Skriv hvert forløb én gang til en tabel (.csv eller .xlsx), der kan indlæses igen." in words
