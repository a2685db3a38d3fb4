"""Cases of the agenda file that cannot be read, on the screen: listed, asked about, set aside or taken over."""

from pathlib import Path

import pytest

from kpcommittee.tui.dialogs.meeting_steps import OpenDialog
from kpcommittee.tui.dialogs.take import SetAsideDialog, TakeDialog
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting

SIZES = [(80, 24), (120, 40)]
AGENDA = "agenda/2026-12-02.toml"
ONLY, SPOILT = "2026-0409", "2026-0412"


def spoil(workspace: Path) -> str:
    """Leave two cases in the agenda, the first in a district that does not exist; return the right text."""
    file = workspace / AGENDA
    head, first, second, *_rest = file.read_text(encoding="utf-8").split("[[cases]]")
    right = f"{head}[[cases]]{first}[[cases]]{second}"
    file.write_text(right.replace('district = "oest"', 'district = "norht"', 1), encoding="utf-8")
    return right


async def opened(chair: MeetingChair) -> None:
    await chair.press("s")
    await chair.waits_for(lambda: isinstance(chair.app.screen, OpenDialog), "the question before the opening")
    await chair.press("enter")
    await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_that_cannot_be_read_is_in_the_list_with_what_is_wrong(
    workspace: Path, size: tuple[int, int]
) -> None:
    """C1: it fell off the table without a word on the screen."""
    spoil(workspace)
    async with chair_at(workspace, size) as chair:
        await chair.sees("Cannot be read", "! 2026-0412 · A.K.", "norht", "1 unreadable case")
        await chair.press("f2")
        await chair.waits_for(lambda: "norht" not in chair.screen_text, "the hidden message")
        assert "2026-0412" not in chair.screen_text


async def test_opening_without_it_asks(workspace: Path) -> None:
    spoil(workspace)
    async with chair_at(workspace) as chair:
        await chair.press("s")
        await chair.sees(
            "1 case cannot be read and is not on the table:", "2026-0412 · A.K. · no. 1 in the agenda file"
        )
        await chair.press("escape")
        assert chair.meeting.state == "preparing"
        await opened(chair)
        assert [entry.key for entry in chair.meeting.left_out] == [SPOILT]
        await chair.sees("d: 1 unreadable")


@pytest.mark.parametrize("size", SIZES)
async def test_closing_is_refused_until_it_is_set_aside(workspace: Path, size: tuple[int, int]) -> None:
    spoil(workspace)
    async with chair_at(workspace, size) as chair:
        await opened(chair)
        await chair.press("u")
        await chair.types("later")
        await chair.press("enter", "l")
        await chair.sees("1 case of the agenda file cannot be read: 2026-0412.")
        assert chair.meeting.state == "open"
        await chair.press("d", "enter")
        await chair.sees("Put it right in the file; then it can be taken over here.")
        await chair.press("u")
        await chair.waits_for(lambda: isinstance(chair.app.screen, SetAsideDialog), "the dialog")
        await chair.press("enter")
        await chair.sees("Write in one line why the meeting closes without it.")
        await chair.types("The school corrects it")
        await chair.press("enter")
        await chair.waits_for(lambda: not chair.meeting.left_out, "the case set aside")
        assert [event.reason for event in chair.meeting.set_aside] == ["The school corrects it"]
        await chair.press("l", "enter")
        await chair.waits_for(lambda: chair.meeting.state == "closed", "the closed meeting")


async def test_put_right_in_the_file_it_is_taken_over(workspace: Path) -> None:
    right = spoil(workspace)
    async with chair_at(workspace) as chair:
        await opened(chair)
        (workspace / AGENDA).write_text(right, encoding="utf-8")
        chair.meeting_screen.tick()
        await chair.press("d")
        await chair.waits_for(lambda: isinstance(chair.app.screen, TakeDialog), "what changed")
        # It was listed twice, and the first row still said what had been wrong.
        assert chair.screen_text.count(SPOILT) == 1
        chair.misses("cannot be read")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.item(SPOILT) is not None, "the late case")
        await chair.waits_for(lambda: not chair.meeting_screen.state.left_out, "nothing unreadable")
        chair.misses("Cannot be read")
        await chair.press("z", "enter")
        await chair.waits_for(lambda: bool(chair.meeting_screen.state.left_out), "the case taken back")
        await chair.press("down", "up")


async def test_the_last_case_brings_those_below_it_into_sight(workspace: Path) -> None:
    file = workspace / AGENDA
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('district = "oest"', 'district = "norht"', 1), encoding="utf-8")
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.waits_for(lambda: bool(chair.meeting_screen.state.left_out), "the journal")
        await chair.press("G")
        await chair.sees("no district norht")


@pytest.mark.parametrize("size", SIZES)
async def test_a_file_that_cannot_be_read_says_what_is_wrong_until_it_is_put_right(
    workspace: Path, size: tuple[int, int]
) -> None:
    """F4: a decimal comma left an empty screen with "1 error in the file", until the program was started again."""
    file = workspace / AGENDA
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("hours_per_week = 5.0", "hours_per_week = 5,0", 1), encoding="utf-8")
    async with chair_at(workspace, size) as chair:
        await chair.sees(
            "The agenda file cannot be read", "5,0 has a decimal comma", "5.0 instead", "1 error in the file"
        )
        await chair.press("f2")
        await chair.waits_for(lambda: "5,0" not in chair.screen_text, "the hidden text")
        await chair.press("f2")
        file.write_text(right.replace("hours_per_week = 5.0", "hours_per_week = 5:0", 1), encoding="utf-8")
        chair.meeting_screen.tick()
        await chair.sees("this is not TOML")
        file.write_text(right, encoding="utf-8")
        chair.meeting_screen.tick()
        await chair.sees("1 · 2026-0412 · A.K.")
        chair.misses("cannot be read")


async def test_many_late_cases_leave_in_sight_whose_the_highlighted_one_is(workspace: Path) -> None:
    """They filled the dialog, and what was said of them was under its lower edge."""
    async with chair_at(workspace, (80, 24), language="da") as chair:
        await open_meeting(chair)
        file = workspace / AGENDA
        text = file.read_text(encoding="utf-8")
        case = text.split("[[cases]]")[1]
        late = "".join(f"[[cases]]{case.replace(SPOILT, f'2027-{number:04}')}" for number in range(30))
        file.write_text(text + late, encoding="utf-8")
        await chair.press("d")
        await chair.sees("2027-0000  A.K.", "ny i filen", "13 år · Øst · 5 t/uge", "Overtag")
        await chair.press("G")
        await chair.sees("2027-0029  A.K.", "13 år · Øst · 5 t/uge", "Overtag")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.item("2027-0029") is not None, "the late case")
