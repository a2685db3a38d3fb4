"""A case that the committee decided and a table names too: one placement for every command."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.program import Program
from tests.sample import sample_workspace

CASE, CLUB = "2026-0412", "klub-oest"
START, END = "2027-01-04", "2028-01-03"


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after an approved meeting that placed one case."""
    kp = Program(sample_workspace(tmp_path_factory.mktemp("approved") / "sample", placements=False))
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
    return kp.folder


@pytest.fixture
def decided(approved: Path, tmp_path: Path) -> Program:
    """The program at a copy of it."""
    return Program(Path(shutil.copytree(approved, tmp_path / "sample")))


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
    printed = decided.does("placements", "end", CASE, CLUB, "--on", "2027-05-31", "--why", "Flyttet").out
    assert "Mette Holm, 5 h" in printed
    assert load(decided, "2027-05-31") == before + 5 * 1.25
    assert load(decided, "2027-06-01") == before
    decided.does("placements", "change", CASE, CLUB, "--hours", "6", "--why", "Mere behov")
    assert load(decided, "2027-05-31") == before + 6 * 1.25


def _correct(kp: Program, **place: object) -> None:
    kp.records("2026-12-02", [{"do": "correct", "case": CASE, "place": place, "why": "Forkert skrevet"}])


def _listed(kp: Program, day: str) -> list[tuple[object, ...]]:
    rows = kp.does("placements", "list", "--date", day, "--json").json
    own = [row for row in rows if row["case_number"] == CASE]
    return [(row["provider"], row["staff"], row["hours_per_week"], row["end"]) for row in own]


def test_a_correction_counts_for_what_was_not_changed_since(decided: Program) -> None:
    """Once the hours had been changed, the caseload kept last day and person of the minutes before."""
    decided.does("placements", "change", CASE, CLUB, "--hours", "3", "--from", "2027-02-01", "--why", "Mindre behov")
    _correct(decided, end="2027-06-30", staff="ali-k")
    assert _listed(decided, "2027-03-01") == [(CLUB, "ali-k", 3, "2027-06-30")]
    decided.does("placements", "change", CASE, CLUB, "--staff", "mette-h", "--why", "Ali er syg")
    _correct(decided, end="2027-05-31")
    assert _listed(decided, "2027-03-01") == [(CLUB, "mette-h", 3, "2027-05-31")]
    assert decided.does("verify").code == decided.does("rebuild").code == 0
    assert _listed(decided, "2027-03-01") == [(CLUB, "mette-h", 3, "2027-05-31")]


def test_what_was_ended_stays_ended_when_the_minutes_are_corrected(decided: Program) -> None:
    """It ran on at the provider that the minutes were corrected to, and its ending was in no story."""
    decided.does("placements", "end", CASE, CLUB, "--on", "2027-01-31", "--why", "Flyttet")
    _correct(decided, provider="klub-nord", staff="dorthe-k")
    assert _listed(decided, "2027-01-31") == [("klub-nord", "dorthe-k", 5, "2027-01-31")]
    assert _listed(decided, "2027-02-01") == []
    # The change after it is of the same placement, also where the rows before it are of another provider.
    decided.does("placements", "change", CASE, "klub-nord", "--hours", "2", "--why", "Forkert timetal")
    assert _listed(decided, "2027-01-31") == [("klub-nord", "dorthe-k", 2, "2027-01-31")]
    assert "Flyttet" in decided.does("child", CASE).out
    assert decided.does("verify").code == decided.does("rebuild").code == 0
    assert _listed(decided, "2027-01-31") == [("klub-nord", "dorthe-k", 2, "2027-01-31")]


def test_a_start_after_the_day_it_was_ended_is_refused_until_it_ends_later(decided: Program) -> None:
    """The correction was recorded, and left a placement that never ran."""
    decided.does("placements", "end", CASE, CLUB, "--on", "2027-01-31", "--why", "Flyttet")
    correction = {"do": "correct", "case": CASE, "place": {"start": "2027-02-01"}, "why": "Tastefejl"}
    refused = decided("record", "2026-12-02", stdin=json.dumps(correction))
    assert refused.code == 1
    assert "was ended on 31/01/2027, so it cannot start on 01/02/2027" in refused.out
    assert _listed(decided, "2027-01-31") == [(CLUB, "mette-h", 5, "2027-01-31")]
    _correct(decided, start="2027-01-31")
    decided.does("placements", "change", CASE, CLUB, "--end", "2027-03-31", "--why", "Fortsatte")
    _correct(decided, start="2027-02-01")
    assert _listed(decided, "2027-02-01") == [(CLUB, "mette-h", 5, "2027-03-31")]


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


