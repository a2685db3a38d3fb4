"""The sample committee with its running placements, a fresh copy for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.pictures import leave_pictures_out
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


@pytest.fixture(autouse=True, scope="session")
def _pictures_are_left_out() -> None:
    """No earlier: the process that programs are forked from is older, and a program paints all its pictures."""
    leave_pictures_out()


@pytest.fixture(autouse=True, scope="session")
def _garbage_is_left_longer() -> Iterator[None]:
    """Keys of tests need no fast answer: what a dialog leaves is collected with what others leave."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kpcommittee.tui.collecting.YOUNG", 100_000)
        yield
