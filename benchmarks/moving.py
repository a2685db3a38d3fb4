"""The next case: from the key to the new picture, against the same texts put into plain Statics."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyte

from benchmarks import bare
from benchmarks.measures import Comparison, Rounds
from benchmarks.opening import JOURNAL_READ, Argv
from benchmarks.terminal import COLUMNS, LINES, Program
from benchmarks.workspaces import OURS

PANELS = ((0, 0, 120, 1), (1, 0, 29, 36), (1, 29, 54, 36), (1, 83, 37, 36), (37, 0, 120, 3))
"""Where the meeting screen has its head, cases, card, balance and options, and its seats with the keys."""
CASES = 14
_DOWN, _UP = "\x1b[B", "\x1b[A"

# What the emulator does not parse: keyboard protocols, mode requests, device control strings.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*(?:\$p|u)|\x1b[P\]_^].*?(?:\x1b\\|\x07)", re.DOTALL)
Frame = list[tuple[int, int, int, int, str]]


def next_case(folder: Path, rounds: int) -> Iterator[Comparison]:
    """Walk through the sample's cases in both, alternating key by key."""
    workspace = folder / "sample"
    frames = folder / "frames.json"
    frames.write_text(json.dumps(_frames(workspace), ensure_ascii=False), encoding="utf-8")
    with _started([OURS], workspace) as ours, _started([bare.script("panels", folder), frames], folder) as floor:
        keys = iter(_walk())
        taken = Rounds({"ours": lambda: _press(ours, next(keys)), "bare": lambda: _press(floor, _DOWN)}).take(
            rounds * 10, warm=CASES * 2
        )
        ours.end()
        floor.end()
    for name, share, limit in (("median", 0.5, None), ("p95", 0.95, 50.0)):
        yield Comparison(
            what=f"next case ({name})", floor="five Statics of the same size and text, updated",
            ours=taken["ours"], bare=taken["bare"], target=2, share=share, limit=limit,
        )  # fmt: skip


def _started(argv: Argv, folder: Path) -> Program:
    program = Program(argv, folder)
    program.until(JOURNAL_READ)
    program.until_quiet(0.5)
    return program


def _press(program: Program, key: str) -> float:
    """Milliseconds from the key to the last byte of the picture it made."""
    pressed = program.press(key)
    program.until("")
    return (program.until_quiet() - pressed) * 1000


def _walk() -> Iterator[str]:
    """Down through the cases and up again, for ever."""
    while True:
        yield from [_DOWN] * (CASES - 1)
        yield from [_UP] * (CASES - 1)


def _frames(workspace: Path) -> list[Frame]:
    """The meeting screen with each case in turn, cut into its panels."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    frames = []
    with _started([OURS], workspace) as program:
        fed = 0
        for case in range(CASES):
            if case:
                _press(program, _DOWN)
            stream.feed(_UNKNOWN.sub(b"", program.output[fed:]))
            fed = len(program.output)
            frames.append([(*panel, _cut(screen.display, *panel)) for panel in PANELS])
        program.end()
    return frames


def _cut(display: list[str], row: int, column: int, width: int, height: int) -> str:
    return "\n".join(line[column : column + width] for line in display[row : row + height])
