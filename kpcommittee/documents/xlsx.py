"""Writes the facts of a document as a workbook: a sheet for each grid, and one about their source.

Cells hold texts, numbers and dates, never formulas, whatever a text looks like.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kpcommittee.convert.workbooks import Workbook, bytes_of
from kpcommittee.documents.blocks import Cell, Document, Word
from kpcommittee.documents.packages import repack
from kpcommittee.documents.seals import PLACE
from kpcommittee.locale import _

_DATE = "DD\\.MM\\.YYYY"
_WIDEST = 60
"""The greatest width of a column in characters; longer texts are wrapped."""
_NAME = 31
"""The most characters of a sheet's name."""
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


def xlsx(document: Document) -> bytes:
    """Return the document's grids as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in document.grids:
        _sheet(book, grid.name, [[name for _code, name in grid.columns], *grid.rows], heads=True)
    _sheet(book, _("About"), [[document.title], *([line] for line in document.about)], heads=False)
    book.properties.title = document.title
    book.properties.creator = ""
    book.properties.language = document.language
    return repack(bytes_of(book), PLACE, f"{datetime.combine(document.date, time()).isoformat()}Z")


def _sheet(book: Workbook, name: str, rows: Sequence[Sequence[Cell]], *, heads: bool) -> None:
    sheet = book.create_sheet(name.translate(_FORBIDDEN)[:_NAME])
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(place, column)
            _fill(cell, value)
            cell.font = Font(bold=place == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=heads)
    for column in range(1, len(rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _width(row[column - 1] for row in rows)
    if heads:
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _fill(cell: Any, value: Cell) -> None:
    if isinstance(value, str | Word):
        cell.value = str(value)
        cell.data_type = "s"  # else a text that begins with = would be a formula
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = _DATE


def _width(values: Iterable[Cell]) -> float:
    longest = max(
        (len(f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")) for value in values), default=0
    )
    return min(_WIDEST, longest + 2)
