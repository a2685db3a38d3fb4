"""Spreadsheets as people keep them: hidden sheets, titles, formulas, date numbers, whatever separates the cells."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from kpcommittee.domain.committee import Config
from kpcommittee.workspace.placements import PlacementsRead, read_placements

HEADER = ["case_number", "provider", "hours_per_week", "start"]
ROW: list[Any] = ["R-1", "fokus", 4, date(2026, 11, 2)]


def book_of(folder: Path, fill: Callable[[Workbook], None], change: Callable[[str], str] | None = None) -> Path:
    """A workbook, its first sheet's XML changed as another program would have written it."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    fill(book)
    path = folder / "placements.xlsx"
    book.save(path)
    if change is not None:
        content = path.read_bytes()
        with ZipFile(io.BytesIO(content)) as old, ZipFile(path, "w") as new:
            for name in old.namelist():
                text = old.read(name)
                changed = change(text.decode()).encode() if name.startswith("xl/worksheets/sheet1") else text
                new.writestr(name, changed)
    return path


def sheet_of(book: Workbook, title: str, *rows: list[Any]) -> Worksheet:
    """Add a sheet."""
    sheet: Worksheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return sheet


def one_sheet(*rows: list[Any]) -> Callable[[Workbook], None]:
    """Fill a workbook with one sheet."""

    def fill(book: Workbook) -> None:
        sheet_of(book, "Forløb", *rows)

    return fill


def codes(read: PlacementsRead) -> list[tuple[int | None, str, str]]:
    """Row, column and code of each issue."""
    return [(issue.row, issue.place, issue.code) for issue in read.issues]


def numbers(read: PlacementsRead) -> list[str]:
    """The case numbers that were read."""
    return [placement.case_number for placement in read.placements]


# Which sheet


def test_a_hidden_sheet_is_passed_over_and_the_one_that_is_read_is_named(tmp_path: Path, config: Config) -> None:
    """P8: the hidden first sheet was read, and none was named."""

    def fill(book: Workbook) -> None:
        sheet_of(book, "Arkiv", HEADER, ["OLD", "fokus", 1, None]).sheet_state = "hidden"
        sheet_of(book, "Lister", HEADER, ["X", "fokus", 1, None]).sheet_state = "veryHidden"
        sheet_of(book, "Tom")
        sheet_of(book, "Forløb", HEADER, ROW)
        sheet_of(book, "Noter", ["Ring til Ida"])

    read = read_placements(book_of(tmp_path, fill), config)
    assert numbers(read) == ["R-1"]
    assert read.sheet == "Forløb"
    assert read.other_sheets == ("Arkiv", "Lister", "Tom", "Noter")


def test_a_workbook_of_hidden_sheets_is_refused(tmp_path: Path, config: Config) -> None:
    def hide(book: Workbook) -> None:
        sheet_of(book, "Arkiv", HEADER, ROW)

    path = book_of(tmp_path, hide)
    content = path.read_bytes()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b'state="visible"', b'state="hidden"'))
    assert codes(read_placements(path, config)) == [(None, "", "hidden_sheets")]


# Formulas and date numbers


def formulas(book: Workbook) -> None:
    sheet_of(book, "Forløb", HEADER, ["R-1", "fokus", "=2+2", date(2026, 11, 2)], ["R-2", "fokus", 3, None])


def test_a_formula_without_a_value_is_not_read_as_empty(tmp_path: Path, config: Config) -> None:
    """P8: what a program writes that does not compute, and nobody has saved in a spreadsheet since."""
    read = read_placements(book_of(tmp_path, formulas), config)
    assert codes(read) == [(2, "hours_per_week", "formula_without_value")]
    assert numbers(read) == ["R-2"]


def test_a_formula_with_its_value_is_read_as_that(tmp_path: Path, config: Config) -> None:
    path = book_of(tmp_path, formulas, lambda text: re.sub(r"<f>2\+2</f><v(?: ?/>|></v>)", "<f>2+2</f><v>4</v>", text))
    read = read_placements(path, config)
    assert codes(read) == []
    assert [placement.hours_per_week for placement in read.placements] == [4, 3]


def test_a_formula_that_is_empty_is_an_empty_cell(tmp_path: Path, config: Config) -> None:
    def change(text: str) -> str:
        return re.sub(
            r"<c r=\"C2\"[^>]*><f>2\+2</f><v(?: ?/>|></v>)</c>", '<c r="C2" t="str"><f>2+2</f><v></v></c>', text
        )

    read = read_placements(book_of(tmp_path, formulas, change), config)
    assert codes(read) == []
    assert read.placements[0].hours_per_week is None


