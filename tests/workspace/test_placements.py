"""Placements from spreadsheets as they come: Danish or ISO, comma or semicolon, UTF-8 or cp1252, .csv or .xlsx."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.committee import Config, PlacementColumns
from kpcommittee.workspace.config_checks import check_config
from kpcommittee.workspace.placements import PlacementsRead, read_placements
from kpcommittee.workspace.starting import sample_folder

HEADER = "case_number;child;birth_date;cpr;district;provider;staff;hours_per_week;start;end;problems;kind"
ROW = "2025-0117;Emil Toft;12-04-2012;;oest;klub-oest;mette-h;4,5;01-09-2025;28-02-2027;school;contact_person"
EMIL = Placement(
    case_number="2025-0117",
    child="Emil Toft",
    birth_date=date(2012, 4, 12),
    district="oest",
    provider="klub-oest",
    staff="mette-h",
    hours_per_week=Decimal("4.5"),
    start=date(2025, 9, 1),
    end=date(2027, 2, 28),
    problems=("school",),
    kind="contact_person",
)


def csv_of(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A table with these lines."""
    path = folder / "placements.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def flaws(read: PlacementsRead) -> list[tuple[int | None, str, str]]:
    """Row, column and code of each flaw."""
    return [(issue.row, issue.place, issue.code) for issue in read.issues]


def test_the_sample_is_without_flaw(config: Config) -> None:
    read = read_placements(sample_folder() / "placements.csv", config)
    assert read.issues == ()
    assert read.rows == len(read.placements) > 50


def test_the_example_of_the_contract(tmp_path: Path, config: Config) -> None:
    path = csv_of(
        tmp_path,
        HEADER,
        ROW,
        "2024-0310;Sara Holst;;;vest;familiehuset;sanne-w;3;03.06.2024;;autism;contact_person",
        "2023-0088;Noah Brink;30-01-2007;;oest;fokus;;;01-02-2025;;;aftercare",
    )
    read = read_placements(path, config)
    assert read.issues == ()
    assert read.placements[0] == EMIL
    assert read.placements[1].start == date(2024, 6, 3)
    assert read.placements[2].hours_per_week is None
    assert read.placements[2].problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_danish_letters_in_every_encoding(encoding: str, tmp_path: Path, config: Config) -> None:
    path = csv_of(tmp_path, HEADER, ROW.replace("Emil Toft", "Søren Ærø Ågård"), encoding=encoding)
    assert read_placements(path, config).placements[0].child == "Søren Ærø Ågård"


def test_commas_and_points(tmp_path: Path, config: Config) -> None:
    path = csv_of(
        tmp_path, "case_number,provider,hours_per_week,problems", '1,fokus,4.5,"school, leisure"', '2,fokus,"4,5",'
    )
    read = read_placements(path, config)
    assert [placement.hours_per_week for placement in read.placements] == [Decimal("4.5"), Decimal("4.5")]
    assert read.placements[0].problems == ("school", "leisure")


@pytest.mark.parametrize("written", ["01-09-2025", "1.9.2025", "01/09/2025", "2025-09-01"])
def test_dates_danish_and_iso(written: str, tmp_path: Path, config: Config) -> None:
    path = csv_of(tmp_path, "case_number;provider;start", f"1;fokus;{written}")
    assert read_placements(path, config).placements[0].start == date(2025, 9, 1)


