"""Reads a Word file with python-docx."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from kpcommittee.documents.packages import refuse_bombs

_SAYS = ("/word/header", "/word/footer", "/word/comments", "/word/footnotes", "/word/endnotes", "/docProps/")
"""Prefixes of parts with further text: headers and footers, comments, notes, properties."""


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then those of other parts, and the properties."""
    refuse_bombs(content)
    document = Document(io.BytesIO(content))
    yield from _in_order(document.element.body, document)
    for box in document.element.iter(qn("w:txbxContent")):
        yield from _paragraphs(box)
    for part in document.part.package.iter_parts():
        # Beside the properties Word may keep a picture of the first page.
        if str(part.partname).startswith(_SAYS) and str(part.partname).endswith(".xml"):
            yield from _paragraphs(parse_xml(part.blob))
    properties = document.core_properties
    yield from (
        properties.title,
        properties.subject,
        properties.author,
        properties.keywords,
        properties.comments,
        properties.last_modified_by,
    )


_HOLDS = tuple(qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "customXml"))
"""Paragraphs, and what contains them: tables, also in a cell of another, and content controls."""


def _in_order(container: Any, document: Any) -> Iterator[str]:
    """Yield the texts of paragraphs, also of those in cells and content controls."""
    for element in container.iterchildren(*_HOLDS):
        if element.tag == qn("w:p"):
            yield Paragraph(element, document).text
        else:
            yield from _in_order(element, document)


def _paragraphs(root: Any) -> Iterator[str]:
    """Yield each paragraph of a part; of properties, which have none, each value."""
    paragraphs = [*root.iter(qn("w:p"))]
    for paragraph in paragraphs:
        yield "".join(
            (text.text or "") if text.tag == qn("w:t") else " " for text in paragraph.iter(qn("w:t"), qn("w:br"))
        )
    if not paragraphs:
        yield from (element.text for element in root.iter() if isinstance(element.tag, str) and element.text)
