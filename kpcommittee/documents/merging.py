"""Merges three texts: what a file was written from, the file as edited, and the text as it is now.

It goes line by line, as `diff3` does. What only one side changed is taken. What both changed in different ways is a
conflict, and both texts are kept. The one library for it has a licence under which the program could not be passed on.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from kpcommittee.domain.immutable import immutable

Lines = tuple[str, ...]


@immutable(kw_only=False)
class Conflict:
    """Lines that both sides changed in different ways."""

    edited: Lines
    """As somebody wrote them by hand."""
    new: Lines
    """As they are in the text now."""


Piece = Lines | Conflict


def merge(base: str, edited: str, new: str) -> tuple[Piece, ...]:
    """Merge two texts that began as the same one.

    Args:
        base: the text that both began as.
        edited: as somebody changed it by hand.
        new: as it is made now.
    """
    return tuple(_pieces(*map(units_of, (base, edited, new))))


def units_of(text: str) -> Lines:
    """Split a text into its lines, each with the empty lines behind it: those alone would match everywhere."""
    units: list[str] = []
    for line in text.split("\n"):
        if units and not line.strip():
            units[-1] += f"\n{line}"
        else:
            units.append(line)
    return tuple(units)


def with_part_of(text: str, without: str, present: str) -> str | None:
    """Return a text with one part as another text has it; None if the other has no such part.

    Args:
        text: the text.
        without: the same text without the part, or with little in its place.
        present: the text whose part is taken: what is between the same lines.
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
    """Yield the runs that neither side changed: where each begins in the three texts, and how long it is."""
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
    """Return where each line of the base that is kept is in the other text."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _merge_part(base: Lines, edited: Lines, new: Lines) -> Iterator[Piece]:
    """Merge a part of which no line was kept by both."""
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
    """Count with how many equal lines both begin."""
    count = 0
    for line, other_line in zip(lines, other_lines, strict=False):
        if line != other_line:
            break
        count += 1
    return count
