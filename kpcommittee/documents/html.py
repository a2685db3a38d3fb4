"""Lays a document out as one HTML file, without scripts and external resources, and fit for printing."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from kpcommittee.documents.blocks import (
    Alignment,
    Block,
    BulletList,
    Document,
    Heading,
    Inlines,
    Paragraph,
    Table,
)  # fmt: skip
from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.documents.seals import PLACE
from kpcommittee.wording.together import keep_together

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #fff; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.3rem; margin-top: 2.2rem; }
h3 { font-size: 1.1rem; margin-top: 2rem; padding-top: .6rem; border-top: 1px solid #9aa5b1; }
h4, h5, h6 { font-size: 1rem; margin: 1rem 0 .2rem; } ul { margin: .2rem 0; padding-left: 1.3rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .4rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #9aa5b1; }
.right { text-align: right; }
header { display: flex; justify-content: space-between; align-items: flex-start; font-size: .85rem; }
header img { max-height: 4rem; max-width: 14rem; } header p { margin: 0 0 0 auto; text-align: right; }
@page { size: A4; margin: 20mm; }
@media print {
  body { font-size: 10.5pt; margin: 0; max-width: none; padding: 0; } .wide { overflow: visible; }
  h1, h2, h3, h4 { break-after: avoid; } tr, li { break-inside: avoid; } thead { display: table-header-group; }
}
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for the file: only its own style and pictures."""


def html(document: Document) -> bytes:
    """Return the document as an HTML file."""
    return page(document, body(document.blocks))


def page(document: Document, main: str, style: str = "") -> bytes:
    """Return the page around a document's marked-up text; `style` is added to the usual one."""
    head = (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{STYLE}{style}{_colours(document.letterhead)}</style>\n</head>\n<body>\n"
        f"{_letterhead(document.letterhead)}<main>\n"
    )
    return (head + main + f"\n</main>\n</body>\n</html>\n<!-- {PLACE} -->\n").encode()


def _colours(letterhead: Letterhead) -> str:
    return f"h1, h2 {{ color: {letterhead.colour}; }}\n" if letterhead.colour else ""


def _letterhead(letterhead: Letterhead) -> str:
    """Return logo and address; nothing if there are none."""
    logo, picture = letterhead.logo, ""
    if logo:
        kind = {"png": "image/png", "svg": "image/svg+xml"}[logo.kind]
        picture = f'<img src="data:{kind};base64,{b64encode(logo.content).decode()}" alt="{escape(letterhead.name)}">\n'
    address = "<br>\n".join(escape(line) for line in letterhead.address)
    if not picture and not address:
        return ""
    return f"<header>\n{picture}{f'<p>{address}</p>' if address else ''}\n</header>\n"


def body(blocks: Sequence[Block]) -> str:
    """Return the blocks as HTML, without the page around them."""
    return "\n".join(_blocks(blocks))


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield f"<h{block.level}>{_inlines(block.inlines)}</h{block.level}>"
            case Paragraph():
                yield f"<p>{_inlines(block.inlines)}</p>"
            case BulletList():
                yield "<ul>"
                yield from (f"<li>{_item(item)}</li>" for item in block.items)
                yield "</ul>"
            case Table():
                yield from _table(block)


def _item(blocks: Sequence[Block]) -> str:
    """Lay a point out; its first paragraph needs no tag of its own."""
    if blocks and isinstance(blocks[0], Paragraph):
        return "\n".join([_inlines(blocks[0].inlines), *_blocks(blocks[1:])])
    return "\n".join(_blocks(blocks))


def _table(table: Table) -> Iterator[str]:
    heads = zip(table.header, table.alignments, strict=True)
    yield '<div class="wide"><table>'
    yield f"<thead><tr>{''.join(_cell('th', 'col', *head) for head in heads)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        first, *others = zip(row, table.alignments, strict=True)
        cells = "".join(_cell("td", "", *cell) for cell in others)
        yield f"<tr>{_cell('th', 'row', *first)}{cells}</tr>"
    yield "</tbody></table></div>"


def _cell(tag: str, scope: str, inlines: Inlines, alignment: Alignment) -> str:
    attributes = f' scope="{scope}"' if scope else ""
    attributes += ' class="right"' if alignment == "right" else ""
    return f"<{tag}{attributes}>{_inlines(inlines)}</{tag}>"


def _inlines(inlines: Inlines) -> str:
    return "".join(
        _mark_strong(
            escape(keep_together(span.text)).replace("\n", "<br>\n"), strong=span.strong, emphasis=span.emphasis
        )
        for span in inlines
    )


def _mark_strong(text: str, *, strong: bool, emphasis: bool) -> str:
    text = f"<em>{text}</em>" if emphasis else text
    return f"<strong>{text}</strong>" if strong else text
