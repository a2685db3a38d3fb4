"""The sample committee, for which hostile files are read."""

from pathlib import Path

import pytest

from tests.drivers.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample committee, before anything was recorded or imported."""
    return Office.sample(tmp_path / "office", placements=False)
