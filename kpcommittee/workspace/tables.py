"""Tables from spreadsheets (.csv, .xlsx) as rows of cells, with row numbers as the spreadsheet shows them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from kpcommittee.convert.issues import MOST_ISSUES, Issue, rest_issue
from kpcommittee.domain.immutable import immutable
from kpcommittee.workspace import csv_tables, exchange_tables, workbooks
from kpcommittee.workspace.files import Unread, read_bytes
from kpcommittee.workspace.sheets import HEADER_WITHIN, MAX_COLUMNS, MAX_ROWS, Cell, Sheet, headings_in

Progress = Callable[[str, int, int | None], None]
"""Called with the step (`reading`, `checking`), the rows that are done, and all rows; None if unknown."""


_FEWEST = 2
"""The fewest known headings that make a row the header, wherever it is."""


@immutable
class Table:
    """The header and the rows below it that are not blank."""

    header: tuple[str, ...]
    header_row: int
    """The number of the header's row; rows above it are a title."""
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    """Each row with its number."""
    sheet: str | None = None
    """The name of the sheet that was read; None for a file that has no sheets."""
    others: tuple[str, ...] = ()
    """The names of the sheets that were not read."""
    days_since: date = date(1899, 12, 30)
    """The day 0 of date numbers."""


def read_table(path: Path, headings: Collection[str], shown_as: str, progress: Progress | None = None) -> Table:
    """Read the table of a .csv file, or of an .xlsx workbook's first visible sheet that is not empty.

    Args:
        path: the file.
        headings: the possible headings, which distinguish the header from a title above it.
        shown_as: the file's name in issues.
        progress: called with how many rows were read.

    Raises:
        Unread: the file cannot be read as a table.
    """
    name = shown_as or path.name
    content = read_bytes(path, name)
    if not content.strip():
        is_exchange = path.suffix.lower() == ".xml"  # Exchange XML has no row that names columns.
        raise Unread(
            Issue(code="no_case_in_exchange", file=name) if is_exchange else Issue(code="table_empty", file=name)
        )
    known_headings = frozenset(heading.casefold() for heading in headings)
    readers = {
        ".csv": csv_tables.sheet_of,
        ".tsv": csv_tables.sheet_of,
        ".txt": csv_tables.sheet_of,
        ".xlsx": _read_workbook,
        ".xml": exchange_tables.sheet_of,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Unread(Issue(code="not_a_table", file=name))
    try:
        return _table(reader(content, known_headings), known_headings, progress)
    except Unread as error:
        raise Unread(error.issue.in_file(name)) from None


def _read_workbook(content: bytes, _known: frozenset[str]) -> Sheet:
    return workbooks.sheet_of(content)


def _table(sheet: Sheet, headings: frozenset[str], progress: Progress | None) -> Table:
    rows = _number_rows(sheet.rows, progress)
    first = list(islice(rows, HEADER_WITHIN))
    place = next((place for place, (_number, row) in enumerate(first) if headings_in(row, headings) >= _FEWEST), 0)
    if not first:
        raise Unread(Issue(code="no_header"))
    number, header = first[place]
    return Table(
        header=tuple("" if cell is None else str(cell).strip() for cell in header),
        header_row=number,
        rows=(*first[place + 1 :], *rows),
        sheet=sheet.name,
        others=sheet.others,
        days_since=sheet.days_since,
    )


def _number_rows(rows: Iterable[Sequence[Cell]], progress: Progress | None) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield the rows that are not blank, each with its number."""
    for number, row in enumerate(rows, start=1):
        if progress is not None:
            progress("reading", number, None)
        if any(cell is not None for cell in row):
            if len(row) > MAX_COLUMNS and any(cell is not None for cell in row[MAX_COLUMNS:]):
                raise Unread(Issue(code="too_many_columns", row=number, values={"limit": MAX_COLUMNS}))
            if number > MAX_ROWS:
                raise Unread(Issue(code="too_many_rows", values={"limit": MAX_ROWS}))
            yield number, tuple(row)


MOST_BAD_ROWS = 10_000
"""The number of rows with errors after which reading stops: it is probably the wrong table."""


class RowIssues:
    """The issues of a table's header and rows; the first are kept, the rest is counted."""

    def __init__(self, of_header: Iterable[Issue]) -> None:
        """Begin with the issues of the header."""
        self._kept = [*of_header]
        self._rest = self._rows = 0

    @property
    def has_room(self) -> bool:
        """Whether further issues will be reported."""
        return len(self._kept) < MOST_ISSUES

    @property
    def too_many(self) -> bool:
        """Whether too many rows are bad to continue reading."""
        return self._rows > MOST_BAD_ROWS

    def add(self, issues: Sequence[Issue]) -> None:
        """Add the issues of a row."""
        self._rows += 1
        issues_kept = issues[: MOST_ISSUES - len(self._kept)] if self.has_room else ()
        self._kept += issues_kept
        self._rest += len(issues) - len(issues_kept)

    def all(self) -> tuple[Issue, ...]:
        """Return the issues that are reported, and one for the rest."""
        last = (Issue(code="too_many_bad_rows", values={"limit": MOST_BAD_ROWS}),) if self.too_many else ()
        return (*self._kept, *((rest_issue(self._rest),) if self._rest else ()), *last)


def in_row(issues: Iterable[Issue], table: Table) -> tuple[Issue, ...]:
    """Return issues of the header with its row."""
    return tuple(replace(issue, row=table.header_row) for issue in issues)
