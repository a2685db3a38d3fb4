"""Reads a PDF with pypdf."""

import io
from collections.abc import Iterator

from pypdf import PdfReader


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    reader = PdfReader(io.BytesIO(content))
    for page in reader.pages:
        yield from page.extract_text().splitlines()
    yield from (str(value) for value in (reader.metadata or {}).values())
