"""The sample committee with its running placements, a fresh copy for each test."""

import shutil
from pathlib import Path

import pytest

from kpcommittee.services.caseload import import_placements
from kpcommittee.services.desk import Desk
from kpcommittee.workspace.starting import copy_sample


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its placements imported."""
    folder = tmp_path_factory.mktemp("filled") / "sample"
    copy_sample(folder)
    desk = Desk.find(folder)
    assert import_placements(desk, folder / "placements.csv").done
    desk.close()
    return folder


@pytest.fixture
def workspace(filled: Path, tmp_path: Path) -> Path:
    """A copy of its own."""
    return Path(shutil.copytree(filled, tmp_path / "sample"))
