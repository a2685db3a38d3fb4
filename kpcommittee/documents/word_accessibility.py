"""Checks a finished Word file for accessibility, by the library that reads it back."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from kpcommittee.documents.docx import TABLE_STYLE
from kpcommittee.documents.templating import Fault


def word_reading_faults(content: bytes) -> tuple[Fault, ...]:
    """Return what a screen reader would miss in a Word file; nothing if it is accessible."""
    document = Document(io.BytesIO(content))
    return tuple(_faults(document))


def _faults(document: Any) -> Iterator[Fault]:
    if not document.core_properties.title:
        yield Fault(code="no_title")
    if document.styles.element.find(f".//{qn('w:lang')}") is None:
        yield Fault(code="no_language")
    yield from _headings(document)
    if any(table.find(f"./{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is None for table in _of_data(document)):
        yield Fault(code="table_without_header")
    for part in document.part.package.iter_parts():
        name = str(part.partname).lstrip("/")
        root = getattr(part, "element", None)
        if root is None or not name.startswith("word/"):
            continue
        if any(not picture.get("descr") for picture in root.iter(qn("wp:docPr"))):
            yield Fault(code="no_alt", part=name)


def _of_data(document: Any) -> Iterator[Any]:
    """Yield the tables of the minutes. Those of a template, such as a letterhead's, lay out and need no header row."""
    for table in document.element.iter(qn("w:tbl")):
        style = table.find(f"./{qn('w:tblPr')}/{qn('w:tblStyle')}")
        if style is not None and style.get(qn("w:val")) == TABLE_STYLE:
            yield table


def _headings(document: Any) -> Iterator[Fault]:
    before = 0
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.style or ""
        if not style.startswith("Heading") or not style[7:].isdecimal():
            continue
        level = int(style[7:])
        if level > before + 1:
            yield Fault(code="heading_skipped", values={"level": str(level), "before": str(before)})
        before = level
    if not before:
        yield Fault(code="no_heading")
