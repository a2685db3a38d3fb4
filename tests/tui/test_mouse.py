"""What a second click does: it opens or changes the row, as in a mail program."""

from pathlib import Path

from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.screens.compare import CompareScreen
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting


async def clicks(chair: MeetingChair, words: str, times: int = 1) -> None:
    """Click where the words are on the screen."""
    lines = chair.screen_text.splitlines()
    row = next(place for place, line in enumerate(lines) if words in line)
    await chair.pilot.click(offset=(lines[row].index(words) + 1, row), times=times)
    await chair.pilot.pause()


async def test_a_second_click_on_a_case_decides_it(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await clicks(chair, "4 O.L.", times=2)
        await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the decision")
        await chair.sees("2026-0391")


async def test_a_second_click_before_the_opening_says_what_is_to_be_done(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await clicks(chair, "4 O.L.", times=2)
        await chair.sees("The meeting is not open yet. Open it first.")


async def test_a_second_click_on_somebody_changes_the_attendance(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("t")
        await chair.waits_for(lambda: isinstance(chair.app.screen, PresenceScreen), "the attendance")
        await clicks(chair, "Per Sand")
        chair.misses("excused")
        await clicks(chair, "Per Sand", times=2)
        await chair.sees("* Per Sand           club leader        – excused")


async def test_a_click_marks_an_option_of_the_comparison_and_a_second_one_decides(workspace: Path) -> None:
    for size in ((120, 40), (80, 60)):
        async with chair_at(workspace, size) as chair:
            await open_meeting(chair)
            await chair.press("f")
            await chair.waits_for(lambda: isinstance(chair.app.screen, CompareScreen), "the comparison")
            await clicks(chair, "Relation")
            await clicks(chair, "Klub Havn")
            screen = chair.app.screen
            assert isinstance(screen, CompareScreen)
            assert screen._at == 1
            await clicks(chair, "Klub Havn", times=2)
            await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the decision")
            await chair.sees("Klub Havn, week")
