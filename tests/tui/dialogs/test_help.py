"""The help: what is focused first, and every sign."""

import pytest

from kpcommittee.locale import _
from kpcommittee.tui.dialogs.undecided import PostponeDialog
from kpcommittee.tui.screens.help import HelpScreen, signs_topic
from kpcommittee.views.caution_facts import caution_facts
from kpcommittee.views.legend import legend
from kpcommittee.wording import states
from tests.builders import Table
from tests.drivers.chair import opened


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_help_begins_with_what_is_focused(sample: Table, size: tuple[int, int]) -> None:
    case_view = sample.sees("2026-0409")
    async with opened(PostponeDialog(case_view), size=size) as chair:
        await chair.press("f1")
        text = " ".join(chair.screen_text.split())
        assert text.index(_("Begin a new line in the text.")) < text.index(_("Close and record nothing."))


async def test_help_explains_the_cautions_of_the_case(sample: Table) -> None:
    case_view = sample.sees("2026-0409")
    below = PostponeDialog(case_view)
    async with opened(below, size=(120, 60)) as chair:
        chair.app.push_screen(HelpScreen(below, caution_facts(case_view.cautions, sample.context.config)))
        await chair.press("G")
        await chair.sees("barnets lov § 5")


async def test_a_word_narrows_the_help_and_escape_shows_everything_again(sample: Table) -> None:
    """U20."""
    below = PostponeDialog(sample.sees("2026-0409"))
    async with opened(below, size=(80, 24)) as chair:
        chair.app.push_screen(HelpScreen(below, topics=[signs_topic(legend())]))
        await chair.press("slash")
        await chair.types("bekymr")
        await chair.sees("Intet i hjælpen indeholder »bekymr«")
        await chair.press("escape", "slash")
        await chair.types("udsat")
        await chair.sees("↷ udsat")
        chair.misses("░ fri")
        await chair.press("escape")
        await chair.sees("Her på skærmen")
        await chair.press("escape")
        await chair.waits_for(lambda: chair.app.screen is below, "the dialog below")


def test_the_legend_explains_every_sign_of_the_meeting() -> None:
    """U20: no sign is left to be guessed."""
    explained = {sign.sign for signs in legend() for sign in signs.signs}
    assert explained >= {*"✓~↷←×!·…★●◐○–█▓▒░", "●●●", "●●"}
    assert explained >= {symbol for symbol in states.CASE_SYMBOLS.values() if symbol.strip()}
