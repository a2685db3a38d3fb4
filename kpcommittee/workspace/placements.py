"""Running placements from a table: each row becomes a placement, or its issues with their columns."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpcommittee.convert import scalars
from kpcommittee.convert.issues import InvalidValue, Issue
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.committee import Config
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.workspace.case_checks import check_number
from kpcommittee.workspace.checks import in_order, quarters, refer, refer_all
from kpcommittee.workspace.files import Unread, write_named
from kpcommittee.workspace.headings import Columns, columns_of
from kpcommittee.workspace.known import Known, refer_staff
from kpcommittee.workspace.placement_columns import READERS, REQUIRED
from kpcommittee.workspace.references import suggested
from kpcommittee.workspace.tables import Cell, Table, guarded, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementsRead:
    """The content of a table of placements."""

    placements: tuple[Placement, ...] = ()
    """The placements of the valid rows, in the order of the file."""
    numbers: tuple[int, ...] = ()
    """The row number of each placement."""
    rows: int = 0
    """Rows below the header that are not blank."""
    issues: tuple[Issue, ...] = ()
    """The issues with their rows; the header is row 1."""
    left_out: tuple[str, ...] = ()
    """The case numbers of the invalid rows; `rows[7]` where a row has none."""
    readable: bool = True
    """Whether file and header are valid, so that the valid rows can be used without the others."""


def read_placements(path: Path, config: Config, shown_as: str = "") -> PlacementsRead:
    """Read the placements of a .csv or .xlsx table, and check them against the config."""
    name = shown_as or path.name
    try:
        table = read_table(path, name)
    except Unread as error:
        return PlacementsRead(issues=(error.issue,), readable=False)
    columns = columns_of(table.header, tuple(READERS), config.placements.columns, REQUIRED, "placements")
    if not columns.usable:
        issues = tuple(issue.of(name) for issue in columns.issues)
        return PlacementsRead(rows=len(table.rows), issues=issues, readable=False)
    return _rows(table, columns, config, name)


def _rows(table: Table, columns: Columns, config: Config, name: str) -> PlacementsRead:
    good: list[Placement] = []
    numbers: list[int] = []
    issues = list(columns.issues)
    left_out: list[str] = []
    for number, row in table.rows:
        placement, wrong = _placement(columns.places, row, config)
        if any(cell is not None for cell in row[len(table.header) :]):
            wrong = (*wrong, Issue(code="too_many_cells"))
        if not wrong:
            good.append(placement)
            numbers.append(number)
        else:
            left_out.append(placement.case_number or f"rows[{number}]")
            issues += [
                replace(issue, row=number, place=columns.heading(issue.place.split("[", maxsplit=1)[0]))
                for issue in wrong
            ]
    return PlacementsRead(
        placements=tuple(good),
        numbers=tuple(numbers),
        rows=len(table.rows),
        issues=tuple(issue.of(name) for issue in issues),
        left_out=tuple(left_out),
        readable=not columns.issues,
    )


def _placement(
    columns: Mapping[str, int], row: tuple[Cell, ...], config: Config
) -> tuple[Placement, tuple[Issue, ...]]:
    """Read a row, as far as it can be read, and everything that is wrong with it."""
    contents: dict[str, Any] = {}
    issues: list[Issue] = []
    for field, index in columns.items():
        cell = row[index] if index < len(row) else None
        try:
            if cell is not None:
                contents[field] = READERS[field](cell)
        except InvalidValue as error:
            issues.append(Issue(place=field, code=error.code, value=error.value, values=error.values))
    wrong = {issue.place for issue in issues}
    issues += [
        Issue(place=required, code="missing_cell")
        for required in REQUIRED
        if not contents.get(required) and required not in wrong
    ]
    # An unreadable cell must not hide the issues of the others.
    wrong = {issue.place for issue in issues}
    placement = Placement(**{**dict.fromkeys(REQUIRED, ""), **contents})
    issues += [
        issue for issue in check_placement(placement, config) if issue.place.split("[", maxsplit=1)[0] not in wrong
    ]
    return placement, tuple(issues)


def check_placement(placement: Placement, config: Config) -> Iterator[Issue]:
    """Yield every inconsistency of the placement."""
    yield from suggested(_misfits(placement, Known(config)), config)


def _misfits(placement: Placement, known: Known) -> Iterator[Issue]:
    yield from refer("provider", "provider", placement.provider, known.providers)
    yield from refer("district", "district", placement.district, known.districts)
    if placement.provider in (known.providers or ()):
        yield from refer_staff("staff", placement.staff, placement.provider, known)
    yield from refer_all("problems", "problem", placement.problems, known.problems)
    yield from quarters("hours_per_week", placement.hours_per_week)
    for change in placement.changes:
        if change.staff and placement.provider in (known.providers or ()):
            yield from refer_staff("staff", change.staff, placement.provider, known)
        yield from quarters("hours_per_week", change.hours_per_week)
    yield from in_order("end", placement.start, placement.end)
    yield from check_number("cpr", placement.cpr, placement.birth_date)


_BOM = "\ufeff"
_DATE_FORMAT = "dd-mm-yyyy"


def write_placements(path: Path, placements: Iterable[Placement]) -> None:
    """Write a .csv as Danish spreadsheets open it, or an .xlsx workbook; an existing file is replaced.

    In a .csv an apostrophe precedes a text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`);
    reading removes it again. In a workbook every text is a text cell.

    Raises:
        UsageError: the name ends in neither.
        BrokenError: the disk refuses.
    """
    writers = {".csv": _csv, ".xlsx": _xlsx}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(
            _("{file}: the table is written as .csv or .xlsx").format(file=path.name),
            _("Give the file one of these endings."),
        )
    write_named(path, writer([_cells(placement) for placement in placements]))


def _cells(placement: Placement) -> list[Cell]:
    values = (getattr(placement, name) for name in READERS)
    return [", ".join(value) or None if isinstance(value, tuple) else value for value in values]


def _csv(rows: list[list[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(READERS)
    writer.writerows([_danish(cell) for cell in row] for row in rows)
    return (_BOM + text.getvalue()).encode()


def _danish(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, Decimal):
        return scalars.plain_decimal(cell).replace(".", ",")
    return guarded(cell) if cell else ""


def _xlsx(rows: list[list[Cell]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 (slow to import, and only workbooks need it)

    book = Workbook()
    sheet = book.worksheets[0]
    header: list[Cell] = [*READERS]
    for number, row in enumerate((header, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, date):
                cell.number_format = _DATE_FORMAT
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
