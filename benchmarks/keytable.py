"""How long the keys of each screen took, and which of them took longest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.measures import MOST, Series
from benchmarks.terminal import Size

KEY_MS, FIRST_MS = 50.0, 120.0
"""What a person may feel: a key's picture in 95 of 100 times, and the first picture of a screen."""
ENOUGH = 20
"""Times a key is pressed before its 95th percentile says anything; below that its median is taken."""


@dataclass(frozen=True, slots=True)
class Press:
    """One key that was pressed."""

    size: Size
    screen: str
    key: str
    taken: float | None
    """Milliseconds to the last byte of its picture; None when it painted nothing."""
    opens: bool = False
    """Whether it opened the screen."""
    first: bool = False
    """Whether it opened the screen for the first time in its process."""
    work: float = 0
    """Milliseconds of a processor, which hardly depend on what else the machine does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A screen in one size."""

    screen: str
    size: Size
    all: Series
    """Every key but a first opening."""
    slowest: str
    """The slowest key."""
    worst: float
    """What it takes: its 95th percentile where it was pressed often enough, else its median."""
    first: Series | None
    """The first openings; None for the screen the program begins with."""

    floor: Series
    """A key of the bare app."""
    work: Series
    """The processor time of every key but a first opening."""

    @property
    def ratio(self) -> float:
        """The keys as a multiple of a key of the bare app, by the medians."""
        return self.all.middle / self.floor.middle

    @property
    def holds(self) -> bool:
        """Whether every key and the first use stay below what a person feels."""
        quick = max(self.all.at(MOST), self.worst) <= KEY_MS
        return quick and (self.first is None or self.first.middle <= FIRST_MS)


@dataclass(slots=True)
class KeyTable:
    """All that was pressed."""

    floor: Series
    """A key of the bare app."""
    presses: list[Press] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    """Milliseconds from the key that ends the program to the last byte."""

    def rows(self) -> list[Row]:
        """A row for each screen and size, in the order they were come to."""
        groups: dict[tuple[Size, str], list[Press]] = {}
        for press in self.presses:
            groups.setdefault((press.size, press.screen), []).append(press)
        return [_row(size, screen, group, self.floor) for (size, screen), group in groups.items()]

    def silent(self) -> list[tuple[str, str]]:
        """Screen and key of what never painted anything."""
        painted = {(press.screen, press.key) for press in self.presses if press.taken is not None}
        pressed = dict.fromkeys((press.screen, press.key) for press in self.presses)
        return [pair for pair in pressed if pair not in painted]


def _row(size: Size, screen: str, group: Sequence[Press], floor: Series) -> Row:
    firsts: list[float] = []
    keys: dict[str, list[float]] = {}
    for press in group:
        if press.taken is not None:
            (firsts if press.first else keys.setdefault(press.key, [])).append(press.taken)
    slow = {key: Series(tuple(values)).at(MOST if len(values) >= ENOUGH else 0.5) for key, values in keys.items()}
    slowest = max(slow, key=lambda key: slow[key])
    return Row(
        screen=screen, size=size, slowest=slowest, worst=slow[slowest], floor=floor,
        all=Series(tuple(value for values in keys.values() for value in values)),
        first=Series(tuple(firsts)) if firsts else None,
        work=Series(tuple(press.work for press in group if press.taken is not None and not press.first)),
    )  # fmt: skip