@pytest.mark.parametrize(
    ("number", "day"), [(46328, date(2026, 11, 2)), (46328.75, date(2026, 11, 2)), (20000, date(1954, 10, 3))]
)
def test_a_date_that_shows_as_a_number_is_that_day(number: float, day: date, tmp_path: Path, config: Config) -> None:
    """P8: it was no date."""
    path = book_of(tmp_path, one_sheet(HEADER, ["R-1", "fokus", 4, number]))
    assert read_placements(path, config).placements[0].start == day
    text = tmp_path / "placements.csv"
    text.write_text(f"case_number;provider;start\nR-1;fokus;{number}\n")
    assert read_placements(text, config).placements[0].start == day


def test_a_workbook_that_counts_from_1904_says_its_own_days(tmp_path: Path, config: Config) -> None:
    def fill(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        sheet_of(book, "Forløb", HEADER, ["R-1", "fokus", 4, 46328 - 1462], ["R-2", "fokus", 4, date(2026, 11, 2)])

    starts = [placement.start for placement in read_placements(book_of(tmp_path, fill), config).placements]
    assert starts == [date(2026, 11, 2), date(2026, 11, 2)]


@pytest.mark.parametrize("written", ["7", "4632", "99999", "463280"])
def test_a_number_that_is_no_day_of_ours_is_no_date(written: str, tmp_path: Path, config: Config) -> None:
    text = tmp_path / "placements.csv"
    text.write_text(f"case_number;provider;start\nR-1;fokus;{written}\n")
    assert codes(read_placements(text, config)) == [(2, "start", "bad_date")]


# The header and what separates cells


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_title_above_the_headings_is_passed_over(kind: str, tmp_path: Path, config: Config) -> None:
    """P8: the title was taken for the header."""
    rows: list[list[Any]] = [
        ["Løbende forløb pr. 1. november 2026; udtræk"],
        [],
        ["Sag, hus og timer"],
        HEADER,
        ROW,
        ["R-2", "fokuss", 1, None],
    ]
    if kind == "xlsx":
        path = book_of(tmp_path, one_sheet(*rows))
    else:
        path = tmp_path / "placements.csv"
        path.write_text("\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows), "utf-8")
    read = read_placements(path, config)
    assert numbers(read) == ["R-1"]
    assert codes(read) == [(6, "provider", "unknown_reference")]


@pytest.mark.parametrize(
    "text",
    [
        "case_number\tprovider\thours_per_week\nR-1\tfokus\t4,5\n",
        "sep=;\ncase_number;provider;hours_per_week\nR-1;fokus;4,5\n",
        "sep=|\r\ncase_number|provider|hours_per_week\r\nR-1|fokus|4,5\r\n",
        "SEP=\t\ncase_number\tprovider\thours_per_week\nR-1\tfokus\t4,5\n",
        'case_number,provider,hours_per_week\nR-1,fokus,"4,5"\n',
        "Udtræk, kl. 9, 1, 2, 3, 4\ncase_number;provider;hours_per_week\nR-1;fokus;4,5\n",
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "txt", "tsv"])
def test_whatever_separates_the_cells(text: str, suffix: str, tmp_path: Path, config: Config) -> None:
    """P8: tabs and Excel's own line were not understood."""
    path = tmp_path / f"placements.{suffix}"
    path.write_bytes(text.encode("utf-8"))
    read = read_placements(path, config)
    assert codes(read) == []
    assert [(placement.case_number, str(placement.hours_per_week)) for placement in read.placements] == [("R-1", "4.5")]


def test_the_row_of_an_issue_is_the_one_that_excel_shows(tmp_path: Path, config: Config) -> None:
    """The line with the separator is not a row there."""
    path = tmp_path / "placements.csv"
    path.write_text("sep=;\ncase_number;provider\nR-1;fokuss\n")
    assert codes(read_placements(path, config)) == [(2, "provider", "unknown_reference")]


def test_a_table_that_is_too_long_is_refused_and_not_cut(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tables", "workbooks"):
        monkeypatch.setattr(f"kpcommittee.workspace.{module}.MAX_ROWS", 3)
    rows = [HEADER, ROW, ROW, ROW]
    path = book_of(tmp_path, one_sheet(*rows))
    assert codes(read_placements(path, config)) == [(None, "", "too_many_rows")]
    path = book_of(tmp_path, one_sheet(*rows[:3], [None]))
    assert len(read_placements(path, config).placements) == 2


def test_every_row_below_the_header_is_read(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "placements.csv"
    path.write_text("case_number;provider\n" + "".join(f"R-{number};fokus\n" for number in range(100)))
    assert numbers(read_placements(path, config)) == [f"R-{number}" for number in range(100)]


def test_progress_is_told_while_rows_are_read_and_checked(tmp_path: Path, config: Config) -> None:
    """P8: 20,000 rows gave no sign of life."""
    told: list[tuple[str, int, int | None]] = []
    path = tmp_path / "placements.csv"
    path.write_text("case_number;provider\nR-1;fokus\n;\nR-2;fokus\n")
    read_placements(path, config, progress=lambda doing, done, total: told.append((doing, done, total)))
    assert told == [("reading", place, None) for place in (1, 2, 3, 4)] + [("checking", 1, 2), ("checking", 2, 2)]
