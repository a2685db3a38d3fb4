"""The power fails at each sync of a program that ran under strace: what is on the disk then."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.drivers.power import Call, Disk, State

Share = Callable[[str], float]
"""The path of a file that is synced → how many of its syncs are taken, of 1."""


def every(_path: str) -> float:
    """Take every sync."""
    return 1.0


class Cut(NamedTuple):
    """The power failed: after which call, what was answered by then, and what is on the disk."""

    after: int
    how: str
    answered: bytes
    state: State


def cuts(
    disk: Disk, calls: Iterable[Call], random: Random, draws: int, share: Share = every, *, one_way: bool = False
) -> Iterator[Cut]:
    """Cut the power at each sync, just before it and just after, and at the end.

    Args:
        disk: as it was before the program ran.
        calls: what the program asked for.
        random: draws what is kept.
        draws: how often it draws at each point, beside all that was not synced, and nothing of it.
        share: of the syncs of a file that are taken, drawn too.
        one_way: whether chance takes only one of these ways at each point.
    """

    def cuts_at(number: int) -> Iterator[Cut]:
        ways = [*_cuts_now(disk, number, random, draws)]
        return iter([random.choice(ways)] if one_way else ways)

    seen = set[int]()
    number = 0
    for number, call in enumerate(calls, 1):
        taken = call.name in ("fsync", "fdatasync") and random.random() < share(disk.path_of(call.numbers[0]))
        if taken:
            yield from _unseen(cuts_at(number - 1), seen)
        if disk.obey(call) and taken:
            yield from _unseen(cuts_at(number), seen)
    # Mostly everything is synced by then, and all that is drawn is the same.
    yield from _unseen(_cuts_now(disk, number, random, draws), set())


def _cuts_now(disk: Disk, number: int, random: Random, draws: int) -> Iterator[Cut]:
    yield Cut(number, "nothing kept", disk.answered, disk.cut(None))
    yield Cut(number, "all kept", disk.answered, disk.cut(None, drop=False))
    for draw in range(draws):
        yield Cut(number, f"draw {draw}", disk.answered, disk.cut(random))


def _unseen(drawn: Iterable[Cut], seen: set[int]) -> Iterator[Cut]:
    for cut in drawn:
        mark = hash((cut.answered, frozenset(cut.state.items())))
        if mark not in seen:
            seen.add(mark)
            yield cut


def lay_out(state: State, *roots: Path) -> None:
    """Make the folders contain what a cut has left, and nothing else."""
    for root in roots:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(mode=0o700, parents=True)
    for name, content in state.items():
        path = Path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)
