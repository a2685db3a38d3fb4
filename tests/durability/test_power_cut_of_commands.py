"""The power fails while a command rewrites something: the old or the new is wholly there, and nothing in the clear."""

import os
from pathlib import Path
from random import Random

import pytest

from kpcommittee.store.key_file import Cost
from tests.counting import Counts
from tests.drivers.power import STRACE
from tests.drivers.power_commands import COPY, JOBS, compare, cuts_of, traced_job
from tests.seeds import seeds

pytestmark = [pytest.mark.slow, pytest.mark.skipif(STRACE is None, reason="strace is not installed")]


def few(path: str) -> float:
    """For every run: a copy that has no name yet is synced hundreds of times, and what is in it matters to nobody."""
    return 0.005 if COPY in path else 0.15


def many(path: str) -> float:
    """For the soak; `python -m tools.durability commands` cuts at each."""
    return 0.1 if COPY in path else 1.0


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key takes most of a second; what it costs is tested elsewhere."""
    monkeypatch.setattr(Cost, "__new__", lambda cls, *given: tuple.__new__(cls, given or (64, 1, 1)))
    monkeypatch.setenv("XDG_STATE_HOME", os.environ["XDG_STATE_HOME"])


@pytest.mark.parametrize("name", JOBS)
@pytest.mark.parametrize("seed", seeds(1, 2))
def test_the_old_or_the_new_is_wholly_there(seed: int, name: str, tmp_path: Path, counts: Counts) -> None:
    ran = traced_job(JOBS[name], tmp_path)
    tries = 0
    for cut in cuts_of(ran, Random(seed), draws=1 if seed == 0 else 2, share=few if seed == 0 else many):
        compare(ran, cut)
        tries += 1
    counts(disks=tries)
    assert tries > 1
