"""Cases from a table: each row a case of an agenda, or every flaw of the row with its column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kpcommittee.convert.codec import read
from kpcommittee.convert.flaws import Bad, Flaw, shown
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.locale import _
from kpcommittee.workspace.agenda_columns import COLUMNS, NAMES, place_in
from kpcommittee.workspace.case_checks import Known, check_case
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.headings import Columns, columns_of
from kpcommittee.workspace.tables import Cell, Table, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesRead:
    """What a table of cases holds."""

    cases: tuple[Case, ...] = ()
    """Those of the rows that are right, in the order of the file."""
    rows: int = 0
    """Rows below the header that are not blank."""
    flaws: tuple[Flaw, ...] = ()
    """With the row; those of the header have row 1."""
    bad_rows: tuple[int, ...] = ()
    """The numbers of the rows that are left out."""
    readable: bool = True
    """Whether file and header are right, so that good rows can be taken without the bad."""


def read_cases(path: Path, config: Config, law: Law, meeting: date, shown_as: str = "") -> CasesRead:
    """The cases of a .csv or .xlsx table, checked as those of an agenda of that day are.

    Raises:
        UsageError: .xlsx needs a library that is not installed.
    """
    name = shown_as or path.name
    try:
        table = read_table(path, name)
    except Unread as error:
        return CasesRead(flaws=(error.flaw,), readable=False)
    required = [one for one, column in COLUMNS.items() if column.required]
    columns = columns_of(table.header, tuple(COLUMNS), config.agendas.columns, required, "agendas")
    if not columns.usable:
        flaws = tuple(flaw.of(name) for flaw in columns.flaws)
        return CasesRead(rows=len(table.rows), flaws=flaws, readable=False)
    found = _rows(table, columns, Known(config, law), meeting)
    return replace(
        found,
        rows=len(table.rows),
        flaws=tuple(flaw.of(name) for flaw in (*columns.flaws, *found.flaws)),
        readable=not columns.flaws,
    )


def _rows(table: Table, columns: Columns, known: Known, meeting: date) -> CasesRead:
    good: list[Case] = []
    flaws: list[Flaw] = []
    bad: list[int] = []
    first: dict[str, int] = {}
    for number, row in table.rows:
        case, wrong = _case(row, columns, known, meeting)
        if any(cell is not None for cell in row[len(table.header) :]):
            wrong = (*wrong, Flaw(code="too_many_cells"))
        if case is not None and first.setdefault(case.case_number, number) != number:
            values = {"first": _("row {row}").format(row=first[case.case_number])}
            twice = Flaw(place="case_number", code="duplicate_id", value=shown(case.case_number), values=values)
            wrong = (*wrong, replace(twice, place=columns.heading("case_number")))
        if case is not None and not wrong:
            good.append(case)
        else:
            bad.append(number)
            flaws += [replace(flaw, row=number) for flaw in wrong]
    return CasesRead(cases=tuple(good), flaws=tuple(flaws), bad_rows=tuple(bad))


def _case(row: Sequence[Cell], columns: Columns, known: Known, meeting: date) -> tuple[Case | None, tuple[Flaw, ...]]:
    raw: dict[str, Any] = {}
    unread: list[Flaw] = []
    for name, index in columns.places.items():
        cell = row[index] if index < len(row) else None
        if cell is None:
            continue
        try:
            place_in(raw, COLUMNS[name].place, COLUMNS[name].read(cell))
        except Bad as error:
            place = COLUMNS[name].place
            unread.append(Flaw(place=place, code=error.code, value=error.value, values=error.values))
    for table in ("child", "grant"):
        raw.setdefault(table, {})
    case, wrong = read(raw, Case)
    if case is not None:
        wrong = tuple(check_case(case, known, meeting))
    # What a cell says that cannot be read is not missing, too.
    places = {flaw.place for flaw in unread}
    flaws = [*unread, *(flaw for flaw in wrong if flaw.place not in places)]
    return case, tuple(_in_column(flaw, columns) for flaw in flaws)


def _in_column(flaw: Flaw, columns: Columns) -> Flaw:
    """The flaw with the heading of its column for a place; a key that is missing is an empty cell."""
    place = flaw.place
    name = NAMES.get(place) or NAMES.get(place.rpartition("[")[0], place)
    code = "missing_cell" if flaw.code in ("missing_key", "empty", "empty_list") else flaw.code
    return replace(flaw, place=columns.heading(name), code=code)
