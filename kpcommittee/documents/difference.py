"""What changed between two versions of a document: headings, sentences, points and rows, word by word."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from kpcommittee.documents.blocks import Block, BulletList, Heading, Inlines, Paragraph, Table, plain_text
from kpcommittee.domain.immutable import immutable

Kind = Literal["same", "gone", "new"]

_ALIKE = 0.5
"""The least similarity of two texts of which one became the other; else one was removed and one added."""


@immutable(kw_only=False)
class Piece:
    """Words that stayed, were removed, or were added."""

    kind: Kind
    text: str


@immutable(kw_only=False)
class Unit:
    """A heading, a paragraph, a point of a list or a row of a table, with the headings above it."""

    under: tuple[str, ...]
    """The headings above it; of a heading itself the last."""
    text: str
    is_heading: bool = False


@immutable(kw_only=False)
class Change:
    """A unit that changed."""

    under: tuple[str, ...]
    pieces: tuple[Piece, ...]
    is_heading: bool = False

    @property
    def before(self) -> tuple[Piece, ...]:
        """The old text; empty if it is new."""
        return tuple(piece for piece in self.pieces if piece.kind != "new")

    @property
    def after(self) -> tuple[Piece, ...]:
        """The new text; empty if it was removed."""
        return tuple(piece for piece in self.pieces if piece.kind != "gone")

    @property
    def kind(self) -> Literal["changed", "gone", "new"]:
        """Whether it was changed, removed or added."""
        kinds = {piece.kind for piece in self.pieces}
        if kinds == {"gone"}:
            return "gone"
        return "new" if kinds == {"new"} else "changed"


def differences(before: Sequence[Block], after: Sequence[Block], without: Iterable[str] = ()) -> tuple[Change, ...]:
    """Return the changes from one document to another, in reading order.

    A unit that only moved below the same headings did not change.

    Args:
        before: the blocks of the earlier one.
        after: those of the later one.
        without: texts to ignore, such as receipts.
    """
    ignored = frozenset(without)
    old, new = ([unit for unit in units_of(blocks) if unit.text not in ignored] for blocks in (before, after))
    matcher = SequenceMatcher(None, [unit.text for unit in old], [unit.text for unit in new], autojunk=False)
    replaced = [
        (old[start:end], new[start_new:end_new])
        for tag, start, end, start_new, end_new in matcher.get_opcodes()
        if tag != "equal"
    ]
    removed_units, added_units = (Counter(unit for pair in replaced for unit in pair[side]) for side in (0, 1))
    moved = removed_units & added_units
    moved_from, moved_to = moved.copy(), moved.copy()
    return tuple(
        change
        for units, units_new in replaced
        for change in _pair_replaced(_without_moved(moved_from, units), _without_moved(moved_to, units_new))
    )


def _without_moved(moved: Counter[Unit], units: Iterable[Unit]) -> list[Unit]:
    """Return the units without those that only moved."""
    others = []
    for unit in units:
        if moved[unit]:
            moved[unit] -= 1
        else:
            others.append(unit)
    return others


def units_of(blocks: Iterable[Block]) -> Iterator[Unit]:
    """Split a document into the units that are compared."""
    under: dict[int, str] = {}
    for block in blocks:
        if isinstance(block, Heading):
            under = {level: text for level, text in under.items() if level < block.level}
            # The title is above everything, and does not say where a change is.
            under |= {block.level: plain_text(block.inlines)} if block.level > 1 else {}
            yield Unit(tuple(under.values()), plain_text(block.inlines), is_heading=True)
        else:
            yield from (Unit(tuple(under.values()), text) for text in _texts(block))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield plain_text(block.inlines)
        case BulletList():
            yield from (text for item in block.items for part in item for text in _texts(part))
        case Table():
            yield from (_row(block.header, row) for row in block.rows)


def _row(header: Sequence[Inlines], row: Sequence[Inlines]) -> str:
    """Return a row as one line, each cell after the heading of its column."""
    cells = ((plain_text(head), plain_text(cell)) for head, cell in zip(header, row, strict=True))
    return " · ".join(f"{head}: {cell}" if head else cell for head, cell in cells)


def _pair_replaced(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Change]:
    """Pair units of which one became the other, in order; the rest was removed or added."""
    remaining = list(old)
    for unit in new:
        place = next((n for n, removed in enumerate(remaining) if _are_similar(removed, unit)), None)
        if place is None:
            yield Change(unit.under, (Piece("new", unit.text),), unit.is_heading)
            continue
        for removed in remaining[:place]:
            yield Change(removed.under, (Piece("gone", removed.text),), removed.is_heading)
        yield Change(unit.under, tuple(_compare_words(remaining[place].text, unit.text)), unit.is_heading)
        remaining = remaining[place + 1 :]
    for removed in remaining:
        yield Change(removed.under, (Piece("gone", removed.text),), removed.is_heading)


def _are_similar(old: Unit, new: Unit) -> bool:
    if old.is_heading != new.is_heading:
        return False
    matcher = SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _compare_words(old: str, new: str) -> Iterator[Piece]:
    """Compare two texts word by word."""
    before, after = old.split(), new.split()
    for tag, start, end, start_new, end_new in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(before[start:end]))
            continue
        if end > start:
            yield Piece("gone", " ".join(before[start:end]))
        if end_new > start_new:
            yield Piece("new", " ".join(after[start_new:end_new]))
