"""Running placements as a table that `placements import` reads again: the same columns, the same values."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from kpcommittee.convert import scalars
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.workspace.files import write_named
from kpcommittee.workspace.placement_columns import READERS
from kpcommittee.workspace.tables import Cell, guarded

_BOM = "\ufeff"
_DATE_FORMAT = "dd-mm-yyyy"


def write_placements(path: Path, placements: Iterable[Placement]) -> None:
    """Write a .csv as Danish spreadsheets open it, or an .xlsx workbook; what was there before is replaced.

    In a .csv an apostrophe stands before a text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`);
    reading takes it away again. In a workbook every text is a cell of text.

    Raises:
        UsageError: the name ends in neither, or .xlsx needs a library that is not installed.
        BrokenError: the disk does not take it.
    """
    writers = {".csv": _csv, ".xlsx": _xlsx}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(
            _("{file}: the table is written as .csv or .xlsx").format(file=path.name),
            _("Give the file one of these endings."),
        )
    write_named(path, writer([_cells(one) for one in placements]))


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
    try:
        from openpyxl import Workbook  # noqa: PLC0415 (slow to import, and only workbooks need it)
    except ImportError:
        raise UsageError(
            _("writing .xlsx needs the library openpyxl, which is not installed"),
            _("Install kpcommittee[xlsx], or give the file the ending .csv."),
        ) from None
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
