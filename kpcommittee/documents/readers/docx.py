"""Reads a Word file with python-docx."""

import io
from collections.abc import Iterator

from docx import Document
from docx.table import Table

from kpcommittee.documents.packages import refuse_bombs


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    refuse_bombs(content)
    document = Document(io.BytesIO(content))
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text
    for section in document.sections:
        for part in (section.header, section.footer):
            yield from (paragraph.text for paragraph in part.paragraphs)
    about = document.core_properties
    yield from (about.title, about.subject, about.author, about.keywords, about.comments, about.last_modified_by)
