"""One past decision in full, from a real journal."""

from datetime import UTC, date, datetime
from pathlib import Path

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Open, Place
from kpcommittee.services.decisions import facets, history
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from tests.drivers.chair import opened
from tests.sample import sample_workspace

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)


def decided(tmp_path: Path, *placements: tuple[str, str]) -> MeetingSession:
    """The open sample meeting, in which these cases were placed with these providers."""
    folder = sample_workspace(tmp_path / "sample", placements=False)
    meeting_session = MeetingSession.find(Session.find(folder, clock=lambda: NOW, by="Inger"))
    meeting_session.load()
    assert isinstance(meeting_session.record(Open()), Recorded)
    for number, provider in placements:
        place = Place(case=number, provider=provider, start=date(2026, 12, 2), positions="all_agree")
        assert isinstance(meeting_session.record(place), Recorded)
    return meeting_session


async def test_a_decision_of_the_journal_is_found_and_read(tmp_path: Path) -> None:
    meeting_session = decided(tmp_path, ("2026-0412", "klub-oest"))
    async with opened(HistoryScreen.at(meeting_session.session), size=(120, 40)) as chair:
        await chair.types("klub:oest")
        await chair.waits_for(lambda: "2026-0412" in chair.screen_text)
        await chair.press("down", "enter")
        await chair.sees("sag 2026-0412", "Klub Øst")
        chair.misses("2026-0409")
    async with opened(MinutesScreen.at(meeting_session)) as chair:
        await chair.press("e")
        await chair.waits_for((tmp_path / "sample" / "minutes" / "2026-12-02.md").exists)


async def test_a_decision_is_copied_as_it_is_read_and_its_minutes_are_opened(tmp_path: Path) -> None:
    meeting_session = decided(tmp_path, ("2026-0412", "klub-oest"))
    async with opened(HistoryScreen.at(meeting_session.session), size=(120, 90)) as chair:
        await chair.waits_for(lambda: "2026-0412" in chair.screen_text)
        await chair.press("down", "c")
        assert "sag 2026-0412" in chair.app.clipboard
        assert "Det så udvalget" in chair.app.clipboard
        await chair.press("enter")
        await chair.sees("Det så udvalget", "✓ Klub Øst")
        await chair.press("m")
        await chair.sees("Beslutningsreferat")
        await chair.press("escape")
        await chair.sees("Tidligere beslutninger")


async def test_the_story_of_a_child_and_cases_like_one_are_a_key_away(tmp_path: Path) -> None:
    meeting_session = decided(tmp_path, ("2026-0412", "klub-oest"), ("2026-0417", "klub-nord"))
    async with opened(HistoryScreen.at(meeting_session.session), size=(120, 40)) as chair:
        await chair.waits_for(lambda: "2026-0412" in chair.screen_text)
        await chair.press("down", "H")
        await chair.sees("Barnet i sag 2026-0412", "2026", "Bevilget", "Placeret · Klub Øst", "Begyndt")
        chair.misses("Amina")
        await chair.press("escape", "L")
        await chair.sees("alder:12-14 uden:2026-0412", "1 beslutning")
        await chair.waits_for(lambda: "2026-0417" in chair.screen_text)
        chair.misses("13     ✓ placeret  Klub Øst")


async def test_the_running_meeting_is_not_among_the_past(tmp_path: Path) -> None:
    """U19: nor in the counts; once it is closed it is."""
    meeting_session = decided(tmp_path, ("2026-0412", "klub-oest"))
    session = meeting_session.session
    async with opened(HistoryScreen.at(session, meeting_session), size=(120, 40)) as chair:
        await chair.sees("Der er ingen tidligere beslutninger endnu")
        chair.misses("2026-0412")
    assert [row.case_number for row in history(session)] == ["2026-0412"]
    assert history(session, outside=meeting_session.meeting.id) == ()
    assert all(not counts for counts in facets(session, outside=meeting_session.meeting.id).values())
