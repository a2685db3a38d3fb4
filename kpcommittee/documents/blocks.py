"""A document as a small tree of blocks, which every format lays out in its own way.

The templates word a document once, as Markdown in which every value from outside is escaped. The tree is parsed from
that Markdown. So every format has the same words, and none escapes Markdown again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kpcommittee.documents.letterhead import Letterhead
from kpcommittee.domain.immutable import immutable
from kpcommittee.wording.together import keep_together

if TYPE_CHECKING:
    from kpcommittee.documents.exchange import Published

Alignment = Literal["left", "right"]

_LINE = 100
"""The width of a page in characters of a table's text."""
_BAR = frozenset("█▓▒░")

DEEPEST = 6
"""The deepest level of a heading that every format has."""


class UnknownMarkdown(ValueError):
    """The document contains a kind of Markdown that no format lays out; the template is wrong."""


@immutable(kw_only=False)
class Span:
    """Some text of one weight; a line break inside is meant."""

    text: str
    strong: bool = False
    emphasis: bool = False


Inlines = tuple[Span, ...]


@immutable(kw_only=False)
class Heading:
    """A heading; level 1 is the title of the document."""

    level: int
    inlines: Inlines
    minor: bool = False
    """Whether it is only a strong line, which begins no section."""


@immutable(kw_only=False)
class Paragraph:
    """One paragraph."""

    inlines: Inlines


@immutable(kw_only=False)
class BulletList:
    """A list of points, each with its own blocks."""

    items: "tuple[tuple[Block, ...], ...]"


@immutable(kw_only=False)
class Table:
    """A table whose first row is its header."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    alignments: tuple[Alignment, ...]

    def widths(self) -> tuple[float, ...]:
        """Return the share of the width for each column; they add up to 1.

        No column is narrower than its longest word, if the page is wide enough. The rest goes to columns with long
        texts.
        """
        columns = [
            [keep_together(plain_text(row[at])) for row in (self.header, *self.rows)] for at in range(len(self.header))
        ]
        words = [max((_width(word) for text in texts for word in text.split(" ")), default=1) + 2 for texts in columns]
        lengths = [max(map(_width, texts), default=1) + 2 for texts in columns]
        longer = [length - word for word, length in zip(words, lengths, strict=True)]
        spare = max(0, _LINE - sum(words)) / (sum(longer) or 1)
        shares = [word + more * spare for word, more in zip(words, longer, strict=True)]
        return tuple(width / sum(shares) for width in shares)


Block = Heading | Paragraph | BulletList | Table


def leads_on(blocks: Sequence[Block], place: int) -> bool:
    """Whether a page must not end after this paragraph: a table follows, or a heading inside the one before it."""
    before = blocks[place - 1] if place else None
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    inside = isinstance(before, Heading) and isinstance(after, Heading) and after.level > before.level
    return inside or isinstance(after, Table)


@immutable(kw_only=False)
class Word:
    """A code with the word for it: people read the word, programs the code."""

    code: str
    text: str

    def __str__(self) -> str:
        """Return the word."""
        return self.text


Cell = str | int | Decimal | date | Word | None
"""A value of a grid; None where there is nothing to say."""


@immutable(kw_only=False)
class Grid:
    """Facts of the document as rows of values, for spreadsheets and other programs."""

    code: str
    """The name for programs: `decisions` or `balance`."""
    name: str
    columns: tuple[tuple[str, str], ...]
    """The code and the heading of each column."""
    rows: tuple[tuple[Cell, ...], ...]


@immutable(kw_only=False)
class Document:
    """A document in reading order and in one language, before it gets a format."""

    title: str
    language: str
    date: date
    """The date of the meeting, so that a document made twice is identical."""
    source: str
    """The Markdown that the blocks were parsed from."""
    blocks: tuple[Block, ...]
    grids: tuple[Grid, ...] = ()
    about: tuple[str, ...] = ()
    """What a spreadsheet, which has no text, says about itself: its owner, version and receipt."""
    facts: Mapping[str, Cell] = field(default_factory=dict)
    """What programs want to know about the document, by key."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Values for templates, by the names of `templating.FIELDS`."""
    letterhead: Letterhead = field(default_factory=Letterhead)
    outside_texts: frozenset[str] | None = None
    """Every text from outside that it was made from, but that of a Word template; None if unknown."""
    published: "Published | None" = None
    """The meeting as other systems import it; None for a document that is about no meeting."""


