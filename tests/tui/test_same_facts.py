"""Panel, dialog and comparison lay out the same facts of an option, and none words them again."""

from pathlib import Path

from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.screens.compare import CompareScreen
from kpcommittee.views.facts import phrase_text
from kpcommittee.views.option_facts import facts_of
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting

CASES = ("2026-0412", "2026-0409", "2026-0377")
"""A clear one, a known adult on leave, and a known club without room."""


async def shows_in(chair: MeetingChair, key: str, kind: type, number: str) -> list[str]:
    """Open a screen by its key, and return the lines of it without padding."""
    chair.meeting_screen.choose(number)
    await chair.press(key)
    await chair.waits_for(lambda: isinstance(chair.app.screen, kind), kind.__name__)
    lines = [" ".join(line.split()) for line in chair.screen_text.splitlines()]
    await chair.press("escape")
    await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
    return lines


async def test_an_option_is_told_alike_everywhere(workspace: Path) -> None:
    async with chair_at(workspace, (200, 60)) as chair:
        await open_meeting(chair)
        for number in CASES:
            dialog = await shows_in(chair, "enter", DecideDialog, number)
            comparison = await shows_in(chair, "f", CompareScreen, number)
            state = chair.meeting_screen.state
            view = state.case_view
            assert view is not None
            for option in view.options:
                if not option.considered:
                    continue
                facts = facts_of(view, state.config, state.law, option)
                panel = chair.meeting_screen.options.plain
                assert [
                    phrase_shown for phrase in facts.brief if (phrase_shown := phrase_text(phrase)) not in panel
                ] == []
                row = next(line for line in dialog if option.name in line)
                apart = (facts.relation, facts.wish, facts.cost)
                for text in (facts.status.text, facts.change, *(phrase_text(fact.brief) for fact in apart)):
                    assert text in row, (number, option.name)
                for text in (facts.status.text, facts.change, facts.left, phrase_text(facts.cost.brief)):
                    assert any(text in line for line in comparison), (number, option.name)
