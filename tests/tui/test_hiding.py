"""What the room must not read: on the meeting screen, in dialogs, in the minutes and in messages."""

from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from kpcommittee.tui.privacy import PrivacyFilter
from tests.drivers.chair import chair_at

CASE, NUMBER = "2026-0412", "720613-4008"
NAMES = ("Amina", "Karlsen", "A.K.", "Mette", "Holm", "Lone", "Bech", "Per Sand", CASE)


def drawn(privacy_filter: PrivacyFilter, *texts: str) -> str:
    """The line the texts make, a segment each."""
    black = Color(0, 0, 0)
    return "".join(segment.text for segment in privacy_filter.apply([Segment(text) for text in texts], black))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cpr 720613-4008.", "cpr •••••••••••."),
        ("7206134008", "••••••••••"),
        ("on 2026-12-02, tel. 20 12 30 40, 1234-5678", "on 2026-12-02, tel. 20 12 30 40, 1234-5678"),
        ("sha 17206134008", "sha 17206134008"),
    ],
)
def test_personal_numbers_are_never_drawn(text: str, shown: str) -> None:
    assert drawn(PrivacyFilter(), text) == shown


def test_one_number_is_revealed_and_no_other() -> None:
    assert drawn(PrivacyFilter(shown=NUMBER), f"{NUMBER} 740608-5113") == f"{NUMBER} •••••••••••"
    assert drawn(PrivacyFilter(shown=NUMBER, hides=True), NUMBER) == "•" * 11


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amina Karlsens mor", "••••• •••••••• mor"),
        ("A.K., 13 years", "••••, •• years"),
        ("13 år · Fyldte 18 år", "•• år · Fyldte •• år"),
        ("case 2025-0001 from 2026-12-02", "case ••••••••• from 2026-12-02"),
        ("Ami… and so on …", "•••• and so on …"),
        ("Klub Øst, u. 3: 68 %", "Klub Øst, u. 3: 68 %"),
        ("said by Fatima Hassan", "said by •••••• ••••••"),
        ("Record the decision   Cancel", "Record the decision   Cancel"),
    ],
)
def test_hidden_names_are_masked_as_wide_as_they_are(text: str, shown: str) -> None:
    privacy_filter = PrivacyFilter(hides=True, names={"Amina", "Karlsen"}, numbers={CASE}, known={"Klub", "Øst"})
    assert drawn(privacy_filter, text) == shown
    assert len(shown) == len(text)


def test_a_name_is_masked_across_two_styles() -> None:
    assert drawn(PrivacyFilter(hides=True, names={"Karlsen"}), "Kar", "lsen er") == "••••••• er"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_names_and_numbers_are_hidden_on_every_screen_and_shown_again(
    workspace: Path, size: tuple[int, int]
) -> None:
    async with chair_at(workspace, size) as chair:
        await chair.press("s", "f2")
        for key in ("", "enter", "u", "n", "i", "1", "t", "o", "m", "h", "question_mark"):
            await chair.press(*([key] if key else []))
            await chair.waits_for(lambda key=key: (chair.app.screen is chair.meeting_screen) != bool(key), "the screen")  # type: ignore[misc]
            chair.misses(*NAMES)
            await chair.press(*(["escape"] if key else []))
        await chair.press("enter", "f2")
        await chair.sees("A.K., 13 years", CASE)
        await chair.press("f2")
        chair.misses(*NAMES)


async def test_the_personal_number_is_shown_for_one_case_until_it_is_left(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        number = chair.meeting_screen.state.rows[0].case.child.cpr or ""
        assert number
        await chair.sees("CPR ••••••-••••")
        chair.misses(number)
        await chair.press("f3")
        await chair.sees(f"CPR {number}")
        await chair.press("j")
        await chair.sees("CPR ••••••-••••")
        await chair.press("k")
        await chair.sees("1 · 2026-0412", "CPR ••••••-••••")
        chair.misses(number)
        await chair.press("f3", "f2")
        chair.misses(number)


async def test_a_number_that_is_typed_stays_out_of_messages_titles_and_minutes(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        number = chair.meeting_screen.state.rows[0].case.child.cpr or ""
        assert number
        await chair.press("s", "f3", "a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CASE) == "placed", "the placement")
        said = [f"{one.title} {one.message}" for one in chair.app._notifications]
        titles = [str(panel.border_title) + str(panel.border_subtitle) for panel in chair.meeting_screen.query("Panel")]
        assert number not in " ".join([*said, *titles, chair.app.title, chair.app.sub_title])
        await chair.press("m")
        await chair.waits_for(lambda: chair.app.screen is not chair.meeting_screen, "the minutes")
        assert number not in chair.app.screen._shown  # type: ignore[attr-defined]
