"""Writes a document as JSON: its text block by block, and its facts as rows with keys."""

import json as standard
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kpcommittee.documents.blocks import Block, BulletList, Cell, Document, Grid, Heading, Paragraph, Word, plain_text
from kpcommittee.documents.seals import PLACE


def json(document: Document) -> bytes:
    """Return the document as JSON."""
    answer = {
        "title": document.title,
        "language": document.language,
        "date": document.date.isoformat(),
        **{key: _value(value) for key, value in document.facts.items()},
        **{grid.code: _rows(grid) for grid in document.grids},
        "blocks": [_block(block) for block in document.blocks],
        "seal": PLACE,
    }
    return (standard.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode()


def _rows(grid: Grid) -> list[dict[str, Any]]:
    codes = [code for code, _name in grid.columns]
    return [dict(zip(codes, map(_value, row), strict=True)) for row in grid.rows]


def _value(value: Cell) -> Any:
    match value:
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case date():
            return value.isoformat()
        case Word():
            return value.code
    return value


def _block(block: Block) -> Mapping[str, Any]:
    match block:
        case Heading():
            return {"heading": plain_text(block.inlines), "level": block.level}
        case Paragraph():
            return {"paragraph": plain_text(block.inlines)}
        case BulletList():
            return {"list": [[_block(part) for part in item] for item in block.items]}
    return {
        "header": [plain_text(cell) for cell in block.header],
        "rows": [[*map(plain_text, row)] for row in block.rows],
    }
