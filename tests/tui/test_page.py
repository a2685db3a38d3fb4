"""The page that minutes, help and changes are read on: one widget, whatever the length of the text."""

from pathlib import Path

import pytest
from textual.geometry import Offset

from kpcommittee.tui.screens.help import HelpScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.widgets import markdown
from kpcommittee.tui.widgets.markdown import Section, sections_of
from kpcommittee.tui.widgets.page import Page
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting


async def opened(chair: MeetingChair) -> Page:
    """The page of the help, drawn."""
    await chair.press("question_mark")
    await chair.waits_for(lambda: isinstance(chair.app.screen, HelpScreen), "the help")
    page = chair.app.screen.query_one(Page)
    await chair.waits_for(lambda: page.show_vertical_scrollbar and bool(page._strips), "the drawn page")
    return page


async def test_what_is_never_scrolled_to_is_never_drawn(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        page = await opened(chair)
        assert page.virtual_size.height > 2 * page.size.height
        assert len(page._strips) <= page.size.height
        await chair.press("G")
        await chair.waits_for(lambda: page.max_scroll_y == page.scroll_offset.y, "the end")
        await chair.waits_for(lambda: len(page._lines) - 1 in page._strips, "the last line")


async def test_no_line_touches_the_scrollbar(workspace: Path) -> None:
    """A line that reaches the last columns is wrapped: the bar takes one of them, and the other is empty."""
    async with chair_at(workspace, (80, 24)) as chair:
        page = await opened(chair)
        beside = page.scrollable_content_region.width
        assert page.content_size.width == beside + page.styles.scrollbar_size_vertical
        assert max(line.cell_length for line in page._lines) < beside


async def test_what_the_mouse_selects_is_the_text_under_it(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        page = await opened(chair)
        x, y = page.content_offset
        shown = page.plain.split("\n")
        await chair.pilot.mouse_down(page, offset=Offset(x, y))
        await chair.pilot.hover(page, offset=Offset(x + 4, y + 1))
        await chair.pilot.mouse_up(page, offset=Offset(x + 4, y + 1))
        selected = chair.app.screen.get_selected_text()
        assert selected is not None
        first, second = selected.split("\n")
        assert first == shown[0]
        assert second == shown[1][: len(second)]
        assert len(second) in (4, 5)


async def open_minutes(chair: MeetingChair) -> None:
    """Open the meeting, and the minutes of it."""
    await open_meeting(chair)
    await chair.press("m")
    await chair.waits_for(lambda: isinstance(chair.app.screen, MinutesScreen), "the minutes")


async def test_the_item_that_is_read_stays_at_the_top_at_another_width(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_minutes(chair)
        page = chair.app.screen.query_one(Page)

        def at_the_top(words: str) -> bool:
            top = int(page.scroll_offset.y)
            return page._lines[top].plain.startswith(words)

        await chair.press("n", "n", "n")
        await chair.waits_for(lambda: at_the_top("Punkt 3"), "the third item")
        for width in (60, 200, 80):
            await chair.pilot.resize_terminal(width, 24)
            await chair.waits_for(lambda: at_the_top("Punkt 3"), "the third item still")
            assert page.content_size.width <= width


def blocks(sections: tuple[Section, ...]) -> list[tuple[markdown.Block, ...]]:
    """What the sections hold."""
    return [section.blocks for section in sections]


async def test_the_minutes_read_in_parts_are_those_read_as_a_whole(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_minutes(chair)
        shown = chair.app.screen.query_one(Page).sections
        assert isinstance(chair.app.screen, MinutesScreen)
        whole = markdown._sections_of.__wrapped__(chair.app.screen._shown)
        assert len(shown) > 10
        assert blocks(shown) == blocks(whole)
        again = sections_of(chair.app.screen._shown.replace("13", "14"))
        assert any(before is after for before, after in zip(shown, again, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nb\n\n```\nc\n# D\n```\n\n# E\n",
        "# A\n\n<div>\n# B\n</div>\n\n# C\n",
        "# A\n\n<!-- b\n# C\n-->\n\n# D\n",
        "# A\n\nsee [b]\n\n# C\n\n[b]: https://example.org\n",
        "- a\n  - b\n# C\n1. d\n## E\nf\n",
        "# A\n\n| b | c |\n|---|---|\n| d | e |\n# F\n<!-- kp -->\n",
        "text before\n# A\n\n####### no heading\n#nor this\n",
    ],
)
def test_what_looks_like_a_heading_cuts_no_text_in_two(text: str) -> None:
    assert blocks(sections_of(text)) == blocks(markdown._sections_of.__wrapped__(text))
