"""The running caseload on the command line: never twice, out and in again, ended and changed with a reason."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.caseload_tables import write_caseload
from tests.drivers.office import OPEN, Office, place
from tests.drivers.program import Program

DAY = ("--date", "2026-12-02")
NOTHING: dict[str, Any] = {
    "read": 0, "new": 0, "changed": [], "unchanged": 0, "covered": [], "ended_here": [], "two_providers": [],
    "missing": [], "left_out": [], "repeated": [], "recorded": False, "sheet": None, "other_sheets": [],
}  # fmt: skip


@pytest.mark.usefixtures("on_the_day")
def test_the_caseload_of_the_source_imported_twice(kp: Program, tmp_path: Path) -> None:
    file = write_caseload(tmp_path / "caseload.csv")
    assert kp.does("placements", "import", file, "--json").json == {
        **NOTHING,
        "read": 103,
        "new": 103,
        "recorded": True,
    }
    printed = kp.does("placements", "import", file).out
    assert printed.startswith("103 read, 0 new, 0 changed, 103 unchanged, 0 left out\n")
    assert "48 are 18 or older, while 32 have aftercare" in printed

    checked = kp.does("placements", "check", *DAY, "--json").json
    assert checked["running"] == 103
    assert {part["kind"]: (part["number"], part["percent"]) for part in checked["kinds"]} == {
        "contact_person": (67, 65.0),
        "aftercare": (32, 31.1),
        "ukn": (4, 3.9),
        "unknown": (0, None),
    }
    assert [(part["age"], part["number"]) for part in checked["ages"]] == [
        ("-10", 3),
        ("11-14", 13),
        ("15-17", 35),
        ("18+", 48),
        ("unknown", 4),
    ]
    short = [finding for finding in checked["findings"] if finding["code"] == "aftercare_short"]
    assert [(finding["number"], finding["limit"]) for finding in short] == [(48, 32)]
    assert sum(finding["code"] == "adult_without_aftercare" for finding in checked["findings"]) == 48 - 32 - 4
    assert sum(finding["code"] == "age_unknown" for finding in checked["findings"]) == 4

    text = kp.does("placements", "check", *DAY).out
    assert "48 are 18 or older, while 32 have aftercare" in text
    assert all(share in text for share in ("65.0 %", "31.1 %", "3.9 %"))
    assert "Barn" not in text
    danish = Program(kp.folder, "da").does("placements", "check", *DAY).out
    assert "65,0 %" in danish


def test_rows_about_the_same_placement_are_named_and_the_numbers_add_up(kp: Program) -> None:
    """Of two rows of a case at a provider in one period the last counts, and the report says so."""
    (kp.folder / "in.csv").write_text(
        "case_number;child;provider;hours_per_week;start\n2026-9;Søren;klub-oest;2,5;\n;;;;\n2026-9;Søren;klub-oest;3;\n"
        "1;Ida;fokus;4;\n1;Ida;fokus;4;\n2;Bo;fokus;x;\n",
        "utf-8",
    )
    printed = Program(kp.folder, "da")("placements", "import", "in.csv", "--skip-bad").out.splitlines()
    assert printed[:2] == ["5 læst, 2 nye, 0 ændret, 0 uændret, 1 udeladt", "2 gentaget"]
    assert any(line.startswith("  ! række 4 opdaterer række 2:") for line in printed)
    assert any(line.startswith("  ! række 6 siger") for line in printed)
    (running,) = [row for row in kp.does("placements", "list", *DAY, "--json").json if row["case_number"] == "2026-9"]
    assert running["hours_per_week"] == 3
    again = kp.does("placements", "import", "in.csv", "--skip-bad", "--json").json
    assert [again[key] for key in ("read", "new", "changed", "unchanged", "left_out")] == [5, 0, [], 2, ["2"]]
    assert again["repeated"][0] == {"row": 4, "earlier": 2, "case": "2026-9", "provider": "klub-oest"}

    (kp.folder / "one.csv").write_text("case_number,provider\n7,fokus\n")
    printed = Program(kp.folder, "da").does("placements", "import", "one.csv").out.splitlines()
    assert printed[0] == "1 læst, 1 ny, 0 ændret, 0 uændret, 0 udeladt"


@pytest.mark.usefixtures("on_the_day")
def test_a_table_of_hours_changes_hours_and_nothing_else(kp: Program) -> None:
    """It took names, numbers, people and periods out of every placement."""
    everything = "case_number;child;birth_date;provider;hours_per_week;start;end\n"
    whole = f"{everything}2026-9;Søren Holm;02-04-2013;klub-oest;2,5;01-09-2026;30-06-2027\n"
    (kp.folder / "whole.csv").write_text(whole, "utf-8")
    (kp.folder / "hours.csv").write_text("case_number;provider;hours_per_week\n2026-9;klub-oest;3\n", "utf-8")
    kp.does("placements", "import", "whole.csv")
    changed = kp.does("placements", "import", "hours.csv", "--json").json["changed"]
    assert [(change["key"], change["before"], change["after"]) for change in changed] == [("hours_per_week", 2.5, 3)]
    exported = kp.does("placements", "export", "-").out
    assert "Søren Holm;02-04-2013;" in exported
    assert ";3;01-09-2026;30-06-2027;" in exported


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_is_exported_is_what_was_imported(name: str, kp: Program) -> None:
    kp.does("placements", "import", "placements.csv")
    rows = kp.does("placements", "import", "placements.csv", "--json").json["read"]
    assert kp.does("placements", "export", name, "--json").json == {
        "file": str(kp.folder / name),
        "placements": rows,
    }
    assert (kp.folder / name).stat().st_mode & 0o777 == 0o600
    again = kp.does("placements", "import", name, "--json").json
    assert again == {**NOTHING, "read": rows, "unchanged": rows, "sheet": "Sheet" if name.endswith("xlsx") else None}
    refused = kp("placements", "export", name)
    assert refused.code == 1
    assert f"{name} is there already" in refused.err
    assert kp.does("placements", "export", name, "--overwrite").out.strip().startswith(str(kp.folder / name))
    assert kp("placements", "export", "out.pdf").code == 2


def test_a_table_is_printed_at_a_dash(kp: Program) -> None:
    kp.does("placements", "import", "placements.csv")
    kp.does("placements", "export", "out.csv")
    written = (kp.folder / "out.csv").read_bytes().decode("utf-8")
    assert kp.does("placements", "export", "-").out.splitlines() == written.splitlines()
    assert not (kp.folder / "-").exists()
    assert kp("placements", "export", "-", "--json").code == 2


@pytest.mark.parametrize("where", ["out.csv", "-"])
def test_what_a_table_cannot_say_of_a_placement_is_named(where: str, kp: Program) -> None:
    """It has one row for each, with the hours of today: those of other days were lost in silence."""
    kp.does("placements", "import", "placements.csv")
    assert kp("placements", "export", where).err == ""
    change = ("placements", "change", "2025-0117", "klub-oest", "--why", "Færre timer", "--hours", "3.5")
    kp.does(*change, "--from", "2027-02-01")
    told = kp("placements", "export", where, *(() if where == "-" else ("--overwrite",)))
    assert told.code == 0
    assert told.err.startswith("warning: ")
    assert "2025-0117" in told.err


def test_a_csv_is_danish_and_holds_no_formula(kp: Program, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text('case_number,child,provider,hours_per_week,start\n1,"=1+1",fokus,4.5,2026-01-31\n2,+45,fokus,,\n')
    kp.does("placements", "import", file)
    kp.does("placements", "export", "out.csv")
    lines = (kp.folder / "out.csv").read_bytes().decode("utf-8").splitlines()
    assert lines[0].startswith("\ufeffcase_number;child;")
    assert lines[1] == "1;'=1+1;;;;fokus;;4,5;31-01-2026;;;"
    assert lines[2] == "2;'+45;;;;fokus;;;;;;"
    assert kp.does("placements", "import", "out.csv", "--json").json["changed"] == []

    kp.does("placements", "export", "out.xlsx")
    sheet = load_workbook(kp.folder / "out.xlsx").worksheets[0]
    child = sheet.cell(2, 2)
    assert (child.value, child.data_type) == ("=1+1", "s")
    assert kp.does("placements", "import", "out.xlsx", "--json").json["changed"] == []


def test_ending_and_changing_are_events_with_a_reason(kp: Program) -> None:
    kp.does("placements", "import", "placements.csv")
    load = {row["provider"]: row["load"] for row in kp.does("balance", *DAY, "--json").json}
    changed = kp.does(
        "placements", "change", "2025-0117", "klub-oest", "--hours", "6,5", "--why", "More", "--json"
    ).json
    assert (changed["before"]["hours_per_week"], changed["after"]["hours_per_week"]) == (4.5, 6.5)
    more = {row["provider"]: row["load"] for row in kp.does("balance", *DAY, "--json").json}
    assert more["klub-oest"] - load["klub-oest"] == 2 * 1.25

    printed = kp.does("placements", "end", "2025-0117", "klub-oest", "--on", "2026-11-30", "--why", "Moved").out
    assert printed.startswith("2025-0117: Klub Øst, Mette Holm, 6.5 h, 01/09/2025 – 28/02/2027 → ")
    less = {row["provider"]: row["load"] for row in kp.does("balance", *DAY, "--json").json}
    assert less["klub-oest"] == load["klub-oest"] - 4.5 * 1.25
    assert kp.does("verify").out.startswith("The journal is intact.\n")
    kp.does("rebuild")
    assert {row["provider"]: row["load"] for row in kp.does("balance", *DAY, "--json").json} == less


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("end", "2025-0117", "klub-oest", "--on", "2031-01-01", "--why", "x"), "does not run on 01/01/2031"),
        (("end", "2025-0117", "klub-oest", "--on", "2025-01-01", "--why", "x"), "does not run on 01/01/2025"),
        (("end", "2025-0117", "fokus", "--on", "2026-12-31", "--why", "x"), "there is no placement of 2025-0117"),
        (("end", "2025-0117", "klub-oest", "--on", "2026-12-31", "--why", " "), "the reason is missing"),
        (
            ("change", "2025-0117", "klub-oest", "--staff", "sanne-w", "--why", "x"),
            "sanne-w does not work at klub-oest",
        ),
        (("change", "2025-0117", "klub-oest", "--hours", "200", "--why", "x"), "hours_per_week: 200 is above 168"),
        (("change", "2025-0117", "klub-oest", "--hours", "1.1", "--why", "x"), "1.1 hours are not whole quarters"),
        (("change", "2025-0117", "klub-oest", "--end", "2024-01-01", "--why", "x"), "is before the start"),
        (("change", "2025-0117", "klub-oest", "--why", "x"), "nothing would change"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(arguments: tuple[str, ...], sentence: str, kp: Program) -> None:
    kp.does("placements", "import", "placements.csv")
    before = kp.does("placements", "list", *DAY).out
    answer = kp("placements", *arguments)
    assert answer.code == 1
    assert sentence in answer.err
    assert kp.does("placements", "list", *DAY).out == before


def test_the_advice_fits_what_is_wrong(kp: Program) -> None:
    (kp.folder / "empty.csv").write_text("")
    (kp.folder / "bad.csv").write_text("case_number,provider,start\n1,fokus,31.02.2026\n")
    for command in (("placements", "import"), ("agenda", "import", "--date", "2027-01-06")):
        for name in ("none.csv", "agenda", "empty.csv"):
            answer = kp(*command, name)
            assert answer.code == (1 if name == "empty.csv" else 2)
            assert "--skip-bad" not in answer.err
            assert "init" not in answer.err
    sentence = kp("placements", "import", "bad.csv").err
    assert "row 2, start: 31.02.2026 is not a date that exists" in sentence
    assert "02-12-2026 or 2026-12-02" in sentence
    assert "--skip-bad" in sentence


def test_options_that_cannot_be_read(kp: Program) -> None:
    assert kp("placements", "change", "1", "fokus", "--hours", "four", "--why", "x").code == 2
    assert kp("placements", "end", "1", "fokus", "--on", "soon", "--why", "x").code == 2


@pytest.mark.usefixtures("on_the_day")
def test_two_periods_of_a_case_never_overlap(kp: Program, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(
        "case_number,provider,start,end\n1,fokus,2025-01-01,2026-12-31\n1,fokus,2027-03-01,2027-12-31\n", "utf-8"
    )
    kp.does("placements", "import", file)
    answer = kp("placements", "change", "1", "fokus", "--end", "2027-03-01", "--why", "x")
    assert answer.code == 1
    assert "overlap with another one" in answer.err
    days = ("2026-12-31", "2027-01-01", "2027-03-01")
    assert [len(kp.does("placements", "list", "--date", day, "--json").json) for day in days] == [1, 0, 1]


def test_only_what_runs_is_listed_and_what_begins_later_is_counted(tmp_path: Path) -> None:
    """T5: of the sample 66 were listed on 2 December 2026, and 62 run; a decision runs from its start."""
    office = Office.sample(tmp_path / "sample")
    assert len(office.good("placements", "list", *DAY, "--json").json) == 62
    assert office.good("placements", "list", *DAY).out.endswith("\n4 mere begynder senere.\n")
    office.does("2026-12-02", OPEN, place("2026-0412", "klub-oest", staff="mette-h"))
    assert office.good("placements", "list", *DAY).out.endswith("\n5 mere begynder senere.\n")
    for day, runs in (("2027-01-03", False), ("2027-01-04", True)):
        listed = office.good("placements", "list", "--date", day, "--json").json
        assert any(row["case_number"] == "2026-0412" for row in listed) == runs


def test_what_ends_soon(kp: Program, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    ends = ("2026-12-01", "2026-12-02", "2027-01-27", "2027-01-28", "")
    file.write_text("case_number,provider,end\n" + "".join(f"{n},fokus,{end}\n" for n, end in enumerate(ends)))
    kp.does("placements", "import", file)
    soon = kp.does("placements", "list", *DAY, "--ending", "8", "--json").json
    assert [(row["case_number"], row["end"]) for row in soon] == [("1", "2026-12-02"), ("2", "2027-01-27")]
    everything = kp.does("placements", "list", *DAY, "--json").json
    assert [row["case_number"] for row in everything] == ["1", "2", "3", "4"]
    lines = kp.does("placements", "list", *DAY).out.splitlines()
    assert lines[0].split() == ["4", "placements", "02/12/2026"]
    assert max(map(len, lines)) <= 80


def test_what_was_decided_can_be_ended_and_changed_once_it_is_approved(kp: Program) -> None:
    """Its hours go where the change says, whatever is imported afterwards, and a rebuild says the same."""
    case, club = "2026-0412", "klub-oest"

    def load(day: str) -> float:
        rows = kp.does("balance", "--date", day, "--json").json
        return next(float(row["load"] + row["held"]) for row in rows if row["provider"] == club)

    before = load("2027-06-01")
    answers = [
        {"caution": code, "code": "other", "text": "Aftalt"} for code in ("consent_missing", "child_view_missing")
    ]
    intentions: list[dict[str, Any]] = [
        {"do": "open"},
        {"do": "place", "case": case, "provider": club, "start": "2027-01-04", "positions": "all_agree",
         "answers": answers, "reason": {"code": "other", "text": "Aftalt"}},
    ]  # fmt: skip
    kp.records("2026-12-02", intentions)
    assert load("2027-06-01") == before + 5 * 1.25
    early = kp("placements", "end", case, club, "--on", "2027-05-31", "--why", "x")
    assert early.code == 1
    assert "2026-12-02, which is not approved" in early.err

    others = [
        case["case_number"] for case in kp.does("show", "2026-12-02", "--json").json["cases"] if case["state"] == "open"
    ]
    kp.records("2026-12-02", [{"do": "postpone", "case": number, "reason": "Tid"} for number in others])
    kp.records("2026-12-02", [{"do": "close"}, {"do": "approve", "by": "Inger Thorsen"}])
    kp.does("placements", "change", case, club, "--hours", "7", "--why", "Mere behov")
    assert load("2027-06-01") == before + 7 * 1.25
    kp.does("placements", "end", case, club, "--on", "2027-05-31", "--why", "Flyttet")
    assert load("2027-06-01") == before
    assert load("2027-05-31") == before + 7 * 1.25
    listed = kp.does("placements", "list", "--date", "2027-05-01", "--json").json
    assert [(row["end"], row["hours_per_week"]) for row in listed if row["case_number"] == case] == [("2027-05-31", 7)]

    (kp.folder / "in.csv").write_text(f"case_number,provider,hours_per_week,start\n{case},{club},9,2027-01-04\n")
    kp.does("placements", "import", "in.csv")
    assert kp.does("placements", "import", "in.csv", "--json").json["changed"] == []
    kp.does("rebuild")
    assert load("2027-05-31") == before + 7 * 1.25
    assert kp.does("verify").out.startswith("The journal is intact.\n")


def test_a_horizon_beyond_any_calendar_is_wrong_use(kp: Program) -> None:
    """S16: it ended in an overflow."""
    assert kp("placements", "list", *DAY, "--ending", "100000000").code == 2
