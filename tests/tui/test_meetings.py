"""U13: opening on another day asks, an approved meeting gives way to the next, and every meeting is within reach."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kpcommittee.services.meetings import list_meetings, waiting_agenda
from kpcommittee.services.session import Session
from kpcommittee.tui.meeting.screen import MeetingScreen
from tests.drivers.chair import chair_at
from tests.drivers.office import APPROVE, CLOSE, OPEN, Office
from tests.sample import DAY

NEXT = "2026-12-16"
NEW = "2026-0501"


@pytest.fixture
def office(workspace: Path) -> Office:
    """The sample, and the agenda of the meeting after it with one new case."""
    text = (workspace / "agenda" / f"{DAY}.toml").read_text(encoding="utf-8")
    head, first, *_others = text.replace(DAY, NEXT).split("[[cases]]")
    case = first.replace("2026-0412", NEW).replace("Amina Karlsen", "Prøve Sensen").replace('cpr = "', '# cpr = "')
    (workspace / "agenda" / f"{NEXT}.toml").write_text(f"{head}[[cases]]{case}", encoding="utf-8")
    return Office(workspace)


def at(office: Office, day: str) -> Session:
    """The workspace on that day at nine."""
    nine = datetime.fromisoformat(f"{day}T09:00:00+01:00")
    return Session.find(office.folder, clock=lambda: nine)


def approve(office: Office) -> None:
    """Hold the sample meeting and approve it."""
    put_off = [{"do": "postpone", "case": case, "reason": "Tid"} for case in office.states(DAY)]
    office.does(DAY, OPEN, *put_off, CLOSE, APPROVE)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_another_meeting_is_reached_and_asks_before_it_opens_on_another_day(
    office: Office, size: tuple[int, int]
) -> None:
    async with chair_at(office.folder, size) as chair:
        await chair.press("f2", "S")
        await chair.sees("Meetings", "Wed 16 Dec 2026", "in preparation", "1 case", "14 cases", "on the screen now")
        await chair.press("up", "enter")
        await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
        assert chair.meeting.id == NEXT
        assert chair.meeting_screen.state.hidden
        await chair.press("f2")
        await chair.sees("P.S.", "16 Dec 2026")
        await chair.press("s")
        await chair.sees("The meeting is on Wed 16 Dec 2026, and today is Wed 2 Dec 2026")
        await chair.press("escape")
        assert chair.meeting.state == "preparing"
        await chair.press("s", "enter")
        await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(NEW) == "placed", "the placement")
        await chair.press("S", "down", "enter")
        await chair.waits_for(lambda: chair.meeting.id == DAY, "the first meeting")
        await chair.press("z")
        assert chair.meeting.state == "preparing"
        await chair.press("s")
        await chair.waits_for(lambda: chair.meeting.state == "open", "the meeting of today, without a question")
    assert Office(office.folder).states(NEXT) == {NEW: "placed"}


@pytest.mark.parametrize(("language", "row"), [("da", "ikke godkendt  14 sager"), ("en", "not approved  14 cases")])
async def test_the_longest_state_leaves_room_before_what_follows(office: Office, language: str, row: str) -> None:
    """A closed meeting was "lukket, ikke godkendt14 sager"."""
    put_off = [{"do": "postpone", "case": case, "reason": "Tid"} for case in office.states(DAY)]
    office.does(DAY, OPEN, *put_off, CLOSE)
    async with chair_at(office.folder, language=language) as chair:
        await chair.press("S")
        await chair.sees(row)


async def test_leaving_the_list_stays_in_the_meeting(office: Office) -> None:
    async with chair_at(office.folder) as chair:
        await chair.press("S", "escape")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MeetingScreen), "the meeting")
        assert chair.meeting.id == DAY


def test_the_next_meeting_that_is_not_approved_is_gone_on_with(office: Office) -> None:
    """An approved meeting was opened again although the next one waited."""
    session = at(office, DAY)
    assert waiting_agenda(session) == DAY
    approve(office)
    assert waiting_agenda(at(office, "2026-11-24")) == NEXT
    assert waiting_agenda(at(office, DAY)) == NEXT
    assert waiting_agenda(at(office, "2026-12-17")) is None
    office.does(NEXT, OPEN)
    assert waiting_agenda(at(office, "2026-12-30")) == NEXT


def test_what_is_only_in_the_journal_is_listed_too_the_latest_first(office: Office) -> None:
    approve(office)
    (office.folder / "agenda" / f"{DAY}.toml").unlink()
    (office.folder / "agenda" / "2027-01-06.toml").write_text("x = [", encoding="utf-8")
    listed = [(meeting.id, meeting.day, meeting.state, meeting.cases) for meeting in list_meetings(at(office, DAY))]
    assert listed == [
        ("2027-01-06", date(2027, 1, 6), "preparing", None),
        (NEXT, date(2026, 12, 2) + timedelta(14), "preparing", 1),
        (DAY, date(2026, 12, 2), "approved", 14),
    ]
