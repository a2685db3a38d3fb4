"""A reader of a shareable report who combines all its tables: which hidden numbers are the same whatever was hidden.

It shares no code with what hides them. It reads the answer in JSON alone, and knows what a reader knows. That is what
adds up, within tables and between them, and that no number is negative.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]
Place = tuple[str, ...]
Equation = dict[Place, int]
"""Numbers with their signs, which add up to nothing."""

CODES = ("placed", "in_principle", "postponed", "returned", "withdrawn")


def numbers_in(answer: Json) -> Iterator[tuple[Place, int | None]]:
    """Every number of children in the answer, with where it is; None if it is hidden."""
    tables = {
        key: value for key, value in answer.items() if isinstance(value, dict) and key not in ("waited", "missing")
    }
    for table, rows in tables.items():
        for row, value in rows.items():
            inner = value.items() if isinstance(value, dict) else [("", value)]
            yield from (((table, row, column) if column else (table, row), number) for column, number in inner)
    yield ("decisions",), answer["decisions"]
    yield ("register",), answer["register"]
    yield ("placements",), answer["waited"]["placements"]


def known_to_add_up(answer: Json) -> Iterator[Equation]:
    """Whatever a reader may set up; some of it does not hold in every year."""
    yield _sum(("decisions",), [("outcomes", code) for code in CODES])
    yield _sum(("placements",), [("outcomes", "placed"), ("outcomes", "in_principle")])
    yield _sum(("back_test", "decisions"), [("placements",)])
    for table in ("by_kind", "followed", "went"):
        yield _sum(("placements",), [(table, row) for row in answer[table]])
    for table in ("register_kinds", "register_ages"):
        yield _sum(("register",), [(table, row) for row in answer[table]])
    for table in ("by_problem", "by_district", "by_age", *(name for name in answer if name.startswith("went_"))):
        yield from _of_crossed(answer, table)
    for kind in answer["by_kind"]:
        yield _sum(("by_kind", kind), [("went_provider_kind", kind, "decisions")])
    for problem in answer["by_problem"]:
        placed = [("by_problem", problem, code) for code in ("placed", "in_principle")]
        yield _sum(("went_problem", problem, "decisions"), placed)
    yield _sum(("followed", "departed"), [("departures", "from_recommendation")])
    yield _sum(("went_relation", "left", "decisions"), [("departures", "from_relation")])


def _of_crossed(answer: Json, table: str) -> Iterator[Equation]:
    rows, all_of = answer[table], "went" if table.startswith("went_") else "outcomes"
    for row in rows:
        yield _sum((table, row, "decisions"), [(table, row, column) for column in rows[row] if column != "decisions"])
    if not table.endswith("problem"):
        for column in answer[all_of]:
            yield _sum((all_of, column), [(table, row, column) for row in rows])


def _sum(total: Place, parts: Sequence[Place]) -> Equation:
    return {total: 1, **dict.fromkeys(parts, -1)}


def reckoned_back(whole: Json, shared: Json) -> set[Place]:
    """The hidden numbers that are the same in every report that fits the shared one, up to fractions.

    A change from the true report to another that fits keeps every equation and takes nothing from a zero. The simplex
    method looks for changes of many numbers in directions drawn at random. What it never moves follows.
    """
    true = {place: number for place, number in numbers_in(whole) if number is not None}
    hidden = [place for place, number in numbers_in(shared) if number is None and place in true]
    # A row that is not there tells a zero.
    known = ({place: sign for place, sign in line.items() if place in true} for line in known_to_add_up(whole))
    equations = [line for line in known if not sum(sign * true[place] for place, sign in line.items())]
    changes = changes_of(hidden, equations)
    left = {place for place in hidden if any(change.get(place) for change in changes)}
    draw = random.Random(1)
    fruitless = 0
    while left and fruitless < 6:
        wanted = {place: draw.choice((-1, 1)) * draw.uniform(0.5, 1.5) for place in sorted(left)}
        moved = _farthest(changes, [place for place in hidden if true[place] == 0], hidden, wanted)
        fruitless = 0 if moved & left else fruitless + 1
        left -= moved
    return {place for place in hidden if not any(change.get(place) for change in changes)} | left


def changes_of(hidden: Sequence[Place], equations: Sequence[Equation]) -> list[dict[Place, float]]:
    """A basis of the changes of the hidden numbers that keep every equation, by Gauss and Jordan."""
    solved: dict[Place, dict[Place, float]] = {}
    for equation in equations:
        row = {place: float(sign) for place, sign in equation.items() if place in set(hidden)}
        for pivot, other in solved.items():
            if factor := row.get(pivot):
                row = _added(row, other, -factor)
        if not row:
            continue
        pivot = next(iter(row))
        row = {place: value / row[pivot] for place, value in row.items()}
        solved = {p: _added(other, row, -other.get(pivot, 0.0)) for p, other in solved.items()} | {pivot: row}
    free = [place for place in hidden if place not in solved]
    return [{place: 1.0} | {p: -row[place] for p, row in solved.items() if row.get(place)} for place in free]


def _added(row: dict[Place, float], other: dict[Place, float], factor: float) -> dict[Place, float]:
    added = dict(row)
    for place, value in other.items():
        added[place] = added.get(place, 0.0) + factor * value
    return {place: value for place, value in added.items() if abs(value) > 1e-9}


def _farthest(
    changes: Sequence[dict[Place, float]], zeros: Sequence[Place], hidden: Sequence[Place], wanted: dict[Place, float]
) -> set[Place]:
    """What moves in the farthest change in a direction: no number by more than 1, no zero below 0."""
    zero = set(zeros)
    rows: list[list[float]] = []
    for place in hidden:
        along = [change.get(place, 0.0) for change in changes]
        if any(along):
            rows.append([*along, *(-value for value in along), 1.0])
            rows.append([*(-value for value in along), *along, 0.0 if place in zero else 1.0])
    gain = [sum(wanted.get(place, 0.0) * value for place, value in change.items()) for change in changes]
    steps = _simplex(rows, [*gain, *(-value for value in gain)])
    half = len(changes)
    moved: dict[Place, float] = {}
    for column, change in enumerate(changes):
        moved = _added(moved, change, steps[column] - steps[half + column])
    return {place for place, value in moved.items() if abs(value) > 1e-6}


def _simplex(rows: list[list[float]], gain: list[float]) -> list[float]:
    """The most of `gain · x` with each row at most its last number and no x below 0, by Bland's rule."""
    width = len(gain)
    basis = [width + number for number in range(len(rows))]
    table = [
        [*row[:-1], *(float(number == other) for other in range(len(rows))), row[-1]] for number, row in enumerate(rows)
    ]
    last = [*gain, *([0.0] * len(rows)), 0.0]
    while (entering := next((column for column, value in enumerate(last[:-1]) if value > 1e-9), None)) is not None:
        ratios = [(row[-1] / row[entering], basis[n], n) for n, row in enumerate(table) if row[entering] > 1e-9]
        least = min(ratio for ratio, _basic, _n in ratios)
        leaving = min((basic, n) for ratio, basic, n in ratios if ratio < least + 1e-12)[1]
        pivot = table[leaving][entering]
        table[leaving] = [value / pivot for value in table[leaving]]
        leads = [(column, lead) for column, lead in enumerate(table[leaving]) if lead]
        for n, row in enumerate((*table, last)):
            factor = row[entering]
            if n != leaving and abs(factor) > 1e-12:
                for column, lead in leads:
                    row[column] -= factor * lead
        basis[leaving] = entering
    solution = [0.0] * width
    for n, column in enumerate(basis):
        if column < width:
            solution[column] = table[n][-1]
    return solution
