"""A copy of the sample workspace, and the program at it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kpcommittee.workspace.starting import copy_sample
from tests.drivers.office import Office
from tests.drivers.program import Program


@pytest.fixture
def kp(tmp_path: Path) -> Program:
    """The program at a copy of the sample, in this process."""
    copy_sample(tmp_path / "sample")
    return Program(tmp_path / "sample", inside=True)


@pytest.fixture
def real(kp: Program) -> Program:
    """The same in processes of its own."""
    return replace(kp, inside=False)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample committee, before anything was recorded."""
    return Office.sample(tmp_path / "udvalg", placements=False)