def test_blank_lines_are_skipped_and_still_counted(tmp_path: Path, config: Config) -> None:
    path = csv_of(tmp_path, "case_number;provider", "", "1;fokus", ";;", "2;fokuss", "")
    read = read_placements(path, config)
    assert read.rows == 2
    assert flaws(read) == [(5, "provider", "unknown_reference")]
    assert read.issues[0].values["nearest"] == "fokus"
    assert read.left_out == ("2",)
    assert len(read.placements) == 1
    assert read.is_readable


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        ("provider", "Klub Øst", "klub-oest"),
        ("provider", "KLUB-ØST", "klub-oest"),
        ("district", "Øst", "oest"),
        ("staff", "Mette Holm", "mette-h"),
        ("staff", "mette holm", "mette-h"),
        ("problems", "Autisme", ("autism",)),
        ("problems", "Selvværd/ADHD/social angst", ("self_worth_adhd_anxiety",)),
        ("problems", "Skoleproblematikker, Autisme", ("school", "autism")),
        ("problems", "school autism", ("school", "autism")),
        ("kind", "Kontaktperson", "contact_person"),
        ("kind", "UKN", "ukn"),
    ],
)
def test_a_name_that_only_one_has_is_as_good_as_its_id(
    column: str, written: str, meant: object, tmp_path: Path, config: Config
) -> None:
    """P8: ids were asked for."""
    row = {"case_number": "1", "provider": "klub-oest", column: written}
    read = read_placements(csv_of(tmp_path, ";".join(row), ";".join(row.values())), config)
    assert flaws(read) == []
    assert getattr(read.placements[0], column) == meant


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        ("provider", "Klub Ost", "klub-oest"),
        ("provider", "klub-xx", None),
        ("provider", "klub", None),
        ("district", "Midt", None),
        ("staff", "Sanne", None),
        ("problems", "Autismen", "autism"),
    ],
)
def test_a_name_that_nobody_has_is_told_the_nearest_id(
    column: str, written: str, meant: str | None, tmp_path: Path, config: Config
) -> None:
    row = {"case_number": "1", "provider": "klub-oest", column: written}
    read = read_placements(csv_of(tmp_path, ";".join(row), ";".join(row.values())), config)
    assert flaws(read) == [(2, column, "unknown_reference")]
    assert read.issues[0].values.get("nearest") == meant


def test_a_name_that_two_have_is_no_id(tmp_path: Path, config: Config) -> None:
    first, *others = config.providers
    twins = (first, *(replace(other, name=first.name) if place == 0 else other for place, other in enumerate(others)))
    path = csv_of(tmp_path, "case_number;provider", f"1;{first.name}")
    assert flaws(read_placements(path, replace(config, providers=twins))) == [(2, "provider", "unknown_reference")]


def test_of_two_people_of_one_name_the_provider_s_own_is_meant(tmp_path: Path, config: Config) -> None:
    club = config.provider("klub-oest")
    house = config.provider("familiehuset")
    assert club is not None
    assert house is not None
    named = (replace(house.staff[0], name=club.staff[0].name), *house.staff[1:])
    twins = tuple(
        replace(provider, staff=named) if provider.id == house.id else provider for provider in config.providers
    )
    row = f"1;{house.name};{club.staff[0].name}"
    read = read_placements(csv_of(tmp_path, "case_number;provider;staff", row), replace(config, providers=twins))
    assert [placement.staff for placement in read.placements] == [house.staff[0].id]


WRONG: list[tuple[str, str, str, str]] = [
    ("2025-0117", "", "case_number", "missing_cell"),
    ("klub-oest", "", "provider", "missing_cell"),
    ("klub-oest", "klub-ost", "provider", "unknown_reference"),
    ("mette-h", "sanne-w", "staff", "staff_elsewhere"),
    (";oest;", ";ost;", "district", "unknown_reference"),
    (";school;", ";skole;", "problems", "unknown_reference"),
    ("contact_person", "contact", "kind", "not_one_of"),
    ("12-04-2012", "30-02-2012", "birth_date", "bad_date"),
    ("12-04-2012", "12-04-12", "birth_date", "bad_date"),
    ("4,5", "fire", "hours_per_week", "bad_number"),
    ("4,5", "0", "hours_per_week", "too_low_exclusive"),
    ("4,5", "1,1", "hours_per_week", "not_quarters"),
    ("4,5", "200", "hours_per_week", "too_high"),
    ("28-02-2027", "28-02-2024", "end", "period_reversed"),
    ("12-04-2012", "12-04-2026", "start", "before_birth"),
    ("Emil Toft", "x" * 20_001, "child", "too_long"),
    ("contact_person", "contact_person;x", "", "too_many_cells"),
]


