"""The table: on the terminal while it is measured, and in `docs/benchmarks.md`."""

import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.keytable import ENOUGH, FIRST_MS, KEY_MS, Row
from benchmarks.measures import MOST, Comparison
from benchmarks.terminal import WIDE

Line = Comparison | Row | str
"""What a chapter tells: a comparison, a screen's keys, or a sentence about what was left out."""

LIBRARIES = ("textual", "rich", "typer", "sqlalchemy", "sqlmodel")

_INTRODUCTION = """# Benchmarks

Made by `make bench`; the page is written anew by every run.

What a person feels has a target in milliseconds: a key, a search, a decision. Every figure also has a floor beside it:
the same visible thing, done with as little as possible of the same libraries, in the same run, on the same machine,
alternating round by round. The times of another machine, another day or another load differ by factors; both columns
then differ alike, and the ratio remains roughly what it is. A ratio of 1 would be no program at all.
"""

_KEYS = """## Every key of every screen

From the key to the last byte of its picture, and a row for each screen in each size: every key that the screen and its
widgets declare is pressed in a real meeting. Reached: 95 of 100 keys and the slowest key ≤ {limit:g} ms (its 95th
percentile where it was pressed {enough} times, else its median), and the first use of the screen in a process
≤ {first:g} ms.
The ratio is to a key of a bare app that changes one text. Work is the time of a processor, median and p95: it says what
a key costs whatever else the machine does, without the moments that the framework waits.
"""

_EXPLANATION = """## How it is measured

- Each figure is the median of its rounds with the quartiles behind it, and the 95th percentile where that has a target;
  the ratio is that of the medians.
- A start is measured on a real pseudo-terminal of {columns} × {lines}, from the moment before the process is made to
  the read that completes the text which is waited for. Ours is the installed command `kpcommittee`, in the sample
  workspace with its placements imported and the meeting of 14 cases opened; the bare counterpart is started by a script
  of the same few lines as an installed command. "Readable" is a goal on the first case's card, "answered" the second
  case's card after the key `down` was pressed at that moment.
- The peers are two programs of the same library, as they come, in environments and homes of their own. They are waited
  for until the first picture in which they can be used. The target is for the faster of them.
- A key's picture is complete when the program has painted nothing and has done nothing for a moment; that moment is
  not counted. What a timer paints is no key's picture: no key is pressed while the clock in the head may be drawn, and
  the rows that a search finds come after a pause in typing. A first opening is counted as first use only.
- `--help` and `--version` are whole processes. The floor is a Typer app of one command, with the same plain settings as
  ours (no Rich, no completion). Typer's own defaults, which import Rich, are shown for comparison only.
- A decision is recorded by the service that all screens and commands call: another program's writing is looked for, the
  rules are applied, the event is chained and appended, the projections and the search are written, all in one commit
  with `synchronous=FULL`. The first case is viewed before, as on the screen: who claims which hours is read with that,
  once for each meeting. The floor is one commit of exactly the same rows by prepared statements, in a database of the
  same tables in the same folder, decision by decision in turn.
- Unlocking goes from the passphrase to the data key. Decisions are recorded in an encrypted database and in one in the
  clear, decision by decision in turn, with the same meetings and the same cases.
- A document is made by the whole command, from its start to its end. The floor writes the words of the same minutes, a
  paragraph for each line, as a PDF of the same standards.
- The balance is that of a large city. The floor is a bare sweep in plain Python over the same starts and ends.
- The past is written into the tables at once, not recorded; the newest {running} decisions still run, whatever the
  number of the others.
"""


def comparison_line(row: Comparison) -> tuple[str, ...]:
    """The cells of one comparison."""
    ours, bare = (f"{series.spread(row.digits)} {row.unit}" for series in (row.ours, row.bare))
    bounds = []
    if row.target is not None:
        bounds.append(f"≤ {row.target:g} ×")
    if row.limit is not None:
        ours += f", p95 {row.ours.at(MOST):.{row.digits}f}"
        bounds.append(f"p95 ≤ {row.limit:g} {row.unit}")
    return row.what, ours, bare, f"{row.ratio:.2f}", ", ".join(bounds) or "–", _reached(row) if bounds else ""


def key_line(row: Row) -> tuple[str, ...]:
    """The cells of a screen's keys in one size."""
    first = "–" if row.first is None else f"{row.first.middle:.0f} ms"
    slowest = f"`{row.slowest}` {row.worst:.0f} ms"
    name = f"{row.screen} {row.size[0]} × {row.size[1]}"
    taken = f"{row.all.spread(0)} ms", f"{row.all.at(MOST):.0f} ms"
    work = f"{row.work.middle:.0f}, {row.work.at(MOST):.0f} ms"
    return name, str(len(row.all.values)), *taken, f"{row.ratio:.1f}", work, slowest, first, _reached(row)


def _reached(row: Comparison | Row) -> str:
    return "yes" if row.holds else "no"


def terminal_line(line: Line) -> str:
    """One line on the terminal."""
    if isinstance(line, str):
        return line
    if isinstance(line, Row):
        name, count, median, most, ratio, work, slowest, first, reached = key_line(line)
        text = f"{name:34} {count:>5} keys {median:>18}  p95 {most:>7} {ratio:>5} ×  {work:>10} {slowest:24} {first:>7}"
    else:
        what, ours, bare, ratio, target, reached = comparison_line(line)
        text = f"{what:62} {ours:>32} {bare:>26} {ratio:>6}  {target:22}"
    return f"{text} {'missed' if reached == 'no' else ''}".rstrip()


def page(measured: Iterable[Line], rounds: int, running: int) -> str:
    """The page with the machine, the versions, the tables and how to read them."""
    lines = list(measured)
    compared = [(*comparison_line(line), line.floor) for line in lines if isinstance(line, Comparison)]
    pressed = [
        key_line(row) for row in sorted((line for line in lines if isinstance(line, Row)), key=lambda row: row.screen)
    ]
    parts = [
        _INTRODUCTION,
        f"{_circumstances(rounds)}\n",
        _table(("What", "Ours", "Floor", "Ratio", "Target", "Reached", "What the floor is"), compared),
        *(f"{line}\n" for line in lines if isinstance(line, str)),
        _KEYS.format(limit=KEY_MS, first=FIRST_MS, enough=ENOUGH),
        _table(("Screen", "Keys", "Median", "p95", "Ratio", "Work", "Slowest key", "First use", "Reached"), pressed),
        _EXPLANATION.format(columns=WIDE[0], lines=WIDE[1], running=running),
    ]
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, tuple("---" for _ in head), *rows))


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
