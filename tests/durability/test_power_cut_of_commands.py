"""The power fails while a command rewrites something: the old or the new is whole, nothing in the clear."""

import os
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.counting import Counts
from tests.drivers.power import STRACE
from tests.drivers.power_commands import COPY, JOBS, compare, cuts_of, traced_job
from tests.drivers.power_cuts import Share
from tests.seeds import seeds

pytestmark = [pytest.mark.slow, pytest.mark.skipif(STRACE is None, reason="strace is not installed")]


def few() -> Share:
    """For every run: the first sync of each command, and ever fewer of the later ones.

    A copy that has no name yet is synced hundreds of times, and what is in it matters to nobody.
    """
    numbers = count(1)
    return lambda path: 0.005 if COPY in path else 1 / next(numbers) ** 2


def many(path: str) -> float:
    """For the soak; `python -m tools.durability commands` cuts at each."""
    return 0.1 if COPY in path else 1.0


@pytest.fixture(autouse=True)
def _memory_comes_back(cheap_keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let later tests remember where they did before: a program that is killed is given a folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", os.environ["XDG_STATE_HOME"])


@pytest.mark.parametrize("name", JOBS)
@pytest.mark.parametrize("seed", seeds(1, 2))
def test_the_old_or_the_new_is_wholly_there(seed: int, name: str, tmp_path: Path, counts: Counts) -> None:
    ran = traced_job(JOBS[name], tmp_path)
    tries = inside = 0
    share, draws = (few(), 1) if seed == 0 else (many, 2)
    for cut in cuts_of(ran, Random(f"{seed} {name}"), draws, share, one_way=seed == 0):
        compare(ran, cut)
        tries += 1
        inside += cut.after < len(ran.calls)
    counts(disks=tries)
    assert tries > inside > 0, "cut while it runs, and at its end"
