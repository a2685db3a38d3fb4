"""A panel with more lines than there is room for: the bar beside them, by keyboard and by mouse."""

from pathlib import Path

import pytest
from textual.content import Content
from textual.geometry import Offset
from textual.strip import Strip

from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.widgets.text import labelled
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting

LONG, SHORT = "2026-0377", "2026-0412"
WRAPPED = ("06.01.2027 · mangler:", "undersøgelse", "fra myndigheden")


def bar(chair: MeetingChair, panel: Panel) -> list[int]:
    """The lines of the panel that the bar is beside."""
    column = panel.region.right - panel.styles.gutter.right - 1
    ground = panel.app.theme_variables["scrollbar"].casefold()
    rows = []
    for y in range(panel.size.height):
        style = chair.app.screen.get_style_at(column, panel.region.y + panel.gutter.top + y)
        if ground in [colour.name for colour in (style.color, style.bgcolor) if colour is not None]:
            rows.append(y)
    return rows


@pytest.mark.parametrize("columns", [108, 120])
async def test_no_label_of_a_card_is_cut(workspace: Path, columns: int) -> None:
    """In a card of less than 44 columns it read `Barnets sy`."""
    async with chair_at(workspace, (columns, 36), language="da") as chair:
        await chair.sees("Barnets syn  20.11.2026")


def test_a_label_that_is_longer_than_its_column_has_a_line_of_its_own() -> None:
    """A case that came back read `Tilbage til  06.01.2027` in any terminal, as if it were a day to come."""
    values = [Content("06.01.2027 · mangler: undersøgelse"), Content("fra myndigheden")]
    lines = [line.plain.rstrip() for line in labelled("Tilbage til myndighed", values, 36, 13)]
    assert lines == ["Tilbage til myndighed", *(" " * 13 + text for text in WRAPPED)]
    assert [line.plain.rstrip() for line in labelled("Opmærksomhed", values[1:], 36, 13)] == [
        "Opmærksomhed fra myndigheden"
    ]
    assert labelled("Tilbage til myndighed", [], 36, 13) == []


async def test_the_bar_follows_the_lines(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("j", "j")
        await chair.sees("3 · 2026-0377")
        card = chair.meeting_screen.card
        above = bar(chair, card)
        assert above[0] == 0
        assert 1 < len(above) < card.size.height
        card.focus()
        await chair.press("G")
        await chair.waits_for(lambda: card.size.height - 1 in bar(chair, card), "the bar at the end")
        assert abs(len(bar(chair, card)) - len(above)) <= 1, "an end of the bar may take half a line"
        await chair.press("home")
        await chair.waits_for(lambda: bar(chair, card) == above, "the bar where it was")


async def test_where_everything_is_in_sight_there_is_no_bar_and_nothing_scrolls(workspace: Path) -> None:
    async with chair_at(workspace, (200, 60)) as chair:
        card = chair.meeting_screen.card
        assert bar(chair, card) == []
        card.focus()
        await chair.press("G")
        assert card.scroll_offset.y == 0


async def test_another_case_is_shown_from_its_first_line(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        card = chair.meeting_screen.card
        card.focus()
        await chair.press("G")
        await chair.waits_for(lambda: card.scroll_offset.y == card.max_scroll_y > 0, "the last line")
        chair.meeting_screen.cases.focus()
        await chair.press("j")
        assert card.scroll_offset.y == 0
        assert bar(chair, card)[:1] == [0]


async def test_the_bar_is_pulled_with_the_mouse_and_chooses_nothing(workspace: Path) -> None:
    async with chair_at(workspace, (120, 12)) as chair:
        cases = chair.meeting_screen.cases
        chosen = chair.meeting_screen.state.chosen
        top, bottom = Offset(0, 0), Offset(0, cases.size.height - 1)
        await chair.pilot.mouse_down(cases.vertical_scrollbar, offset=top)
        await chair.pilot.hover(cases.vertical_scrollbar, offset=bottom)
        await chair.pilot.mouse_up(cases.vertical_scrollbar, offset=bottom)
        await chair.waits_for(lambda: cases.scroll_offset.y == cases.max_scroll_y > 0, "the last lines")
        await chair.pilot.click(cases.vertical_scrollbar, offset=top)
        await chair.waits_for(lambda: cases.scroll_offset.y < cases.max_scroll_y, "the lines before")
        assert chair.meeting_screen.state.chosen == chosen


async def test_a_lower_terminal_brings_the_bar_only_where_lines_are_left_out(workspace: Path) -> None:
    async with chair_at(workspace, (120, 60)) as chair:
        await chair.pilot.resize_terminal(120, 40)
        cases, card = chair.meeting_screen.cases, chair.meeting_screen.card
        await chair.waits_for(lambda: card.size.height < 40, "the lower terminal")
        assert bar(chair, cases) == []
        assert cases.max_scroll_y == 0
        await chair.pilot.resize_terminal(120, 14)
        await chair.waits_for(lambda: bar(chair, cases) != [], "the bar")
        await chair.pilot.resize_terminal(120, 60)
        await chair.waits_for(lambda: bar(chair, cases) == [] == bar(chair, card), "no bar")


async def test_a_panel_in_which_nothing_changes_is_not_drawn_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That all agree is on the seats: 1,800 bytes for the terminal instead of 28,000."""
    drawn: list[str | None] = []
    draw = Panel.render_line

    def noted(panel: Panel, y: int) -> Strip:
        drawn.append(panel.id)
        return draw(panel, y)

    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("b", "b")
        await chair.waits_for(lambda: not chair.app._notifications, "no notice over the panels")
        monkeypatch.setattr(Panel, "render_line", noted)
        await chair.press("a")
        await chair.waits_for(lambda: chair.meeting_screen.state.agreed != frozenset(), "all agree")
        await chair.pilot.pause(0.1)
        assert drawn == []
        await chair.press("down")
        await chair.waits_for(lambda: "card" in drawn, "another case")


async def test_the_chosen_case_is_in_sight_in_a_narrowed_list_and_when_all_are_back(workspace: Path) -> None:
    """The list began again at its first line, so that nothing showed where the chair was."""
    async with chair_at(workspace, (80, 14)) as chair:
        await chair.press("end")
        await chair.sees("14 M.S.")
        await chair.press("slash")
        await chair.types("2026-0")
        await chair.sees("14 M.S.")
        await chair.press("escape")
        await chair.sees("14 M.S.", "13 L.S.")
        assert chair.meeting_screen.cases.has_focus
