"""Reads a PDF with pypdf."""

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader

_BROKEN = re.compile("\u00ad\n(\\S+)\\s?")
"""A word that goes on in the next line: a reader reads it as one."""


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    reader = PdfReader(io.BytesIO(content))
    for page in reader.pages:
        yield from _BROKEN.sub(r"\1\n", page.extract_text()).splitlines()
    yield from (str(value) for value in (reader.metadata or {}).values())
