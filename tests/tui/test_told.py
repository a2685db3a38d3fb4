"""Who is still to be told, on the screen: from the meeting and from past decisions, recorded with a dialog."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpcommittee.errors import BrokenError
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.dialogs.told import JournaliseDialog, TellDialog
from kpcommittee.tui.screens.after_meeting import JournalisedScreen, ToldScreen
from tests.agenda_files import agenda, case
from tests.drivers.chair import Chair, MeetingChair, chair_at
from tests.drivers.office import Office
from tests.sample import sample_workspace
from tools.pictures import MEETING_ID


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[Chair[KpApp]]:
    """The chair some days after the sample's meeting, whose minutes are approved."""
    office = Office.sample(tmp_path / "udvalg", placements=False)
    office.hold_the_sample_meeting()
    session = Session.find(Path(office.folder), clock=lambda: datetime(2026, 12, 10, 9, tzinfo=UTC), by="Inger")
    app = KpApp(session, MEETING_ID)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        yield await MeetingChair.seated(app, pilot)
    session.close()


def refuse_on_a_full_disk(*_asked: object) -> None:
    raise BrokenError("Disken er fuld", "Gør plads.")


async def told_screen(chair: Chair[KpApp], *keys: str) -> ToldScreen:
    await chair.press(*keys)
    await chair.waits_for(lambda: isinstance(chair.app.screen, ToldScreen), "who is to be told")
    screen = chair.app.screen
    assert isinstance(screen, ToldScreen)
    await chair.sees("Mangler underretning")
    return screen


async def test_the_headings_count_the_earlier_meetings_where_something_is_missing(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "udvalg", placements=False)
    office.hold_the_sample_meeting()
    later = "2027-01-20"
    office.agenda(later, agenda(later, case("A")))
    office.does(later, {"do": "open", "at": f"{later}T09:00:00+01:00"})
    session = Session.find(Path(office.folder), clock=lambda: datetime(2027, 1, 20, 9, tzinfo=UTC), by="Inger")
    app = KpApp(session, later)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        chair = await MeetingChair.seated(app, pilot)
        await told_screen(chair, "U")
        await chair.sees("Mangler underretning: 0 · mangler journalisering: 0 · tidligere møder: 1")
        await chair.press("tab")
        await chair.sees("Mangler journalisering: 0 · tidligere møder: 1")
    session.close()


async def test_one_that_was_told_leaves_the_list_and_comes_back_with_d(chair: Chair[KpApp]) -> None:
    screen = await told_screen(chair, "U")
    first, count = screen.listed[0], len(screen.listed)
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, TellDialog), "the dialog")
    await chair.types("Telefon")
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    assert len(screen.listed) == count - 1
    await chair.press("d")
    (done,) = [row for row in screen.listed if row.told]
    assert (done.item.number, done.whom) == (first.item.number, first.whom)
    assert done.told is not None
    assert (done.told.how, done.told.on.isoformat(), done.told.by) == ("Telefon", "2026-12-10", "Inger")


async def test_the_key_that_shows_everybody_says_what_it_does_next(chair: Chair[KpApp]) -> None:
    """Where nobody was told yet the list stayed as it was, and nothing said that everybody was shown."""
    await told_screen(chair, "U")
    await chair.sees("d alle")
    await chair.press("d")
    await chair.sees("d kun manglende")
    await chair.press("d")
    await chair.sees("d alle")


async def test_a_young_person_is_called_that_in_the_list_and_the_dialog(chair: Chair[KpApp]) -> None:
    screen = await told_screen(chair, "U")
    await chair.sees("A.K.  Barnet", "O.L.  Den unge")
    young = next(place for place, row in enumerate(screen.listed) if row.whom == "child" and row.age >= 15)
    await chair.press(*["down"] * young, "enter")
    await chair.sees("· den unge")


async def test_a_day_before_the_meeting_is_said_and_not_recorded(chair: Chair[KpApp]) -> None:
    screen = await told_screen(chair, "U")
    count = len(screen.listed)
    await chair.press("enter", "tab")
    await chair.types("1/12-2026")
    await chair.press("enter")
    await chair.sees("før mødet")
    assert len(screen.listed) == count


