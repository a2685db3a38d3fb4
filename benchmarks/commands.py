"""`--help` and `--version`: the whole process, against a bare Typer app."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import bare
from benchmarks.measures import Comparison, Measured, Rounds
from benchmarks.workspaces import OURS

FLOOR = "Typer app of one command, as plain as ours"


def whole_process(folder: Path, rounds: int) -> Iterator[Comparison]:
    """Each flag against the same flag of the bare app; with Typer's own defaults only for information."""
    floor = bare.script("command", folder)
    for flag in ("--help", "--version"):
        runs = {"ours": _run(OURS, flag), "bare": _run(floor, flag), "rich": _run(floor, "--rich", flag)}
        series = Rounds(runs).take(rounds * 3)
        yield Comparison(what=f"`{flag}`", floor=FLOOR, ours=series["ours"], bare=series["bare"], target=1.15)
        yield Comparison(
            what=f"`{flag}`", floor="the same with Typer's defaults", ours=series["ours"], bare=series["rich"]
        )


def _run(program: Path, *arguments: str) -> Measured:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}

    def run() -> float:
        started = time.perf_counter()
        subprocess.run([program, *arguments], stdout=subprocess.DEVNULL, env=environment, check=True)
        return (time.perf_counter() - started) * 1000

    return run
