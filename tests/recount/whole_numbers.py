"""A reader of a shareable report who also knows that children are whole numbers, and what is no greater.

It starts from the true report and walks to others that fit, move by move. A move keeps every sum, and is made of whole
numbers. Where a walk would take a number below 0, another move has to bring it back. A hidden number that no walk
changes counts as worked out. It shares no code with what hides the numbers.
"""

import heapq
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from tests.recount.reader import CODES, Equation, Json, Place, changes_of, known_to_add_up, numbers_in

Move = dict[Place, int]
MOST = 3_000
"""Steps of a walk before it is given up."""
FARTHEST = 8
"""No number is changed by more: in the reports that are tested it needs 1 or 2."""


def reckoned_back_in_whole_numbers(whole: Json, shared: Json, asked: Collection[Place] | None = None) -> set[Place]:
    """The hidden numbers that no report of whole numbers was found for that fits the shared one and differs there.

    Args:
        whole: the true report.
        shared: the same with hidden numbers.
        asked: the places that are looked at; every hidden one if None. A walk that finds nothing takes all its steps.
    """
    true = {place: number for place, number in numbers_in(whole) if number is not None}
    hidden = [place for place, number in numbers_in(shared) if number is None and place in true]
    known = ({place: sign for place, sign in line.items() if place in true} for line in known_to_add_up(whole))
    lines = [line for line in known if not sum(sign * true[place] for place, sign in line.items())]
    left = []
    for number, (small, great) in enumerate(no_greater(whole)):
        # What is left between the two is a number as well, which nobody prints.
        if small in true and great in true:
            left.append(("left", str(number)))
            true[left[-1]] = true[great] - true[small]
            lines.append({great: 1, small: -1, left[-1]: -1})
    for number, row in enumerate(printed_if_any(whole)):
        left.append(("more than one", str(number)))
        true[left[-1]] = true[row] - 1
        lines.append({row: 1, left[-1]: -1})
    return unmoved(true, lines, [*hidden, *left], asked) & set(hidden)


def no_greater(answer: Json) -> Iterator[tuple[Place, Place]]:
    """Whatever a reader knows to be no greater than something else: a decision has a problem once, and so on."""
    for problem in answer["by_problem"]:
        yield ("by_problem", problem, "decisions"), ("decisions",)
        yield from ((("by_problem", problem, code), ("outcomes", code)) for code in CODES)
    for problem in answer["went_problem"]:
        yield from ((("went_problem", problem, how), ("went", how)) for how in answer["went"])
    yield from ((("departures", why), ("placements",)) for why in answer["departures"])


def printed_if_any(answer: Json) -> Iterator[Place]:
    """The rows that a report has only if somebody is in them: a reader knows that they are not 0."""
    for table in ("by_problem", "by_district", "by_age"):
        yield from ((table, row, "decisions") for row in answer[table])


def unmoved(
    true: dict[Place, int], lines: Sequence[Equation], secret: Sequence[Place], asked: Collection[Place] | None
) -> set[Place]:
    """The secret places whose number no walk changes, of those asked for."""
    at: dict[Place, list[Move]] = {}
    left = set(secret if asked is None else asked)
    for change in changes_of(secret, lines):
        _note(_whole(change), at)
    for _again in range(2):
        for place in sorted(left):
            if place in left and (walk := _walk(place, true, at)) is not None:
                left -= set(walk)
                # Others may need it on their way.
                _note(walk, at)
    return left


def _note(move: Move, at: dict[Place, list[Move]]) -> None:
    for place in move:
        at.setdefault(place, []).append(move)


def _whole(change: dict[Place, float]) -> Move:
    """The least multiple of a change that is made of whole numbers; nothing if that is none of the first."""
    for times in range(1, 13):
        if all(abs(value * times - round(value * times)) < 1e-6 for value in change.values()):
            return {place: round(value * times) for place, value in change.items()}
    return {}


def _walk(place: Place, true: dict[Place, int], at: dict[Place, list[Move]]) -> Move | None:
    """A move that changes the place and takes nothing below 0; None if none is found."""
    order = count()
    heap: list[tuple[int, int, int, Move]] = []
    seen: set[frozenset[tuple[Place, int]]] = set()

    def offer(move: Move) -> None:
        key = frozenset(move.items())
        if key not in seen and max(map(abs, move.values()), default=0) <= FARTHEST:
            seen.add(key)
            below = sum(-min(0, true[at_] + by) for at_, by in move.items())
            heapq.heappush(heap, (below + (place not in move), len(move), next(order), move))

    for move in at.get(place, ()):
        offer(move)
        offer(_added(move, move, -2))
    for _step in range(MOST):
        if not heap:
            return None
        rank, _length, _order, move = heapq.heappop(heap)
        if not rank:
            return move
        low = [at_ for at_, by in move.items() if true[at_] + by < 0] or [place]
        for at_ in low:
            for other in at[at_]:
                offer(_added(move, other, 1 if other[at_] > 0 else -1))
    return None


def _added(move: Move, other: Move, times: int) -> Move:
    added = dict(move)
    for place, by in other.items():
        added[place] = added.get(place, 0) + times * by
    return {place: by for place, by in added.items() if by}
