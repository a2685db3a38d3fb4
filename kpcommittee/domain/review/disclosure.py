"""Hides small numbers, and enough others that no small number can be worked out from sums."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.whole_numbers import find_fixed_places

SMALLEST = 5
"""The smallest number that is shown: statistics about few people reveal who they are."""

Cell = tuple[str, ...]
"""The name of a printed number."""


@immutable(kw_only=False)
class Sum:
    """A total and its parts, all of them printed numbers."""

    total: Cell
    parts: tuple[Cell, ...]


def hidden_cells(
    numbers: Mapping[Cell, int], sums: Sequence[Sum], at_least: Mapping[Cell, int] | None = None
) -> frozenset[Cell]:
    """Return the cells to hide: all small ones, and others until no hidden cell follows from the shown ones.

    Args:
        numbers: every printed number; none is negative.
        sums: what a reader knows to add up.
        at_least: minimums that a reader knows; every other number may be 0.
    """
    hidden = {cell for cell, number in numbers.items() if number < SMALLEST}
    lines = [frozenset((line.total, *line.parts)) for line in sums]
    place = {cell: position for position, cell in enumerate(numbers)}
    cells_by_group: dict[Group, frozenset[Cell]] = {}
    while follows := determined_cells(numbers, sums, hidden, at_least, cells_by_group):
        # It may follow from several sums together, even from one that does not contain it.
        neighbours = frozenset[Cell]().union(*(line for line in lines if follows & line)) - hidden
        visible = neighbours or frozenset[Cell]().union(*lines) - hidden
        if not visible:  # nothing is left from which it could follow
            break
        # Of equal numbers, the one read first stays visible.
        hidden.add(min(visible, key=lambda cell: (numbers[cell], -place[cell])))
    return frozenset(hidden)


Equation = tuple[tuple[tuple[Cell, int], ...], int]
"""Hidden cells with their signs, and what they add up to."""

Group = tuple[frozenset[Equation], frozenset[Cell]]
"""Equations that share hidden cells, and the cells of them that are 0."""


def determined_cells(
    numbers: Mapping[Cell, int],
    sums: Iterable[Sum],
    hidden: Iterable[Cell],
    at_least: Mapping[Cell, int] | None = None,
    cells_by_group: dict[Group, frozenset[Cell]] | None = None,
) -> set[Cell]:
    """Return the hidden cells that follow from the shown ones: all consistent tables agree on them.

    A table is consistent if all sums hold and every number is whole and at least its known minimum.

    Args:
        numbers: every printed number.
        sums: what a reader knows to add up.
        hidden: the hidden cells.
        at_least: minimums that a reader knows; every other number may be 0.
        cells_by_group: caches the result for each group of equations, for calls with a few more cells.
    """
    cells_by_group = {} if cells_by_group is None else cells_by_group
    least = at_least or {}
    # Counted from its minimum, no number is negative.
    excess = {cell: number - least.get(cell, 0) for cell, number in numbers.items()}
    follows: set[Cell] = set()
    for group in _groups(excess, sums, set(hidden)):
        if group not in cells_by_group:
            cells_by_group[group] = _determined_cells_of(group) or _fixed_in_whole_numbers(group, excess)
        follows |= cells_by_group[group]
    return follows


def _groups(numbers: Mapping[Cell, int], sums: Iterable[Sum], hidden: set[Cell]) -> Iterator[Group]:
    """Yield the equations of the hidden cells, grouped by shared cells; most tables share none."""
    cells: dict[Cell, set[Cell]] = {}
    equations: set[Equation] = set()
    for line in sums:
        signed = ((line.total, 1), *((part, -1) for part in line.parts))
        unknown = tuple((cell, sign) for cell, sign in signed if cell in hidden)
        if not unknown:
            continue
        equations.add((unknown, sum(sign * numbers[cell] for cell, sign in unknown)))
        joined = set[Cell]().union(*(cells.get(cell, {cell}) for cell, _sign in unknown))
        cells |= dict.fromkeys(joined, joined)
    for group in {id(joined): joined for joined in cells.values()}.values():
        own = frozenset(equation for equation in equations if equation[0][0][0] in group)
        yield own, frozenset(cell for cell in group if numbers[cell] == 0)


Number = int | Fraction
"""An `int` if whole: nearly all numbers are, and fractions take ten times as long."""

Row = list[Number]
"""The factor of each unknown in an equation, and what they add up to."""

Bounds = tuple[int, int | None]
"""The least and the greatest value of an unknown; None if there is no greatest."""


def _determined_cells_of(group: Group) -> frozenset[Cell]:
    equations, zeros = group
    unknown = sorted({cell for cells, _sum in equations for cell, _sign in cells}, key=str)
    rows: list[Row] = []
    for cells, adds_up_to in sorted(equations, key=str):
        signs = dict(cells)
        rows.append([*(signs.get(cell, 0) for cell in unknown), adds_up_to])
    bounds = _bounds([*rows, *_reduce(rows, len(unknown))], len(unknown))
    follows = frozenset(cell for cell, (low, high) in zip(unknown, bounds, strict=True) if low == high)
    # Bounds are fast but miss some cells: if they find nothing, search for cells that no change can reach.
    fixed = () if follows else _fixed_unknowns(rows, [cell in zeros for cell in unknown])
    return follows or frozenset(unknown[column] for column in fixed)


def _fixed_in_whole_numbers(group: Group, numbers: Mapping[Cell, int]) -> frozenset[Cell]:
    """Return the cells of a group that only fractional changes could reach."""
    equations, _zeros = group
    unknown = sorted({cell for cells, _sum in equations for cell, _sign in cells}, key=str)
    place = {cell: position for position, cell in enumerate(unknown)}
    rows = [tuple((place[cell], sign) for cell, sign in cells) for cells, _sum in sorted(equations, key=str)]
    return frozenset(unknown[fixed] for fixed in find_fixed_places(rows, [numbers[cell] for cell in unknown]))


def _fixed_unknowns(rows: Sequence[Row], zero: Sequence[bool]) -> set[int]:
    """Return the unknowns that are the same in every consistent table, allowing fractions.

    A change from the true table to another one keeps every sum, and takes nothing from a zero.

    Args:
        rows: the equations of the unknowns, with what is known of them at the end.
        zero: for each unknown, whether it is 0.
    """
    positive = [column for column, is_zero in enumerate(zero) if not is_zero]
    zeros = [column for column, is_zero in enumerate(zero) if is_zero]
    # Solving for the others first leaves the equations of the zeros alone.
    solved = _reduce([[*(row[column] for column in (*positive, *zeros)), 0] for row in rows], len(zero))
    alone = [row[len(positive) :] for row in solved if not any(row[: len(positive)])]
    growing = {zeros[place] for place in _unbounded_unknowns(alone, len(zeros))}
    free = [*positive, *sorted(growing)]
    changes = _reduce([[*(row[column] for column in free), 0] for row in rows], len(free))
    single = (row for row in changes if sum(map(bool, row)) == 1)
    return {free[next(place for place, value in enumerate(row) if value)] for row in single} | {*zeros} - growing


def _unbounded_unknowns(equations: list[Row], columns: int) -> set[int]:
    """Return the unknowns, none negative, that equations without a constant allow to be more than 0.

    Uses the simplex method from the tip of the cone, where all are 0. Each unbounded direction lets some grow.
    Bland's rule prevents cycles.
    """
    rows = _reduce(equations, columns)
    basic = [next(column for column, value in enumerate(row) if value) for row in rows]
    growing: set[int] = set()
    while (entering := _entering_column(rows, basic, growing, columns)) is not None:
        leaving = [place for place, row in enumerate(rows) if row[entering] > 0]
        if not leaving:
            growing |= {entering, *(basic[place] for place, row in enumerate(rows) if row[entering])}
            continue
        place = min(leaving, key=lambda place: basic[place])
        _pivot(rows, place, entering)
        basic[place] = entering
    return growing


def _entering_column(rows: list[Row], basic: Sequence[int], growing: set[int], columns: int) -> int | None:
    """Return the first number that would let further numbers grow; None if there is none."""
    counting = [row for place, row in enumerate(rows) if basic[place] not in growing]
    for column in range(columns):
        if column not in basic and (column not in growing) - sum(row[column] for row in counting) > 0:
            return column
    return None


def _pivot(rows: list[Row], place: int, column: int) -> None:
    """Solve the equation at that place for the column, and eliminate it from all others."""
    solved = rows[place] = [_quotient(value, rows[place][column]) for value in rows[place]]
    for other, row in enumerate(rows):
        if other != place and row[column]:
            factor = row[column]
            rows[other] = [value - factor * lead if lead else value for value, lead in zip(row, solved, strict=True)]


def _quotient(value: Number, divisor: Number) -> Number:
    return Fraction(value) / divisor if value % divisor else value // divisor


def _bounds(rows: Sequence[Row], columns: int) -> list[Bounds]:
    """Return the least and the greatest value of each unknown that single equations allow."""
    bounds: list[Bounds] = [(0, None)] * columns
    equations = [([(column, factor) for column, factor in enumerate(row[:-1]) if factor], row[-1]) for row in rows]
    changed = True
    while changed:
        changed = False
        for factors, adds_up_to in equations:
            for column, factor in factors:
                others = ((factor_of, bounds[other]) for other, factor_of in factors if other != column)
                tighter = _tighten(bounds[column], factor, others, adds_up_to)
                if tighter != bounds[column]:
                    bounds[column], changed = tighter, True
    return bounds


def _tighten(bounds: Bounds, factor: Number, others: Iterable[tuple[Number, Bounds]], adds_up_to: Number) -> Bounds:
    """Return the bounds of one unknown by one equation and the bounds of the others in it."""
    least: Number | None = adds_up_to
    most: Number | None = adds_up_to
    for other, (lowest, highest) in others:
        low, high = (lowest, highest) if other > 0 else (highest, lowest)
        # The most that the others can take determines the least that is left.
        least = None if least is None or high is None else least - other * high
        most = None if most is None or low is None else most - other * low
    lower, upper = (least, most) if factor > 0 else (most, least)
    low, high = bounds
    low = low if lower is None else max(low, -(-lower // factor))
    if upper is not None:
        high = upper // factor if high is None else min(high, upper // factor)
    return low, high


def _reduce(rows: list[Row], columns: int) -> list[Row]:
    """Return the equations solved for as many unknowns as possible (Gauss–Jordan)."""
    rows, solved = [row[:] for row in rows], 0
    for column in range(columns):
        pivot = next((row for row in range(solved, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[solved], rows[pivot] = rows[pivot], rows[solved]
        _pivot(rows, solved, column)
        solved += 1
    return rows[:solved]
