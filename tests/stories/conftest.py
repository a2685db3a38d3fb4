"""Every story starts in a workspace of its own."""

from pathlib import Path

import pytest

from tests.drivers.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample committee with its running placements."""
    return Office.sample(tmp_path / "Lindebæk udvalg")