@pytest.mark.parametrize(("old", "new", "column", "code"), WRONG)
def test_a_bad_row_says_its_row_and_column(
    old: str, new: str, column: str, code: str, tmp_path: Path, config: Config
) -> None:
    path = csv_of(tmp_path, HEADER, ROW, ROW.replace(old, new))
    read = read_placements(path, config, "placements.csv")
    assert flaws(read) == [(3, column, code)]
    assert read.issues[0].file == "placements.csv"
    assert read.placements == (EMIL,)
    assert read.left_out == (("rows[3]",) if (column, code) == ("case_number", "missing_cell") else read.left_out)


def test_what_cannot_be_read_hides_no_reference_of_its_row(tmp_path: Path, config: Config) -> None:
    row = ROW.replace("12-04-2012", "31.02.2012").replace("mette-h", "nobody").replace(";oest;", ";ost;")
    read = read_placements(csv_of(tmp_path, HEADER, row, ROW.replace("klub-oest", "klub-xx")), config)
    assert flaws(read) == [
        (2, "birth_date", "bad_date"),
        (2, "district", "unknown_reference"),
        (2, "staff", "unknown_reference"),
        (3, "provider", "unknown_reference"),
    ]
    assert read.issues[0].value == "31.02.2012"


def test_hours_that_are_no_quarters_are_told_the_nearest(tmp_path: Path, config: Config) -> None:
    rows = [f"{hours};{hours};fokus" for hours in ("1,1", "1,125", "0,1")]
    read = read_placements(csv_of(tmp_path, "case_number;hours_per_week;provider", *rows), config)
    assert [issue.values["nearest"] for issue in read.issues] == ["1", "1.25", "0.25"]


def test_a_nul_character_is_told_with_its_line(tmp_path: Path, config: Config) -> None:
    read = read_placements(csv_of(tmp_path, "case_number;provider", "1;fok\0us"), config)
    assert [(issue.code, issue.line) for issue in read.issues] == [("nul_character", 2)]


def test_the_personal_number_is_in_no_error(tmp_path: Path, config: Config) -> None:
    path = csv_of(tmp_path, HEADER, ROW.replace("2012;;", "2012;730412-4321;"), ROW.replace("4,5", "730412-4321"))
    read = read_placements(path, config)
    assert flaws(read) == [(2, "cpr", "cpr_birth_date"), (3, "hours_per_week", "bad_number")]
    assert "730412" not in repr(read.issues)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("case_number;child", "missing_columns"),
        ("child", "missing_columns"),
        ("case_number;provider;provider", "duplicate_column"),
        (";;\r\nchild", "missing_columns"),
    ],
)
def test_a_table_without_its_columns_is_not_read(header: str, code: str, tmp_path: Path, config: Config) -> None:
    read = read_placements(csv_of(tmp_path, header, "1;fokus"), config)
    assert [issue.code for issue in read.issues] == [code]
    assert read.placements == ()
    assert not read.is_readable


def test_an_unknown_column_names_the_nearest(tmp_path: Path, config: Config) -> None:
    read = read_placements(csv_of(tmp_path, "case_number;provider;distrikt", "1;fokus;oest"), config)
    assert flaws(read) == [(1, "distrikt", "unknown_column")]
    assert read.issues[0].values["nearest"] == "district"


def test_a_municipalitys_own_headings(tmp_path: Path, config: Config) -> None:
    own = PlacementColumns(columns={"case_number": "Sagsnr", "provider": "Udfører", "hours_per_week": "Timer"})
    config = replace(config, placements=own)
    read = read_placements(csv_of(tmp_path, "SAGSNR;Udfører;Timer", "1;fokus;fire", "2;fokus;4"), config)
    assert flaws(read) == [(2, "Timer", "bad_number")]
    assert read.placements[0].case_number == "2"


