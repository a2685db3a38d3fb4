"""The soak: everything that is drawn at random, part after part, each for its share of the time.

python -m tools.soak --minutes 60 --out docs/soak.md

Each part draws until its share is used, and something of each of its tests whatever the time. What a part leaves of its
share the later ones get. The table is written after each part, so that a soak that is ended has said what it did.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "soak.md"
DRAWN, WITH_THE_SHORT = "soak or drawn", "soak or drawn or slow"
"""What a part runs: the draws of the soak, or those of every run as well."""
LONGEST = 600
"""Seconds that a draw may take; also how long a part may go on when its time is over."""
WORKERS = max(2, (os.cpu_count() or 1) * 3 // 2)


@dataclass(frozen=True, slots=True)
class Part:
    """Tests that share some of the time."""

    name: str
    weight: int
    """Its share of the time, beside those of the others."""
    tests: tuple[str, ...]
    chosen: str = ""
    """Which tests of those files, as pytest's `-k` takes it."""
    marks: str = DRAWN


PARTS = (
    Part("`record` killed", 5, ("tests/durability/test_killed_records.py",), marks=WITH_THE_SHORT),
    Part("the screen killed", 9, ("tests/durability/test_killed_screens.py",), marks=WITH_THE_SHORT),
    Part("power cut in a meeting", 5, ("tests/durability/test_power_cut.py",), marks=WITH_THE_SHORT),
    Part("power cut in a command", 7, ("tests/durability/test_power_cut_of_commands.py",), marks=WITH_THE_SHORT),
    Part("a bit flipped", 8, ("tests/durability/test_damaged_files.py",), "flipped", WITH_THE_SHORT),
    Part("the end cut off", 2, ("tests/durability/test_damaged_files.py",), "not flipped", WITH_THE_SHORT),
    Part("a disk that refuses", 5, ("tests/durability/test_refusing_disks.py",), marks=WITH_THE_SHORT),
    Part(
        "a journal that is changed",
        2,
        ("tests/store", "tests/cli/test_purge.py", "tests/domain/review/test_disclosure.py"),
    ),
    Part("hostile texts and files", 5, ("tests/hostile", "tests/cli/test_hostile.py"), "not fuzzing"),
    Part(
        "random meetings", 7, ("tests/stories", "tests/recount", "tests/documents", "tests/domain/test_properties.py")
    ),
    Part("the screens", 4, ("tests/pty",)),
    Part("the years", 4, ("tests/services",)),
    Part("the readers under the fuzzer", 6, ("tests/hostile/test_fuzzing.py",)),
)


@dataclass(slots=True)
class Done:
    """What came of a part."""

    minutes: float = 0.0
    passed: int = 0
    late: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    fault: str = ""
    """Why it did not come to its end."""

    @property
    def draws(self) -> int:
        """How many draws had their turn."""
        return self.passed + len(self.failed)

    @property
    def is_good(self) -> bool:
        """Whether it drew something, and nothing failed."""
        return self.passed > 0 and not self.failed and not self.fault

    def verdict(self) -> str:
        """Say what came of it; a part that drew nothing has passed nothing."""
        if self.fault:
            return self.fault
        if self.failed:
            return "failed"
        if not self.passed:
            return f"nothing drawn: {self.skipped[0] if self.skipped else 'there is no such test'}"
        end = "the time was over" if self.late else "all drawn"
        return f"passed, {end}" + (f"; left out: {', '.join(sorted(set(self.skipped)))}" if self.skipped else "")


def run(part: Part, minutes: float, rotation: int, log: Path) -> Done:
    """Run a part for so many minutes; what its tests say goes to the log."""
    begun = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = Path(folder) / "tally.json"
        command = [
            sys.executable, "-m", "pytest", *part.tests, "-m", part.marks, "-k", part.chosen,
            "--numprocesses", str(WORKERS), "--dist", "load", "--maxschedchunk", "1", "--timeout", str(LONGEST),
            "--minutes", f"{minutes:.3f}", "--rotation", str(rotation), "--tally", str(tally), "-q", "--durations", "5",
        ]  # fmt: skip
        fault = ""
        with log.open("a", encoding="utf-8") as file:
            print(f"\n== {part.name}: {minutes:.1f} minutes", file=file, flush=True)
            try:
                subprocess.run(
                    command,
                    cwd=ROOT,
                    env=surroundings(),
                    stdout=file,
                    stderr=file,
                    check=False,
                    timeout=minutes * 60 + 2 * LONGEST,
                )
            except subprocess.TimeoutExpired:
                fault = "did not come to its end"
        counts = json.loads(tally.read_text(encoding="utf-8")) if tally.exists() else {}
    done = Done(**counts, fault=fault or ("" if counts else "broke off"))
    done.minutes = (monotonic() - begun) / 60
    return done