# Importing again

TABLE = "case_number,provider,staff,hours_per_week,start,end"


def table(kp: Program, *rows: str) -> str:
    """Write a table of those rows."""
    (kp.folder / "later.csv").write_text("\n".join([TABLE, *rows, ""]))
    return "later.csv"


def test_a_report_says_what_a_table_changes_and_what_it_does_not(decided: Program) -> None:
    """P2, P3, P4, P5: each case is named where it belongs, and a dry run does nothing."""
    first = (
        "R-1,fokus,,4,2025-01-01,",
        "R-2,fokus,,2,2025-01-01,",
        "R-3,fokus,,3,2025-01-01,",
        "R-4,fokus,,1,2025-01-01,",
    )
    decided.does("placements", "import", table(decided, *first))
    decided.does("placements", "end", "R-2", "fokus", "--on", "2026-06-30", "--why", "Flyttet til Aarhus")
    later = table(
        decided,
        "R-1,fokus,,4.5,2025-01-01,",
        "R-2,fokus,,2,2025-01-01,",
        "R-3,klub-vest,,3,2026-11-01,",
        f"{CASE},{CLUB},,9,{START},",
        f"{CASE},{CLUB},,9,{START},",
    )
    dry = decided.does("placements", "import", later, "--dry-run", "--json").json
    assert dry == {
        "read": 5,
        "new": 1,
        "changed": [{"case_number": "R-1", "provider": "fokus", "key": "hours_per_week", "before": 4, "after": 4.5}],
        "unchanged": 0,
        "covered": [CASE],
        "ended_here": ["R-2"],
        "two_providers": ["R-3"],
        "missing": ["R-3", "R-4"],
        "left_out": [],
        "repeated": [{"row": 6, "earlier": 5, "case": CASE, "provider": CLUB}],
        "recorded": False,
        "sheet": None,
        "other_sheets": [],
    }
    assert decided.does("placements", "import", later, "--dry-run", "--json").json == dry
    printed = decided.does("placements", "import", later, "--dry-run").out
    assert "5 read, 1 new, 1 changed, 0 unchanged, 0 left out\n1 decided here, 1 ended here, 1 repeated\n" in printed
    for line in (
        "  + R-3, Klub Vest\n",
        "R-1, Fokus Ung ApS: hours 4 h → 4.5 h\n",
        f"{CASE}, Klub Øst: contact person Mette Holm, in the table –; hours 5 h,\n",
        "R-2, Fokus Ung ApS: ended 30/06/2026, Flyttet til Aarhus (--take-over R-2\n",
        "  ! R-3: Fokus Ung ApS and Klub Vest, from ",
        "  ! R-4, Fokus Ung ApS: 01/01/2025 –\n",
        "row 6 repeats row 5 about 2026-0412 at Klub Øst",
        "Nothing was imported",
    ):
        assert line in printed, printed
    assert decided.does("placements", "import", later, "--json").json == {**dry, "recorded": True}
    again = decided.does("placements", "import", later, "--json").json
    assert again == {**dry, "new": 0, "changed": [], "unchanged": 2, "recorded": False}


def test_an_ending_is_undone_only_by_word(decided: Program) -> None:
    """P3: the re-import undid it without naming it."""
    row = "R-2,fokus,,2,2025-01-01,"
    decided.does("placements", "import", table(decided, row))
    decided.does("placements", "end", "R-2", "fokus", "--on", "2026-06-30", "--why", "Flyttet")
    decided.does("placements", "end", CASE, CLUB, "--on", "2027-05-31", "--why", "Målet er nået")
    both = table(decided, row, f"{CASE},{CLUB},,9,{START},{END}")
    report = decided.does("placements", "import", both, "--json").json
    assert (report["ended_here"], report["covered"], report["changed"]) == (["2026-0412", "R-2"], [], [])

    taken = decided.does("placements", "import", both, "--take-over", " R-2\u00a0", "--take-over", CASE, "--json").json
    assert sorted(
        (change["case_number"], change["key"], change["before"], change["after"]) for change in taken["changed"]
    ) == [
        (CASE, "end", "2027-05-31", END),
        (CASE, "hours_per_week", 5, 9),
        ("R-2", "end", "2026-06-30", None),
    ]
    listed = decided.does("placements", "list", "--date", "2027-12-01", "--json").json
    assert [(row["case_number"], row["hours_per_week"]) for row in listed] == [(CASE, 9), ("R-2", 2)]
    decided.does("rebuild")
    assert decided.does("placements", "list", "--date", "2027-12-01", "--json").json == listed
    refused = decided("placements", "import", both, "--take-over", " R-9 ")
    assert refused.code == 1
    assert "changes nothing in R-9 that" in refused.err


