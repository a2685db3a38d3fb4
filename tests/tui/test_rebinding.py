"""F10: a key of the config works, is shown on key line, help and palette, and frees the old one."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.capacity.screen import CapacityScreen
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.screens.meetings import MeetingsScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.screens.missing import MissingScreen
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


@asynccontextmanager
async def chair_with(folder: Path, keys: Mapping[str, str]) -> AsyncIterator[MeetingChair]:
    """The sample in the middle of its meeting, with these keys of the municipality's own."""
    running_sample(folder).close()
    config, lines = folder / "config.toml", [f'{name} = "{key}"' for name, key in keys.items()]
    config.write_text("\n".join([config.read_text("utf-8"), "[keys]", *lines]), "utf-8")
    app = KpApp(Session.find(folder, clock=lambda: NOW), MEETING_ID)
    async with app.run_test(size=(120, 40)) as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.waits_for(lambda: chair.meeting_screen.meeting_session is not None, "the journal")
        yield chair


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


@pytest.mark.parametrize(
    ("name", "key", "usual", "screen"),
    [
        ("minutes", "f7", "m", MinutesScreen), ("capacity", "ctrl+k", "p", CapacityScreen),
        ("missing", "f8", "M", MissingScreen), ("meetings", "J", "S", MeetingsScreen),
    ],
)  # fmt: skip
async def test_the_key_that_opens_a_screen_leaves_it_too(
    tmp_path: Path, name: str, key: str, usual: str, screen: type[Screen[Any]]
) -> None:
    """The usual key left it, which did something else in the meeting by then."""
    async with chair_with(tmp_path, {name: key}) as chair:
        await chair.press(key)
        await chair.waits_for(lambda: isinstance(chair.app.screen, screen), name)
        await chair.press(usual)
        assert isinstance(chair.app.screen, screen)
        await chair.press(key)
        await chair.waits_for(lambda: isinstance(chair.app.screen, MeetingScreen), "the meeting")


async def test_a_key_that_does_something_on_the_screen_does_not_leave_it(tmp_path: Path) -> None:
    async with chair_with(tmp_path, {"minutes": "e", "budget": "m"}) as chair:
        await chair.press("e")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MinutesScreen), "the minutes")
        await chair.press("e")
        await chair.waits_for((tmp_path / "minutes" / f"{MEETING_ID}.md").exists, "the file")
        assert isinstance(chair.app.screen, MinutesScreen)
        await chair.press("q")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MeetingScreen), "the meeting")
