"""The palette: what it finds, in which order, and what it names while names are hidden."""

from pathlib import Path

from kpcommittee.tui.screens.history import HistoryScreen
from tests.drivers.chair import chair_at
from tests.tui.steps import open_meeting


async def test_the_palette_finds_what_the_keys_do(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("ctrl+p")
        await chair.types("open the meet")
        await chair.sees("open the meeting  (s)")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")


async def test_the_palette_begins_with_the_meeting_not_with_how_to_get_about(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("ctrl+p")
        await chair.sees("open the meeting  (s)")
        text = chair.screen_text
        assert text.index("open the meeting  (s)") < text.index("balance  (b)")
        chair.misses("next field", "🔎")


async def test_the_palette_begins_with_what_works_now(workspace: Path) -> None:
    """In the open meeting its first line was to open the meeting, and enter was refused."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("ctrl+p")
        await chair.sees("all agree  (a)")
        chair.misses("open the meeting  (s)", "approve  (v)")


async def test_the_palette_finds_cases_by_name_and_number(workspace: Path) -> None:
    """F10: the chair goes to a case by any part of it."""
    async with chair_at(workspace) as chair:
        for typed, number in (("Freja", "2026-0377"), ("0391", "2026-0391")):
            await chair.press("ctrl+p")
            await chair.types(typed)
            await chair.sees(number)
            await chair.press("enter")
            await chair.waits_for(lambda number=number: chair.meeting_screen.state.chosen == number, "the case")  # type: ignore[misc]


async def test_the_palette_takes_no_bracket_of_a_name_for_markup(workspace: Path) -> None:
    """Søren [Bo] lost his brackets with what is in them, and `[/b]` in a name closed the palette."""
    path = workspace / "agenda" / "2026-12-02.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Amina Karlsen", "Amina [/b] Karlsen"), encoding="utf-8")
    async with chair_at(workspace) as chair:
        await chair.press("ctrl+p")
        await chair.types("Søren")
        await chair.sees("Søren [Bo] Østergård-Åkjær")
        await chair.press(*["backspace"] * 5)
        await chair.types("Amina")
        await chair.sees("Amina [/b] Karlsen")


async def test_the_palette_looks_for_past_decisions_of_whoever_delivers(workspace: Path) -> None:
    """F10: a provider, a member of staff and any words lead to the past decisions."""
    async with chair_at(workspace) as chair:
        for typed, query in (("Mette Holm", "person:mette-h"), ("Vindrosen", "klub:vindrosen"), ("xyzzy", "xyzzy")):
            await chair.press("ctrl+p")
            await chair.types(typed)
            await chair.press("enter")
            await chair.waits_for(lambda: isinstance(chair.app.screen, HistoryScreen), "past decisions")
            screen = chair.app.screen
            assert isinstance(screen, HistoryScreen)
            await chair.waits_for(lambda screen=screen, query=query: screen.query_line.value == query, query)  # type: ignore[misc]
            await chair.press("escape", "escape")
            await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")


async def test_the_palette_names_nobody_while_names_are_hidden(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("f2", "ctrl+p")
        await chair.types("Mette")
        await chair.sees("past decisions with")
        chair.misses("Mette Holm")
        await chair.press(*["backspace"] * 5)
        await chair.types("case 3:")
        await chair.sees("case 3:")
        chair.misses("Freja")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting_screen.state.chosen == "2026-0377", "the case")
