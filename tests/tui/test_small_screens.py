"""A terminal of 80 × 24: what a decision rests on is not cut, and is reached from the cases."""

import re
from pathlib import Path

import pytest
from textual.command import Command, CommandList

from kpcommittee.tui.painting import Commands
from kpcommittee.tui.screens.budget import BudgetScreen
from tests.drivers.chair import MeetingChair, chair_at
from tests.tui.steps import open_meeting

SMALL = (80, 24)
WITHOUT = ("2026-0398", "2026-0377")
"""Cases for which nothing is recommended."""


async def opened(chair: MeetingChair, number: str) -> None:
    await open_meeting(chair)
    chair.meeting_screen.choose(number)
    await chair.pilot.pause()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("number", WITHOUT)
async def test_why_nothing_is_recommended_is_read_in_full(workspace: Path, number: str, language: str) -> None:
    """U16: the reason was cut, as "Ingen indstilling: problemerne står på begge list…"."""
    async with chair_at(workspace, SMALL, language=language) as chair:
        await opened(chair, number)
        line = chair.screen_text.splitlines()[1]
        assert "…" not in line
        assert ("Ingen indstilling: " if language == "da" else "No recommendation: ") in line
        assert line.rstrip().endswith("."), "in few words as in many it is a sentence"


async def test_every_leader_of_a_district_is_named_above_its_cases(workspace: Path) -> None:
    """U16: the club leader was cut."""
    async with chair_at(workspace, SMALL) as chair:
        headings = [line for line in chair.meeting_screen.cases.plain.splitlines() if not line[:5].strip().isdigit()]
        assert headings == ["Øst  LB, MS, PS, SK", "Vest  PD, HN, MK", "Nord  BN, AF, CR"]
        await chair.sees("14 M.S.")
        await chair.pilot.resize_terminal(120, 40)
        await chair.sees("Øst  Lone B., Merete S.,", "Per S., Susanne K.")
        await chair.pilot.resize_terminal(80, 24)
        await chair.sees("Øst  LB, MS, PS, SK")


async def test_space_reads_on_in_the_card_and_begins_again_after_its_end(workspace: Path) -> None:
    async with chair_at(workspace, SMALL) as chair:
        await opened(chair, "2026-0398")
        card, cases = chair.meeting_screen.card, chair.meeting_screen.cases
        await chair.sees("space: read on")
        chair.misses("The problems are on both lists")
        pages = 0
        while card.scroll_offset.y < card.max_scroll_y:
            await chair.press("space")
            pages += 1
            assert cases.has_focus
            assert pages < 5
        await chair.sees("The problems are on both lists")
        await chair.press("space")
        assert card.scroll_offset.y == 0


async def test_space_reads_on_in_the_panel_that_is_in_the_cards_place(workspace: Path) -> None:
    async with chair_at(workspace, SMALL) as chair:
        await opened(chair, "2026-0398")
        options = chair.meeting_screen.options
        await chair.press("tab", "tab")
        await chair.waits_for(lambda: options.has_focus, "the options")
        chair.meeting_screen.cases.focus()
        await chair.press("space")
        assert options.scroll_offset.y > 0
        assert chair.meeting_screen.card.scroll_offset.y == 0


@pytest.mark.parametrize("key", [*"mMpfghHUSeto", "question_mark"])
async def test_every_screen_says_how_to_leave_it(workspace: Path, key: str) -> None:
    """The minutes have so many keys that `esc` had no room at 80 columns."""
    async with chair_at(workspace, SMALL) as chair:
        await opened(chair, "2026-0412")
        await chair.press(key)
        await chair.waits_for(lambda: chair.app.screen is not chair.meeting_screen, "the other screen")
        for columns in (80, 60, 40):
            await chair.pilot.resize_terminal(columns, 24)
            await chair.waits_for(lambda: "esc " in chair.screen_text.splitlines()[-1], f"esc at {columns} columns")
            await chair.press("f2")
            await chair.waits_for(lambda: "F2 names hidden" in chair.screen_text.splitlines()[-1], "the sign")
            assert columns == 40 or "esc " in chair.screen_text.splitlines()[-1]
            await chair.press("f2")


