"""F10: a key of the config works, is shown on key line, help and palette, and frees the old one."""

from pathlib import Path

import pytest

from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.meeting.screen import MeetingScreen
from tests.drivers.chair import MeetingChair
from tests.drivers.sample_session import running_sample
from tools.pictures import MEETING_ID, NOW


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """The sample in the middle of its meeting, with two keys of the municipality's own."""
    running_sample(tmp_path).close()
    config = tmp_path / "config.toml"
    config.write_text(config.read_text("utf-8") + '\n[keys]\ndecide = "F5"\nundo = "Y"\n', "utf-8")
    return Session.find(tmp_path, clock=lambda: NOW)


async def test_the_new_key_works_and_the_old_one_is_free(session: Session) -> None:
    app = KpApp(session, MEETING_ID)
    async with app.run_test(size=(120, 40)) as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.sees("f5 beslut", "Y fortryd")
        await chair.press("enter")
        assert isinstance(app.screen, MeetingScreen)
        await chair.press("f5")
        await chair.waits_for(lambda: isinstance(app.screen, DecideDialog), "the decision")
        await chair.press("escape", "ctrl+p")
        await chair.types("beslut")
        await chair.sees("beslut  (f5)")


async def test_why_a_key_is_refused_follows_the_key(session: Session) -> None:
    app = KpApp(session, MEETING_ID)
    async with app.run_test(size=(120, 40)) as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.sees("f5 beslut", "plan")
        meeting = app.screen
        assert isinstance(meeting, MeetingScreen)
        await chair.waits_for(lambda: meeting.meeting_session is not None, "the journal")
        await chair.press("home")
        await chair.waits_for(lambda: meeting.state.chosen == "2026-0412", "the first case")
        await chair.press("f5")
        await chair.waits_for(lambda: any("allerede behandlet" in n.message for n in app._notifications), "the reason")
