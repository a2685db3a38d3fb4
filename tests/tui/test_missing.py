"""The list before the meeting: what comes next in preparation, and closed by its own key."""

from pathlib import Path

import pytest

from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.screens.missing import MissingScreen
from kpcommittee.tui.widgets.page import Page
from tests.drivers.chair import chair_at
from tests.tui.steps import open_meeting

SIZES = [(80, 24), (120, 40)]
AGENDA = "agenda/2026-12-02.toml"


@pytest.mark.parametrize("size", SIZES)
async def test_before_the_opening_the_list_comes_next(workspace: Path, size: tuple[int, int]) -> None:
    """C4: nothing before the meeting told what is missing, and whom to ask."""
    async with chair_at(workspace, size) as chair:
        await chair.sees("? help", "M missing")
        assert chair.screen_text.splitlines()[-1].index("M missing") < chair.screen_text.splitlines()[-1].index(
            "s open"
        )
        await chair.press("M")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MissingScreen), "the list")
        await chair.sees("2026-0398 · J.P., 16 years", "Holder of custody", "ask Rikke Juul (authority)")
        await chair.sees("ask the holder of custody, through Malene")
        await chair.press("M")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MeetingScreen), "the meeting")


@pytest.mark.parametrize("size", SIZES)
async def test_the_documentation_of_every_case_is_listed(workspace: Path, size: tuple[int, int]) -> None:
    """Document 004, lines 29-31: assessment and plan are there, and the meeting judges the goals."""
    async with chair_at(workspace, size) as chair:
        await chair.press("M")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MissingScreen), "the list")
        shown = " ".join(chair.app.screen.query_one(Page).plain.replace("·", " ").split())
        assert "Documentation before the meeting" in shown
        assert "004:" not in shown, "a line of a source document says nothing to who reads it (U15)"
        assert "2026-0412 A.K., 13 years ✓ examination 30/10/2026 … child's plan expected ✓ 2 goals" in shown
        assert "… child's plan expected 16/02/2027" in shown
        assert "× plan not stated" in shown or "× no plan stated" in shown
        await chair.press("G")
        await chair.sees("Whether the goals are realistic is for the meeting to judge.")


@pytest.mark.parametrize("size", [(80, 24), (60, 24), (40, 24)])
async def test_no_word_of_whom_to_ask_is_cut(workspace: Path, size: tuple[int, int]) -> None:
    """At 60 columns words were broken in the middle, and at 40 nobody was named at all."""
    async with chair_at(workspace, size, language="da") as chair:
        await chair.press("M")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MissingScreen), "the list")
        page = chair.app.screen.query_one(Page)
        assert max(len(line) for line in page.plain.split("\n")) < page.scrollable_content_region.width
        shown = " ".join(page.plain.split())
        assert "Barnets syn spørg Rikke Juul (myndighed) Undersøgelse spørg Rikke Juul" in shown
        assert "Samtykke spørg forældremyndighedens indehaver, gennem Malene Kjærsgård" in shown


async def test_what_cannot_be_read_is_listed_above_it(workspace: Path) -> None:
    file = workspace / AGENDA
    file.write_text(file.read_text("utf-8").replace('district = "oest"', 'district = "norht"', 1), "utf-8")
    async with chair_at(workspace) as chair:
        await chair.press("M")
        await chair.sees("Cases that cannot be read", "2026-0412 · A.K. · no. 1 in the agenda file", "norht")
        await chair.press("f2")
        await chair.waits_for(lambda: "norht" not in chair.screen_text, "the hidden text")
        chair.misses("2026-0412", "J.P.", "Rikke", "norht")


async def test_once_the_meeting_is_open_the_key_is_not_urged_and_still_works(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.waits_for(lambda: "M missing" not in chair.screen_text, "another key line")
        await chair.press("M")
        await chair.sees("Missing before the meeting")