@pytest.mark.parametrize("below", [(), ("question_mark",)], ids=["meeting", "help"])
async def test_the_keys_still_move_through_the_cases_after_a_narrow_moment(
    workspace: Path, below: tuple[str, ...]
) -> None:
    """The list has no place in 60 columns: the focus went to the card, and stayed there."""
    async with chair_at(workspace, SMALL) as chair:
        await opened(chair, "2026-0412")
        cases, card = chair.meeting_screen.cases, chair.meeting_screen.card
        await chair.press(*below)
        await chair.pilot.resize_terminal(60, 20)
        await chair.waits_for(lambda: card.has_focus, "the card alone")
        await chair.pilot.resize_terminal(*SMALL)
        await chair.waits_for(lambda: cases.has_focus, "the list of cases")


async def test_the_list_alone_gives_the_card_its_place_back(workspace: Path) -> None:
    """What lay under the list in 60 columns was empty in 80, and the seats were in its place."""
    async with chair_at(workspace, (60, 20)) as chair:
        await opened(chair, "2026-0412")
        cases, card = chair.meeting_screen.cases, chair.meeting_screen.card
        await chair.press("escape")
        await chair.waits_for(lambda: cases.has_focus and not card.display, "the list alone")
        await chair.pilot.resize_terminal(*SMALL)
        await chair.waits_for(lambda: card.display, "the card beside the list")
        assert cases.has_focus
        assert chair.meeting_screen.panel == "card"


async def test_a_card_that_is_in_sight_says_nothing_of_reading_on(workspace: Path) -> None:
    async with chair_at(workspace, (200, 60)) as chair:
        await opened(chair, "2026-0398")
        chair.misses("read on")
        await chair.pilot.resize_terminal(120, 20)
        await chair.sees("space: read on")


@pytest.mark.parametrize("keys", [("t",), ("o",), ("b",), ("K",), ("h", "tab"), ("ctrl+p",)])
async def test_a_page_is_asked_for_where_a_list_has_no_room(workspace: Path, keys: tuple[str, ...]) -> None:
    """A terminal made small while a list was shown: page down broke the program."""
    async with chair_at(workspace, SMALL) as chair:
        await opened(chair, "2026-0412")
        await chair.press(*keys)
        for size in ((20, 5), (40, 3), (1, 1)):
            await chair.pilot.resize_terminal(*size)
            await chair.pilot.pause()
            await chair.press("down", "pagedown", "pageup", "pagedown", "end", "home")
        await chair.pilot.resize_terminal(*SMALL)
        await chair.press("escape", "escape")
        await chair.sees("A.K.")


@pytest.mark.parametrize("size", [(60, 20), SMALL])
async def test_no_explanation_of_a_command_loses_its_last_word(workspace: Path, size: tuple[int, int]) -> None:
    """The scrollbar broke the line, and the word after the break was not drawn: "… aldrig i"."""
    async with chair_at(workspace, size, language="da") as chair:
        await chair.press("s", "ctrl+p")
        await chair.sees("på kortet og din køreplan, aldrig i referatet.")
        commands = chair.app.screen.query_one(CommandList)
        explained, seen = [], []
        for place in range(commands.option_count):
            command = commands.get_option_at_index(place)
            assert isinstance(command, Command)
            explained.append(command.hit.help or "")
            seen.append(chair.seen)
            await chair.press("down")
        assert len(explained) > 20
        assert [explanation for explanation in explained if not any(explanation in text for text in seen)] == []


