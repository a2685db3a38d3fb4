"""Merges three texts: the one that a file was written from, the edited file, and the new text.

It works line by line, like `diff3`. A change on only one side is taken. Different changes on both sides are a conflict,
and both texts are kept. The licence of the only library for it does not allow redistribution.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from kpcommittee.domain.immutable import immutable

Lines = tuple[str, ...]


@immutable(kw_only=False)
class Conflict:
    """Lines that both sides changed in different ways."""

    edited: Lines
    """The lines as edited by hand."""
    new: Lines
    """The lines of the new text."""


Piece = Lines | Conflict


def merge(base: str, edited: str, new: str) -> tuple[Piece, ...]:
    """Merge two texts with a common origin.

    Args:
        base: the common origin.
        edited: the text edited by hand.
        new: the text as made now.
    """
    return tuple(_pieces(*map(units_of, (base, edited, new))))


def units_of(text: str) -> Lines:
    """Split a text into lines, each with the empty lines after it, which alone would match everywhere."""
    units: list[str] = []
    for line in text.split("\n"):
        if units and not line.strip():
            units[-1] += f"\n{line}"
        else:
            units.append(line)
    return tuple(units)


def with_part_of(text: str, without: str, present: str) -> str | None:
    """Return a text with one part from another text; None if the other text lacks that part.

    Args:
        text: the text.
        without: the text without the part, or with little instead.
        present: the text from which the part is taken, between the same lines.
    """
    lines, bare, there = map(units_of, (text, without, present))
    before = _count_equal(lines, bare)
    behind = _count_equal(lines[before:][::-1], bare[before:][::-1])
    if not before or not behind or lines[before - 1] not in there:
        return None
    start, end = there.index(lines[before - 1]) + 1, lines[len(lines) - behind]
    if end not in there[start:]:
        return None
    part = there[start : there.index(end, start)]
    return "\n".join((*lines[:before], *part, *lines[len(lines) - behind :]))


def _pieces(base: Lines, edited: Lines, new: Lines) -> Iterator[Piece]:
    at, at_edited, at_new = 0, 0, 0
    for start, start_edited, start_new, length in (*_kept_by_both(base, edited, new), _end(base, edited, new)):
        sides = base[at:start], edited[at_edited:start_edited], new[at_new:start_new]
        if any(sides):
            yield from _merge_part(*sides)
        if length:
            yield base[start : start + length]
        at, at_edited, at_new = start + length, start_edited + length, start_new + length


def _end(base: Lines, edited: Lines, new: Lines) -> tuple[int, int, int, int]:
    return len(base), len(edited), len(new), 0


def _kept_by_both(base: Lines, edited: Lines, new: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Yield the runs that neither side changed: the start in each of the three texts, and the length."""
    ours, theirs = _places(base, edited), _places(base, new)
    run: tuple[int, int, int, int] | None = None
    for place in range(len(base)):
        if place not in ours or place not in theirs:
            continue
        here = (place, ours[place], theirs[place])
        if run and here == tuple(start + run[3] for start in run[:3]):
            run = (*run[:3], run[3] + 1)
        else:
            if run:
                yield run
            run = (*here, 1)
    if run:
        yield run


def _places(base: Lines, other: Lines) -> dict[int, int]:
    """Return the place in the other text of each line of the base that it kept."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _merge_part(base: Lines, edited: Lines, new: Lines) -> Iterator[Piece]:
    """Merge a part of which both sides kept no line."""
    if new in (edited, base):
        yield edited
    elif edited == base:
        yield new
    else:
        before = _count_equal(edited, new)
        behind = _count_equal(edited[before:][::-1], new[before:][::-1])
        yield edited[:before]
        yield Conflict(edited[before : len(edited) - behind], new[before : len(new) - behind])
        yield edited[len(edited) - behind :]


def _count_equal(lines: Sequence[str], other_lines: Sequence[str]) -> int:
    """Count the equal lines at the beginning of both."""
    count = 0
    for line, other_line in zip(lines, other_lines, strict=False):
        if line != other_line:
            break
        count += 1
    return count
