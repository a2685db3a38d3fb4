"""Minutes kept from one reading to the next are only shown for the same reader and state."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpcommittee.documents.blocks import parse
from kpcommittee.documents.formats import MARKDOWN
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.texts import HIDDEN
from kpcommittee.services.differences import changes_in
from kpcommittee.services.document_request import DocumentRequest
from kpcommittee.services.edits import edits_of
from kpcommittee.services.exports import begin_export
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.minutes import EditedError, minutes_text
from kpcommittee.services.session import Session
from kpcommittee.tui.veil import veil_record
from tests.sample import sample_workspace

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
CASE = "2026-0412"


def starts(day: date, why: str) -> want.Correct:
    return want.Correct(case=CASE, place=want.Amendment(start=day, given=frozenset({"start"})), why=why)


@pytest.fixture
def meeting_session(tmp_path: Path) -> Iterator[MeetingSession]:
    """Approved minutes with one placement, that were corrected twice."""
    folder = sample_workspace(tmp_path / "sample", placements=False)
    session = Session.find(folder, clock=lambda: NOW, by="Inger Thorsen")
    sitting = MeetingSession.find(session, "2026-12-02")
    sitting.load()
    others = [item.number for item in sitting.meeting.items if item.number != CASE]
    wanted: list[want.Intention] = [
        want.Open(),
        want.Place(case=CASE, provider="klub-oest", staff="mette-h", start=date(2027, 1, 4), positions="all_agree"),
        *(want.Withdraw(case=number, reason="Flyttet", by="Inger Thorsen") for number in others),
        want.Close(),
        want.Approve(),
        want.Correct(
            case=CASE, place=want.Amendment(start=date(2027, 1, 11), given=frozenset({"start"})), why="Skrivefejl"
        ),
        want.Correct(
            case=CASE, place=want.Amendment(start=date(2027, 1, 18), given=frozenset({"start"})), why="Skrivefejl igen"
        ),
    ]
    for intention in wanted:
        assert isinstance(sitting.record(intention), Recorded), intention
    yield sitting
    session.close()


def test_the_room_is_shown_no_minutes_that_were_kept_for_the_chair(meeting_session: MeetingSession) -> None:
    for _time in range(2):
        shown, hidden = minutes_text(meeting_session), minutes_text(meeting_session, redact=veil_record)
        assert ("Mette Holm" in shown, HIDDEN in shown) == (True, False)
        assert ("Mette Holm" in hidden, "A.K." in hidden, HIDDEN in hidden) == (False, False, True)


def test_each_version_is_read_as_it_is(meeting_session: MeetingSession) -> None:
    first, second, newest = (minutes_text(meeting_session, number) for number in (1, 2, None))
    assert ("er ændret" in first, "11.01.2027" in second, "18.01.2027" in second) == (False, True, False)
    assert "18.01.2027" in newest
    assert minutes_text(meeting_session, 1) == first


def test_what_is_different_is_hidden_too_whoever_read_it_before(meeting_session: MeetingSession) -> None:
    for _time in range(2):
        shown, hidden = changes_in(meeting_session), changes_in(meeting_session, redact=veil_record)
        assert "Skrivefejl igen" in repr(shown)
        assert ("Skrivefejl" in repr(hidden), HIDDEN in repr(hidden)) == (False, True)


def test_each_version_has_its_own_differences(meeting_session: MeetingSession) -> None:
    older, newer = changes_in(meeting_session, 2), changes_in(meeting_session, 3)
    assert ("11.01.2027" in repr(older), "18.01.2027" in repr(older)) == (True, False)
    assert "18.01.2027" in repr(newer)
    assert changes_in(meeting_session, 2) == older


def test_edited_minutes_are_parsed_and_those_they_are_compared_with_are_not(meeting_session: MeetingSession) -> None:
    """The text that was to be written was parsed to be written, and again to be compared."""
    export = begin_export(meeting_session, DocumentRequest(format=MARKDOWN))
    export.make()
    path, _doubts = export.save()
    path.write_text(path.read_text(encoding="utf-8").replace("Klub Øst", "Klub Vest", 1), encoding="utf-8")
    again = begin_export(meeting_session, DocumentRequest(format=MARKDOWN))
    again.make()
    with pytest.raises(EditedError) as edited:
        again.save()
    parsed = parse.cache_info().misses
    assert edits_of(edited.value)
    assert parse.cache_info().misses == parsed + 1