async def test_a_search_that_is_left_while_it_still_finds_ends_nothing_else(workspace: Path) -> None:
    """Letters and escape in one go: of a palette that closes, the parts go first, and the search went on."""
    async with chair_at(workspace, SMALL) as chair:
        await chair.press("ctrl+p")
        palette = chair.app.screen
        assert isinstance(palette, Commands)
        await chair.waits_for(lambda: palette._list_visible, "what can be found")
        commands = palette.query_one(CommandList)
        await palette.remove_children()
        palette._refresh_command_list(commands, [], clear_current=True)
        palette._action_escape()
        await chair.waits_for(lambda: not isinstance(chair.app.screen, Commands), "the meeting")
        await chair.sees("A.K.")


async def test_the_money_of_a_year_shows_how_far_it_goes_on(workspace: Path) -> None:
    """It filled all 80 columns: without a scrollbar it seemed to end with the last line in sight."""
    async with chair_at(workspace, SMALL) as chair:
        await opened(chair, "2026-0412")
        await chair.press("e")
        await chair.waits_for(lambda: isinstance(chair.app.screen, BudgetScreen), "the money")
        screen = chair.app.screen
        assert isinstance(screen, BudgetScreen)
        page, box = screen.page, screen.text
        assert box.show_vertical_scrollbar
        assert box.styles.scrollbar_size_vertical == 1
        lines = str(page.content).split("\n")
        assert max(map(len, lines)) < box.scrollable_content_region.width
        assert page.size.height == len(lines), "no line is broken"


async def test_no_word_of_a_stance_is_broken_in_a_narrow_terminal(workspace: Path) -> None:
    """At 40 columns the stances had five cells behind the leader's name: »eni« and »g«."""
    async with chair_at(workspace, (40, 40), language="da") as chair:
        await opened(chair, "2026-0412")
        await chair.press("enter")
        await chair.sees("Skole       Lone Bech", "○ enig  ○ uenig", "○ tager ikke stilling")


async def decides_the_first_case(chair: MeetingChair) -> None:
    """Open the meeting and the decision of its first case."""
    await open_meeting(chair)
    chair.meeting_screen.choose("2026-0412")
    await chair.press("enter")
    await chair.sees("Beslutning", "Klub Øst, u. 3/2027")


@pytest.mark.parametrize("columns", [60, 48, 40])
async def test_how_full_each_provider_becomes_is_read_in_a_narrow_decision(workspace: Path, columns: int) -> None:
    """`◐ stra…` at 48 columns, and nothing at 40: names and changes took the cells of the status."""
    async with chair_at(workspace, (columns, 24), language="da") as chair:
        await decides_the_first_case(chair)
        rows = [line for line in chair.screen_text.splitlines() if re.search(r"Klub (Øst|Havn|Vest|Engen|Nord) ", line)]
        statuses = ("◐ stram", "● over", "◐ stram", "● over", "○ ok")
        assert len(rows) > 1
        assert [status for row, status in zip(rows, statuses, strict=False) if status not in row] == []


@pytest.mark.parametrize("columns", [80, 60, 48, 40])
async def test_the_free_hours_of_people_are_not_cut_in_a_narrow_decision(workspace: Path, columns: int) -> None:
    """`6,38 …` at 48 columns, and at 40 nothing: the name had 20 cells whatever it was."""
    async with chair_at(workspace, (columns, 30), language="da") as chair:
        await decides_the_first_case(chair)
        people = [line for line in chair.screen_text.splitlines() if re.search("Mette|Birthe|Rasmus", line)][:3]
        assert people
        assert [row for row in people if not re.search(r"[\d,]+ t fri", row)] == []
        await chair.pilot.resize_terminal(80, 30)
        await chair.sees("Birthe Nymand     1,25 t fri (behøver 6,25) · 2 børn ")


@pytest.mark.parametrize("size", [(80, 24), (60, 24), (48, 24), (40, 24)])
async def test_the_first_stance_is_in_sight_where_something_must_be_answered(
    workspace: Path, size: tuple[int, int]
) -> None:
    """It was below the edge until the next key, so that nothing told that the leaders are asked."""
    async with chair_at(workspace, size, language="da") as chair:
        await open_meeting(chair)
        chair.meeting_screen.choose("2026-0409")
        await chair.press("enter")
        await chair.sees("Barnets syn er ikke indhentet", "Skole", "Merete Skov", "○ enig")


