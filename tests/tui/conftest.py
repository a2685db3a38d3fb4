"""The sample committee with its running placements, a fresh copy for each test."""

from pathlib import Path

import pytest

from tests.drivers.stylesheets import share_what_is_parsed
from tests.sample import sample_workspace

share_what_is_parsed()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The sample workspace of this test."""
    return sample_workspace(tmp_path / "sample")


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme that is chosen by a key is remembered; it colours no other test's screen."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
