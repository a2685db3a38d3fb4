"""What is hidden cannot be worked out: every hidden number has at least two values that fit what is shown."""

import random
from collections.abc import Iterable, Iterator
from itertools import product

import pytest

from kpcommittee.domain.review.disclosure import Cell, Sum, determined_cells, hidden_cells
from tests.seeds import seeds


def crossed(counts: list[list[int]]) -> tuple[dict[Cell, int], list[Sum]]:
    """A table with the sums of its rows and columns and the sum of all."""
    rows, columns = range(len(counts)), range(len(counts[0]))
    numbers: dict[Cell, int] = {(f"r{r}", f"c{c}"): counts[r][c] for r, c in product(rows, columns)}
    numbers |= {(f"r{r}",): sum(counts[r]) for r in rows}
    numbers |= {(f"c{c}",): sum(counts[r][c] for r in rows) for c in columns}
    numbers[("all",)] = sum(map(sum, counts))
    sums = [Sum((f"r{r}",), tuple((f"r{r}", f"c{c}") for c in columns)) for r in rows]
    sums += [Sum((f"c{c}",), tuple((f"r{r}", f"c{c}") for r in rows)) for c in columns]
    sums.append(Sum(("all",), tuple((f"r{r}",) for r in rows)))
    sums.append(Sum(("all",), tuple((f"c{c}",) for c in columns)))
    return numbers, sums


def fitting(numbers: dict[Cell, int], sums: list[Sum], hidden: frozenset[Cell], most: int) -> Iterator[dict[Cell, int]]:
    """Every table that fits what is shown, by trying all: shares no code with what is tested."""
    inner = sorted(cell for cell in numbers if len(cell) == 2 and cell in hidden)
    outer = [cell for cell in numbers if len(cell) == 1]
    for values in product(range(most + 1), repeat=len(inner)):
        table: dict[Cell, int] = {cell: number for cell, number in numbers.items() if len(cell) == 2}
        table |= dict(zip(inner, values, strict=True))
        table |= {line.total: sum(table[part] for part in line.parts) for line in sums if len(line.parts[0]) == 2}
        table[("all",)] = sum(number for cell, number in table.items() if len(cell) == 2)
        if all(table[cell] == numbers[cell] for cell in outer if cell not in hidden):
            yield table


@pytest.mark.parametrize("seed", seeds(5, 60))
def test_no_hidden_number_follows(seed: int) -> None:
    draw = random.Random(seed)
    shape = draw.choice([(2, 2), (2, 3)])
    counts = [[draw.choice([0, 1, 2, 3, 5, 6]) for _column in range(shape[1])] for _row in range(shape[0])]
    numbers, sums = crossed(counts)
    hidden = hidden_cells(numbers, sums)
    assert {cell for cell, number in numbers.items() if number < 5} <= hidden
    if hidden == set(numbers):
        return  # a reader has nothing to compute with
    seen: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    for table in fitting(numbers, sums, hidden, most=7):
        for cell in hidden:
            seen[cell].add(table[cell])
    assert {cell: values for cell, values in seen.items() if len(values) < 2} == {}


def test_the_attack_succeeds_where_only_small_numbers_are_hidden() -> None:
    """Without the others, the sums would tell: the test can fail."""
    numbers, sums = crossed([[9, 1], [7, 8]])
    small = {cell for cell, number in numbers.items() if number < 5}
    assert determined_cells(numbers, sums, small) == {("r0", "c1")}
    assert len(hidden_cells(numbers, sums)) >= 4


def test_zeros_of_a_sum_that_is_shown_follow_too() -> None:
    numbers: dict[Cell, int] = {("all",): 12, ("a",): 12, ("b",): 0, ("c",): 0}
    sums = [Sum(("all",), (("a",), ("b",), ("c",)))]
    assert determined_cells(numbers, sums, {("b",), ("c",)}) == {("b",), ("c",)}
    assert ("a",) in hidden_cells(numbers, sums) or ("all",) in hidden_cells(numbers, sums)


def test_what_adds_up_to_nothing_is_only_hidden_where_it_is_small() -> None:
    numbers: dict[Cell, int] = {("a",): 12, ("b",): 4, ("c",): 5}
    assert hidden_cells(numbers, []) == {("b",)}


@pytest.mark.parametrize(("others", "goes"), [((6, 20), "b"), ((20, 6), "c"), ((6, 6), "c")])
def test_the_least_number_beside_goes_too_and_of_two_alike_the_one_that_is_read_later(
    others: tuple[int, int], goes: str
) -> None:
    numbers: dict[Cell, int] = {("all",): 4 + sum(others), ("a",): 4, ("b",): others[0], ("c",): others[1]}
    sums = [Sum(("all",), (("a",), ("b",), ("c",)))]
    assert hidden_cells(numbers, sums) == {("a",), (goes,)}


def ways_between(numbers: dict[Cell, int]) -> dict[Cell, tuple[str, str]]:
    """Every number of a crossed table as a way between two places: what comes to a place leaves it.

    From the beginning to the rows go their sums, from a row to a column what they have in common. From the columns
    to the end go their sums, and the sum of all goes back to the beginning.
    """
    ends = {"a": ("end", "begin"), "r": ("begin", ""), "c": ("", "end")}
    ways: dict[Cell, tuple[str, str]] = {}
    for cell in numbers:
        first, last = ends[cell[0][0]]
        ways[cell] = (cell[0], cell[1]) if len(cell) == 2 else (first or cell[0], last or cell[0])
    return ways