@pytest.mark.parametrize("columns", [60, 48])
async def test_no_line_of_the_money_is_broken_in_a_narrow_terminal(workspace: Path, columns: int) -> None:
    """Every figure was on a line of its own: the page was laid out for 80 columns."""
    async with chair_at(workspace, (columns, 60), language="da") as chair:
        await chair.press("e")
        await chair.waits_for(lambda: isinstance(chair.app.screen, BudgetScreen), "the money")
        lines = [line.rstrip("▅▄▂▃▁▆▇█ ") for line in chair.screen_text.splitlines()]
        above = lines.index(" Klub Øst")
        assert re.fullmatch(r" +\d+ +\d,\d +[\d.,]+ kr\.", lines[above + 1])
        assert len(lines[above + 1]) == columns - 2
        await chair.pilot.resize_terminal(80, 60)
        row = re.compile(r"^ Klub Øst +\d+ +\d,\d +[\d.,]+ kr\.", re.MULTILINE)
        await chair.waits_for(lambda: row.search(chair.screen_text) is not None, "the club on one line")


TINY = (48, 16)


async def test_the_lowest_line_keeps_enter_before_a_new_line(workspace: Path) -> None:
    """At 48 columns it named ctrl+j, and not the key that records."""
    async with chair_at(workspace, TINY, language="da") as chair:
        await opened(chair, "2026-0412")
        await chair.press("n")
        await chair.sees("f1 hjælp  enter registrér  esc annullér")


async def test_the_capacity_says_how_full_each_provider_is(workspace: Path) -> None:
    """At 48 columns the word was cut behind the bar, as `◐…`."""
    async with chair_at(workspace, TINY, language="da") as chair:
        await opened(chair, "2026-0412")
        await chair.press("p")
        await chair.sees("68 → 86 %  ◐ stram", "104 → 127 %  ● over")


async def test_no_week_is_cut_in_the_english_capacity(workspace: Path) -> None:
    """It was `week 3 of…`: the year behind it was what did not fit."""
    async with chair_at(workspace, SMALL, language="en") as chair:
        await opened(chair, "2026-0412")
        await chair.press("p")
        await chair.sees("4.55 h free · week 3/2027", "7.2 h over · week 1/2027", "6.1 h free · week 31/2027")


async def test_the_help_has_the_whole_width_for_its_sentences(workspace: Path) -> None:
    """At 48 columns they were in 15 cells beside the names."""
    async with chair_at(workspace, TINY, language="da") as chair:
        await opened(chair, "2026-0412")
        await chair.press("question_mark")
        await chair.sees("l  luk mødet", "Luk mødet, når alle sager er behandlet.")


@pytest.mark.parametrize(
    ("columns", "end"),
    [
        (48, "planlagt slut 11.20"),
        (60, "planlagt slut 11.20"),
        (66, "forventet slut 11.44"),
        (80, "forventet slut 11.44"),
    ],
)
async def test_the_head_cuts_no_part(workspace: Path, columns: int, end: str) -> None:
    """At 60 columns it ended with `forventet slut`, and not with when."""
    async with chair_at(workspace, (columns, 20), language="da") as chair:
        await opened(chair, "2026-0412")
        assert chair.screen_text.splitlines()[0].rstrip().endswith(end)


async def test_the_end_of_a_placement_is_a_whole_day(workspace: Path) -> None:
    """At 60 columns it read `01.12.2027 med bevi`."""
    async with chair_at(workspace, (60, 20), language="da") as chair:
        await opened(chair, "2026-0412")
        await chair.press("enter")
        await chair.sees("Slut  01.12.2027 ")
        chair.misses("01.12.2027 med")
