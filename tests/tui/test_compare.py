"""The options of a case side by side: the same facts in the same order, and on to the decision."""

from pathlib import Path

import pytest

from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.screens.compare import CompareScreen
from kpcommittee.wording import figures
from kpcommittee.wording.cautions import why_none
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting

CLEAR, KNOWN_AWAY = "2026-0412", "2026-0409"
FACTS = ("Relation", "List", "Child", "District", "Capacity", "Club offer", "People", "Excluded", "Cost")


async def comparing(chair: MeetingChair, number: str = CLEAR) -> CompareScreen:
    await open_meeting(chair)
    chair.meeting_screen.choose(number)
    await chair.press("f")
    await chair.waits_for(lambda: isinstance(chair.app.screen, CompareScreen), "the comparison")
    screen = chair.app.screen
    assert isinstance(screen, CompareScreen)
    return screen


def providers(screen: CompareScreen) -> list[str]:
    return [option.provider for option in screen._shown]


async def test_candidates_are_side_by_side_with_the_facts_of_the_options(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        screen = await comparing(chair)
        assert providers(screen)[:2] == ["klub-oest", "klub-havn"]
        await chair.sees("Recommendation: ★ Klub Øst", "2nd choice: none is clear", "★ Klub Øst", "Klub Havn")
        lines = chair.screen_text.splitlines()
        places = [next(n for n, line in enumerate(lines) if line[2:].startswith(fact)) for fact in FACTS]
        assert places == sorted(places), "cost comes last"
        options = {option.provider: option for option in chair.meeting_screen.actions.case_view.options}
        for provider in providers(screen):
            share = figures.share(options[provider].after.share)
            assert f"→ {share}" in chair.screen_text
        await chair.sees("1.43 → 1.38 h/child")
        head = next(line for line in lines if "★ Klub Øst" in line and "Klub Havn" in line)
        assert head.index("Klub Øst") < head.index("Klub Havn")
        await chair.sees("over capacity", "×", "h free (needs 6.25)", "6.38 h free")


async def test_where_it_is_narrow_the_options_are_below_each_other(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        screen = await comparing(chair)
        await chair.sees("★ Klub Øst", "●●● close relation", "Cost")
        await chair.press("right")
        await chair.waits_for(lambda: screen.reader.scroll_y > 0, "the second option")
        await chair.sees("Klub Havn", "over capacity")
        await chair.press("G", "g")
        await chair.waits_for(lambda: screen.reader.scroll_y == 0, "the beginning")


async def test_the_chair_adds_and_leaves_out_up_to_five(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        screen = await comparing(chair)
        began = providers(screen)
        await chair.press("plus", "1")
        await chair.waits_for(lambda: len(providers(screen)) == len(began) + 1, "one more")
        added = providers(screen)[-1]
        await chair.press("plus", "1")
        await chair.waits_for(lambda: len(providers(screen)) == 5, "the fifth")
        await chair.press("plus")
        messages = [notification.message for notification in chair.app._notifications]
        assert "room for five" in messages[-1]
        await chair.press("left", "minus")
        await chair.waits_for(lambda: added not in providers(screen), "the one to be left out")
        assert len(providers(screen)) == 4


async def test_where_every_provider_is_shown_none_is_to_be_left_out_for_another(workspace: Path) -> None:
    """With two providers it said that there is room for five, and asked to leave one of them out."""
    async with chair_at(workspace) as chair:
        screen = await comparing(chair)
        screen._ranked = tuple(screen._shown)
        await chair.press("plus")
        assert [notice.message for notice in chair.app._notifications][-1] == "Every provider is shown."


async def test_enter_goes_on_to_the_decision_with_the_marked_provider(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await comparing(chair)
        await chair.press("right", "enter")
        await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the decision")
        await chair.sees("Klub Havn")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_case_says_what_is_recommended_or_why_nothing_is(workspace: Path, size: tuple[int, int]) -> None:
    async with chair_at(workspace, size) as chair:
        await open_meeting(chair)
        without = 0
        for item in chair.meeting.items:
            chair.meeting_screen.choose(item.number)
            recommendation = chair.meeting_screen.actions.case_view.recommendation
            without += recommendation.provider is None
            await chair.press("f")
            sentence = why_none(recommendation.why_none) or "Recommendation: ★"
            await chair.sees(item.number, sentence)
            await chair.press("escape")
            await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
        assert without


async def test_names_are_hidden_from_the_room(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await comparing(chair)
        await chair.sees("Mette Holm")
        await chair.press("f2")
        await chair.waits_for(lambda: "Mette" not in chair.screen_text, "the names to be hidden")
        chair.misses("Holm", "A.K.", CLEAR)


@pytest.mark.parametrize("lines", [3, 5])
async def test_a_provider_is_added_on_a_screen_too_low_to_draw_any(lines: int, workspace: Path) -> None:
    """On five lines or fewer nothing is drawn, so no option has a place to scroll to (S16)."""
    async with chair_at(workspace, (80, lines)) as chair:
        screen = await comparing(chair)
        before = len(providers(screen))
        await chair.press("plus", "enter")
        await chair.waits_for(lambda: len(providers(screen)) == before + 1, "one more")
        await chair.press("left", "right")
        assert isinstance(chair.app.screen, CompareScreen)
