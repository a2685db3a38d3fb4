"""Lines of text as the panels draw them: labels, wrapped values and bars."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from kpcommittee.domain.texts import HIDDEN
from kpcommittee.views.bars import Part, change_bar
from kpcommittee.views.facts import Fact, Line, Phrase, Tone

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Figures

Piece = str | tuple[str, str] | Content
"""Text, text with a style, or finished content; never markup."""

Labelled = tuple[str, list[Content]]
"""A label and its lines; a fact without lines is not drawn."""

STRONG, MUTED, GOOD, WARN, BAD, KEY = (
    "bold",
    "$foreground-muted",
    "$text-success",
    "$text-warning",
    "$text-error",
    "$text-accent",
)
LOUD = "bold $text-warning on $warning-muted"

STATUS_STYLES = {"ok": GOOD, "tight": WARN, "over": BAD, "no_limit": MUTED}
"""Room status → style; a symbol and a word accompany every colour."""

TONES: Mapping[Tone, str] = {
    "plain": "",
    "strong": STRONG,
    "muted": MUTED,
    "good": GOOD,
    "warn": WARN,
    "bad": BAD,
    "key": KEY,
}

BAR_STYLES: Mapping[Part, str] = {
    "running": "$primary",
    "held": "$secondary",
    "proposed": "$accent",
    "free": MUTED,
    "over": BAD,
}


def text(*pieces: Piece) -> Content:
    """Return one text from pieces."""
    return Content.assemble(*pieces)


class Joined(Content):
    """A text of pieces that stay whole: lines break between pieces, and drop the mark there."""

    pieces: tuple[Content, ...] = ()
    between: Content = Content("")


def wrapped(content: Content, width: int, indent: int = 0) -> list[Content]:
    """Return the content as lines of that width; the following lines are indented like the first."""
    room = max(8, width - indent)
    if content.cell_length <= room and content.plain.isprintable():
        lines = [content]  # most lines fit: to find that out, the framework takes each word by itself
    else:
        lines = _flow(content, room) if isinstance(content, Joined) else content.wrap(room)
    return [line.pad_left(indent) for line in lines] if indent else lines


def _flow(joined: Joined, width: int) -> list[Content]:
    """Put as many pieces on a line as fit; break only a piece that is longer than a line."""
    lines: list[Content] = []
    for piece in joined.pieces:
        candidate = lines[-1] + joined.between + piece if lines else piece
        if candidate.cell_length <= width:
            lines[-1:] = [candidate]
        else:
            lines += piece.wrap(width)
    return lines


def labelled(label: str, values: Iterable[Content], width: int, column: int) -> list[Content]:
    """Return a label and its values, each on its own line, beside the label; a long label is above."""
    lines = [line for value in values for line in wrapped(value, width, column)]
    if lines and len(label) >= column:
        return [*wrapped(text((label, MUTED)), width), *lines]
    if lines:
        lines[0] = text((f"{label:<{column}}", MUTED), lines[0][column:])
    return lines


def join_pieces(pieces: Iterable[Piece | None], between: str = " · ") -> Content:
    """Join the non-empty pieces with a mark between them."""
    parts = tuple(text(piece) for piece in pieces if piece and piece[0])
    mark = text((between, MUTED))
    joined = mark.join(parts)
    if "\n" in joined.plain:
        return joined
    content = Joined(joined.plain, [*joined.spans])
    content.pieces, content.between = parts, mark
    return content


def styled(phrase: Phrase, *, hidden: bool = False) -> Content:
    """Return the pieces of a fact in the colours of their tones; if hidden, without names and free text."""
    parts = ((HIDDEN if hidden and piece.private else piece.text, TONES[piece.tone]) for piece in phrase)
    return text(*parts)


def line_of(line: Line, *, hidden: bool = False) -> Content:
    """Return phrases in a row; lines break between two phrases."""
    return join_pieces(styled(phrase, hidden=hidden) for phrase in line if phrase)


def laid_out(fact: Fact, *, hidden: bool = False) -> Labelled:
    """Return the label of a fact and its lines; if hidden, without what the room must not read."""
    return fact.label, [line_of(line, hidden=hidden) for line in fact.lines]


def bar(before: "Figures", after: "Figures", width: int) -> Content:
    """Draw how a room is used: running, held, proposed and free hours, to scale across the width."""
    parts = change_bar(before, after, width)
    return text(*((cells, BAR_STYLES[part]) for cells, part in parts)) if parts else Content(" " * width)
