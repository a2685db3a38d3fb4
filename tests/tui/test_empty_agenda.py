"""An agenda without a case: what needs one says so."""

from pathlib import Path

import pytest

from kpcommittee.tui.meeting.screen import MeetingScreen
from tests.drivers.chair import chair_at
from tests.sample import sample_workspace
from tests.tui.steps import open_meeting


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """The sample before anybody wrote a case."""
    folder = sample_workspace(tmp_path / "ws")
    (agenda,) = (folder / "agenda").glob("*.toml")
    agenda.write_text(agenda.read_text("utf-8").partition("[[cases]]")[0], "utf-8")
    return folder


@pytest.mark.parametrize("key", ["enter", "u", "a", "f", "o", "t", "H"])
async def test_a_key_that_needs_a_case_says_that_there_is_none(empty: Path, key: str) -> None:
    """`enter` said that case `–` is not on the agenda, `f` nothing, and `o` showed an empty list."""
    async with chair_at(empty, language="en") as chair:
        await open_meeting(chair)
        await chair.press(key)
        await chair.sees("The agenda has no case to deal with.")
        chair.misses("–")
        assert isinstance(chair.app.screen, MeetingScreen)
