"""What is hidden cannot be reckoned back: every hidden number has at least two values that fit what is shown."""

import random
from collections.abc import Iterator
from itertools import product

import pytest

from kpcommittee.domain.review.disclosure import Cell, Sum, determined, hidden_cells


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


@pytest.mark.parametrize("seed", range(14))
def test_no_hidden_number_follows(seed: int) -> None:
    draw = random.Random(seed)
    shape = draw.choice([(2, 2), (2, 3)])
    counts = [[draw.choice([0, 1, 2, 3, 5, 6]) for _column in range(shape[1])] for _row in range(shape[0])]
    numbers, sums = crossed(counts)
    hidden = hidden_cells(numbers, sums)
    assert {cell for cell, number in numbers.items() if number < 5} <= hidden
    if hidden == set(numbers):
        return  # a reader has nothing to reckon with
    seen: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    for table in fitting(numbers, sums, hidden, most=7):
        for cell in hidden:
            seen[cell].add(table[cell])
    assert {cell: values for cell, values in seen.items() if len(values) < 2} == {}


def test_the_attack_succeeds_where_only_small_numbers_are_hidden() -> None:
    """Without the others, the sums would tell: the test can fail."""
    numbers, sums = crossed([[9, 1], [7, 8]])
    small = {cell for cell, number in numbers.items() if number < 5}
    assert determined(numbers, sums, small) == {("r0", "c1")}
    assert len(hidden_cells(numbers, sums)) >= 4


def test_zeros_of_a_sum_that_is_shown_follow_too() -> None:
    numbers: dict[Cell, int] = {("all",): 12, ("a",): 12, ("b",): 0, ("c",): 0}
    sums = [Sum(("all",), (("a",), ("b",), ("c",)))]
    assert determined(numbers, sums, {("b",), ("c",)}) == {("b",), ("c",)}
    assert ("a",) in hidden_cells(numbers, sums) or ("all",) in hidden_cells(numbers, sums)


def test_what_adds_up_to_nothing_is_only_hidden_where_it_is_small() -> None:
    numbers: dict[Cell, int] = {("a",): 12, ("b",): 4}
    assert hidden_cells(numbers, []) == {("b",)}
