"""Measure everything side by side, print the ratios, and write `docs/benchmarks.md`."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import commands, moving, opening, recording, report, searching
from benchmarks.measures import Comparison, failed
from benchmarks.workspaces import ROOT, RUNNING

OUT = Path(__file__).parent / "out"
"""On the disk of the checkout: a folder in memory would make every commit free."""
PAGE = ROOT / "docs" / "benchmarks.md"

Chapter = Callable[[Path, argparse.Namespace], Iterator[Comparison]]

CHAPTERS: dict[str, Chapter] = {
    "start": lambda folder, wanted: opening.first_case(folder, wanted.rounds),
    "next": lambda folder, wanted: moving.next_case(folder, wanted.rounds),
    "memory": lambda folder, _wanted: opening.memory(folder, 3),
    "commands": lambda folder, wanted: commands.whole_process(folder, wanted.rounds),
    "recording": lambda folder, _wanted: recording.decisions(folder),
    "lines": lambda folder, _wanted: recording.command(folder),
    "past": lambda folder, wanted: opening.growth(folder, wanted.rounds, wanted.past),
    "search": lambda folder, wanted: searching.words(folder / "long", wanted.rounds, wanted.past),
}
"""In this order: `next` and `memory` work in what `start` laid out, `search` in what `past` did."""


def main() -> int:
    """Run the chapters that are wanted; a missed target is told, and is an error only when that is asked for."""
    wanted = _wanted()
    OUT.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=OUT))
    found: list[Comparison] = []
    try:
        for name in wanted.chapters:
            for one in CHAPTERS[name](folder, wanted):
                found.append(one)
                sys.stdout.write(report.told(one) + "\n")
                sys.stdout.flush()
    finally:
        shutil.rmtree(folder)
    if wanted.chapters == list(CHAPTERS):
        PAGE.write_text(report.page(found, wanted.rounds, RUNNING), encoding="utf-8")
    return int(wanted.strict and bool(failed(found)))


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help=f"only these: {', '.join(CHAPTERS)}")
    parser.add_argument("--rounds", type=int, default=9, help="alternated rounds (at least 7 for a page worth reading)")
    parser.add_argument(
        "--past", type=int, default=100_000, help="past decisions in the long history; 1000000 takes minutes"
    )
    parser.add_argument("--strict", action="store_true", help="end with 1 when a target is missed")
    wanted = parser.parse_args()
    unknown = set(wanted.chapters) - set(CHAPTERS)
    if unknown:
        parser.error(f"no such chapter: {', '.join(sorted(unknown))}")
    wanted.chapters = [name for name in CHAPTERS if name in (wanted.chapters or CHAPTERS)]
    if {"next", "memory"} & set(wanted.chapters) and "start" not in wanted.chapters:
        wanted.chapters.insert(0, "start")
    if "search" in wanted.chapters and "past" not in wanted.chapters:
        wanted.chapters.insert(wanted.chapters.index("search"), "past")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
