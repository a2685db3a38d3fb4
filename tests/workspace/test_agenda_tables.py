"""Cases from spreadsheets: the same case as in a TOML agenda, or what is wrong in which cell."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kpcommittee.domain.case import Assessment, Case, Child, ChildView, Grant, Informed, Relation
from kpcommittee.domain.committee import AgendaColumns, Config
from kpcommittee.domain.law import Law
from kpcommittee.workspace.agenda_columns import COLUMNS
from kpcommittee.workspace.agenda_tables import CasesRead, read_cases

MEETS = date(2027, 1, 6)
ROW = {
    "case_number": "2026-0500",
    "name": "Søren Ærø",
    "birth_date": "04-10-2013",
    "cpr": "641013-4008",
    "district": "oest",
    "school": "oesterskolen",
    "club": "klub-oest",
    "grade": "7.b",
    "protected_address": "ja",
    "inform_who": "mother",
    "inform_name": "Mona Ærø",
    "problems": "school, leisure",
    "decided_on": "12.11.2026",
    "basis": "bl-32-1-3",
    "purpose": "Tryg skolegang",
    "hours_per_week": "4,25",
    "expected_months": "12",
    "goals": "Fravær under 10 % | Fast aktivitet",
    "assessment_kind": "examination",
    "assessment_completed_on": "2026-10-30",
    "consent": "given",
    "had_contact_person_before_18": "nej",
    "caseworker": "Rikke Juul",
    "view_obtained_on": "20/11/2026",
    "view_how": "Samtale",
    "view_says": "Vil helst have Mette",
    "view_wishes_staff": "mette-h",
    "relation_person": "Mette Holm",
    "relation_role": "Klubpædagog",
    "relation_provider": "klub-oest",
    "relation_staff": "mette-h",
    "relation_strength": "3",
    "relation_since": "15-08-2023",
    "relation2_person": "Jens Ravn",
    "relation2_role": "Klasselærer",
    "relation2_strength": "2",
}
CASE = Case(
    case_number="2026-0500",
    problems=("school", "leisure"),
    child=Child(
        name="Søren Ærø",
        birth_date=date(2013, 10, 4),
        cpr="641013-4008",
        district="oest",
        school="oesterskolen",
        club="klub-oest",
        grade="7.b",
        protected_address=True,
        inform=(Informed(who="mother", name="Mona Ærø"),),
    ),
    grant=Grant(
        decided_on=date(2026, 11, 12),
        basis="bl-32-1-3",
        purpose="Tryg skolegang",
        hours_per_week=Decimal("4.25"),
        expected_months=12,
        goals=("Fravær under 10 %", "Fast aktivitet"),
        assessment=Assessment(kind="examination", completed_on=date(2026, 10, 30)),
        consent="given",
        had_contact_person_before_18=False,
        caseworker="Rikke Juul",
    ),
    child_view=ChildView(
        obtained_on=date(2026, 11, 20), how="Samtale", says="Vil helst have Mette", wishes_staff=("mette-h",)
    ),
    relations=(
        Relation(
            person="Mette Holm",
            role="Klubpædagog",
            provider="klub-oest",
            staff="mette-h",
            strength=3,
            since=date(2023, 8, 15),
        ),
        Relation(person="Jens Ravn", role="Klasselærer", strength=2),
    ),
)


def table(folder: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    """A .csv with these rows."""
    lines = [";".join(ROW), *(";".join(row.values()) for row in rows)]
    path = folder / "cases.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def issues(read: CasesRead) -> list[tuple[int | None, str, str]]:
    return [(issue.row, issue.place, issue.code) for issue in read.issues]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_row_is_a_whole_case(encoding: str, tmp_path: Path, config: Config, law: Law) -> None:
    read = read_cases(table(tmp_path, ROW, encoding=encoding), config, law, MEETS)
    assert read == CasesRead(cases=(CASE,), rows=1)


def test_a_workbook_gives_the_same_case(tmp_path: Path, config: Config, law: Law) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    typed: dict[str, Any] = {
        **ROW,
        "birth_date": datetime(2013, 10, 4),  # noqa: DTZ001 (a workbook's dates have no time zone)
        "hours_per_week": 4.25,
        "expected_months": 12,
        "protected_address": True,
        "relation_strength": 3,
    }
    sheet.append(list(typed))
    sheet.append(list(typed.values()))
    book.save(tmp_path / "cases.xlsx")
    assert read_cases(tmp_path / "cases.xlsx", config, law, MEETS).cases == (CASE,)


def test_only_what_a_case_requires_is_required(tmp_path: Path, config: Config, law: Law) -> None:
    required = [name for name, column in COLUMNS.items() if column.required]
    (tmp_path / "a.csv").write_text(";".join(required) + "\n" + ";".join(ROW[name] for name in required))
    read = read_cases(tmp_path / "a.csv", config, law, MEETS)
    assert read.issues == ()
    assert read.cases[0].child_view is None
    assert read.cases[0].relations == ()
    (tmp_path / "a.csv").write_text(";".join(required[1:]) + "\n" + ";".join(ROW[name] for name in required[1:]))
    read = read_cases(tmp_path / "a.csv", config, law, MEETS)
    assert issues(read) == [(1, "", "missing_columns")]
    assert not read.is_readable


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("case_number", "", "missing_cell"),
        ("name", "", "missing_cell"),
        ("problems", "", "missing_cell"),
        ("problems", "school, nothing", "unknown_reference"),
        ("birth_date", "31-02-2013", "bad_date"),
        ("birth_date", "04-10-2012", "cpr_birth_date"),
        ("birth_date", "04-10-2031", "after_meeting"),
        ("district", "syd", "unknown_reference"),
        ("school", "skolen", "unknown_reference"),
        ("basis", "bl-99", "unknown_reference"),
        ("hours_per_week", "fire", "bad_number"),
        ("hours_per_week", "4,1", "not_quarters"),
        ("hours_per_week", "", "missing_cell"),
        ("expected_months", "6,5", "wrong_type"),
        ("expected_months", "0", "too_low"),
        ("consent", "måske", "not_one_of"),
        ("protected_address", "måske", "not_one_of"),
        ("relation_strength", "4", "not_one_of"),
        ("relation_role", "", "missing_cell"),
        ("relation2_strength", "", "missing_cell"),
        ("relation_staff", "ingen", "unknown_reference"),
        ("view_wishes_staff", "ingen", "unknown_reference"),
        ("view_obtained_on", "07-01-2027", "after_meeting"),
        ("inform_name", "", "missing_cell"),
    ],
)
def test_each_flaw_names_row_and_column(
    column: str, cell: str, code: str, tmp_path: Path, config: Config, law: Law
) -> None:
    read = read_cases(table(tmp_path, ROW | {"case_number": "2"} | {column: cell}, ROW), config, law, MEETS)
    column = "cpr" if code == "cpr_birth_date" else column
    assert (2, column, code) in issues(read)
    assert {row for row, _, _ in issues(read)} == {2}
    assert read.cases == (CASE,)
    assert read.bad_rows == (2,)


def test_all_flaws_of_a_row_are_told_at_once(tmp_path: Path, config: Config, law: Law) -> None:
    wrong = ROW | {"birth_date": "x", "hours_per_week": "y", "name": "", "consent": "z"}
    read = read_cases(table(tmp_path, wrong), config, law, MEETS)
    assert {(place, code) for _, place, code in issues(read)} == {
        ("birth_date", "bad_date"),
        ("hours_per_week", "bad_number"),
        ("name", "missing_cell"),
        ("consent", "not_one_of"),
    }


def test_a_case_that_is_listed_twice(tmp_path: Path, config: Config, law: Law) -> None:
    read = read_cases(table(tmp_path, ROW, ROW), config, law, MEETS)
    assert issues(read) == [(3, "case_number", "duplicate_id")]
    assert "2" in str(read.issues[0].values["first"])


def test_a_municipalitys_own_headings(tmp_path: Path, config: Config, law: Law) -> None:
    own = replace(config, agendas=AgendaColumns(columns={"case_number": "Sagsnr.", "hours_per_week": "Timer pr. uge"}))
    header = ";".join({"case_number": "SAGSNR.", "hours_per_week": "Timer pr. uge"}.get(name, name) for name in ROW)
    (tmp_path / "a.csv").write_text(header + "\n" + ";".join((ROW | {"hours_per_week": "x"}).values()), "utf-8")
    assert issues(read_cases(tmp_path / "a.csv", own, law, MEETS)) == [(2, "Timer pr. uge", "bad_number")]
    unknown = read_cases(tmp_path / "a.csv", config, law, MEETS)
    assert {code for _, _, code in issues(unknown)} == {"unknown_column", "missing_columns"}


@pytest.mark.parametrize("formula", ['=HYPERLINK("x")', "+45 12", "-1 dag", "@SUM(A1)"])
def test_what_looks_like_a_formula_stays_text(formula: str, tmp_path: Path, config: Config, law: Law) -> None:
    read = read_cases(table(tmp_path, ROW | {"purpose": formula.replace('"', "")}), config, law, MEETS)
    assert read.cases[0].grant.purpose == formula.replace('"', "")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(ROW))
    sheet.append(list(ROW.values()))
    cell = sheet.cell(2, list(ROW).index("purpose") + 1)
    cell.value = formula
    cell.data_type = "s"
    book.save(tmp_path / "a.xlsx")
    assert read_cases(tmp_path / "a.xlsx", config, law, MEETS).cases[0].grant.purpose == formula


def test_a_row_with_more_cells_than_the_header(tmp_path: Path, config: Config, law: Law) -> None:
    read = read_cases(table(tmp_path, ROW | {"more": "x"}), config, law, MEETS)
    assert issues(read) == [(2, "", "too_many_cells")]
