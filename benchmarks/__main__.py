"""Measure everything side by side, print the ratios, and write `docs/benchmarks.md`."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks import balance, commands, documents, encrypted, keys, opening, recording, report, searching
from benchmarks.report import Line
from benchmarks.workspaces import OURS, ROOT, RUNNING

OUT = Path(__file__).parent / "out"
"""On the disk of the checkout: a folder in memory would make every commit free."""
PAGE = ROOT / "docs" / "benchmarks.md"

Chapter = Callable[[Path, argparse.Namespace], Iterator[Line]]

CHAPTERS: Mapping[str, Chapter] = {
    "start": lambda folder, options: opening.first_case(folder, options.rounds),
    "memory": lambda folder, _options: opening.memory(folder, 3),
    "commands": lambda folder, options: commands.whole_process(folder, options.rounds),
    "recording": lambda folder, _options: recording.decisions(folder),
    "lines": lambda folder, _options: recording.command(folder),
    "unlocking": lambda folder, options: encrypted.unlocking(folder, options.rounds),
    "encrypted": lambda folder, _options: encrypted.decisions(folder),
    "documents": lambda folder, options: documents.minutes(folder, options.rounds),
    "balance": lambda _folder, options: balance.balance(options.rounds),
    "past": lambda folder, options: opening.growth(folder, options.rounds, options.past),
    "search": lambda folder, options: searching.words(folder / "long", options.rounds, options.past),
    "stories": lambda folder, options: searching.stories(folder / "long", options.rounds, options.past),
    "evaluation": lambda folder, options: searching.evaluation(folder / "long", options.rounds, options.past),
    "queries": lambda folder, options: searching.every_query(folder / "long", options.rounds, options.past),
    "keys": lambda folder, options: keys.every_key(
        folder, options.passes, options.walks, keys.SIZES[: options.sizes], options.program
    ),
}
"""In this order: `memory` works in what `start` laid out, all after `past` but `keys` in what `past` did."""
NEEDS = {"memory": "start"} | dict.fromkeys(("search", "stories", "evaluation", "queries"), "past")

USUAL = {"rounds": 9, "past": 1_000_000, "passes": 2, "walks": 2, "sizes": 2}
QUICK = {"rounds": 3, "past": 20_000, "passes": 1, "walks": 1, "sizes": 1}
"""The numbers of a usual and of a quick run, unless an option gives others."""


def main() -> int:
    """Run the chosen chapters; a missed target is reported, and is an error only with `--strict`."""
    options = _options()
    OUT.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=OUT))
    # What the program remembers for its user, such as the format chosen last, begins empty and goes with the rest.
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    lines: list[Line] = []
    try:
        for name in options.chapters:
            for line in CHAPTERS[name](folder, options):
                lines.append(line)
                sys.stdout.write(report.terminal_line(line) + "\n")
                sys.stdout.flush()
    finally:
        shutil.rmtree(folder)
    if options.chapters == list(CHAPTERS) and not options.quick:
        PAGE.write_text(report.page(lines, options.rounds, RUNNING), encoding="utf-8")
    missed = [line for line in lines if not isinstance(line, str) and not line.holds]
    return int(options.strict and bool(missed))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help=f"only these: {', '.join(CHAPTERS)}")
    parser.add_argument("--quick", action="store_true", help="few rounds and a shorter history, and no page")
    parser.add_argument("--rounds", type=int, help="alternated rounds (9; at least 7 for a page worth reading)")
    parser.add_argument("--past", type=int, help="past decisions in the long history (1000000)")
    parser.add_argument("--passes", type=int, help="processes in which all keys are pressed, for each size (2)")
    parser.add_argument("--walks", type=int, help="times that they are pressed in each process (2)")
    parser.add_argument("--sizes", type=int, help="sizes of the terminal: 120 × 40 is one, and 80 × 24 the other (2)")
    parser.add_argument("--program", type=Path, default=OURS, help="another version's command, for the keys")
    parser.add_argument("--strict", action="store_true", help="end with 1 when a target is missed")
    options = parser.parse_args()
    for name, number in (QUICK if options.quick else USUAL).items():
        setattr(options, name, getattr(options, name) or number)
    unknown = set(options.chapters) - set(CHAPTERS)
    if unknown:
        parser.error(f"no such chapter: {', '.join(sorted(unknown))}")
    chosen = set(options.chapters or CHAPTERS)
    chosen |= {NEEDS[name] for name in chosen if name in NEEDS}
    options.chapters = [name for name in CHAPTERS if name in chosen]
    return options


if __name__ == "__main__":
    sys.exit(main())
