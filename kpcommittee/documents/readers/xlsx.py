"""Reads a workbook with openpyxl."""

import io
from collections.abc import Iterator

from openpyxl import load_workbook

from kpcommittee.documents.packages import refuse_bombs

_ROWS, _COLUMNS = 100_000, 256
"""More than our own sheets have; one cell at the far end of a sheet would mean ten billion."""


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    refuse_bombs(content)
    book = load_workbook(io.BytesIO(content), read_only=True)
    for sheet in book.worksheets:
        yield sheet.title
        rows = sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
        yield from (str(value) for row in rows for value in row if value is not None)
    properties = book.properties
    yield from (
        str(text)
        for text in (properties.title, properties.creator, properties.lastModifiedBy, properties.keywords)
        if text
    )