@pytest.mark.parametrize(
    ("own", "place", "first"),
    [
        ({"case_number": "Sagsnr", "kind": "SAGSNR"}, "kind", {"first": "placements.columns.case_number"}),
        ({"child": "Provider"}, "child", {}),
    ],
)
def test_a_heading_of_two_columns_is_told(
    own: dict[str, str], place: str, first: dict[str, str], config: Config
) -> None:
    """The import said that the column is missing which was there."""
    (issue,) = check_config(replace(config, placements=PlacementColumns(columns=own)))
    assert (issue.place, issue.code, issue.values) == (f"placements.columns.{place}", "duplicate_id", first)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "table_empty"),
        ("a.csv", b"case_number;provider\n1;\x81", "not_utf8"),
        ("a.csv", b"\x00\x00case_number", "nul_character"),
        ("a.csv", "case_number;provider".encode("utf-16"), "not_utf8"),
        ("a.csv", b'case_number;provider\n1;"' + b"x" * 200_000, "too_long_cell"),
        ("a.csv", b'case_number;provider\n1;"fokus\n2;fokus\n', "lone_quote"),
        ("a.csv", b'case_number;provider\n1;"fokus\n2;fokus\n3;"fokus\n', "lone_quote"),
        ("a.csv", b'case_number;provider\n1;"fo"kus\n', "lone_quote"),
        ("a.xlsx", b"not a workbook", "not_xlsx"),
        ("a.xlsx", b"PK\x03\x04 broken", "not_xlsx"),
        ("a.xml", b"", "no_case_in_exchange"),
        ("a.xml", b"<Dagsorden/>", "no_case_in_exchange"),
        ("a.xml", b"<Publication><Agendas/></Publication>", "no_case_in_exchange"),
        ("a.xml", b"<Referat/>", "not_exchange"),
        ("a.pdf", b"%PDF", "not_a_table"),
    ],
)
def test_what_is_no_table(name: str, content: bytes, code: str, tmp_path: Path, config: Config) -> None:
    (tmp_path / name).write_bytes(content)
    read = read_placements(tmp_path / name, config)
    assert [issue.code for issue in read.issues] == [code]
    assert not read.is_readable
    assert [issue.code for issue in read_placements(tmp_path / "none.csv", config).issues] == ["file_missing"]


def test_a_lone_quotation_mark_takes_no_rows_with_it(tmp_path: Path, config: Config) -> None:
    """Two of them made one row of what was between: a number with the provider of another child."""
    lines = ('1;"Emil;fokus', "2;Signe;fokus", '3;"Nour;klub-oest')
    read = read_placements(csv_of(tmp_path, "case_number;child;provider", *lines), config)
    assert read.placements == ()
    assert [(issue.row, issue.code) for issue in read.issues] == [(2, "lone_quote")]


def workbook(folder: Path, *rows: list[Any]) -> Path:
    """A workbook with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / "placements.xlsx")
    return folder / "placements.xlsx"


def test_a_workbook(tmp_path: Path, config: Config) -> None:
    header: list[Any] = HEADER.split(";")
    emil = ["2025-0117", "Emil Toft", datetime(2012, 4, 12), None, "oest", "klub-oest", "mette-h", 4.5]  # noqa: DTZ001
    emil += [date(2025, 9, 1), "28-02-2027", "school", "contact_person"]
    path = workbook(tmp_path, header, emil, [None] * 12, [20250118, *emil[1:7], True, *emil[8:]])
    read = read_placements(path, config)
    assert read.placements == (EMIL,)
    assert flaws(read) == [(4, "hours_per_week", "bad_number")]


def test_a_number_of_digits_only_is_still_text(tmp_path: Path, config: Config) -> None:
    read = read_placements(workbook(tmp_path, ["case_number", "provider"], [20250118, "fokus"]), config)
    assert read.placements[0].case_number == "20250118"
