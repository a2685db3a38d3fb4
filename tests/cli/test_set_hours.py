"""Hours that the committee sets within the grant, on the command line: recorded, shown, counted, paid and corrected."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.program import Program

CASE, CLUB, MEETING = "2026-0412", "klub-oest", "2026-12-02"
GRANTED, FACTOR = 5, 1.25
ANSWERS = [{"caution": code, "code": "other", "text": "Aftalt"} for code in ("consent_missing", "child_view_missing")]


def placing(**keys: Any) -> dict[str, Any]:
    """The placement of the case."""
    return {
        "do": "place", "case": CASE, "provider": CLUB, "staff": "mette-h", "start": "2027-01-04",
        "positions": "all_agree", "answers": ANSWERS, **keys,
    }  # fmt: skip


@pytest.fixture
def setting(kp: Program) -> Program:
    """The sample as a committee that sets the hours."""
    config = Path(kp.folder) / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[committee]\n", "[committee]\nsets_hours = true\n", 1), encoding="utf-8")
    return kp


def held(kp: Program) -> float:
    """The club's hours in the new year."""
    rows = kp.does("balance", "--date", "2027-01-11", "--json").json
    return next(float(row["load"] + row["held"]) for row in rows if row["provider"] == CLUB)


def forecast(kp: Program) -> float:
    """The forecast of the year for the club."""
    rows = kp.does("budget", "2027", "--json").json["by_provider"]
    return sum(float(row["forecast"]) for row in rows if row["provider"] == CLUB)


def refusal(kp: Program, intention: dict[str, Any]) -> dict[str, Any]:
    """The refusal of an intention."""
    (answer,) = kp("record", MEETING, stdin=json.dumps(intention)).lines
    return answer


def shown(kp: Program) -> dict[str, Any]:
    """The case in `show --json`."""
    case: dict[str, Any] = kp.does("show", MEETING, "--case", CASE, "--json").json["cases"][0]
    return case


def test_set_hours_are_recorded_shown_counted_and_paid(setting: Program) -> None:
    kp = setting
    before, money = held(kp), forecast(kp)
    kp.records(MEETING, [{"do": "open"}, placing(hours=4)])
    case = shown(kp)
    assert (case["decision"]["hours"], case["decision"]["granted_hours"]) == (4, GRANTED)
    club = next(option for option in case["options"] if option["provider"] == CLUB)
    assert club["cost_per_month"] == f"{243 * 4 * 52 / 12:.2f}"
    assert held(kp) == before + 4 * FACTOR
    # From 4 January to the end of the year at the rate of each day.
    assert forecast(kp) - money == pytest.approx(243 * 4 * 52 / 365 * 362, abs=0.02)
    assert "4 of the granted 5 h/week" in " ".join(kp.does("show", MEETING, "--case", CASE).out.split())
    (past,) = kp.does("history", f"sag:{CASE}", "--json").json
    assert past["hours"] == 4
    minutes = kp.does("minutes", MEETING, "-o", "-").out
    assert "4 af de bevilgede 5 t/uge" in minutes
    assert "5 t/uge · forventet 12 måneder" in minutes, "the grant is told as it was granted"


def test_the_hours_are_corrected_after_the_approval(setting: Program) -> None:
    kp = setting
    before = held(kp)
    others = [case["case_number"] for case in kp.does("show", MEETING, "--json").json["cases"]]
    left = [{"do": "postpone", "case": number, "reason": "Tid"} for number in others if number != CASE]
    ended = [{"do": "close"}, {"do": "approve", "by": "Inger Thorsen"}]
    kp.records(MEETING, [{"do": "open"}, placing(hours=4), *left, *ended])
    kp.records(MEETING, [{"do": "correct", "case": CASE, "place": {"hours": 3.5}, "why": "Skrivefejl", "by": "Inger"}])
    assert shown(kp)["decision"]["hours"] == 3.5
    assert held(kp) == before + 3.5 * FACTOR
    minutes = kp.does("minutes", MEETING, "-o", "-").out
    assert "timetallet 4 t/uge er ændret til 3,5 t/uge" in minutes
    assert "3,5 af de bevilgede 5 t/uge" in minutes
    first = kp.does("minutes", MEETING, "--version", "1", "-o", "-").out
    assert "4 af de bevilgede 5 t/uge" in first
    change = kp.does("decision", CASE, "--json").json["versions"][-1]["changes"][0]
    assert (change["what"], change["before"], change["after"]) == ("hours", 4.0, 3.5)


def test_more_than_the_grant_no_quarter_and_a_committee_without_hours_are_refused(setting: Program) -> None:
    kp = setting
    kp.records(MEETING, [{"do": "open"}])
    for hours, why in ((5.25, "5.25 hours a week are more than the 5"), (2.1, "in quarters"), (0, "more than 0")):
        refused = refusal(kp, placing(hours=hours))
        assert (refused["refused"], refused["key"], refused["case"]) == ("invalid", "hours", CASE)
        assert why in refused["message"]


def test_a_committee_that_sets_no_hours_refuses_the_key(kp: Program) -> None:
    kp.records(MEETING, [{"do": "open"}])
    refused = refusal(kp, placing(hours=4))
    assert (refused["refused"], refused["key"]) == ("invalid", "hours")
    assert "sets no hours" in refused["message"]
    kp.records(MEETING, [placing()])
    assert not re.search(r"af de bevilgede", kp.does("minutes", MEETING, "-o", "-").out)
