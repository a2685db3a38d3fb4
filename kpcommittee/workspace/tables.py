"""Tables from spreadsheets (.csv, .xlsx) as rows of cells, with row numbers as the spreadsheet shows them."""

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from kpcommittee.convert.issues import Issue
from kpcommittee.workspace.files import Unread, read_bytes

Cell = str | date | Decimal | None

MAX_ROWS = 100_000

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""A text that spreadsheets read as a formula, guarded or not."""


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows below it that are not blank."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    """Each row with its number; the header is row 1."""


def read_table(path: Path, shown_as: str = "") -> Table:
    """Read the table of a .csv file or of the first sheet of an .xlsx workbook.

    Raises:
        Unread: the file cannot be read as a table.
    """
    name = shown_as or path.name
    content = read_bytes(path, name)
    if not content.strip():
        raise Unread(Issue(code="table_empty", file=name))
    readers = {".csv": _csv_rows, ".txt": _csv_rows, ".xlsx": _xlsx_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Unread(Issue(code="not_a_table", file=name))
    try:
        return _table(reader(content))
    except Unread as error:
        raise Unread(error.issue.of(name)) from None


def _table(rows: Iterable[Sequence[Cell]]) -> Table:
    header: tuple[str, ...] | None = None
    body: list[tuple[int, tuple[Cell, ...]]] = []
    for number, row in enumerate(rows, start=1):
        if header is None:
            header = tuple("" if cell is None else str(cell).strip() for cell in row)
            if not any(header):
                break
        elif any(cell is not None for cell in row):
            body.append((number, tuple(row)))
    if not header or not any(header):
        raise Unread(Issue(code="no_header"))
    return Table(header=header, rows=tuple(body))


def _csv_rows(content: bytes) -> Iterator[Sequence[Cell]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(rows, start=1):  # noqa: B007 (an error names the row it came after)
            yield [unguarded(cell.strip()) or None for cell in row]
    except csv.Error:
        raise Unread(Issue(code="too_long_cell", row=number + 1)) from None


def guarded(text: str) -> str:
    """Return a text for a .csv: an apostrophe precedes it if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text without such an apostrophe."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _decoded(content: bytes) -> str:
    """Decode the text; spreadsheets on Windows write cp1252 if they do not write UTF-8."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            line = text.count("\n", 0, text.index("\0")) + 1
            raise Unread(Issue(code="nul_character", line=line))
    raise Unread(Issue(code="not_utf8"))


def _xlsx_rows(content: bytes) -> Iterator[Sequence[Cell]]:
    from openpyxl import load_workbook  # noqa: PLC0415 (slow to import, and only workbooks need it)

    with warnings.catch_warnings():
        # The library warns about styles and extensions, which a table of cells does not need.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            rows = [[_cell(value) for value in row] for row in sheet.iter_rows(max_row=MAX_ROWS, values_only=True)]
            book.close()
        except (BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, SyntaxError):
            # The library does not document what it raises for a damaged workbook.
            raise Unread(Issue(code="not_xlsx")) from None
    yield from rows


def _cell(value: Any) -> Cell:
    """Return a cell's value; a workbook's floats become the decimals that it shows."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(repr(value))
    text = "" if value is None else str(value).strip()
    return text or None
