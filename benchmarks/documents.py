"""The minutes as PDF by the whole command, against the same words as plain paragraphs by the same library."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import bare, workspaces
from benchmarks.commands import whole
from benchmarks.measures import Comparison, Rounds
from benchmarks.workspaces import OURS, meeting_id

FLOOR = "the same words as plain paragraphs by `typst`"
SAMPLE_MS, LONG_MS = 1_000, 10_000
"""What the minutes of the sample may take, and those of a meeting of 300 cases."""
PDF = ("minutes", meeting_id(0), "--format", "pdf", "-o", "-")
LONG = 300
"""Cases of the long meeting."""


def minutes(folder: Path, rounds: int) -> Iterator[Comparison]:
    """The minutes of the sample and of a long meeting, from the command to the end of its process."""
    for name, cases, limit in (("the sample", None, SAMPLE_MS), (f"{LONG} cases", LONG, LONG_MS)):
        workspace = workspaces.opened(workspaces.sample(folder / f"documents-{cases}", cases))
        words = workspace / "words.txt"
        words.write_text(workspaces.run(workspace, "minutes", meeting_id(0), "-o", "-"), encoding="utf-8")
        runs = {
            "ours": whole(OURS, *PDF, folder=workspace),
            "bare": whole(bare.script("page", folder), words, workspace / "plain.pdf"),
        }
        series = Rounds(runs).take(rounds)
        yield Comparison(
            what=f"minutes of {name} as PDF, the whole command", floor=FLOOR,
            ours=series["ours"], bare=series["bare"], limit=limit,
        )  # fmt: skip