def test_a_rebuild_knows_why_something_ended(kp: Program) -> None:
    kp.does("placements", "import", table(kp, "R-2,fokus,,2,2025-01-01,"))
    kp.does("placements", "end", "R-2", "fokus", "--on", "2026-06-30", "--why", "Flyttet")
    kp.does("placements", "change", "R-2", "fokus", "--hours", "3", "--why", "Fejl")
    kp.does("rebuild")
    report = kp.does("placements", "import", "later.csv", "--json").json
    assert report["ended_here"] == ["R-2"]


def test_a_change_from_a_day_on_leaves_the_past_alone(decided: Program) -> None:
    """P5: in balance, list and budget."""
    decided.does("placements", "import", table(decided, "R-1,fokus,,4,2026-01-01,2027-12-31"))
    before = {day: load(decided, day) for day in ("2027-02-28", "2027-03-01")}
    budget = decided.does("budget", "2027", "--json").json
    printed = decided.does(
        "placements", "change", CASE, CLUB, "--hours", "7", "--from", "2027-03-01", "--why", "Mere"
    ).out
    assert "5 h, 04/01/2027 – 03/01/2028 → " in " ".join(printed.split())
    assert "from 01/03/2027 7 h" in printed
    answer = decided.does(
        "placements", "change", "R-1", "fokus", "--hours", "6", "--from", "2027-07-01", "--why", "Mere", "--json"
    ).json
    assert answer["before"]["changes"] == []
    assert answer["after"]["changes"] == [{"since": "2027-07-01", "hours_per_week": 6}]
    assert answer["after"]["hours_per_week"] == 4

    assert load(decided, "2027-02-28") == before["2027-02-28"]
    assert load(decided, "2027-03-01") == before["2027-03-01"] + 2 * 1.25
    for day, hours in (("2027-02-28", 5), ("2027-03-01", 7)):
        listed = decided.does("placements", "list", "--date", day, "--json").json
        own = [row for row in listed if row["case_number"] == CASE]
        assert [(row["hours_per_week"], row["start"], row["end"]) for row in own] == [(hours, START, END)]
    assert "from 01/03/2027 7 h" in decided.does("placements", "list", "--date", "2027-02-28").out
    assert "from 01/03/2027 7 h" not in decided.does("placements", "list", "--date", "2027-03-01").out
    money = decided.does("budget", "2027", "--json").json
    firm, firm_before = (
        next(row for row in answer["by_provider"] if row["provider"] == "fokus") for answer in (money, budget)
    )
    assert firm["children"] == firm_before["children"] == 1
    assert firm["full_year_children"] == firm_before["full_year_children"]
    assert 1.2 < firm["forecast"] / firm_before["forecast"] < 1.3, "half as much again in the second half of the year"
    assert sum(band["children"] for band in money["bands"]) == 1
    decided.does("rebuild")
    assert decided.does("budget", "2027", "--json").json == money
    assert decided.does("verify").out.startswith("The journal is intact.")

    decided.does("placements", "change", CASE, CLUB, "--hours", "3", "--why", "Fejl fra starten")
    assert load(decided, "2027-03-01") == before["2027-03-01"] - 2 * 1.25, "without a day it was always so"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--hours", "7", "--from", "2026-12-31"), "does not run on 31/12/2026"),
        (("--hours", "5", "--from", "2027-03-01"), "nothing would change"),
        (("--staff", "nobody", "--from", "2027-03-01"), "there is no member of staff nobody"),
        (("--hours", "1.1", "--from", "2027-03-01"), "not whole quarters"),
    ],
)
def test_a_dated_change_that_cannot_be_is_refused(arguments: tuple[str, ...], sentence: str, decided: Program) -> None:
    answer = decided("placements", "change", CASE, CLUB, *arguments, "--why", "x")
    assert answer.code == 1
    assert sentence in answer.err
