"""Follow-ups on the screen: what is due, and recording what was held."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.followed_up import Concern
from kpcommittee.domain.provider import Provider
from kpcommittee.domain.review.follow_ups import FOLLOW_UP_KINDS
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.dialogs.follow_up import FollowUpDialog
from kpcommittee.tui.screens.follow_ups import FollowUpsScreen
from kpcommittee.wording.stories import kind_of
from tests.drivers.chair import Chair, MeetingChair
from tests.drivers.office import Office
from tools.pictures import MEETING_ID


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[Chair[KpApp]]:
    """The chair in March, after the sample's meeting; the follow-ups are on the screen."""
    office = Office.sample(tmp_path / "udvalg", placements=False)
    office.hold_the_sample_meeting()
    session = Session.find(Path(office.folder), clock=lambda: datetime(2027, 3, 20, 9, tzinfo=UTC))
    app = KpApp(session, MEETING_ID)
    async with app.run_test(size=(100, 40)) as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await chair.press("g")
        await chair.waits_for(lambda: isinstance(app.screen, FollowUpsScreen), "the follow-ups")
        await chair.sees("overskredet")
        yield chair
    session.close()


async def goes_to(chair: Chair[KpApp], *texts: str) -> None:
    """Move to the row that holds all of the texts."""
    screen = chair.app.screen
    assert isinstance(screen, FollowUpsScreen)
    rows = [str(screen.rows.get_option_at_index(n).prompt) for n in range(screen.rows.option_count)]
    screen.rows.highlighted = next(n for n, row in enumerate(rows) if all(text in row for text in texts))


async def test_one_that_was_held_is_recorded_and_leaves_the_list(chair: Chair[KpApp]) -> None:
    await goes_to(chair, "første opfølgning", "2026-0412")
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpDialog), "the dialog")
    await chair.types("14/3-2027")
    await chair.press("tab", "tab", "1", "enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpsScreen), "the follow-ups")
    screen = chair.app.screen
    assert isinstance(screen, FollowUpsScreen)
    (event,) = screen._session.store.held_follow_ups()
    assert (event.case_number, event.held_on.isoformat(), event.result) == ("2026-0412", "2027-03-14", "continues")
    assert event.with_whom == ("Rikke Juul", "Maja Lindgaard"), "the family adviser with the coordinator (004:47)"
    assert not [row for row in screen.listed if (row.case_number, row.kind) == ("2026-0412", "first")]
    await chair.press("d")
    await chair.waits_for(
        lambda: ("2026-0412", "first") in {(row.case_number, row.kind) for row in screen.listed if row.done_on},
        "what was held",
    )


async def test_a_plan_only_asks_for_its_day(chair: Chair[KpApp]) -> None:
    await goes_to(chair, "barnets plan", "2026-0412")
    await chair.press("enter")
    await chair.sees("Lavet den")
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpsScreen), "the follow-ups")
    screen = chair.app.screen
    assert isinstance(screen, FollowUpsScreen)
    kinds = {row.kind for row in screen.listed if row.case_number == "2026-0412"}
    assert "plan" not in kinds
    assert "first" in kinds


async def test_what_hangs_together_is_asked_for(chair: Chair[KpApp]) -> None:
    await goes_to(chair, "første opfølgning", "2026-0412")
    await chair.press("enter")
    await chair.press("tab", "tab", "3", "enter")
    await chair.sees("En forlængelse og en afslutning har en ny sidste dag")
    await chair.types("30/6-2028")
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpsScreen), "the follow-ups")


async def test_a_concern_score_is_kept_as_a_professional_entered_it(chair: Chair[KpApp]) -> None:
    await goes_to(chair, "første opfølgning", "2026-0412")
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpDialog), "the dialog")
    dialog = chair.app.screen
    assert isinstance(dialog, FollowUpDialog)
    await chair.types("14/3-2027")
    await chair.press("tab", "tab", "1")
    dialog.concern.focus()
    await chair.types("SDQ = 17")
    await chair.press("enter")
    await chair.sees("En bekymringsscore skal have instrument, score og dag")
    dialog.scored.focus()
    await chair.types("12/3-2027")
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpsScreen), "the follow-ups")
    screen = chair.app.screen
    assert isinstance(screen, FollowUpsScreen)
    (event,) = screen._session.store.held_follow_ups()
    assert event.concern == Concern(instrument="SDQ", score="17", scored_on=date(2027, 3, 12))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("21/3-2027", "er ikke kommet endnu"),
        ("1/1-2099", "er ikke kommet endnu"),
        ("1/1-2020", "Ret dagen"),
    ],
)
async def test_what_is_refused_is_said_in_the_dialog_and_what_was_typed_stays(
    chair: Chair[KpApp], typed: str, refusal: str
) -> None:
    await goes_to(chair, "første opfølgning", "2026-0412")
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpDialog), "the dialog")
    await chair.types(typed)
    await chair.press("enter")
    await chair.sees(refusal)
    chair.misses("--", "kpcommittee placements")
    dialog, screen = chair.app.screen, chair.app.screen_stack[-2]
    assert isinstance(dialog, FollowUpDialog)
    assert isinstance(screen, FollowUpsScreen)
    assert dialog.on_day.written == typed
    assert screen._session.store.held_follow_ups() == ()
    dialog.on_day.value = "14/3-2027"
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the follow-ups")
    assert len(screen._session.store.held_follow_ups()) == 1


async def test_a_key_shows_one_kind_at_a_time_and_all_again(chair: Chair[KpApp]) -> None:
    screen = chair.app.screen
    assert isinstance(screen, FollowUpsScreen)
    everything = [(row.case_number, row.kind) for row in screen.listed]
    kinds = [kind for kind in FOLLOW_UP_KINDS if kind in {kind for _case, kind in everything}]
    assert "absence" in kinds
    for kind in kinds:
        await chair.press("f")
        await chair.sees(f"· {kind_of(kind)}")
        expected = [row for row in everything if row[1] == kind]
        assert [(row.case_number, row.kind) for row in screen.listed] == expected
    await chair.press("f")
    await chair.waits_for(lambda: [(row.case_number, row.kind) for row in screen.listed] == everything, "all again")


async def test_a_club_that_has_left_config_is_named_and_looked_up_once(
    chair: Chair[KpApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row of it would look through every opened meeting, and again with every key."""
    session, looked = chair.app.session, list[set[str]]()
    others = tuple(provider for provider in session.config.providers if provider.id != "klub-oest")
    monkeypatch.setattr(session, "config", replace(session.config, providers=others))
    find = session.store.former_providers

    def counted(ids: set[str]) -> tuple[Provider, ...]:
        looked.append(ids)
        return find(ids)

    monkeypatch.setattr(session.store, "former_providers", counted)
    await chair.press("escape", "g")
    await chair.waits_for(lambda: isinstance(chair.app.screen, FollowUpsScreen), "the follow-ups")
    await chair.sees("Klub Øst (ikke længere i config)")
    await chair.press("j", "j")
    assert looked == [{"klub-oest"}]
