"""Every key of every screen, from the key to the last byte of its picture, on terminals of two sizes."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import bare
from benchmarks.keytable import KeyTable, Press, Row
from benchmarks.measures import Comparison, Series
from benchmarks.stages import Stages
from benchmarks.terminal import NARROW, WIDE, GaveUpError, Program, Size
from benchmarks.walks import LEAVES, STAGES, Walk
from benchmarks.workspaces import OURS

SIZES = (WIDE, NARROW)
SETTLED = 0.4
"""Seconds without work after which a program that was started is ready."""
TICK = 3.6
"""Seconds of each minute in which the clock in the head may be redrawn."""
PICTURE = "╭─"
"""In the first picture of the meeting, whatever its state."""


def every_key(
    folder: Path, passes: int, rounds: int, sizes: Sequence[Size] = SIZES, program: Path = OURS
) -> Iterator[Comparison | Row | str]:
    """Walk through all screens: in so many processes for each size, and so many times in each process."""
    table = KeyTable(floor=_floor(folder, passes * rounds * len(STAGES)))
    kept = Stages(folder / "stages")
    for size in (size for _pass in range(passes) for size in sizes):
        for stage, walks in STAGES.items():
            Walker(program, kept.copy(stage), size, table).walk(walks, rounds)
    yield from table.rows()
    yield Comparison(
        what=f"the terminal as it was, after `{LEAVES}`", floor="Textual app of one Static",
        ours=Series(tuple(table.left)), bare=_leaving(folder, passes * len(STAGES)),
    )  # fmt: skip
    for screen, key in table.silent():
        yield f"`{key}` painted nothing in {screen}, and is not counted."


class Taken(NamedTuple):
    """What a key took, in seconds."""

    seconds: float | None
    """To the last byte of its picture; None where it paints nothing."""
    work: float
    """Of a processor."""


class Walker:
    """One process in which screens are walked through."""

    def __init__(self, program: Path, workspace: Path, size: Size, table: KeyTable) -> None:
        """Say what is started where, and into which table its keys go."""
        self._argv, self._workspace, self._size, self._table = [program], workspace, size, table

    def walk(self, walks: tuple[Walk, ...], rounds: int) -> None:
        """Start the program, do every walk in every round, and leave."""
        with Program(self._argv, self._workspace, size=self._size) as program:
            program.until(PICTURE)
            program.until_quiet(SETTLED)
            opened: set[str] = set()
            for number in range(rounds):
                for walk in walks:
                    if not walk.once or number == rounds - 1:
                        self._visit_all(program, walk, first=walk.screen.__name__ not in opened)
                        opened.add(walk.screen.__name__)
            self._table.left.append(self._leave(program) * 1000)

    def _leave(self, program: Program) -> float:
        """Leave, and return the seconds it took; a text that was written and not recorded asks for the key again."""
        pressed = program.press(LEAVES)
        program.until_quiet()
        if not program.has_closed:
            pressed = program.press(LEAVES)
        return program.ended() - pressed

    def _visit_all(self, program: Program, walk: Walk, *, first: bool) -> None:
        name = walk.screen.__name__
        for visit in walk.visits:
            if walk.before:
                walk.before(self._workspace)
            keys, _bar, back = visit.partition("|")
            for key in walk.reach.split():
                self._press(program, key)
            if walk.opens:
                try:
                    self._add(name, walk.opens, self._press(program, walk.opens, walk.sees), opens=True, first=first)
                except GaveUpError as error:
                    raise GaveUpError(f"{name} does not open after {walk.opens}: {error}") from None
                first = False
            for key in keys.split():
                self._add(name, key, self._press(program, key))
            for key in back.split():
                self._press(program, key)

    def _press(self, program: Program, key: str, sees: str = "") -> Taken:
        """How long the key took to the last byte of its picture, which shows a text if one is named."""
        pass_the_minute()
        worked, pressed = program.worked, program.press(key)
        seen = program.until(sees) if sees else None
        last = program.until_quiet() or seen
        return Taken(None if last is None else last - pressed, program.worked - worked)

    def _add(self, screen: str, key: str, taken: Taken, *, opens: bool = False, first: bool = False) -> None:
        shown = None if taken.seconds is None else taken.seconds * 1000
        press = Press(self._size, screen, key, shown, opens=opens, first=first, work=taken.work * 1000)
        self._table.presses.append(press)


def pass_the_minute() -> None:
    """Wait where the clock in the head may be drawn: its picture is not a key's."""
    before = 0.5
    since = (time.time() + before) % 60
    if since < before + TICK:
        time.sleep(before + TICK - since)


def _leaving(folder: Path, starts: int) -> Series:
    """The end of the bare app."""

    def taken() -> Iterator[float]:
        for _ in range(starts):
            with Program([bare.script("screen", folder)], folder) as program:
                program.until("PAINTED")
                program.until_quiet(SETTLED)
                pressed = program.press(LEAVES)
                yield (program.ended() - pressed) * 1000

    return Series(tuple(taken()))


def _floor(folder: Path, presses: int) -> Series:
    """A key of the bare app, which changes one text."""

    def taken(program: Program) -> Iterator[float]:
        for _ in range(presses):
            pressed = program.press("down")
            last = program.until_quiet()
            assert last is not None, "the text changes"
            yield (last - pressed) * 1000

    with Program([bare.script("screen", folder)], folder) as program:
        program.until("PAINTED")
        program.until_quiet(SETTLED)
        series = Series(tuple(taken(program)))
        program.end()
    return series
