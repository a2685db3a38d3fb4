"""Cases from a table: each row becomes a case of an agenda, or its issues with their columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kpcommittee.convert.codec import read_partial
from kpcommittee.convert.issues import InvalidValue, Issue, quote_value
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.locale import _
from kpcommittee.workspace import cells
from kpcommittee.workspace.agenda_columns import COLUMNS, NAMES, REFERS, place_in
from kpcommittee.workspace.case_checks import check_case
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.headings import Columns, columns_of, headings_of
from kpcommittee.workspace.known_ids import KnownIds, without_unread
from kpcommittee.workspace.references import NameIndex
from kpcommittee.workspace.sheets import Cell
from kpcommittee.workspace.tables import RowIssues, Table, in_row, read_table


@immutable
class CasesRead:
    """The content of a table of cases."""

    cases: tuple[Case, ...] = ()
    """The cases of the valid rows, in the order of the file."""
    rows: int = 0
    """The number of rows below the header that are not blank."""
    issues: tuple[Issue, ...] = ()
    """The issues with their rows; the header is row 1."""
    bad_rows: tuple[int, ...] = ()
    """The numbers of the invalid rows."""
    sheet: str | None = None
    """The sheet that was read; None for a file that has no sheets."""
    other_sheets: tuple[str, ...] = ()
    """The sheets that were not read, including hidden ones."""
    is_readable: bool = True
    """Whether file and header are valid, so that the valid rows can be used without the others."""


def read_cases(path: Path, config: Config, law: Law, meeting: date, shown_as: str = "") -> CasesRead:
    """Read the cases of a .csv or .xlsx table, with the checks of an agenda of that day."""
    name = shown_as or path.name
    try:
        table = read_table(path, headings_of(COLUMNS, config.agendas.columns), name)
    except Unread as error:
        return CasesRead(issues=(error.issue,), is_readable=False)
    required = [column_name for column_name, column in COLUMNS.items() if column.required]
    columns = columns_of(table.header, tuple(COLUMNS), config.agendas.columns, required, "agendas")
    columns = replace(columns, issues=in_row(columns.issues, table))
    if not columns.is_usable:
        issues = tuple(issue.in_file(name) for issue in columns.issues)
        return CasesRead(rows=len(table.rows), issues=issues, is_readable=False)
    cases = _rows(table, columns, KnownIds(config, law), meeting)
    return replace(
        cases,
        rows=len(table.rows),
        sheet=table.sheet,
        other_sheets=table.others,
        issues=tuple(issue.in_file(name) for issue in cases.issues),
    )


def _rows(table: Table, columns: Columns, ids: KnownIds, meeting: date) -> CasesRead:
    good: list[Case] = []
    issues = RowIssues(columns.issues)
    bad: list[int] = []
    first: dict[str, int] = {}
    assert ids.config is not None, "cases are read beside a config"
    reading = _CellReader(columns, table.days_since, NameIndex(ids.config))
    for number, row in table.rows:
        case, wrong = _case(reading, row, ids, meeting, suggesting=issues.has_room)
        if any(cell is not None for cell in row[len(table.header) :]):
            wrong = (*wrong, Issue(code="too_many_cells"))
        if case is not None and case.case_number and first.setdefault(case.case_number, number) != number:
            values = {"first": _("row {row}").format(row=first[case.case_number])}
            twice = Issue(place="case_number", code="duplicate_id", value=quote_value(case.case_number), values=values)
            wrong = (*wrong, replace(twice, place=columns.heading("case_number")))
        if case is not None and not wrong:
            good.append(case)
        else:
            bad.append(number)
            issues.add([replace(issue, row=number) for issue in wrong])
        if issues.too_many:
            break
    readable = not columns.issues and not issues.too_many
    return CasesRead(cases=tuple(good), issues=issues.all(), bad_rows=tuple(bad), is_readable=readable)


@dataclass(frozen=True)
class _CellReader:
    """Reads the cells of a table."""

    columns: Columns
    days_since: date
    named: NameIndex

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """Return the cell of a column; None if it is empty or there is no such column."""
        index = self.columns.places.get(name)
        return row[index] if index is not None and index < len(row) else None

    def value(self, row: Sequence[Cell], name: str) -> Any:
        """Read the cell of a column; an unambiguous name becomes its id.

        Raises:
            InvalidValue: it cannot be read.
        """
        cell, kind = self.cell(row, name), REFERS.get(name)
        content = cells.read_value(cell, COLUMNS[name].read, self.days_since)
        if kind is None:
            return content
        if isinstance(content, tuple):
            return self.named.ids_of(kind, str(cell), content)
        provider = self.cell(row, name.replace("_staff", "_provider")) if kind == "staff" else None
        return self.named.id_of(kind, content, self.named.id_of("provider", str(provider)) if provider else None)


def _case(
    reading: _CellReader, row: Sequence[Cell], ids: KnownIds, meeting: date, *, suggesting: bool
) -> tuple[Case | None, tuple[Issue, ...]]:
    raw: dict[str, Any] = {}
    unread: list[Issue] = []
    for name in reading.columns.places:
        if reading.cell(row, name) is None:
            continue
        try:
            place_in(raw, COLUMNS[name].place, reading.value(row, name))
        except InvalidValue as error:
            place = COLUMNS[name].place
            unread.append(Issue(place=place, code=error.code, value=error.value, values=error.values))
    for table in ("child", "grant"):
        raw.setdefault(table, {})
    case, wrong = read_partial(raw, Case)
    # An unreadable cell is not reported as missing as well.
    issues = [*unread, *without_unread(wrong, [issue.place for issue in unread])]
    if case is not None:
        issues += without_unread(
            check_case(case, ids, meeting, suggesting=suggesting), [issue.place for issue in issues]
        )
    return case, tuple(_in_column(issue, reading.columns) for issue in issues)


def _in_column(issue: Issue, columns: Columns) -> Issue:
    """Return the issue with its column's heading as the place; a missing key is an empty cell."""
    place = issue.place
    name = NAMES.get(place) or NAMES.get(place.rpartition("[")[0], place)
    code = "missing_cell" if issue.code in ("missing_key", "empty", "empty_list") else issue.code
    return replace(issue, place=columns.heading(name), code=code)
