"""Hides small numbers, and as many others as it takes that none can be reckoned back from sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

SMALLEST = 5
"""The least number that is shown: statistics about few people tell who they are."""

Cell = tuple[str, ...]
"""What names a printed number."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and what it is the sum of; all of them are printed numbers."""

    total: Cell
    parts: tuple[Cell, ...]


def hidden_cells(numbers: Mapping[Cell, int], sums: Sequence[Sum], smallest: int = SMALLEST) -> frozenset[Cell]:
    """Return the cells to hide: each below the smallest, and others until no hidden one follows from what is shown.

    Args:
        numbers: every printed number; none is negative.
        sums: what a reader knows to add up.
        smallest: the least number that may be shown.
    """
    hidden = {cell for cell, number in numbers.items() if number < smallest}
    while follows := determined(numbers, sums, hidden):
        beside = {cell for line in sums for cell in (line.total, *line.parts) if follows & {line.total, *line.parts}}
        visible = sorted(beside - hidden, key=lambda cell: (numbers[cell], str(cell)))
        if not visible:  # nothing is left that it could follow from
            break
        hidden.add(visible[0])
    return frozenset(hidden)


def determined(numbers: Mapping[Cell, int], sums: Iterable[Sum], hidden: Iterable[Cell]) -> set[Cell]:
    """Return the hidden cells that follow from those that are shown, by the sums and because none is negative."""
    unknown = sorted(set(hidden), key=str)
    place = {cell: column for column, cell in enumerate(unknown)}
    rows = []
    for line in sums:
        row = [Fraction(0)] * (len(unknown) + 1)
        for cell, sign in ((line.total, 1), *((part, -1) for part in line.parts)):
            if cell in place:
                row[place[cell]] += sign
            else:
                row[-1] -= sign * numbers[cell]
        if any(row[:-1]):
            rows.append(row)
    bounds = _bounds([*rows, *_reduced(rows, len(unknown))], len(unknown))
    return {cell for cell, (low, high) in zip(unknown, bounds, strict=True) if low == high}


def _bounds(rows: Sequence[Sequence[Fraction]], columns: int) -> list[tuple[Fraction, Fraction | None]]:
    """Return the least and the greatest value of each unknown, as far as each equation alone tells them.

    None means that there is no greatest value.
    """
    bounds: list[tuple[Fraction, Fraction | None]] = [(Fraction(0), None)] * columns
    changed = True
    while changed:
        changed = False
        for row in rows:
            for column in (column for column in range(columns) if row[column]):
                tighter = _tightened(row, column, bounds)
                if tighter != bounds[column]:
                    bounds[column], changed = tighter, True
    return bounds


def _tightened(
    row: Sequence[Fraction], column: int, bounds: Sequence[tuple[Fraction, Fraction | None]]
) -> tuple[Fraction, Fraction | None]:
    """Return the bounds of one unknown by one equation and the bounds of the others in it."""
    least: Fraction | None = row[-1]
    most: Fraction | None = row[-1]
    for other, factor in enumerate(row[:-1]):
        if other == column or not factor:
            continue
        low, high = bounds[other] if factor > 0 else (bounds[other][1], bounds[other][0])
        # What the others take at most is what they leave at least.
        least = None if least is None or high is None else least - factor * high
        most = None if most is None or low is None else most - factor * low
    factor = row[column]
    ends = (least, most) if factor > 0 else (most, least)
    lower, upper = (None if end is None else end / factor for end in ends)
    low, high = bounds[column]
    low = max(low, _up(lower)) if lower is not None else low
    if upper is not None:
        high = _down(upper) if high is None else min(high, _down(upper))
    return low, high


def _up(value: Fraction) -> Fraction:
    return Fraction(-(-value.numerator // value.denominator))


def _down(value: Fraction) -> Fraction:
    return Fraction(value.numerator // value.denominator)


def _reduced(rows: list[list[Fraction]], columns: int) -> list[list[Fraction]]:
    """Return the equations solved for as many unknowns as they can be (Gauss and Jordan)."""
    rows, done = [row[:] for row in rows], 0
    for column in range(columns):
        pivot = next((row for row in range(done, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for row in range(len(rows)):
            if row != done and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [value - factor * lead for value, lead in zip(rows[row], rows[done], strict=True)]
        done += 1
    return rows[:done]
