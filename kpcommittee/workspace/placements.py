"""Running placements from a table: each row becomes a placement, or its issues with their columns."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from kpcommittee.convert import scalars
from kpcommittee.convert.issues import InvalidValue, Issue
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.workspace import cells
from kpcommittee.workspace.case_checks import check_number
from kpcommittee.workspace.checks import check_order, not_before_birth, quarters, refer, refer_all
from kpcommittee.workspace.files import Unread, write_named
from kpcommittee.workspace.headings import Columns, columns_of, headings_of
from kpcommittee.workspace.known_ids import KnownIds, refer_staff
from kpcommittee.workspace.placement_columns import READERS, REQUIRED
from kpcommittee.workspace.references import NameIndex, with_suggestions
from kpcommittee.workspace.sheets import Cell, guard_text
from kpcommittee.workspace.tables import Progress, RowIssues, Table, in_row, read_table


@immutable
class PlacementsRead:
    """The content of a table of placements."""

    placements: tuple[Placement, ...] = ()
    """The placements of the valid rows, in the order of the file."""
    numbers: tuple[int, ...] = ()
    """The row number of each placement."""
    rows: int = 0
    """The number of rows below the header that are not blank."""
    issues: tuple[Issue, ...] = ()
    """The issues with their rows; the header is row 1."""
    left_out: tuple[str, ...] = ()
    """The case numbers of the invalid rows; `rows[7]` where a row has none."""
    sheet: str | None = None
    """The sheet that was read; None for a file that has no sheets."""
    other_sheets: tuple[str, ...] = ()
    """The sheets that were not read, including hidden ones."""
    lacking: frozenset[str] = frozenset()
    """The fields that the table has no column for."""
    is_readable: bool = True
    """Whether file and header are valid, so that the valid rows can be used without the others."""


def read_placements(path: Path, config: Config, shown_as: str = "", progress: Progress | None = None) -> PlacementsRead:
    """Read the placements of a .csv or .xlsx table, and check them against the config."""
    name, own = shown_as or path.name, config.placements.columns
    try:
        table = read_table(path, headings_of(READERS, own), name, progress)
    except Unread as error:
        return PlacementsRead(issues=(error.issue,), is_readable=False)
    columns = columns_of(table.header, tuple(READERS), own, REQUIRED, "placements")
    columns = replace(columns, issues=in_row(columns.issues, table))
    if columns.is_usable:
        read = _Rows(table, columns, config).read(progress)
    else:
        read = PlacementsRead(rows=len(table.rows), issues=columns.issues, is_readable=False)
    issues = tuple(issue.in_file(name) for issue in read.issues)
    return replace(read, issues=issues, sheet=table.sheet, other_sheets=table.others)


@dataclass(frozen=True)
class _Rows:
    """The rows of a table, and what their cells may refer to."""

    table: Table
    columns: Columns
    config: Config

    def read(self, progress: Progress | None) -> PlacementsRead:
        """Read every row."""
        good: list[Placement] = []
        numbers: list[int] = []
        issues = RowIssues(self.columns.issues)
        left_out: list[str] = []
        for count, (number, row) in enumerate(self.table.rows, start=1):
            if progress is not None:
                progress("checking", count, len(self.table.rows))
            placement, wrong = self._placement(row, suggesting=issues.has_room)
            if any(cell is not None for cell in row[len(self.table.header) :]):
                wrong = (*wrong, Issue(code="too_many_cells"))
            if not wrong:
                good.append(placement)
                numbers.append(number)
            else:
                left_out.append(placement.case_number or f"rows[{number}]")
                issues.add([replace(issue, row=number, place=self._heading(issue.place)) for issue in wrong])
            if issues.too_many:
                break
        return PlacementsRead(
            placements=tuple(good),
            numbers=tuple(numbers),
            rows=len(self.table.rows),
            issues=issues.all(),
            left_out=tuple(left_out),
            lacking=frozenset(READERS) - self.columns.places.keys(),
            is_readable=not self.columns.issues and not issues.too_many,
        )

    def _heading(self, place: str) -> str:
        return self.columns.heading(place.split("[", maxsplit=1)[0])

    def _placement(self, row: tuple[Cell, ...], *, suggesting: bool) -> tuple[Placement, tuple[Issue, ...]]:
        """Read the readable part of a row, and every issue of the rest.

        Args:
            row: its cells.
            suggesting: whether unknown names get the nearest known one, which takes longer than all the rest.
        """
        contents: dict[str, Any] = {}
        issues: list[Issue] = []
        for field, index in self.columns.places.items():
            cell = row[index] if index < len(row) else None
            try:
                if cell is not None:
                    contents[field] = cells.read_value(cell, READERS[field], self.table.days_since)
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
        placement = Placement(**{**dict.fromkeys(REQUIRED, ""), **self._with_ids(contents, row)})
        misfits = _misfits(placement, self._known)
        if suggesting:
            misfits = with_suggestions(misfits, self.config)
        issues += [issue for issue in misfits if issue.place.split("[", maxsplit=1)[0] not in wrong]
        return placement, tuple(issues)

    def _with_ids(self, contents: dict[str, Any], row: tuple[Cell, ...]) -> dict[str, Any]:
        """Return the contents with ids instead of names."""
        named = self._named
        provider = named.id_of("provider", contents.get("provider", ""))
        ids: dict[str, Any] = {"provider": provider}
        if contents.get("district"):
            ids["district"] = named.id_of("district", contents["district"])
        if contents.get("staff"):
            ids["staff"] = named.id_of("staff", contents["staff"], provider)
        if contents.get("problems"):
            ids["problems"] = named.ids_of("problem", str(row[self.columns.places["problems"]]), contents["problems"])
        return contents | ids

    @cached_property
    def _known(self) -> KnownIds:
        return KnownIds(self.config)

    @cached_property
    def _named(self) -> NameIndex:
        return NameIndex(self.config)


def check_placement(placement: Placement, config: Config) -> Iterator[Issue]:
    """Yield every inconsistency of the placement."""
    yield from with_suggestions(_misfits(placement, KnownIds(config)), config)


def _misfits(placement: Placement, ids: KnownIds) -> Iterator[Issue]:
    yield from refer("provider", "provider", placement.provider, ids.providers)
    yield from refer("district", "district", placement.district, ids.districts)
    if placement.provider in (ids.providers or ()):
        yield from refer_staff("staff", placement.staff, placement.provider, ids)
    yield from refer_all("problems", "problem", placement.problems, ids.problems)
    yield from quarters("hours_per_week", placement.hours_per_week)
    for change in placement.changes:
        if change.staff and placement.provider in (ids.providers or ()):
            yield from refer_staff("staff", change.staff, placement.provider, ids)
        yield from quarters("hours_per_week", change.hours_per_week)
    yield from check_order("end", placement.start, placement.end)
    place, first = ("start", placement.start) if placement.start else ("end", placement.end)
    yield from not_before_birth(place, first, placement.birth_date)
    yield from check_number("cpr", placement.cpr, placement.birth_date)


Written = str | date | Decimal | None
"""A cell as it is written."""

_BOM = "\ufeff"
_DATE_FORMAT = "dd-mm-yyyy"


def write_placements(path: Path, placements: Iterable[Placement]) -> None:
    """Write a .csv in the Danish format, or an .xlsx workbook; an existing file is replaced.

    In a .csv an apostrophe precedes a text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`).
    Reading removes it again. In a workbook every text is a text cell.

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


def csv_of(placements: Iterable[Placement]) -> bytes:
    """Return the placements as the .csv that `write_placements` writes."""
    return _csv([_cells(placement) for placement in placements])


def _cells(placement: Placement) -> list[Written]:
    values = (getattr(placement, name) for name in READERS)
    return [", ".join(value) or None if isinstance(value, tuple) else value for value in values]


def _csv(rows: list[list[Written]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(READERS)
    writer.writerows([_danish(cell) for cell in row] for row in rows)
    return (_BOM + text.getvalue()).encode()


def _danish(cell: Written) -> str:
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, Decimal):
        return scalars.plain_decimal(cell).replace(".", ",")
    return guard_text(cell) if cell else ""


def _xlsx(rows: list[list[Written]]) -> bytes:
    from kpcommittee.convert.workbooks import Workbook, bytes_of  # noqa: PLC0415 (slow, and only workbooks need it)

    book = Workbook()
    sheet = book.worksheets[0]
    header: list[Written] = [*READERS]
    for number, row in enumerate((header, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, date):
                cell.number_format = _DATE_FORMAT
    return bytes_of(book)
