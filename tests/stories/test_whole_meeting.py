"""The meeting of the sample's fourteen cases, from its agenda to the approved minutes."""

from pathlib import Path

import pytest

from tests.drivers.office import Office, unsigned
from tests.drivers.program import Result
from tests.sample import DAY, WHOLE_MEETING

OUTCOMES = {
    "2026-0412": ("placed", "klub-oest", "mette-h"),
    "2026-0409": ("postponed", None, None),
    "2026-0377": ("placed", "klub-havn", "jonna-f"),
    "2026-0391": ("placed", "familiehuset", "sanne-w"),
    "2026-0420": ("placed", "fokus", None),
    "2026-0398": ("placed", "familiehuset", "bjarne-l"),
    "2026-0402": ("placed", "familiehuset", "sanne-w"),
    "2026-0415": ("placed", "klub-vest", "hanne-v"),
    "2026-0388": ("placed", "klub-vest", "katrine-b"),
    "2026-0395": ("placed", "familiehuset", "nadia-s"),
    "2026-0417": ("placed", "klub-nord", "dorthe-k"),
    "2026-0408": ("placed", "klub-moellen", "eva-l"),
    "2026-0422": ("withdrawn", None, None),
    "2026-0296": ("returned", None, None),
}


@pytest.fixture
def meeting(office: Office) -> tuple[Office, Result]:
    """The office after the meeting, and what was answered."""
    return office, office.run("record", DAY, stdin=WHOLE_MEETING)


def test_every_line_is_recorded_and_every_case_gets_its_outcome(meeting: tuple[Office, Result]) -> None:
    office, ran = meeting
    assert (ran.code, ran.err) == (0, "")
    assert [answer["n"] for answer in ran.lines] == list(range(1, 23))
    shown = office.show(DAY)
    assert shown["meeting"] == {
        "id": DAY, "date": DAY, "place": "Rådhuset, mødelokale 3", "state": "approved", "version": 1
    }  # fmt: skip
    outcomes = {case["case_number"]: (case["state"], *_chosen(case["decision"])) for case in shown["cases"]}
    assert outcomes == OUTCOMES
    assert list(outcomes) == list(OUTCOMES)
    assert [case["number"] for case in shown["cases"]] == list(range(1, 15))


def _chosen(decision: dict[str, str] | None) -> tuple[str | None, str | None]:
    return (decision["provider"], decision["staff"]) if decision else (None, None)


def test_the_minutes_hold_what_was_decided_and_no_full_name_of_a_child(meeting: tuple[Office, Result]) -> None:
    office, _ = meeting
    minutes = office.minutes(DAY)
    headings = [line for line in minutes.splitlines() if line.startswith("### ")]
    assert [next(number for number in OUTCOMES if number in line) for line in headings] == list(OUTCOMES)
    for name in ("Amina Karlsen", "Freja Holmgaard", "Søren [Bo]", "641013", "Oskar"):
        assert name not in minutes
    club = office.item(DAY, "2026-0398")
    assert "Mona Kvist" in club
    assert "Klubben kunne også." in club
    assert "Adfærden kræver Bjarnes erfaring." in club
    assert "Per Sand låner fire timer ud til 1. april." in office.item(DAY, "2026-0377")
    assert "Ulrik Steen" in office.item(DAY, "2026-0377")
    assert "Lone Bech: Fraværet er faldet de seneste to uger." in office.item(DAY, "2026-0412")
    family = office.item(DAY, "2026-0415")
    assert "Beata Marczewski" not in family
    assert "Tomasz Marczewski" not in family
    for name in ("Klub Øst", "Trædesten Lindebæk ApS"):
        assert f"| {name} |" in minutes


def test_the_same_meeting_gives_the_same_bytes(meeting: tuple[Office, Result], tmp_path: Path) -> None:
    office, ran = meeting
    other = Office.sample(tmp_path / "et andet sted")
    again = other.run("record", DAY, "--all-or-nothing", stdin=WHOLE_MEETING)
    assert again == ran
    assert unsigned(other.minutes(DAY)) == unsigned(office.minutes(DAY))
    assert other.show(DAY) == office.show(DAY)
    assert office.minutes(DAY, "--version", "1") == office.minutes(DAY)


def test_everything_is_in_history_and_can_be_made_again(meeting: tuple[Office, Result]) -> None:
    office, _ = meeting
    rows = office.history()
    assert {row["case_number"]: (row["outcome"], row["provider"], row["staff"]) for row in rows} == OUTCOMES
    before = (rows, office.balance(DAY), office.show(DAY), office.minutes(DAY))
    office.good("rebuild")
    office.good("verify")
    assert (office.history(), office.balance(DAY), office.show(DAY), office.minutes(DAY)) == before


@pytest.mark.parametrize("day", [DAY, "2027-01-04", "2027-08-02"])
def test_approval_changes_no_sum(office: Office, day: str) -> None:
    lines = WHOLE_MEETING.splitlines(keepends=True)
    assert office.run("record", DAY, stdin="".join(lines[:-2])).code == 0
    sums = office.sums(day)
    for line in lines[-2:]:
        assert office.run("record", DAY, stdin=line).code == 0
        assert office.sums(day) == sums
    held = {row["provider"]: row["held"] for row in office.balance(day).values()}
    assert set(held.values()) == {0.0}
