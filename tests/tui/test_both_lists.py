"""Problems on both lists: what each offers is side by side, and only what is marked and seen is taken."""

from pathlib import Path

import pytest

from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.screens.compare import CompareScreen
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting

BOTH = "2026-0398"
CLUBS, SPECIALISTS = ("klub-vest", "klub-engen"), ("familiehuset", "fokus", "vindrosen", "traedesten")


async def at_the_case(chair: MeetingChair) -> None:
    await open_meeting(chair)
    chair.meeting_screen.choose(BOTH)


async def comparing(chair: MeetingChair) -> CompareScreen:
    await chair.press("f")
    await chair.waits_for(lambda: isinstance(chair.app.screen, CompareScreen), "the comparison")
    screen = chair.app.screen
    assert isinstance(screen, CompareScreen)
    return screen


async def test_the_panel_says_what_each_list_offers(workspace: Path) -> None:
    """C3: the panel was empty, "and 10 others"."""
    async with chair_at(workspace, (200, 60)) as chair:
        await at_the_case(chair)
        lines = chair.meeting_screen.options.plain.splitlines()
        heads = [line for line in lines if line.startswith(("Club list", "Specialist list"))]
        assert heads == ["Club list: Leisure interests", "Specialist list: Acting-out behaviour"]
        club, specialist = (lines.index(head) for head in heads)
        assert club < lines.index("  Klub Vest") < specialist < lines.index("  Familiehuset")
        assert not any("★" in line for line in lines)


async def test_the_comparison_begins_with_both_lists_and_marks_nothing(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await at_the_case(chair)
        screen = await comparing(chair)
        shown = [option.provider for option in screen._shown]
        assert shown == ["klub-vest", "klub-engen", "familiehuset", "fokus", "vindrosen"]
        await chair.press("enter")
        assert chair.app.screen is screen
        assert "Mark an option" in [notification.message for notification in chair.app._notifications][-1]
        await chair.press("left", "enter")
        await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the decision")
        await chair.sees("Vindrosen", "18 → 28 h")


async def test_in_a_small_terminal_enter_shows_the_marked_option_before_it_is_taken(workspace: Path) -> None:
    """U9: `enter` took one that was not in sight."""
    async with chair_at(workspace, (80, 24)) as chair:
        await at_the_case(chair)
        screen = await comparing(chair)
        await chair.press("right", "G")
        await chair.waits_for(lambda: screen.reader.scroll_y > 20, "the end")
        chair.misses("Klub Vest  club list")
        await chair.press("enter")
        await chair.waits_for(lambda: screen.reader.scroll_y == 0, "the marked option")
        assert chair.app.screen is screen
        await chair.press("enter")
        await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the decision")
        await chair.sees("Klub Vest, week 31/2027")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_decision_lists_them_under_their_lists_with_none_chosen(
    workspace: Path, size: tuple[int, int]
) -> None:
    async with chair_at(workspace, size) as chair:
        await at_the_case(chair)
        await chair.press("enter")
        await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the decision")
        await chair.sees("Club list: ", "Specialist list: ", "No provider is chosen yet.")
        dialog = chair.app.screen
        assert isinstance(dialog, DecideDialog)
        assert dialog.providers.chosen is None
        offered = [facts.option.provider for _place, facts in dialog.providers._offered]
        assert offered[:6] == [*CLUBS, *SPECIALISTS]
        await chair.press("down")
        await chair.sees("Klub Vest, week 31/2027")
        await chair.press("down", "down")
        await chair.sees("Familiehuset, week 49")
        await chair.press("up")
        await chair.sees("Klub Engen, week 49")
