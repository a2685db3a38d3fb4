"""Rows of an .xlsx workbook: those of its first visible sheet, with formulas whose value is not stored."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zipfile import ZipFile, ZipInfo

from kpcommittee.convert.issues import Issue
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Formula, Sheet

UNPACKED = 128 * 1024 * 1024
"""The most unpacked bytes of a workbook; a hundred thousand rows of twelve columns have forty million."""
STRINGS = 32 * 1024 * 1024
"""The most bytes of a workbook's texts, which are all in memory at once."""
TAGS = 8_000_000
"""The most elements of its parts, each of which becomes an object."""
PARTS = 1_000
_CHUNK = 1024 * 1024
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
"""Matches entity definitions in a part, which no spreadsheet program writes, and which could grow without end."""

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b[^>]*[^/]?>[^<]")
_EMPTY_TEXT = re.compile(rb'\bt="str"')
"""The type of a formula that gives a text, which may be empty."""
_ELEMENT = re.compile(rb"<(?:\w+:)?v\b")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')

Rows = list[list[Cell]]


def sheet_of(content: bytes) -> Sheet:
    """Return the first visible sheet that is not empty.

    Raises:
        Unread: the workbook is damaged, or every sheet is hidden.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (slow to import, and only workbooks need it)

    with warnings.catch_warnings():
        # The library warns about styles and extensions, which a table of cells does not need.
        warnings.simplefilter("ignore")
        try:
            _refuse_bombs(content)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            first_filled = next(((sheet.title, rows) for sheet in visible if (rows := _rows(sheet))), None)
            title, rows = first_filled or (visible[0].title if visible else "", [])
            book.close()
            for row, column in _formulas_without_value(content, title):
                _mark(rows, row, column)
        except Unread:
            raise
        except Exception:  # noqa: BLE001 (what the libraries raise for a damaged workbook they do not document)
            raise Unread(Issue(code="not_xlsx")) from None
    if not visible:
        raise Unread(Issue(code="hidden_sheets"))
    others = tuple(name for name in book.sheetnames if name != title)
    return Sheet(rows=rows, name=title, others=others, days_since=book.epoch.date())


def _rows(sheet: Any) -> Rows:
    """Return the rows of a sheet; none if every cell is empty."""
    # One more of each than is read, so that an excess is reported and not ignored.
    values = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True)
    rows, cells = list[list[Cell]](), 0
    for row in values:
        rows.append(_without_end([_cell(value) for value in row]))
        cells += len(rows[-1])
        if cells > MAX_CELLS:
            raise Unread(Issue(code="too_big_workbook", values={"limit": MAX_CELLS}))
    return rows if any(rows) else []


def _without_end(row: list[Cell]) -> list[Cell]:
    """Return a row without the empty cells at its end."""
    last = next((place for place in range(len(row), 0, -1) if row[place - 1] is not None), 0)
    return row[:last]


def _refuse_bombs(content: bytes) -> None:
    """Refuse a workbook that unpacks to more than a table can be, before anything of it is read.

    Raises:
        Unread: it does.
    """
    with ZipFile(io.BytesIO(content)) as parts:
        infos = parts.infolist()
        strings = sum(info.file_size for info in infos if info.filename.lower().endswith("sharedstrings.xml"))
        if len(infos) > PARTS or sum(info.file_size for info in infos) > UNPACKED or strings > STRINGS:
            raise Unread(Issue(code="unpacks_too_big", values={"limit": UNPACKED // 1024 // 1024}))
        tags = 0
        for info in infos:
            if info.filename.lower().endswith((".xml", ".rels")):
                tags += _tags_of(parts, info)
            if tags > TAGS:
                raise Unread(Issue(code="too_big_workbook", values={"limit": MAX_CELLS}))


def _tags_of(parts: ZipFile, info: ZipInfo) -> int:
    """Count the tags of a part.

    Raises:
        ValueError: it defines entities.
    """
    tags, before = 0, b""
    with parts.open(info) as part:
        while chunk := part.read(_CHUNK):
            if any(word in before + chunk for word in _DECLARED):
                raise ValueError(info.filename)
            tags += chunk.count(b"<")
            before = chunk[-16:]
    return tags


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


def _mark(rows: Rows, row: int, column: int) -> None:
    """Mark a cell as a formula without a value; places count from 1."""
    if row <= len(rows):
        cells = rows[row - 1]
        cells += [None] * (column - len(cells))
        cells[column - 1] = Formula.WITHOUT_VALUE


def _formulas_without_value(content: bytes, title: str) -> Iterator[tuple[int, int]]:
    """Yield row and column of each formula of a sheet without a stored value, even an empty one."""
    with ZipFile(io.BytesIO(content)) as parts:
        part = _part_of(parts, title)
        text = parts.read(part) if part in parts.namelist() else b""
    if not _FORMULA.search(text):
        return
    for attributes, inside in _CELL.findall(text):
        place = _PLACE.search(attributes)
        if not place or not _FORMULA.search(inside):
            continue
        stored = _VALUE.search(inside) or (_EMPTY_TEXT.search(attributes) and _ELEMENT.search(inside))
        if not stored:
            yield int(place[2]), _column(place[1])


def _part_of(parts: ZipFile, title: str) -> str:
    """Return the name of the part with a sheet; empty if it cannot be found."""
    from openpyxl.xml.functions import fromstring  # noqa: PLC0415 (slow to import, and only workbooks need it)

    sheets = fromstring(parts.read("xl/workbook.xml")).iter()
    links = fromstring(parts.read("xl/_rels/workbook.xml.rels")).iter()
    link_ids = {
        value
        for sheet in sheets
        if sheet.tag.endswith("}sheet") and sheet.get("name") == title
        for key, value in sheet.attrib.items()
        if key.endswith("}id")
    }
    target = next((link.get("Target", "") for link in links if link.get("Id") in link_ids), "")
    return target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"


def _column(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
