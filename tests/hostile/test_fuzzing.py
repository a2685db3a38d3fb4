"""Every reader under a fuzzer that follows the coverage of the program: only `make soak`, and only where atheris is."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.counting import Counts
from tests.hostile.readers import READERS
from tests.sample import CHECKOUT

SECONDS, SHORTEST, LONGEST = 30, 5, 600
"""For each reader: in a run without a limit, and at least and at most in one with minutes."""
WORKERS = "PYTEST_XDIST_WORKER_COUNT"
"""Set by xdist in its workers."""
STARTING = 20
"""Seconds until a reader with its libraries is ready, on a machine that others use too."""


@pytest.mark.soak
@pytest.mark.timeout(LONGEST + 180)
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed, so no reader is fuzzed")
@pytest.mark.parametrize("name", READERS)
def test_only_refusals_come_out_in_bounded_time_and_memory(
    name: str, tmp_path: Path, request: pytest.FixtureRequest, counts: Counts
) -> None:
    seconds = seconds_for_each(request.config.getoption("--minutes"), int(os.environ.get(WORKERS, "1")))
    command = [sys.executable, "-m", "tests.hostile.fuzz", name, "--seconds", str(seconds), "--folder", str(tmp_path)]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, timeout=seconds + 150, check=False)
    output = ran.stderr.decode("utf-8", "replace")
    assert ran.returncode == 0, output[-3_000:]
    tried = re.search(r"number_of_executed_units: (\d+)", output)
    reached = re.findall(r" cov: (\d+)", output)
    assert tried is not None
    assert reached
    counts(**{"inputs": int(tried[1]), f"{name} inputs": int(tried[1]), f"{name} reached": int(reached[-1])})
    assert int(tried[1]) > 20


def seconds_for_each(minutes: float, workers: int) -> int:
    """The time of one reader, where all of them share the minutes of a run that has so many workers."""
    if not minutes:
        return SECONDS
    return int(min(LONGEST, max(SHORTEST, minutes * 60 * workers / len(READERS) - STARTING)))


def test_the_readers_share_the_time_of_a_run() -> None:
    assert seconds_for_each(0, 3) == SECONDS
    assert seconds_for_each(0.1, 3) == SHORTEST
    assert seconds_for_each(10, 2) == int(1200 / len(READERS) - STARTING)
    assert seconds_for_each(10_000, 2) == LONGEST
