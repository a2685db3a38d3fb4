"""The sample committee with its running placements, a fresh copy for each test."""

from pathlib import Path

import pytest

from tests.sample import sample_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The sample workspace of this test."""
    return sample_workspace(tmp_path / "sample")
