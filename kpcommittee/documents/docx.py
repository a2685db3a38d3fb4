"""Lays a document out as a Word file from our own template, with real headings, lists and tables.

The template is kept in `word/` as the parts of a Word file, so that its changes can be read. Text from outside is
escaped for XML, and template code in it is not run.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import cache, partial
from pathlib import Path
from xml.sax.saxutils import escape

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from kpcommittee.documents.blocks import (
    Alignment,
    Block,
    BulletList,
    Document,
    Heading,
    Inlines,
    Paragraph,
    Span,
    Table,
    leads_on,
)  # fmt: skip
from kpcommittee.documents.packages import pack, repack
from kpcommittee.documents.pdf import as_png
from kpcommittee.documents.seals import PLACE
from kpcommittee.documents.templating import FIELDS
from kpcommittee.locale import _
from kpcommittee.wording.together import keep_together

PARTS = Path(__file__).parent / "word"
REGIONS = {"da": "da-DK", "en": "en-GB"}
WIDTH = 11906 - 2 * 1247
"""The width between the margins, in twentieths of a point."""
_HEADING = re.compile(rb'w:styleId="Heading[12]">.*?<w:rPr><w:b/>', re.DOTALL)
TABLE_STYLE = "Lines"
"""The style of every table that the program writes; a template's own tables have others."""
MANY = 6
"""With more columns than this, the text of a table is smaller."""


def docx(document: Document) -> bytes:
    """Return the document as a Word file."""
    region = REGIONS[document.language]
    stamp = datetime.combine(document.date, time())
    letterhead = document.letterhead
    template = DocxTemplate(io.BytesIO(letterhead.word or blank()))
    _fill(template, document)
    properties = template.docx.core_properties
    properties.title, properties.language = document.title, region
    properties.created = properties.modified = stamp
    buffer = io.BytesIO()
    template.save(buffer)
    change = partial(_in_language, region, letterhead.name, "" if letterhead.word else letterhead.colour.lstrip("#"))
    return repack(buffer.getvalue(), PLACE, f"{stamp.isoformat()}Z", change)


def _fill(template: DocxTemplate, document: Document) -> None:
    logo = document.letterhead.logo
    picture = logo and (logo.content if logo.kind == "png" else as_png(logo.content))
    template.render(
        {
            **dict.fromkeys(FIELDS, ""),
            **document.fields,
            "body": Markup("".join(_blocks(document.blocks))),  # noqa: S704 (every text in it is escaped)
            "title": document.title,
            "address": "\n".join(document.letterhead.address),
            "logo": InlineImage(template, io.BytesIO(picture), height=Mm(15)) if picture else "",
            "page": _("Page {n} of {count}").partition(" {n}")[0],
            "of": _("Page {n} of {count}").partition("{n} ")[2].partition(" {count}")[0],
        },
        jinja_env=SandboxedEnvironment(autoescape=True, undefined=StrictUndefined),
        autoescape=True,
    )


@cache
def blank() -> bytes:
    """Return our own template as a Word file."""
    files = (part for part in PARTS.rglob("*") if part.is_file())
    parts = ((part.relative_to(PARTS).as_posix(), part.read_bytes()) for part in files)
    # Word expects the list of types first.
    return pack(sorted(parts, key=lambda part: (part[0] != "[Content_Types].xml", part[0])))


def _in_language(region: str, municipality: str, colour: str, name: str, part: bytes) -> bytes:
    """Set the language of the text, the logo's alternative text, and the colour of headings."""
    if name.startswith("word/s"):
        part = part.replace(b'w:val="da-DK"', f'w:val="{region}"'.encode())
    if name == "word/styles.xml" and colour:
        part = _HEADING.sub(rb'\g<0><w:color w:val="' + colour.encode() + rb'"/>', part)
    if name.startswith("word/header"):
        words = escape(municipality, {'"': "&quot;"})
        part = re.sub(rb"<wp:docPr ", f'<wp:docPr descr="{words}" '.encode(), part)
    return part


def _blocks(blocks: Sequence[Block], depth: int = 0) -> Iterator[str]:
    for place, block in enumerate(blocks):
        match block:
            case Heading():
                yield _paragraph(block.inlines, f"Heading{block.level}")
            case Paragraph():
                yield _paragraph(block.inlines, "" if not depth else _bullet(depth), leads=leads_on(blocks, place))
            case BulletList():
                for item in block.items:
                    yield from _blocks(item, depth + 1)
            case Table():
                yield _table(block)


def _bullet(depth: int) -> str:
    return "ListBullet" if depth == 1 else "ListBullet2"


def _paragraph(inlines: Inlines, style: str, alignment: Alignment = "left", *, leads: bool = False) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += "<w:keepNext/>" if leads else ""
    properties += '<w:jc w:val="right"/>' if alignment == "right" else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(map(_run, inlines))}</w:p>"


def _run(span: Span) -> str:
    weight = ("<w:b/>" if span.strong else "") + ("<w:i/>" if span.emphasis else "")
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in keep_together(span.text).split("\n")
    )
    return f"<w:r>{f'<w:rPr>{weight}</w:rPr>' if weight else ''}{lines}</w:r>"


def _table(table: Table) -> str:
    widths = [round(share * WIDTH) for share in table.widths()]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    style = "TableText" if len(widths) <= MANY else "TableTextSmall"
    header = _row(table.header, widths, table.alignments, style, header=True)
    rows = "".join(_row(row, widths, table.alignments, style) for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>"
        # Word joins adjacent tables, and requires a paragraph after the last one.
        '<w:p><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>'
    )


def _row(
    cells: Sequence[Inlines],
    widths: Sequence[int],
    alignments: Sequence[Alignment],
    style: str,
    *,
    header: bool = False,
) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    laid = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(inlines, style, alignment)}</w:tc>'
        for inlines, width, alignment in zip(cells, widths, alignments, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(laid)}</w:tr>"
