"""The table: on the terminal while it is measured, and in `docs/benchmarks.md`."""

import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measures import Comparison
from benchmarks.terminal import COLUMNS, LINES

LIBRARIES = ("textual", "rich", "typer", "sqlalchemy", "sqlmodel")

_INTRODUCTION = """# Benchmarks

Made by `make bench`; the page is written anew by every run.

Every figure stands beside a floor: the same visible thing, done with as little as possible of the same libraries, in
the same run, on the same machine, alternating round by round. **Only the ratio means anything.** The times of another
machine, another day or another load differ by factors; both columns then differ alike, and the ratio stays roughly
where it is. A ratio of 1 would be no program at all. A busy machine raises the ratio of what waits for the disk: it
slows the reckoning down, and not the disk.
"""

_EXPLANATION = """## How it is measured

- Each figure is the median of its rounds with the quartiles behind it; the ratio is that of the medians, of the 95th
  percentiles where the line says p95.
- A start is measured on a real pseudo-terminal of {columns} × {lines}, from the moment before the process is made to
  the read that completes the text which is waited for. Ours is the installed command `kpcommittee`, in the sample
  workspace with its placements imported and the meeting of 14 cases opened; the bare counterpart is started by a script
  of the same few lines as an installed command. "Readable" is a goal on the first case's card, "answered" the second
  case's card after the key `down` was pressed at that moment.
- `--help` and `--version` are whole processes. The floor is a Typer app of one command, with the same plain settings as
  ours (no Rich, no completion). Typer's own defaults, which import Rich, are shown for comparison only.
- A decision is recorded by the service that all screens and commands call: another program's writing is looked for, the
  rules are applied, the event is chained and appended, the projections and the search are written, all in one commit
  with `synchronous=FULL`. The floor is one commit of exactly the same rows by prepared statements, in a database of the
  same tables in the same folder, decision by decision in turn.
- The next case is measured from the key to the last byte of the picture it made. The floor shows the very same texts,
  cut out of our own screen, in five Statics of the same size, without any colours.
- The past is written into the tables at once, not recorded; the newest {running} decisions still run, whatever the
  number of the others.
"""


def line(one: Comparison) -> tuple[str, ...]:
    """The cells of one comparison."""
    ours, bare = (f"{series.spread(one.digits)} {one.unit}" for series in (one.ours, one.bare))
    if one.share != 0.5:
        ours, bare = (f"{series.at(one.share):.{one.digits}f} {one.unit}" for series in (one.ours, one.bare))
    bounds = [f"≤ {one.target:g}"] if one.target is not None else []
    bounds += [f"≤ {one.limit:g} {one.unit}"] if one.limit is not None else []
    reached = ("yes" if one.holds else "no") if bounds else ""
    return one.what, ours, bare, f"{one.ratio:.2f}", ", ".join(bounds) or "–", reached


def told(one: Comparison) -> str:
    """One comparison as a line on the terminal."""
    what, ours, bare, ratio, target, holds = line(one)
    return f"{what:62} {ours:>26} {bare:>26} {ratio:>6}  {target:16} {'' if holds != 'no' else 'missed'}".rstrip()


def page(found: Iterable[Comparison], rounds: int, running: int) -> str:
    """The page with the machine, the versions, the table and how to read it."""
    head = ("What", "Ours", "Floor", "Ratio", "Target", "Reached", "What the floor is")
    rows = [head, tuple("---" for _ in head), *((*line(one), one.floor) for one in found)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    explained = _EXPLANATION.format(columns=COLUMNS, lines=LINES, running=running)
    return f"{_INTRODUCTION}\n{_circumstances(rounds)}\n\n{table}\n\n{explained}"


def _circumstances(rounds: int) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    machine = f"{_processor()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    today = datetime.now().astimezone().date()
    return f"{today} · {rounds} rounds · {machine} · {platform.system()} {platform.release()} · {python}, {versions}"


def _processor() -> str:
    """The processor's name, where the system tells it."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [text.partition(":")[2].strip() for text in lines if text.startswith("model name")]
    return next(iter(names), platform.machine())
