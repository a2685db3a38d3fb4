"""Wrong personal data is put right where the chair sees it: from the approved case, and from the child's story."""

from pathlib import Path

import pytest

from kpcommittee.services.session import Session
from kpcommittee.tui.dialogs.rectify import RectifyDialog
from kpcommittee.tui.screens.story import StoryScreen
from kpcommittee.workspace.keys import key_issues
from tests.drivers.chair import NINE, MeetingChair, chair_at
from tests.tui.test_correcting import CASE, approved

WAS, NOW = "Amina Karlsen", "Amina Carlsen"


def name(chair: MeetingChair) -> str:
    item = chair.meeting.item(CASE)
    assert item is not None
    return item.case.child.name


async def retype(chair: MeetingChair, text: str) -> None:
    await chair.press("home", "ctrl+k")
    await chair.types(text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_name_is_put_right_from_the_card(workspace: Path, size: tuple[int, int]) -> None:
    approved(workspace)
    async with chair_at(workspace, size) as chair:
        await chair.press("home", "X")
        await chair.sees("Put right · 2026-0412", WAS, "04/10/2013", "unchanged", "a new version of its minutes")
        await retype(chair, NOW)
        await chair.press("enter")
        await chair.sees("Write in one line why")
        await chair.types("Misspelt")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
        assert name(chair) == NOW
        await chair.sees("1 meeting has a new version", NOW)
        assert chair.meeting_screen.news is None, "what the chair did is no news of another program"
        chair.misses(WAS)


async def test_it_is_put_right_from_the_story_and_the_meeting_follows(workspace: Path) -> None:
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("home", "H")
        await chair.sees("A.K. · ", "X put right")
        await chair.press("X")
        await retype(chair, "Berit Skov")
        await chair.press("tab", "tab", "tab", "tab")
        await chair.types("Another child")
        await chair.press("enter")
        await chair.sees("B.S. · ")
        await chair.press("escape")
        await chair.sees("Berit Skov")
        assert chair.meeting.version == 2


async def test_what_cannot_be_is_said_in_the_dialog_and_what_is_typed_stays(workspace: Path) -> None:
    """The number contains another birth date; both together are right. No number is on the screen."""
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("home", "X", "enter")
        await chair.sees("Nothing is changed yet")
        await chair.press("tab", "tab")
        await chair.types("650412-4001")
        await chair.press("tab", "tab")
        await chair.types("Wrong in the grant 650412-4001")
        await chair.press("enter")
        await chair.sees("The text contains a personal number")
        await retype(chair, "Wrong in the grant")
        await chair.press("enter")
        await chair.sees("contains another birth date than the child has")
        chair.misses("--birth-date", "650412-4001")
        assert isinstance(chair.app.screen, RectifyDialog)
        await chair.press("shift+tab", "shift+tab", "shift+tab")
        await retype(chair, "5.4.2012")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
        await chair.press("m")
        await chair.sees("Minutes, version 2 of 2")
        chair.misses("650412-4001")


async def test_an_open_meeting_says_what_to_do_instead(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("s", "X")
        await chair.sees("correct the agenda's file and take it over")
        await chair.press("H", "X")
        await chair.sees("are not approved")
        assert isinstance(chair.app.screen, StoryScreen)


def test_a_key_of_ones_own_is_no_clash_with_the_new_key(workspace: Path) -> None:
    """A config that bound `X` before the program knew it is as valid as before."""
    assert [*key_issues({"note": "X"})] == []
    assert [issue.code for issue in key_issues({"note": "X", "rectify": "X"})] == ["key_clash"]
    config = workspace / "config.toml"
    config.write_text(config.read_text("utf-8") + '\n[keys]\nnote = "X"\n', "utf-8")
    session = Session.find(workspace, language="en", clock=lambda: NINE, by="Inger Thorsen")
    assert session.config.keys == {"note": "X"}
    session.close()


async def test_then_the_new_key_gives_way(workspace: Path) -> None:
    config = workspace / "config.toml"
    config.write_text(config.read_text("utf-8") + '\n[keys]\nnote = "X"\n', "utf-8")
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("s", "X")
        await chair.sees("What was said")
