"""From the shell to the first case: until it can be read, until a key is answered, and what memory it takes."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import bare, workspaces
from benchmarks.measures import Comparison, Measured, Rounds, Series
from benchmarks.terminal import Program
from benchmarks.workspaces import OURS

FLOOR = "Textual app of one Static"
FIRST_CASE, SECOND_CASE = "Fast aktivitet i klubben", "2026-0409"
"""A goal on the card of the sample's first case, and the second case's number, which only its card shows."""
JOURNAL_READ = "★"
"""The recommendation needs the journal."""
_DOWN = "\x1b[B"

Argv = list[str | Path]


class Starts:
    """One program that is started again and again, and how long it took."""

    def __init__(self, argv: Argv, folder: Path, painted: str, answered: str) -> None:
        """Say how it is started, what it paints, and what `down` makes it paint."""
        self.argv, self.folder, self.painted, self.answered = argv, folder, painted, answered
        self.first: list[float] = []

    def run(self) -> float:
        """Milliseconds from the shell until the key was answered."""
        with Program(self.argv, self.folder) as program:
            self.first.append((program.until(self.painted) - program.started) * 1000)
            program.press(_DOWN)
            answered = program.until(self.answered)
            program.end()
        return (answered - program.started) * 1000


def first_case(folder: Path, rounds: int) -> Iterator[Comparison]:
    """The sample meeting, opened, against a bare app."""
    workspace = workspaces.opened(workspaces.sample(folder / "sample"))
    ours = Starts([OURS], workspace, FIRST_CASE, SECOND_CASE)
    floor = Starts([bare.script("screen", folder)], folder, "PAINTED", "ANSWERED")
    answered = Rounds({"ours": ours.run, "bare": floor.run}).take(rounds)
    painted = [Series(tuple(one.first[-rounds:])) for one in (ours, floor)]
    yield Comparison(what="first case readable", floor=FLOOR, ours=painted[0], bare=painted[1], target=1.25)
    yield Comparison(
        what="first case readable, and `down` answered", floor=FLOOR,
        ours=answered["ours"], bare=answered["bare"], target=1.25,
    )  # fmt: skip


def memory(folder: Path, rounds: int) -> Iterator[Comparison]:
    """The peak of a program that has read its journal, against the libraries alone."""
    found = Rounds(
        {
            "ours": _peak([OURS], folder / "sample", JOURNAL_READ),
            "bare": _peak([bare.script("screen", folder), "--tables"], folder, "IMPORTED"),
        }
    ).take(rounds, warm=0)
    yield Comparison(
        what="memory at its peak, journal read", floor="the same app that imports SQLModel",
        ours=found["ours"], bare=found["bare"], unit="MB", target=1.5,
    )  # fmt: skip


def growth(folder: Path, rounds: int, past: int) -> Iterator[Comparison]:
    """300 cases on the agenda: after a long history, against a short one."""
    short = workspaces.with_past(workspaces.sample(folder / "short", cases=300), 1000)
    long = workspaces.with_past(workspaces.sample(folder / "long", cases=300), past)
    for what, text in (("first case readable", FIRST_CASE), ("journal read, recommendation shown", JOURNAL_READ)):
        found = Rounds({"ours": _until(text, long), "bare": _until(text, short)}).take(rounds)
        yield Comparison(
            what=f"300 cases, {past:,} past decisions: {what}", floor="the same with 1,000 past decisions",
            ours=found["ours"], bare=found["bare"], target=1.1,
        )  # fmt: skip


def _until(text: str, workspace: Path) -> Measured:
    def run() -> float:
        with Program([OURS], workspace) as program:
            taken = program.until(text) - program.started
            program.end()
        return taken * 1000

    return run


def _peak(argv: Argv, folder: Path, text: str) -> Measured:
    def run() -> float:
        with Program(argv, folder) as program:
            program.until(text)
            program.until_quiet()
            program.end()
        return program.peak

    return run
