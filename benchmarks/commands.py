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
        runs = {"ours": whole(OURS, flag), "bare": whole(floor, flag), "rich": whole(floor, "--rich", flag)}
        series = Rounds(runs).take(rounds * 3)
        yield Comparison(what=f"`{flag}`", floor=FLOOR, ours=series["ours"], bare=series["bare"], target=1.15)
        yield Comparison(
            what=f"`{flag}`", floor="the same with Typer's defaults", ours=series["ours"], bare=series["rich"]
        )


def whole(*command: str | Path, folder: Path | None = None) -> Measured:
    """From the start of a command's process to its end, in a folder, in milliseconds."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}

    def run() -> float:
        started = time.perf_counter()
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, env=environment, check=True)
        return (time.perf_counter() - started) * 1000

    return run
