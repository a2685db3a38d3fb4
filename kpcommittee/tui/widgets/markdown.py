"""Markdown as plain text to read: headings, lists and tables, and nothing to click."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content

from kpcommittee.domain.immutable import immutable
from kpcommittee.tui.widgets.text import MUTED, STRONG, wrapped

GAP = 2
NOTHING = Content("")
HEADINGS = {"h1": f"{STRONG} $text-primary", "h2": f"{STRONG} $text-primary", "h3": STRONG}


@immutable(kw_only=False)
class Prose:
    """A paragraph, heading or list item; wrapped lines are indented below the text, not the bullet."""

    content: Content
    indent: int = 0
    bullet: Content = NOTHING
    level: int = 0
    """The level of a heading, which begins a section; 0 for all other text."""
    apart: bool = False
    """Whether an empty line precedes it."""

    def lines(self, width: int) -> list[Content]:
        """Return the text as lines of that width."""
        hang = self.indent + self.bullet.cell_length
        first, *following = wrapped(self.content, max(12, width - hang)) or [Content("")]
        lines = [self.bullet.pad_left(self.indent) + first, *(line.pad_left(hang) for line in following)]
        return [Content(""), *lines] if self.apart else lines


@immutable(kw_only=False)
class Table:
    """A table: in columns if there is room, else one record after the other."""

    rows: tuple[tuple[Content, ...], ...]
    """The rows; the first one contains the headings."""

    level = 0

    def lines(self, width: int) -> list[Content]:
        """Return the rows in columns, or as records."""
        columns = [max(cell.cell_length for cell in column) for column in zip(*self.rows, strict=True)]
        fits = sum(columns) + GAP * (len(columns) - 1) <= width
        lines = self._aligned(columns) if fits else self._records(width)
        return [Content(""), *lines]

    def _aligned(self, columns: Sequence[int]) -> list[Content]:
        lines = []
        for place, row in enumerate(self.rows):
            cells = [cell.pad_right(column - cell.cell_length) for cell, column in zip(row, columns, strict=True)]
            line = Content(" " * GAP).join(cells)
            lines.append(line if place else line.stylize(MUTED))
        return lines

    def _records(self, width: int) -> list[Content]:
        heads, *rows = self.rows
        lines: list[Content] = []
        for first, *cells in rows:
            items = [
                Content.assemble((f"{head.plain}: ", MUTED), cell) for head, cell in zip(heads[1:], cells, strict=True)
            ]
            record = Content(" · ").join([first.stylize(STRONG), *items])
            lines += [
                line.pad_left(GAP if place else 0) for place, line in enumerate(record.wrap(max(12, width - GAP)))
            ]
        return lines


@immutable(kw_only=False)
class Named:
    """A name with a text beside it, or below it if a word would be cut beside it."""

    name: Content
    content: Content
    indent: int
    column: int
    """The column where the text begins beside the name; the same for all rows of a list."""
    word: int
    """Cells of the longest word in the texts of a list, so that all its rows look alike."""

    level = 0

    def lines(self, width: int) -> list[Content]:
        """Return the name and the text on lines of that width."""
        if self.column + self.word <= width:
            bullet = self.name.pad_right(self.column - self.indent - self.name.cell_length)
            return Prose(self.content, self.indent, bullet).lines(width)
        under = Prose(self.content, self.indent + GAP)
        return [*Prose(self.name, self.indent).lines(width), *under.lines(width)]


Block = Prose | Table | Named


class Section:
    """A heading and the blocks below it."""

    def __init__(self, blocks: Iterable[Block], *, ends: Iterable[Content] = (NOTHING,)) -> None:
        """Take the blocks in order, and the lines after them."""
        self.blocks, self._ends = tuple(blocks), tuple(ends)
        self.level = self.blocks[0].level if self.blocks else 0
        """The level of the heading it begins with; 0 without one."""
        self._wrapped: tuple[int, list[Content]] = (-1, [])
        """The last width and its lines: a text is often opened again."""

    def lines(self, width: int) -> list[Content]:
        """Return the blocks one below the other, then the last lines."""
        if self._wrapped[0] != width:
            lines = [line for block in self.blocks for line in block.lines(width)]
            self._wrapped = (width, [*lines, *self._ends])
        return self._wrapped[1]


_HEADING = re.compile(r"\n(?=#{1,6} )")
"""Matches before a heading, where a text is divided."""
_ACROSS = re.compile(r"^ {0,3}(?:```|~~~|<(?!!--.*-->$)|\[[^\]]*\]:)", re.MULTILINE)
"""Matches the beginning of what continues across headings, such as a fence or a tag, or is referred to."""


def sections_of(markdown: str) -> tuple[Section, ...]:
    """Return the text in sections, each beginning with a heading; unchanged sections are the same objects."""
    parts = [markdown] if _ACROSS.search(markdown) else _HEADING.split(markdown)
    return tuple(section for part in parts for section in _sections_of(part))


@lru_cache(maxsize=512)
def _sections_of(markdown: str) -> tuple[Section, ...]:
    sections: list[list[Block]] = [[]]
    for block in blocks_of(markdown):
        if block.level and sections[-1]:
            sections.append([])
        sections[-1].append(block)
    return tuple(Section(blocks) for blocks in sections if blocks)


def blocks_of(markdown: str) -> Iterator[Block]:
    """Return the blocks of a text in order, without comments."""
    rows: list[list[Content]] = []
    depth, bullet, heading = 0, "", ""
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        kind = token.type
        if kind in ("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"):
            depth += token.nesting
        elif kind == "list_item_open":
            bullet = f"{token.info}. " if token.info else "• "
        elif kind in ("heading_open", "heading_close"):
            heading = token.tag if token.nesting > 0 else ""
        elif kind == "tr_open":
            rows.append([])
        elif kind == "table_close":
            yield Table(tuple(tuple(row) for row in rows))
            rows = []
        elif kind == "inline" and rows:
            rows[-1].append(inline(token))
        elif kind == "inline":
            yield _prose(inline(token), depth, bullet, heading)
            bullet = "  " if depth else ""
        elif kind in ("fence", "code_block"):
            yield Prose(Content(token.content.rstrip()), apart=True)


def _prose(content: Content, depth: int, bullet: str, heading: str) -> Prose:
    if heading:
        return Prose(content.stylize(HEADINGS.get(heading, STRONG)), level=int(heading[1:]))
    return Prose(content, indent=2 * depth - 2, bullet=Content(bullet)) if depth else Prose(content, apart=True)


def inline(token: Token) -> Content:
    """Return the text of one block with its emphasis; links become their text."""
    parts: list[Content] = []
    styles: list[str] = []
    for child in token.children or ():
        if child.type in ("strong_open", "em_open"):
            styles.append(STRONG if child.type == "strong_open" else "italic")
        elif child.type in ("strong_close", "em_close"):
            styles.pop()
        elif child.type in ("softbreak", "hardbreak") or child.content in ("<br>", "<br/>"):
            parts.append(Content("\n" if child.type != "softbreak" else " "))
        elif child.content:
            parts.append(Content.styled(child.content, " ".join(styles)))
    return Content("").join(parts)
