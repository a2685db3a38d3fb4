"""Capacity over the year: the figures of the balance, the chart, the tipping case, the staff."""

from datetime import date
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.intentions import Answer, Open, Place, ReasonGiven
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.balance import balance_rows
from kpcommittee.services.capacity import Capacity, compute_outlook, list_capacities
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.tui.capacity.screen import CapacityScreen
from tests.drivers.chair import MeetingChair, chair_at

SIZES = [(80, 24), (120, 40), (200, 60)]
CASE, FULL = "2026-0412", "klub-havn"


async def capacity(chair: MeetingChair) -> CapacityScreen:
    """Open the meeting and the screen."""
    await chair.press("s", "p")
    await chair.waits_for(lambda: isinstance(chair.app.screen, CapacityScreen), "the capacity")
    screen = chair.app.screen
    assert isinstance(screen, CapacityScreen)
    await chair.sees("Busiest week")
    return screen


def meeting_session_of(chair: MeetingChair) -> MeetingSession:
    assert chair.meeting_screen.meeting_session is not None
    return chair.meeting_screen.meeting_session


def of(houses: tuple[Capacity, ...], provider: str) -> Capacity:
    return next(house for house in houses if house.provider.id == provider)


async def test_screen_and_command_line_have_the_same_figures(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        meeting_session = meeting_session_of(chair)
        recorded(meeting_session, Open(), place(CASE, "klub-oest", "mette-h"))
        houses = list_capacities(meeting_session)
        rows = {row.provider.id: row for row in balance_rows(meeting_session.session, meeting_session.day)}
        assert {house.provider.id: house.balance for house in houses} == rows
        assert of(houses, "klub-oest").balance.figures.held == 0, "it starts after the meeting"
        for house in houses:
            year = compute_outlook(meeting_session, house).year
            assert (year.worst.iso, year.worst.after) == (house.balance.worst.iso, house.balance.worst.figures)
            assert (house.compared_figures[1], house.compared_figures[2]) == (
                house.balance.worst.figures,
                house.balance.worst.iso,
            )
        assert [house.provider.district for house in houses[:6]] == ["oest", "oest", "vest", "vest", "nord", "nord"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_picture_has_the_providers(
    workspace: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were filled in after it: the screen was empty for a moment."""
    rows: list[int] = []
    paint = CapacityScreen._compositor_refresh

    def painted(screen: CapacityScreen) -> None:
        if not screen._holds:
            rows.append(screen.rows.option_count)
        paint(screen)

    monkeypatch.setattr(CapacityScreen, "_compositor_refresh", painted)
    async with chair_at(workspace, size, every_picture=True) as chair:
        await capacity(chair)
        assert rows[0] > 0


async def test_a_case_is_shown_as_its_option_says(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        meeting_session = meeting_session_of(chair)
        case_view = meeting_session.view_case(CASE)
        options = {option.provider: option for option in case_view.options}
        for provider in ("klub-oest", FULL):
            house = of(list_capacities(meeting_session, case_view), provider)
            week = compute_outlook(meeting_session, house, case_view).year.worst
            option = options[provider]
            assert (week.iso, week.before, week.after) == (option.worst_week, option.before, option.after)
        assert of(list_capacities(meeting_session, case_view), "klub-nord").option is None


async def test_the_ordinary_club_offer_has_the_case_in_it(workspace: Path) -> None:
    """T1: (222 − 22.5) / 140 hours a child without the case, (222 − 28.75) / 140 with it, in week 3."""
    async with chair_at(workspace) as chair:
        await chair.sees("1.43 → 1.38 h/child")
        await capacity(chair)
        await chair.sees("Ordinary club offer: 1.43 → 1.38 pedagogue hours per enrolled child")
        await chair.sees("Limit 33.3 h/week of 222 pedagogue hours, set on 01/08/2026")


async def test_a_placement_too_much_is_named_as_what_tips(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        meeting_session = meeting_session_of(chair)
        answers = (Answer(caution="over_capacity", code="other", text="the leader accepts it"),)
        recorded(meeting_session, Open(), place(CASE, FULL, None, answers))
        house = of(list_capacities(meeting_session), FULL)
        view = compute_outlook(meeting_session, house)
        assert house.balance.tipping is not None
        assert house.balance.tipping.claim.case_number == "2026-0367", "in the worst week what ran before is too much"
        assert view.tippings[0] is not None
        assert view.tippings[0].claim.case_number == CASE
        assert view.tippings[0].case_known
        assert view.tippings[0].strength == 0
        chair.meeting_screen.refresh_state()
        await chair.press("j", "p", "j")
        await chair.sees(
            "Klub Havn · Øst",
            f"{CASE} brings it over",
            "moving it costs no relation",
            "2026-0367 brings it over",
            "▼",
            "▓",
        )


@pytest.mark.parametrize("size", SIZES)
async def test_the_year_follows_the_highlighted_provider(workspace: Path, size: tuple[int, int]) -> None:
    async with chair_at(workspace, size) as chair:
        await capacity(chair)
        await chair.sees("Klub Øst · Øst", f"with case {CASE}", "33.3", "Jan", "▒", "running", "this case", "limit")
        await chair.press("j")
        await chair.sees("Klub Havn · Øst", "▼", "●", "this case brings it over")
        await chair.press("j")
        await chair.sees("Klub Vest · Vest")
        chair.misses("this case brings it over")
        await chair.press("G")
        await chair.sees("Vindrosen Ungekontakt I/S · External supplier")
        await chair.press("g")
        await chair.sees("Klub Øst · Øst")
        await chair.press("escape")
        await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")


async def test_no_sign_of_the_legend_is_parted_from_its_meaning(workspace: Path) -> None:
    """In Danish at 120 columns the last word of the legend was alone on a line."""
    async with chair_at(workspace, (120, 40), language="da") as chair:
        await chair.press("s", "p")
        await chair.sees("Mest belastede uge", "▼ over herfra")


@pytest.mark.parametrize("size", SIZES)
async def test_the_staff_is_read_on_with_the_keyboard(workspace: Path, size: tuple[int, int]) -> None:
    async with chair_at(workspace, size) as chair:
        screen = await capacity(chair)
        await chair.press("enter", "G")
        await chair.sees("Rasmus Elkjær", "1/2", "leave 01/02/2027 – 30/04/2027")
        await chair.press("enter")
        assert screen.rows.has_focus
        await chair.press("tab")
        assert screen.reader.has_focus


@pytest.mark.parametrize("key", ["G", "end", "pagedown"])
async def test_a_key_scrolls_in_one_picture(workspace: Path, key: str) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        screen = await capacity(chair)
        await chair.press("enter")
        places: list[float] = []

        def scrolled(place: float) -> None:
            places.append(place)

        screen.watch(screen.reader, "scroll_y", scrolled, init=False)
        await chair.press(key)
        await chair.waits_for(lambda: screen.reader.scroll_y == screen.reader.scroll_target_y > 0, "the end")
        assert places == [screen.reader.scroll_y]


async def test_names_are_hidden_from_the_room(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await capacity(chair)
        await chair.sees("Mette Holm", CASE)
        await chair.press("f2")
        await chair.waits_for(lambda: "Mette" not in chair.screen_text, "the names to be hidden")
        chair.misses("Holm", CASE)
        await chair.sees("Klub Øst")


async def test_a_terminal_that_changes_its_size_keeps_the_provider(workspace: Path) -> None:
    async with chair_at(workspace, (120, 40)) as chair:
        await capacity(chair)
        await chair.press("j", "j")
        await chair.sees("Klub Vest · Vest")
        await chair.pilot.resize_terminal(80, 24)
        await chair.waits_for(lambda: chair.app.screen.has_class("-narrow"), "the narrow screen")
        await chair.sees("Klub Vest · Vest", "limit")


def recorded(meeting_session: MeetingSession, *intentions: Open | Place) -> None:
    for intention in intentions:
        answer = meeting_session.record(intention)
        assert not isinstance(answer, Refusal), answer


def place(number: str, provider: str, staff: str | None, answers: tuple[Answer, ...] = ()) -> Place:
    return Place(
        case=number, provider=provider, staff=staff, start=date(2026, 12, 7), positions="all_agree", answers=answers,
        reason=ReasonGiven(code="other", text="agreed") if answers else None,
    )  # fmt: skip
