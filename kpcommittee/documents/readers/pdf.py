"""Reads a PDF with pypdf."""

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader

_BROKEN = re.compile("\u00ad\n(\\S+)\\s?")
"""A word that continues in the next line: people read it as one."""


_PAGES, _PAGE = 5_000, 1024 * 1024
"""The most pages, and the most bytes of a page's content; our own pages have a few tens of thousands."""


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties.

    Raises:
        ValueError: the file is larger than any of our own.
    """
    reader = PdfReader(io.BytesIO(content))
    if len(reader.pages) > _PAGES:
        raise ValueError("too many pages")
    for page in reader.pages:
        drawing = page.get_contents()
        if drawing is not None and len(drawing.get_data()) > _PAGE:
            raise ValueError("too much on one page")
        whole_words = _BROKEN.sub(r"\1\n", page.extract_text())
        # Both hyphens share a glyph. Its text is that of its first use, which may be a broken word.
        yield from whole_words.replace("\u00ad", "-").splitlines()
    yield from (str(value) for value in (reader.metadata or {}).values())