def surroundings() -> dict[str, str]:
    """The environment of the tests: starting without bytecode takes three times as long."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def soak(parts: tuple[Part, ...], minutes: float, rotation: int, log: Path) -> Iterator[tuple[Part, Done]]:
    """Run the parts in order, dividing the time that is left by the weights of the remaining parts."""
    end = monotonic() + minutes * 60
    for place, part in enumerate(parts):
        left = max(0.0, end - monotonic()) / 60
        share = left * part.weight / sum(later.weight for later in parts[place:])
        yield part, run(part, max(share, 0.05), rotation, log)


def machine() -> str:
    """Say what it ran on, without a name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"Python {platform.python_version()}; load {load} at the end, {WORKERS} workers of its own"
    )


def commit() -> str:
    """The commit that was tried, and whether anything was changed since."""
    head = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, check=False)
    return head.stdout.decode().strip() or "no commit"


def counted(done: Done) -> str:
    """What was counted in a part, beside its draws."""
    return ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in sorted(done.counted.items())) or "–"


def page(begun: datetime, revision: str, minutes: float, rotation: int, rows: list[tuple[Part, Done]]) -> str:
    """The result as a page of the documentation."""
    took = sum(done.minutes for _part, done in rows)
    lines = [
        "# What the last soak found",
        "",
        "Written by `make soak`, and not by hand. A *draw* is a test with one seed; beside it is what it tried.",
        "A part that ran out of its time says how many draws it left; one that drew nothing has passed nothing.",
        "[Safe with children's data](security.md) says what the figures are for, [the tests](testing.md) how it works.",
        "",
        f"- begun {begun:%Y-%m-%d %H:%M} UTC, {took:.0f} minutes of {minutes:.0f} that it was given",
        f"- commit `{revision}`, rotation {rotation}",
        f"- {machine()}",
        "",
        "| part | minutes | draws | not reached | failures | counted | |",
        "| --- | --: | --: | --: | --: | --- | --- |",
    ]
    lines += [
        f"| {part.name} | {done.minutes:.1f} | {done.draws:,} | {done.late:,} | {len(done.failed)} | {counted(done)} "
        f"| {done.verdict()} |"
        for part, done in rows
    ]
    failed = [name for _part, done in rows for name in done.failed]
    if failed:
        lines += ["", "What failed, to be tried again with `pytest -m ''`:", "", *(f"- `{name}`" for name in failed)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the soak, and write what came of it after each part.

    Returns:
        0 if every part drew something and nothing failed.
    """
    parser = argparse.ArgumentParser(description="Draw many more of everything than the tests do.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rotation", type=int, default=datetime.now(UTC).toordinal(), help="which draws come first")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--log", type=Path, default=ROOT / "build" / "soak.log")
    parser.add_argument("parts", nargs="*", help="words of the names of the parts; all by default")
    options = parser.parse_args()
    parts = tuple(part for part in PARTS if not options.parts or any(word in part.name for word in options.parts))
    if not parts:
        parser.error(f"{' '.join(options.parts)} is in no name of a part: {', '.join(part.name for part in PARTS)}")
    options.log.parent.mkdir(parents=True, exist_ok=True)
    options.log.write_text("", encoding="utf-8")
    begun, revision, rows = datetime.now(UTC), commit(), list[tuple[Part, Done]]()
    for part, done in soak(parts, options.minutes, options.rotation, options.log):
        rows.append((part, done))
        print(f"{part.name}: {done.draws} draws, {len(done.failed)} failed, {done.minutes:.1f} min: {done.verdict()}")
        print(*(f"  {name}" for name in done.failed), sep="\n", end="\n" if done.failed else "", flush=True)
        options.out.write_text(page(begun, revision, options.minutes, options.rotation, rows), encoding="utf-8")
    return 0 if all(done.is_good for _part, done in rows) and len(rows) == len(parts) else 1


if __name__ == "__main__":
    sys.exit(main())
