"""F10: the colours that were chosen are there again the next time."""

from functools import partial
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet
from textual.widgets import Rule

from kpcommittee.documents.changes import Group
from kpcommittee.documents.difference import Change, Piece
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.screens.changes import ChangesScreen
from kpcommittee.tui.themes import remembered_theme
from tests.drivers.chair import MeetingChair
from tests.drivers.sample_session import running_sample
from tests.tui.test_contrast import too_weak
from tools.pictures import MEETING_ID


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder that no other test knows."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "kpcommittee" / "theme"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """The sample in the middle of its meeting."""
    return running_sample(tmp_path / "sample")


async def _theme_after(session: Session, *keys: str) -> str:
    app = KpApp(session, MEETING_ID)
    async with app.run_test() as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.press(*keys)
        return app.theme


async def test_chosen_by_key(session: Session, state: Path) -> None:
    assert await _theme_after(session) == "kp-dark"
    assert not state.exists()
    assert await _theme_after(session, "ctrl+t") == "kp-light"
    assert state.stat().st_mode & 0o777 == 0o600
    assert await _theme_after(session) == "kp-light"
    assert await _theme_after(session, "ctrl+t", "ctrl+t") == "kp-dark"


async def test_chosen_in_the_palette(session: Session, state: Path) -> None:
    app = KpApp(session, MEETING_ID)
    async with app.run_test() as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.press("ctrl+p")
        await chair.types("farver: høj")
        await chair.sees("Høj kontrast")
        await chair.press("enter")
        await chair.waits_for(lambda: app.theme == "kp-contrast")
    assert state.read_text() == "kp-contrast"


@pytest.mark.parametrize("text", ["", "textual-dark", "\x1b[31m", "kp-light\nkp-dark"])
def test_a_file_that_says_something_else(state: Path, text: str) -> None:
    state.parent.mkdir(parents=True)
    state.write_text(text)
    assert remembered_theme() == "kp-dark"


async def test_a_disk_that_refuses_changes_the_colours_all_the_same(session: Session, state: Path) -> None:
    state.parent.parent.write_text("a file in the folder's place")
    assert await _theme_after(session, "ctrl+t") == "kp-light"
    assert remembered_theme() == "kp-dark"


async def test_colours_that_come_back_are_the_same_and_not_parsed_again(
    session: Session, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parsed again they took as long as the picture, each time."""
    parsed: list[str] = []
    parse = Stylesheet.reparse

    def reparse(stylesheet: Stylesheet) -> None:
        parsed.append(app.theme)
        parse(stylesheet)

    app = KpApp(session, MEETING_ID)
    async with app.run_test() as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.waits_for(lambda: "kp-dark" in app._worn, "the styles of all screens")
        before = picture(app)
        monkeypatch.setattr(Stylesheet, "reparse", reparse)
        pictures: dict[str, object] = {}
        for name in ("kp-light", "kp-contrast"):
            await chair.press("ctrl+t")
            await chair.waits_for(partial(wears, app, name), name)
            pictures[name] = picture(app)
        assert pictures["kp-light"] != pictures["kp-contrast"] != before
        await chair.press("ctrl+t")
        await chair.waits_for(lambda: picture(app) == before, "the dark colours")
        await chair.press("m")
        await chair.press("ctrl+t")
        await chair.waits_for(partial(wears, app, "kp-light"), "the light colours")
        await chair.press("escape")
        await chair.waits_for(lambda: picture(app) == pictures["kp-light"], "the meeting in the light colours")
    assert parsed == ["kp-light", "kp-contrast"]


async def test_what_came_with_styles_of_its_own_keeps_them_when_colours_come_back(
    session: Session, state: Path
) -> None:
    """Kept styles know nothing of what is read after them, such as those of the command palette."""
    app = KpApp(session, MEETING_ID)
    async with app.run_test() as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.waits_for(lambda: "kp-dark" in app._worn, "the styles of all screens")
        await chair.press("ctrl+t")
        line = Rule()
        await app.screen.mount(line)
        before = line.styles.margin
        assert before.top == 1
        await chair.press("ctrl+t", "ctrl+t")
        assert app.theme == "kp-dark"
        await chair.waits_for(partial(wears, app, "kp-dark"), "the dark colours")
        assert line.styles.margin == before


async def test_what_is_different_is_read_in_colours_that_are_chosen_while_it_is_read(
    session: Session, state: Path
) -> None:
    """Green and red of the dark colours stayed on the light ground, at 1.7 to 1."""
    app = KpApp(session, MEETING_ID)
    async with app.run_test() as pilot:
        chair = await MeetingChair.seated(app, pilot)
        words = (Piece("gone", "4. januar"), Piece("new", "11. januar"))
        app.push_screen(ChangesScreen(2, [Group(("Beslutning",), (Change(("Beslutning",), words),) * 4)]))
        await chair.sees("11. januar")
        await chair.press("ctrl+t")
        await chair.waits_for(partial(wears, app, "kp-light"), "the light colours")
        await chair.waits_for(lambda: not [*too_weak(pilot, 4.5, 3.0)], "letters that can be read")


def wears(app: KpApp, theme: str) -> bool:
    """Whether the styles are those of a theme."""
    return app.stylesheet is app._worn.get(theme)


def picture(app: KpApp) -> object:
    """The lines of the screen, with their colours; the clock in the head has its own line."""
    return [list(strip) for strip in app.screen._compositor.render_strips()[1:]]
