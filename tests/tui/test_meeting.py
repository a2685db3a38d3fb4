"""The meeting on the screen: a whole meeting's moves by keyboard, at the smallest and the usual size."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import TextArea
from textual.widgets._toast import Toast

from kpcommittee.tui.meeting.seats import Seats
from tests.drivers.chair import NINE, chair_at
from tests.tui.steps import open_meeting

SIZES = [(80, 24), (120, 40)]
CLEAR, SECOND, THIRD = "2026-0412", "2026-0409", "2026-0377"


@pytest.mark.parametrize("size", SIZES)
async def test_a_clear_case_takes_three_keys(workspace: Path, size: tuple[int, int]) -> None:
    async with chair_at(workspace, size) as chair:
        await open_meeting(chair)
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement")
        item = chair.meeting.item(CLEAR)
        assert item is not None
        assert item.decision is not None
        assert (item.decision.provider, item.decision.staff) == ("klub-oest", "mette-h")
        assert [position.stance for position in item.decision.positions] == ["agree"] * 4
        await chair.sees("✓  1 A.K.   Klub Øst", "2 · 2026-0409")


@pytest.mark.parametrize(("minutes", "expected"), [(1, "11:45"), (-60, "10:44")])
async def test_the_clock_is_followed_where_it_is_set_back_too(workspace: Path, minutes: int, expected: str) -> None:
    """A laptop that corrects its clock by an hour went on showing the wrong one for that hour."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.sees("09:24", "expected end 11:44")
        chair.app.session.clock = lambda: NINE + timedelta(minutes=minutes)
        chair.meeting_screen.tick()
        await chair.sees(f"{NINE + timedelta(minutes=minutes):%H:%M}", f"expected end {expected}")


async def test_undo_takes_it_back_and_shows_the_case(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement")
        await chair.press("z")
        await chair.sees("Undo in another case", "Case 1 placed: Klub Øst")
        assert chair.state(CLEAR) == "placed"
        await chair.press("enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "open", "the case open again")
        await chair.sees("1 · 2026-0412")


async def test_who_left_is_undone_without_a_question_wherever_the_chair_is(workspace: Path) -> None:
    """It is said of the meeting, though from the case on that comes next."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement")
        await chair.press("t", "4", "enter")
        await chair.waits_for(lambda: bool(chair.meeting.presences), "who left")
        await chair.press("end", "z")
        await chair.waits_for(lambda: not chair.meeting.presences, "nobody left")
        await chair.sees("Undone: attendance")
        assert chair.meeting_screen.state.chosen == chair.meeting.items[-1].number


async def test_what_was_undone_is_done_again(workspace: Path) -> None:
    """U4: there was no redo."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement")
        placed = chair.meeting.item(CLEAR)
        await chair.press("n")
        await chair.types("Mor ringer")
        await chair.press("enter", "enter", "z", "z", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "open", "both taken back")
        await chair.press("Z")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement again")
        assert chair.meeting.item(CLEAR) == placed
        await chair.press("Z", "Z")
        await chair.waits_for(lambda: any(item.notes for item in chair.meeting.items), "the note")
        assert "nothing to redo" in [*chair.app._notifications][-1].message


async def test_the_text_of_what_is_undone_is_kept_as_a_draft(workspace: Path) -> None:
    """U4: it was gone."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("u")
        await chair.types("Barnet er ikke hørt")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "postponed", "the postponement")
        await chair.press("z", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "open", "the case open again")
        await chair.press("u")
        await chair.sees("Barnet er ikke hørt", "rough draft")


@pytest.mark.parametrize("size", SIZES)
async def test_one_case_is_reopened_and_what_came_since_stays(workspace: Path, size: tuple[int, int]) -> None:
    """U5: an earlier decision could only be left by undoing everything since."""
    async with chair_at(workspace, size) as chair:
        await open_meeting(chair)
        await chair.press("R")
        await chair.sees("2026-0412 is open already")
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement")
        await chair.press("u")
        await chair.types("Awaits the child")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.state(SECOND) == "postponed", "the postponement")
        await chair.press("home", "R")
        await chair.sees("Placed (Klub Øst · Mette Holm", "Its hours are released until it is decided again.")
        await chair.types("The mother called")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "open", "the case open again")
        assert chair.state(SECOND) == "postponed"
        await chair.sees("Reopened")
        await chair.press("enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement with the positions that stand")


async def test_what_was_written_for_a_reopened_case_comes_back(workspace: Path) -> None:
    """U5."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("j", "r")
        await chair.types("The plan is missing")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.state(SECOND) == "returned", "the return")
        await chair.press("home", "j", "R", "enter")
        await chair.waits_for(lambda: chair.state(SECOND) == "open", "the case open again")
        await chair.press("r")
        await chair.sees("The plan is missing", "rough draft")