def reckoned_back(numbers: dict[Cell, int], hidden: frozenset[Cell]) -> set[Cell]:
    """What a reader of a crossed table can tell of hidden numbers: whatever is the same in all fitting tables.

    One more or less of a number has to go round: along hidden numbers, and against those above 0. So the
    least and the greatest value are found without trying tables; it shares no code with what is tested.
    """
    ways, steps = ways_between(numbers), dict[str, list[tuple[str, Cell]]]()
    for cell in hidden:
        begin, end = ways[cell]
        steps.setdefault(begin, []).append((end, cell))
        if numbers[cell]:
            steps.setdefault(end, []).append((begin, cell))

    def leads(begin: str, end: str, other_than: Cell) -> bool:
        reached, to_do = {begin}, [begin]
        while to_do:
            fresh = {place for place, cell in steps.get(to_do.pop(), ()) if cell != other_than} - reached
            reached |= fresh
            to_do += fresh
        return end in reached

    return {
        cell
        for cell in hidden
        if not leads(ways[cell][1], ways[cell][0], cell)
        and not (numbers[cell] and leads(ways[cell][0], ways[cell][1], cell))
    }


POOLS = ([0, 1, 2, 3, 5, 6, 9], [0, 0, 0, 1, 5, 12, 30], [0, 0, 4, 7, 20], [1, 2, 8, 15, 40])
LEAKED = (217, 337, 555, 612)
"""Tables that told zeros by three sums together, before such were looked for."""


@pytest.mark.parametrize("tables", [range(40), LEAKED, pytest.param(range(40, 400), marks=pytest.mark.soak)])
def test_no_hidden_number_of_a_large_table_is_reckoned_back(tables: Iterable[int]) -> None:
    """Tables of up to six rows and columns with all sums, with many zeros or few."""
    attacked = 0
    for seed in tables:
        draw = random.Random(seed)
        rows, columns = draw.randint(2, 6), draw.randint(2, 6)
        pool = draw.choice(POOLS)
        numbers, sums = crossed([[draw.choice(pool) for _column in range(columns)] for _row in range(rows)])
        hidden = hidden_cells(numbers, sums)
        assert {cell for cell, number in numbers.items() if number < 5} <= hidden
        if hidden != set(numbers):
            attacked += 1
            assert reckoned_back(numbers, hidden) == set(), seed
    assert attacked


def test_the_large_attack_agrees_with_trying_every_table() -> None:
    """What it tells is what the brute attack tells, also where too little is hidden."""
    for seed in range(30):
        draw = random.Random(seed)
        numbers, sums = crossed([[draw.choice([0, 1, 5, 6]) for _column in range(2)] for _row in range(2)])
        hidden = frozenset(cell for cell, number in numbers.items() if number < 5)
        seen: dict[Cell, set[int]] = {cell: set() for cell in hidden}
        for table in fitting(numbers, sums, hidden, most=13):
            for cell in hidden:
                seen[cell].add(table[cell])
        assert reckoned_back(numbers, hidden) == {cell for cell, values in seen.items() if len(values) < 2}
        assert determined_cells(numbers, sums, hidden) == reckoned_back(numbers, hidden)


def test_zeros_that_follow_from_three_sums_together_are_found() -> None:
    """All less a column and a row, and what both have in common, leaves nothing: so all others are 0."""
    numbers, sums = crossed([[30, 0, 0], [30, 0, 12], [0, 0, 0]])
    shown = {("all",), ("c0",), ("r1",), ("r1", "c0")}
    others = {(row, column) for row in ("r0", "r2") for column in ("c1", "c2")}
    assert determined_cells(numbers, sums, set(numbers) - shown) == others


def test_what_only_a_broken_number_could_change_follows() -> None:
    """Two parts are alike, and with another number they make one: half of a child is none."""
    numbers: dict[Cell, int] = {("a",): 0, ("b",): 0, ("x",): 7, ("all",): 7, ("d",): 0, ("e",): 1, ("one",): 1}
    sums = [Sum(("all",), (("a",), ("x",))), Sum(("all",), (("b",), ("x",)))]
    sums += [Sum(("d",), (("a",), ("b",))), Sum(("one",), (("d",), ("e",)))]
    assert determined_cells(numbers, sums, set(numbers) - {("all",), ("one",)}) == {
        ("a",),
        ("b",),
        ("x",),
        ("d",),
        ("e",),
    }
    numbers |= {("e",): 2, ("one",): 2}
    assert determined_cells(numbers, sums, set(numbers) - {("all",), ("one",)}) == set(), "both could be 1"


def test_whole_numbers_follow_where_trying_every_table_says_so() -> None:
    """Sums that make no table: any parts, some totals shown."""
    followed = 0
    for seed in range(60):
        draw = random.Random(seed)
        parts: list[Cell] = [(f"p{n}",) for n in range(4)]
        numbers: dict[Cell, int] = {part: draw.choice([0, 0, 1, 2]) for part in parts}
        sums = [Sum((f"t{n}",), tuple(draw.sample(parts, draw.choice([2, 2, 3])))) for n in range(4)]
        numbers |= {line.total: sum(numbers[part] for part in line.parts) for line in sums}
        hidden = {*parts, *(line.total for line in sums if draw.random() < 0.4)}
        seen: dict[Cell, set[int]] = {cell: set() for cell in hidden}
        for values in product(range(8), repeat=4):
            table = dict(zip(parts, values, strict=True))
            table |= {line.total: sum(table[part] for part in line.parts) for line in sums}
            if all(table[cell] == number for cell, number in numbers.items() if cell not in hidden):
                for cell in hidden:
                    seen[cell].add(table[cell])
        summed = {cell for line in sums for cell in (line.total, *line.parts)}
        pinned = {cell for cell, values in seen.items() if len(values) < 2 and cell in summed}
        assert determined_cells(numbers, sums, hidden) <= pinned, seed
        left = determined_cells(numbers, sums, hidden)
        assert bool(left) == bool(pinned), seed
        followed += bool(pinned)
    assert 0 < followed < 60
