"""From the shell to the first case: until it can be read, until a key is answered, and the memory."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import bare, workspaces
from benchmarks.measures import Comparison, Measured, Rounds, Series
from benchmarks.peers import PEERS
from benchmarks.terminal import Argv, Program
from benchmarks.workspaces import OURS

FLOOR = "Textual app of one Static"
FIRST_CASE, SECOND_CASE = "Fast aktivitet i klubben", "2026-0409"
"""A goal on the card of the sample's first case, and the second case's number, which only its card shows."""
JOURNAL_READ = "★"
"""The recommendation needs the journal."""


class Starts:
    """One program that is started again and again, and how long it took to two pictures."""

    def __init__(self, argv: Argv, folder: Path, first: str, then: str, key: str = "") -> None:
        """Take the command, a text of each picture, and the key that asks for the second, if any."""
        self.argv, self.folder, self.first, self.then, self.key = argv, folder, first, then, key
        self.to_first: list[float] = []

    def run(self) -> float:
        """Milliseconds from the shell to the second picture."""
        with Program(self.argv, self.folder) as program:
            self.to_first.append((program.until(self.first) - program.started) * 1000)
            if self.key:
                program.press(self.key)
            reached = program.until(self.then)
            program.end()
        return (reached - program.started) * 1000

    def first_of(self, rounds: int) -> Series:
        """How long it took to the first picture in the last rounds."""
        return Series(tuple(self.to_first[-rounds:]))


def first_case(folder: Path, rounds: int) -> Iterator[Comparison | str]:
    """The sample meeting, opened, against a bare app and against two programs that people use."""
    workspace = workspaces.opened(workspaces.sample(folder / "sample"))
    ours = Starts([OURS], workspace, FIRST_CASE, SECOND_CASE, "down")
    floor = Starts([bare.script("screen", folder)], folder, "PAINTED", "ANSWERED", "down")
    peers = {peer.name: peer.start(folder) for peer in PEERS if peer.works(folder)}
    series = Rounds({"ours": ours.run, "bare": floor.run, **peers}).take(rounds)
    readable = ours.first_of(rounds)
    yield Comparison(what="first case readable", floor=FLOOR, ours=readable, bare=floor.first_of(rounds), target=1.45)
    yield Comparison(
        what="first case readable, and `down` answered", floor=FLOOR,
        ours=series["ours"], bare=series["bare"], target=1.45,
    )  # fmt: skip
    faster = min(peers, key=lambda name: series[name].middle, default=None)
    for peer in PEERS:
        if peer.name not in peers:
            yield f"{peer.name} does not start from `.venv-bench`, and is not compared with."
        else:
            yield Comparison(
                what="first case readable", floor=f"{peer.name} to its first useful picture",
                ours=readable, bare=series[peer.name], target=0.6 if peer.name == faster else None,
            )  # fmt: skip


def memory(folder: Path, rounds: int) -> Iterator[Comparison]:
    """The peak of a program that has read its journal, against the libraries alone."""
    series = Rounds(
        {
            "ours": _peak([OURS], folder / "sample", JOURNAL_READ),
            "bare": _peak([bare.script("screen", folder), "--tables"], folder, "IMPORTED"),
        }
    ).take(rounds, warm=0)
    yield Comparison(
        what="memory at its peak, journal read", floor="the same app that imports SQLModel",
        ours=series["ours"], bare=series["bare"], unit="MB", target=1.5,
    )  # fmt: skip


def growth(folder: Path, rounds: int, past: int) -> Iterator[Comparison]:
    """300 cases on the agenda: after a long history, against a short one."""
    short = workspaces.with_past(workspaces.sample(folder / "short", cases=300), 1000)
    long = workspaces.with_past(workspaces.sample(folder / "long", cases=300), past)
    ours, floor = (Starts([OURS], workspace, FIRST_CASE, JOURNAL_READ) for workspace in (long, short))
    series = Rounds({"ours": ours.run, "bare": floor.run}).take(rounds)
    pairs = {
        "first case readable": (ours.first_of(rounds), floor.first_of(rounds)),
        "journal read, recommendation shown": (series["ours"], series["bare"]),
    }
    for what, (after_long, after_short) in pairs.items():
        yield Comparison(
            what=f"300 cases, {past:,} past decisions: {what}", floor="the same with 1,000 past decisions",
            ours=after_long, bare=after_short, target=1.1,
        )  # fmt: skip


def _peak(argv: Argv, folder: Path, text: str) -> Measured:
    def run() -> float:
        with Program(argv, folder) as program:
            program.until(text)
            program.until_quiet()
            program.end()
        return program.peak

    return run