async def test_the_keys_of_the_lowest_line_keep_their_places(workspace: Path) -> None:
    """U4: undo stood where the mouse had all agree and decide before."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        line = [binding.key for binding, _works in chair.meeting_screen.shown_keys]
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement")
        await chair.press("home")
        await chair.sees("1 · 2026-0412")
        keys = chair.meeting_screen.shown_keys
        assert [binding.key for binding, _works in keys] == line
        assert [binding.key for binding, works in keys if not works] == ["a", "enter", "u"]


async def test_a_case_is_postponed_to_the_meeting_of_a_later_day(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        await open_meeting(chair)
        await chair.press("u")
        await chair.types("No papers")
        chair.app.screen.query_one("#to").focus()
        await chair.types("31/2")
        await chair.press("enter")
        await chair.sees("Write the day of a later meeting")
        await chair.press("home", "ctrl+k")
        await chair.types("16/12")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "postponed", "the postponement")
        await chair.press("k")
        await chair.sees("The committee postpones the case to", "the meeting on 16/12/2026.")


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_is_postponed_with_what_was_typed(workspace: Path, size: tuple[int, int]) -> None:
    async with chair_at(workspace, size) as chair:
        await open_meeting(chair)
        await chair.press("j", "u")
        await chair.waits_for(lambda: isinstance(chair.app.focused, TextArea), "the field for the reason")
        await chair.types("awaits the child")
        chair.app.screen.query_one("#record").focus()
        await chair.press("enter")
        await chair.waits_for(lambda: chair.state(SECOND) == "postponed", "the postponement")
        item = chair.meeting.item(SECOND)
        assert item is not None
        assert item.outcome is not None
        await chair.sees("postponed", "3 · 2026-0377")


async def test_closing_over_open_cases_is_refused_in_the_words_of_the_rules(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("l")
        await chair.sees("14 cases are not dealt with: cases 1–14.")
        assert chair.meeting.state == "open"


@pytest.mark.parametrize("language", ["da", "en"])
async def test_a_notice_is_short_leaves_the_seats_in_sight_and_goes_when_something_is_opened(
    workspace: Path, language: str
) -> None:
    async with chair_at(workspace, (80, 24), language=language) as chair:
        await open_meeting(chair)
        await chair.press("u", "escape", "l", "l")
        await chair.waits_for(lambda: len(chair.app.screen.query(Toast)) == 1, "the refusal")
        toast = chair.app.screen.query_one(Toast).region
        assert toast.height <= 3
        assert toast.bottom <= chair.meeting_screen.query_one(Seats).region.y
        await chair.press("u")
        await chair.waits_for(lambda: len(chair.app.screen_stack) == 2, "the dialog")
        await chair.waits_for(lambda: not chair.app.screen.query(Toast), "a dialog without notices")


async def test_before_it_is_opened_the_screen_prepares_and_says_how_to_open(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.sees("in preparation", "s open the meeting", "Amina Karlsen")
        await chair.press("u")
        await chair.waits_for(lambda: len(chair.app._notifications) == 1, "the refusal")
        assert "not open yet" in next(iter(chair.app._notifications)).message
        assert chair.app.screen is chair.meeting_screen


async def test_what_is_refused_is_not_offered(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        chair.misses("enter decide", "z undo")
        await open_meeting(chair)
        await chair.sees("enter decide", "z undo", "m minutes")
        chair.misses("open the meeting")


@pytest.mark.parametrize("language", ["da", "en"])
async def test_the_keys_of_the_design_fit_at_eighty_columns(workspace: Path, language: str) -> None:
    async with chair_at(workspace, (80, 24), language=language) as chair:
        await open_meeting(chair)
        await chair.waits_for(lambda: len(chair.meeting_screen.shown_keys) >= 7, "the keys")
        line = chair.screen_text.splitlines()[-1].split()
        assert [key for key in line if key in ("?", "a", "enter", "u", "n", "z", "m")][:7] == [
            "?", "a", "enter", "u", "n", "z", "m",
        ]  # fmt: skip


async def test_moving_goes_by_letters_and_arrows_and_stops_at_the_ends(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("j", "down", "k")
        assert chair.meeting_screen.state.chosen == SECOND
        await chair.press("G")
        assert chair.meeting_screen.state.chosen == "2026-0296"
        await chair.press("j", "home", "up")
        assert chair.meeting_screen.state.chosen == CLEAR


async def test_the_mouse_chooses_a_case_and_presses_a_key(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.pilot.click("#cases", offset=(8, 5))  # the heading takes two lines
        await chair.sees("3 · 2026-0377", "Protected name and address")
        at = chair.screen_text.splitlines()[-1].index("open the meeting")
        await chair.pilot.click("KeyBar", offset=(at, 0))
        await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")


async def test_names_and_numbers_are_hidden_from_the_room(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.sees("Lone B.")
        chair.app.clear_notifications()
        await chair.press("f2")
        await chair.waits_for(lambda: "Amina" not in chair.screen_text, "hidden names")
        chair.misses("A.K.", "Mette", "Lone", "2026-0412", "Jens Ravn", "Karlsen")
        await chair.press("f2")
        await chair.sees("Amina Karlsen", "Mette Holm")


async def test_the_filter_narrows_the_list_and_escape_leaves_it(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("slash")
        await chair.types("vest")
        await chair.waits_for(lambda: "A.K." not in chair.screen_text.split("│")[1], "the narrowed list")
        await chair.sees("J.P.")
        await chair.press("escape")
        await chair.sees("1 A.K.")
        await chair.press("slash")
        await chair.types("nowhere")
        await chair.sees("No case contains", "Escape shows")


async def test_what_is_copied_is_not_wrapped_as_the_card_is(workspace: Path) -> None:
    """U19: a secretary pastes it into a mail."""
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("c")
        lines = [" ".join(line.split()) for line in chair.app.clipboard.splitlines()]
        assert "Purpose Tryg og stabil skolegang og mindst ét fællesskab i fritiden" in lines


async def test_at_eighty_columns_the_list_stays_beside_one_panel(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.sees("Amina Karlsen", "14 M.S.", "Options")
        await chair.press("tab", "tab")
        await chair.waits_for(lambda: "Amina Karlsen" not in chair.screen_text, "another panel")
        await chair.sees("on the list", "14 M.S.")


async def test_at_sixty_columns_each_panel_has_the_screen_to_itself(workspace: Path) -> None:
    async with chair_at(workspace, (60, 20)) as chair:
        await chair.sees("1 A.K.", "Cases  Case  Options  Balance")
        chair.misses("Amina Karlsen")
        await chair.press("j", "k", "tab")
        await chair.sees("Amina Karlsen")
        await chair.press("tab")
        await chair.sees("on the list")


async def test_the_balance_is_that_of_the_case_or_of_the_meeting(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.sees("Balance: this case", "68 → 86 %")
        await chair.press("b")
        await chair.sees("Balance: the meeting", "Klub Øst", "Klub Vest")
        assert "Klub Nord" in chair.meeting_screen.balance.plain


async def test_keys_pressed_before_the_journal_is_read_are_kept_in_order(workspace: Path) -> None:
    async with chair_at(workspace, loaded=False) as chair:
        await chair.pilot.press("j", "s", "a", "enter")
        assert chair.meeting_screen.state.chosen == SECOND
        await chair.waits_for(lambda: len(chair.app.screen_stack) == 2, "the dialog")
        assert chair.meeting.state == "open"
        assert chair.meeting_screen.state.agreed == {SECOND}


async def test_after_approval_the_screen_only_shows(workspace: Path) -> None:
    from kpcommittee.domain.meeting.intentions import Approve, Close, Postpone  # noqa: PLC0415

    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        for item in chair.meeting.items:
            chair.meeting_screen.actions.record(Postpone(case=item.number, reason="waits"))
        chair.meeting_screen.actions.record(Close())
        chair.meeting_screen.actions.record(Approve(by="Inger Thorsen"))
        await chair.sees("approved")
        await chair.press("z")
        await chair.waits_for(lambda: "approved" in [*chair.app._notifications][-1].message, "the refusal of an undo")
        assert chair.meeting.state == "approved"


async def test_who_leaves_is_gone_from_the_first_open_case_on(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CLEAR) == "placed", "the placement")
        await chair.press("j", "j", "t", "down", "4")
        await chair.sees("left", "from item 2")
        await chair.press("enter")
        await chair.waits_for(lambda: bool(chair.meeting.presences), "the attendance")
        assert [(presence.status, presence.case) for presence in chair.meeting.presences] == [("left", SECOND)]
        assert chair.app.screen is chair.meeting_screen, "nothing that was decided is affected"


async def test_quitting_names_what_was_not_recorded_and_deletes_it_when_asked_again(workspace: Path) -> None:
    """S14: cancelled texts stay as drafts."""
    async with chair_at(workspace, language="en") as chair:
        session = chair.meeting_screen.meeting_session
        assert session is not None
        await chair.press("s", "n")
        await chair.types("Mor ringede")
        await chair.press("escape", "q")
        await chair.sees("Typed and not recorded: case 1. Quit again")
        assert chair.app.return_code is None
        assert [draft.text for draft in session.own_drafts()] == ["Mor ringede"]
        await chair.press("n")
        await chair.sees("Mor ringede")
        await chair.types("!")
        await chair.press("escape", "q")
        await chair.sees("Typed and not recorded: case 1. Quit again")
        await chair.press("q")
        await chair.waits_for(lambda: chair.app.return_code == 0, "the end")
        assert session.drafts() == ()
