"""Every reader under a fuzzer that follows the coverage of the program: only `make soak`, and only where atheris is."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.hostile.readers import READERS
from tests.sample import CHECKOUT

SECONDS = 30
"""For each reader."""


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 120)
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed, so no reader is fuzzed")
@pytest.mark.parametrize("name", READERS)
def test_only_refusals_come_out_in_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.hostile.fuzz", name, "--seconds", str(SECONDS), "--folder", str(tmp_path)]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, timeout=SECONDS + 100, check=False)
    said = ran.stderr.decode("utf-8", "replace")
    assert ran.returncode == 0, said[-3_000:]
    tried = re.search(r"number_of_executed_units: (\d+)", said)
    assert tried is not None
    assert int(tried[1]) > 20
