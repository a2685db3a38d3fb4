"""Lays a document out as PDF with typst: accessible (PDF/UA-1) and fit for an archive (PDF/A-2a), in memory.

The words go to typst as data, so that none of them is ever its code. Fonts are typst's own and the date is the
document's, so that a document gives the same bytes everywhere.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from kpcommittee.documents.blocks import Block, BulletList, Document, Heading, Inlines, Paragraph, leads_on, words_of
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.seals import PLACE
from kpcommittee.locale import _
from kpcommittee.wording.together import keep_together

PAGES = Path(__file__).parent / "pages"

_FAMILIAR = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) | set("–—‘’‚“”„…·•→█▓▒░●◐✓★\n")
"""Characters that the fonts certainly have."""

_DRAWN = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(json(bytes(sys.inputs.data))), format: "svg", height: 15mm)
"""
_PROBE = b'#set document(title: [x])\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#sys.inputs.data'


def pdf(document: Document) -> bytes:
    """Return the document as a PDF file. A character that no font has is written as its code, `[U+6F22]`."""
    codes = _codes(document)
    data = {
        "title": document.title.translate(codes),
        "language": document.language,
        "date": [document.date.year, document.date.month, document.date.day],
        "seal": PLACE,
        "page": _("Page {n} of {count}"),
        "blocks": _laid(document.blocks, codes),
        "colour": document.letterhead.colour,
        "address": [line.translate(codes) for line in document.letterhead.address],
        "logo": _logo(document.letterhead),
    }
    return _compile((PAGES / "minutes.typ").read_bytes(), json.dumps(data, ensure_ascii=False))


def _logo(letterhead: Letterhead) -> dict[str, Any] | None:
    """Return the logo as data for the page; None if there is none."""
    if letterhead.logo is None:
        return None
    return {"kind": letterhead.logo.kind, "bytes": [*letterhead.logo.content], "alt": letterhead.name or "logo"}


def as_png(svg: bytes) -> bytes:
    """Render a vector picture as pixels, for formats without vector graphics."""
    image = typst.compile(
        _DRAWN, sys_inputs={"data": json.dumps([*svg])}, format="png", ppi=300, ignore_system_fonts=True
    )
    assert isinstance(image, bytes)
    return image


def _compile(source: bytes, data: str) -> bytes:
    """Compile in memory; only the source is read, and nothing is written."""
    content = typst.compile(source, sys_inputs={"data": data}, pdf_standards=["ua-1", "a-2a"], ignore_system_fonts=True)
    assert isinstance(content, bytes)
    return content


def _codes(document: Document) -> dict[int, str]:
    """Map each character that cannot be shown to its replacement."""
    texts = (document.title, *document.letterhead.address, *words_of(document.blocks))
    characters = {character for text in texts for character in text}
    return {ord(mark): f"[U+{ord(mark):04X}]" for mark in characters - _FAMILIAR if not _is_shown(mark)}


@cache
def _is_shown(character: str) -> bool:
    """Whether a font has the character; otherwise typst refuses to make an accessible document."""
    try:
        _compile(_PROBE, character)
    except typst.TypstError:
        return False
    return True


def _laid(blocks: Sequence[Block], codes: Mapping[int, str]) -> list[dict[str, Any]]:
    return [_block(block, codes) | {"leads_on": leads_on(blocks, place)} for place, block in enumerate(blocks)]


def _block(block: Block, codes: Mapping[int, str]) -> dict[str, Any]:
    """Return the block as data for the page."""
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "spans": _spans(block.inlines, codes)}
        case Paragraph():
            return {"kind": "paragraph", "spans": _spans(block.inlines, codes)}
        case BulletList():
            return {"kind": "list", "items": [_laid(item, codes) for item in block.items]}
    return {
        "kind": "table",
        "header": [_spans(cell, codes) for cell in block.header],
        # Rows are flattened there, so a cell must not be a bare list.
        "rows": [[{"spans": _spans(cell, codes)} for cell in row] for row in block.rows],
        "alignments": block.alignments,
        "widths": block.widths(),
    }


def _spans(inlines: Inlines, codes: Mapping[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "lines": keep_together(span.text).translate(codes).split("\n"),
            "strong": span.strong,
            "emphasis": span.emphasis,
        }
        for span in inlines
    ]
