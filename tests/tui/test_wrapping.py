"""Where the lines of the screens break."""

import re
from pathlib import Path

import pytest
from rich import _wrap
from textual.content import Content

from kpcommittee.tui.screens.help import HelpScreen, Topic
from kpcommittee.tui.widgets.markdown import Prose
from kpcommittee.tui.wrapping import keep_together
from tests.drivers.chair import chair_at

LAW = "Efter 18 gælder ungestøtten i barnets lov §§ 113–121, jf. § 32 stk. 1 nr. 3, i u. 3 kl. 9.30 med 85 % fremmøde."


@pytest.mark.parametrize("width", range(20, 60))
def test_no_line_ends_behind_a_paragraph_sign_or_before_what_a_figure_belongs_to(width: int) -> None:
    keep_together()
    lines = [line.plain.rstrip() for line in Content(LAW).wrap(width)]
    assert " ".join(lines) == LAW
    assert [line for line in lines if line.endswith(("§", "stk.", "nr.", "u.", "kl.", "85"))] == []


CHILDREN = "Punkt 4 handler om A.K., 13 år, og M.F., 9 år, som har ventet i 20 dage, siden de blev 12 år gamle."


@pytest.mark.parametrize("width", range(20, 60))
def test_initials_stay_with_the_age(width: int) -> None:
    """Beside long names a column of the minutes was so narrow that it had `12` and `år` on two lines."""
    keep_together()
    lines = [line.plain.rstrip() for line in Content(CHILDREN).wrap(width)]
    assert " ".join(lines) == CHILDREN
    assert [line for line in lines if re.search(r"(?:\.,|\d)$", line) and not line.endswith("20")] == []


@pytest.mark.parametrize("width", [48, 55, 56, 60])
async def test_the_help_ends_no_line_behind_a_paragraph_sign(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """A line ended with `§§`, and the next one began with `113–121`."""
    monkeypatch.setattr(_wrap, "re_word", re.compile(r"\s*\S+\s*"))
    async with chair_at(workspace, (width, 24)) as chair:
        paragraphs = [Prose(Content(f"{'x' * cells} {LAW}")) for cells in range(1, 12)]
        chair.app.push_screen(HelpScreen(chair.app.screen, topics=[Topic("Law", texts=tuple(paragraphs))]))
        await chair.press("slash")
        await chair.types("ungest")
        await chair.press("enter")
        await chair.sees("113–121")
        assert not re.search(r"§\W*$", chair.screen_text, re.MULTILINE), chair.screen_text
