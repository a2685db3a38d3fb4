"""A case that the committee decided and a table names too: one placement for every command."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.program import Program

CASE, CLUB = "2026-0412", "klub-oest"
START, END = "2027-01-04", "2028-01-03"


@pytest.fixture
def decided(kp: Program) -> Program:
    """The sample after an approved meeting that placed one case."""
    answers = [
        {"caution": code, "code": "other", "text": "Aftalt"} for code in ("consent_missing", "child_view_missing")
    ]
    intentions: list[dict[str, Any]] = [
        {"do": "open"},
        {"do": "place", "case": CASE, "provider": CLUB, "staff": "mette-h", "start": START, "positions": "all_agree",
         "answers": answers, "reason": {"code": "other", "text": "Aftalt"}},
    ]  # fmt: skip
    kp.records("2026-12-02", intentions)
    cases = kp.does("show", "2026-12-02", "--json").json["cases"]
    left = [
        {"do": "postpone", "case": case["case_number"], "reason": "Tid"} for case in cases if case["state"] == "open"
    ]
    kp.records("2026-12-02", [*left, {"do": "close"}, {"do": "approve", "by": "Inger Thorsen"}])
    return kp


def imports(kp: Program, *rows: str) -> None:
    """Import a table of those rows."""
    (kp.folder / "in.csv").write_text(
        "case_number,provider,hours_per_week,start,end\n" + "".join(f"{row}\n" for row in rows)
    )
    kp.does("placements", "import", "in.csv")


def load(kp: Program, day: str) -> float:
    """The club's hours on a day."""
    rows = kp.does("balance", "--date", day, "--json").json
    return next(float(row["load"] + row["held"]) for row in rows if row["provider"] == CLUB)


def test_an_ended_placement_ends_although_a_table_names_it(decided: Program) -> None:
    """P1: the row was ended, which counted nowhere, and the placement ran on."""
    before = load(decided, "2026-12-31")
    imports(decided, f"{CASE},{CLUB},9,{START},")
    said = decided.does("placements", "end", CASE, CLUB, "--on", "2027-05-31", "--why", "Flyttet").out
    assert "Mette Holm, 5 h" in said
    assert load(decided, "2027-05-31") == before + 5 * 1.25
    assert load(decided, "2027-06-01") == before
    decided.does("placements", "change", CASE, CLUB, "--hours", "6", "--why", "Mere behov")
    assert load(decided, "2027-05-31") == before + 6 * 1.25


def test_what_is_ended_is_what_counts_on_that_day(decided: Program) -> None:
    """P1: before the decision's start that is the row of the table."""
    imports(decided, f"{CASE},{CLUB},9,2026-01-01,")
    decided.does("placements", "end", CASE, CLUB, "--on", "2026-12-20", "--why", "Pause")
    days = ("2026-12-02", "2026-12-21", START)
    listed = [row for day in days for row in decided.does("placements", "list", "--date", day, "--json").json]
    own = [(row["start"], row["end"], row["hours_per_week"]) for row in listed if row["case_number"] == CASE]
    assert own == [("2026-01-01", "2026-12-20", 9), (START, END, 5)]
    refused = decided("placements", "end", CASE, CLUB, "--on", "2026-12-24", "--why", "x")
    assert "It runs 01/01/2026 – 20/12/2026, 04/01/2027 – " in refused.err


def test_the_caseload_has_a_decided_case_once(decided: Program) -> None:
    """P2: the check counted it twice, and the export had both."""
    quality = decided.does("placements", "check", "--date", START, "--json").json
    assert (quality["running"], quality["findings"]) == (1, [])
    assert [part["number"] for part in quality["kinds"] if part["kind"] == "contact_person"] == [1]
    imports(decided, f"{CASE},{CLUB},9,{START},", f"{CASE},fokus,4,2025-01-01,")
    assert decided.does("placements", "check", "--date", START, "--json").json["running"] == 1
    assert decided.does("placements", "check", "--date", "2026-12-02", "--json").json["running"] == 1
    decided.does("placements", "export", "out.csv")
    with Path(decided.folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(
            (row["provider"], row["hours_per_week"], row["end"]) for row in csv.DictReader(file, delimiter=";")
        )
    assert rows == [("fokus", "4", "03-01-2027"), (CLUB, "5", "03-01-2028")]
    spent = decided.does("budget", "2027", "--json").json["by_provider"]
    assert [row["children"] for row in spent if row["provider"] == CLUB] == [1]


def test_an_unapproved_decision_is_not_ended_behind_the_meeting_s_back(kp: Program) -> None:
    """P1: with a row in a table the row was ended, and the decision ran on."""
    answers = [
        {"caution": code, "code": "other", "text": "Aftalt"} for code in ("consent_missing", "child_view_missing")
    ]
    kp.records(
        "2026-12-02",
        [
            {"do": "open"},
            {"do": "place", "case": CASE, "provider": CLUB, "staff": "mette-h", "start": START,
             "positions": "all_agree", "answers": answers, "reason": {"code": "other", "text": "Aftalt"}},
        ],
    )  # fmt: skip
    imports(kp, f"{CASE},{CLUB},9,{START},")
    refused = kp("placements", "end", CASE, CLUB, "--on", "2027-05-31", "--why", "x")
    assert refused.code == 1
    assert "2026-12-02, which is not approved" in refused.err
