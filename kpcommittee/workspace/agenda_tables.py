"""Cases from a table: each row becomes a case of an agenda, or its issues with their columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kpcommittee.convert.codec import read_partial
from kpcommittee.convert.issues import InvalidValue, Issue, shown
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.locale import _
from kpcommittee.workspace.agenda_columns import COLUMNS, NAMES, place_in
from kpcommittee.workspace.case_checks import check_case
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.headings import Columns, columns_of
from kpcommittee.workspace.known import Known, told_once
from kpcommittee.workspace.tables import Cell, Table, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesRead:
    """The content of a table of cases."""

    cases: tuple[Case, ...] = ()
    """The cases of the valid rows, in the order of the file."""
    rows: int = 0
    """Rows below the header that are not blank."""
    issues: tuple[Issue, ...] = ()
    """The issues with their rows; the header is row 1."""
    bad_rows: tuple[int, ...] = ()
    """The numbers of the invalid rows."""
    readable: bool = True
    """Whether file and header are valid, so that the valid rows can be used without the others."""


def read_cases(path: Path, config: Config, law: Law, meeting: date, shown_as: str = "") -> CasesRead:
    """Read the cases of a .csv or .xlsx table, with the checks of an agenda of that day."""
    name = shown_as or path.name
    try:
        table = read_table(path, name)
    except Unread as error:
        return CasesRead(issues=(error.issue,), readable=False)
    required = [column_name for column_name, column in COLUMNS.items() if column.required]
    columns = columns_of(table.header, tuple(COLUMNS), config.agendas.columns, required, "agendas")
    if not columns.usable:
        issues = tuple(issue.of(name) for issue in columns.issues)
        return CasesRead(rows=len(table.rows), issues=issues, readable=False)
    cases = _rows(table, columns, Known(config, law), meeting)
    return replace(
        cases,
        rows=len(table.rows),
        issues=tuple(issue.of(name) for issue in (*columns.issues, *cases.issues)),
        readable=not columns.issues,
    )


def _rows(table: Table, columns: Columns, known: Known, meeting: date) -> CasesRead:
    good: list[Case] = []
    issues: list[Issue] = []
    bad: list[int] = []
    first: dict[str, int] = {}
    for number, row in table.rows:
        case, wrong = _case(row, columns, known, meeting)
        if any(cell is not None for cell in row[len(table.header) :]):
            wrong = (*wrong, Issue(code="too_many_cells"))
        if case is not None and case.case_number and first.setdefault(case.case_number, number) != number:
            values = {"first": _("row {row}").format(row=first[case.case_number])}
            twice = Issue(place="case_number", code="duplicate_id", value=shown(case.case_number), values=values)
            wrong = (*wrong, replace(twice, place=columns.heading("case_number")))
        if case is not None and not wrong:
            good.append(case)
        else:
            bad.append(number)
            issues += [replace(issue, row=number) for issue in wrong]
    return CasesRead(cases=tuple(good), issues=tuple(issues), bad_rows=tuple(bad))


def _case(row: Sequence[Cell], columns: Columns, known: Known, meeting: date) -> tuple[Case | None, tuple[Issue, ...]]:
    raw: dict[str, Any] = {}
    unread: list[Issue] = []
    for name, index in columns.places.items():
        cell = row[index] if index < len(row) else None
        if cell is None:
            continue
        try:
            place_in(raw, COLUMNS[name].place, COLUMNS[name].read(cell))
        except InvalidValue as error:
            place = COLUMNS[name].place
            unread.append(Issue(place=place, code=error.code, value=error.value, values=error.values))
    for table in ("child", "grant"):
        raw.setdefault(table, {})
    case, wrong = read_partial(raw, Case)
    # An unreadable cell is not reported as missing as well.
    issues = [*unread, *told_once(wrong, [issue.place for issue in unread])]
    if case is not None:
        issues += told_once(check_case(case, known, meeting), [issue.place for issue in issues])
    return case, tuple(_in_column(issue, columns) for issue in issues)


def _in_column(issue: Issue, columns: Columns) -> Issue:
    """Return the issue with its column's heading as the place; a missing key is an empty cell."""
    place = issue.place
    name = NAMES.get(place) or NAMES.get(place.rpartition("[")[0], place)
    code = "missing_cell" if issue.code in ("missing_key", "empty", "empty_list") else issue.code
    return replace(issue, place=columns.heading(name), code=code)