def plain_text(inlines: Sequence[Span]) -> str:
    """Return the text of the spans without their weight."""
    return "".join(span.text for span in inlines)


def _width(text: str) -> float:
    """Return how wide a text is, in characters."""
    return len(text) + sum(character in _BAR for character in text) / 2


def words_of(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the text of every heading, paragraph, list item and cell, in reading order."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield plain_text(block.inlines)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from words_of(item)
        else:
            for row in (block.header, *block.rows):
                yield from map(plain_text, row)


@lru_cache(maxsize=2)
def parse(markdown: str) -> tuple[Block, ...]:
    """Parse the Markdown of our templates; the last two texts are kept, as one is written in several formats.

    A paragraph that is entirely strong, and not a sentence, is the heading of what follows.

    Raises:
        UnknownMarkdown: it contains something else than headings, paragraphs, lists and tables.
    """
    return tuple(_with_headings(_Reader(_parser().parse(markdown)).blocks()))


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            level = block.level
        if isinstance(block, Paragraph) and _is_heading(block.inlines):
            yield Heading(min(level + 1, DEEPEST), tuple(Span(span.text) for span in block.inlines), minor=True)
        else:
            yield block


def _is_heading(inlines: Inlines) -> bool:
    return all(span.strong for span in inlines) and not plain_text(inlines).rstrip().endswith((".", "!", "?", ":"))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image", "autolink"])


class _Reader:
    """Reads the tokens of the parser one after the other."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = iter(tokens)

    def blocks(self, end: str = "") -> list[Block]:
        """Read blocks as far as the token that ends them."""
        blocks: list[Block] = []
        for token in self._tokens:
            if token.type == end:
                break
            blocks.append(self._block(token))
        return blocks

    def _block(self, token: Token) -> Block:
        match token.type:
            case "heading_open":
                return Heading(int(token.tag[1:]), self._inlines("heading_close"))
            case "paragraph_open":
                return Paragraph(self._inlines("paragraph_close"))
            case "bullet_list_open":
                return BulletList(tuple(self._items()))
            case "table_open":
                return self._table()
        raise UnknownMarkdown(token.type)

    def _items(self) -> Iterator[tuple[Block, ...]]:
        for token in self._tokens:
            if token.type == "bullet_list_close":
                return
            yield tuple(self.blocks("list_item_close"))

    def _inlines(self, end: str) -> Inlines:
        inlines: Inlines = ()
        for token in self._tokens:
            if token.type == end:
                break
            inlines = _spans(token.children or ())
        return inlines

    def _table(self) -> Table:
        rows: list[list[Inlines]] = []
        alignments: list[Alignment] = []
        for token in self._tokens:
            match token.type:
                case "table_close":
                    break
                case "tr_open":
                    rows.append([])
                case "th_open" | "td_open":
                    if token.type == "th_open":
                        alignments.append("right" if "right" in str(token.attrGet("style")) else "left")
                    rows[-1].append(self._inlines(token.type.replace("open", "close")))
        return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(alignments))


def _spans(tokens: Sequence[Token]) -> Inlines:
    """Join adjacent spans of the same weight."""
    spans: list[Span] = []
    strong = emphasis = 0
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "text" | "text_special" | "softbreak" | "hardbreak":
                text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
                span = Span(text, strong=bool(strong), emphasis=bool(emphasis))
                before = (
                    spans.pop() if spans and _same_weight(spans[-1], span) else Span("", span.strong, span.emphasis)
                )
                spans.append(Span(before.text + text, span.strong, span.emphasis))
            case _:
                raise UnknownMarkdown(token.type)
    return tuple(span for span in spans if span.text)


def _same_weight(before: Span, after: Span) -> bool:
    return (before.strong, before.emphasis) == (after.strong, after.emphasis)