async def test_what_is_refused_is_said_in_the_dialog_and_what_was_typed_stays(chair: Chair[KpApp]) -> None:
    screen = await told_screen(chair, "U")
    count = len(screen.listed)
    await chair.press("enter")
    await chair.types("Brev med bud")
    await chair.press("tab")
    await chair.types("1/12-2026")
    await chair.press("enter")
    await chair.sees("før mødet")
    dialog = chair.app.screen
    assert isinstance(dialog, TellDialog)
    assert (dialog.how.written, dialog.day.written) == ("Brev med bud", "1/12-2026")
    dialog.day.value = "4/12-2026"
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    assert len(screen.listed) == count - 1


async def test_a_number_that_the_disk_refuses_stays_in_the_dialog(
    chair: Chair[KpApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = await told_screen(chair, "U")
    await chair.press("J")
    await chair.types("27-114")
    with monkeypatch.context() as full:
        full.setattr(MeetingSession, "record", refuse_on_a_full_disk)
        await chair.press("enter")
        await chair.sees("Disken er fuld. Gør plads.")
    dialog = chair.app.screen
    assert isinstance(dialog, JournaliseDialog)
    assert dialog.number.written == "27-114"
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    await chair.sees("Journaliseret som 27-114")


async def test_a_case_is_journalised(chair: Chair[KpApp]) -> None:
    screen = await told_screen(chair, "U")
    await chair.press("J")
    await chair.waits_for(lambda: isinstance(chair.app.screen, JournaliseDialog), "the dialog")
    await chair.press("enter")
    await chair.sees("Skriv nummeret i journalsystemet.")
    await chair.types("27-114")
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    await chair.sees("Journaliseret som 27-114, 10.12.2026")


async def test_the_longest_state_leaves_room_before_what_follows(tmp_path: Path) -> None:
    """In English a returned case was "returned to the authoritymissing"."""
    office = Office.sample(tmp_path / "udvalg", placements=False)
    office.hold_the_sample_meeting()
    async with chair_at(office.folder) as chair:
        await chair.press("U", "tab")
        await chair.sees("returned to the authority  missing")


async def test_what_is_still_to_be_journalised_is_beside_it(chair: Chair[KpApp]) -> None:
    told = await told_screen(chair, "U")
    await chair.sees("journalisering: 14")
    await chair.press("tab")
    await chair.waits_for(lambda: isinstance(chair.app.screen, JournalisedScreen), "what is to be journalised")
    screen = chair.app.screen
    assert isinstance(screen, JournalisedScreen)
    await chair.sees("Mangler journalisering: 14", "mangler")
    first = screen.listed[0].item.number
    await chair.press("enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, JournaliseDialog), "the dialog")
    await chair.types("27-114")
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is screen, "the list")
    await chair.sees("Mangler journalisering: 13")
    assert first not in [task.item.number for task in screen.listed]
    await chair.press("d")
    await chair.sees("27-114 · 10.12.2026 · Inger")
    await chair.press("tab")
    await chair.waits_for(lambda: chair.app.screen is told, "who is to be told")
    await chair.sees("journalisering: 13")


async def test_it_is_opened_from_past_decisions(chair: Chair[KpApp]) -> None:
    await chair.press("h")
    await chair.sees("Tidligere beslutninger")
    await chair.waits_for(lambda: "2026-0412" in chair.seen, "the decisions")
    await told_screen(chair, "down", "down", "U")


async def test_names_are_hidden_with_f2(chair: Chair[KpApp]) -> None:
    await told_screen(chair, "U")
    await chair.sees("A.K.")
    await chair.press("f2")
    chair.misses("A.K.", "Per Sand")


async def test_before_the_meeting_the_key_says_that_it_is_not_open(tmp_path: Path) -> None:
    async with chair_at(sample_workspace(tmp_path / "ws"), language="da") as chair:
        await chair.press("U")
        await chair.sees("ikke åbnet")


async def test_a_recipient_that_is_cut_is_said_in_full_under_the_list(chair: Chair[KpApp]) -> None:
    """Behind a long case number, or in a narrow terminal, nobody could tell who was meant."""
    await told_screen(chair, "U")
    await chair.press("down")
    row = "2026-0409   M.F.  Indehavere af forældremyndighed: mor og far"
    await chair.sees(row)
    chair.misses("M.F. · ")
    await chair.pilot.resize_terminal(40, 24)
    shown = " ".join(chair.screen_text.split())
    assert row not in shown
    assert "2026-0409 · M.F. · Indehavere af forældremyndighed: mor og far" in shown
    await chair.press("tab")
    await chair.waits_for(lambda: isinstance(chair.app.screen, JournalisedScreen), "what is to be filed")
    assert "2026-0409 · M.F. · placeret · mangler" in " ".join(chair.screen_text.split())
