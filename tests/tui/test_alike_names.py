"""Thirty clubs whose long names begin alike are told apart, and their list leaves no gap."""

from pathlib import Path

import pytest

from kpcommittee.tui.capacity.screen import CapacityScreen
from kpcommittee.tui.decide.pickers import ProviderList, StaffList
from kpcommittee.tui.widgets.names import shorten
from kpcommittee.tui.widgets.pick import Pick
from tests.drivers.chair import MeetingChair, chair_at
from tests.sample import sample_workspace

CLUB = """
[[providers]]
id = "klub-{n}"
kind = "club"
name = "Fritids- og ungdomsklubben Nr. {n}"
district = "oest"
leader = "Leder {n}"
enrolled = 100
pedagogue_hours = 200.0
contact_share = 0.15
"""
HOW_MANY = 30


@pytest.fixture
def clubs(tmp_path: Path) -> Path:
    """The sample with thirty more clubs in the first child's district."""
    folder = sample_workspace(tmp_path / "ws")
    config = folder / "config.toml"
    config.write_text(config.read_text("utf-8") + "".join(CLUB.format(n=n) for n in range(HOW_MANY)), "utf-8")
    return folder


def ends_seen(chair: MeetingChair) -> int:
    """How many of the new clubs can be told apart on the screen."""
    return sum(f"Nr. {n} " in chair.screen_text for n in range(HOW_MANY))


def is_bold(people: StaffList, row: int) -> bool:
    """Whether the name in a row is bold."""
    return any(segment.style and segment.style.bold for segment in people.render_line(row) if segment.text.strip())


def test_names_that_begin_alike_are_cut_in_their_middle() -> None:
    alike = ["Fritidsklubben Solsikken", "Fritidsklubben Månen", "Familiehuset", "Vindrosen Ungekontakt I/S"]
    shortened = shorten(alike, [16] * 4)
    assert shortened == ["Friti…Solsikken", "Friti…bben Månen", "Familiehuset", "Vindrosen Ungek…"]
    assert shorten(alike, [30] * 4) == alike
    assert shorten(["張偉山田太郎", "張偉山田太朗"], [8, 8]) == ["張…太郎", "張…太朗"]
    assert shorten(["Klub A", "Klub B"], [1, 0]) == ["…", ""]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_a_decision_tells_them_apart_and_has_no_gap(clubs: Path, size: tuple[int, int]) -> None:
    """All were `Fritids- og ung…`; and under the fields was the room of the rows that had to be scrolled to."""
    async with chair_at(clubs, size, language="da") as chair:
        await chair.press("s", "enter")
        await chair.sees("Beslutning · 1")
        screen = chair.app.screen
        assert ends_seen(chair) >= 4
        last, below = screen.query_one("#second", Pick).region, screen.query_one("#below").region
        assert below.y - last.bottom == 1, chair.screen_text


async def test_a_name_goes_on_where_nobody_is_known(clubs: Path) -> None:
    """It was cut beside the empty column of the adults whom the child knows."""
    async with chair_at(clubs, (120, 40), language="da") as chair:
        await chair.press("s", "enter", "end")
        await chair.sees("Vindrosen Ungekontakt I/S", "Trædesten Lindebæk ApS")


async def test_a_name_keeps_its_distance_where_nothing_needs_the_room(workspace: Path) -> None:
    """It stood at the adult whom the child knows, with free cells behind the remarks."""
    async with chair_at(workspace, (150, 40), language="da") as chair:
        await chair.press("s", "enter")
        await chair.sees("Klub Øst             ●●● Mette Holm", "ingen har 6,25 t fri (højst 6) · andet distrikt")


async def test_who_is_chosen_is_told_without_colours(clubs: Path) -> None:
    """In a terminal of 16 colours the ground of the chosen row was that of all rows."""
    async with chair_at(clubs, (80, 24), language="da") as chair:
        await chair.press("s", "enter", "s")
        people = chair.app.screen.query_one(StaffList)
        assert not people.has_focus
        first, second = (is_bold(people, y) for y in (0, 1))
        assert first
        assert not second


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_capacity_tells_them_apart_and_cuts_no_figure(clubs: Path, size: tuple[int, int]) -> None:
    """The scrollbar covered the last cells: `68 → 86…`."""
    async with chair_at(clubs, size, language="da") as chair:
        await chair.press("s", "p")
        await chair.waits_for(lambda: isinstance(chair.app.screen, CapacityScreen), "the capacity")
        await chair.sees("68 → 86 %", "0 → 17 %")
        assert ends_seen(chair) >= 4


async def test_comparison_and_balance_tell_them_apart(clubs: Path) -> None:
    async with chair_at(clubs, (120, 40), language="da") as chair:
        await chair.press("s", "b")
        chair.meeting_screen.balance.focus()
        await chair.press("end")
        await chair.waits_for(lambda: ends_seen(chair) >= 3, "the names of the balance")
        await chair.press("f")
        await chair.sees("Muligheder for")
        assert ends_seen(chair) >= 2


async def test_the_list_stays_where_it_is_while_the_chair_goes_through_it(clubs: Path) -> None:
    """The dialog was in the middle, so that each provider with more people or questions moved the list."""
    async with chair_at(clubs, (120, 40), language="da") as chair:
        await chair.press("s", "enter")
        await chair.sees("Beslutning · 1")
        providers = chair.app.screen.query_one(ProviderList)
        rows = set()
        for _ in range(4):
            rows.add(providers.region.y)
            await chair.press("down")
        assert rows == {1}
