"""Reads a workbook with openpyxl."""

import io
from collections.abc import Iterator

from openpyxl import load_workbook


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        yield sheet.title
        yield from (str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)
    about = book.properties
    yield from (str(text) for text in (about.title, about.creator, about.lastModifiedBy, about.keywords) if text)
