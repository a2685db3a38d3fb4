"""A copy of the sample workspace, and the program at it."""

from pathlib import Path

import pytest

from kpcommittee.workspace.starting import copy_sample
from tests.cli.running import Program


@pytest.fixture
def kp(tmp_path: Path) -> Program:
    """The program at a copy of the sample."""
    copy_sample(tmp_path / "sample")
    return Program(tmp_path / "sample")
