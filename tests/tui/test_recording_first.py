"""The meeting's dialogs close only when their answer is recorded: what the disk refuses is still there."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Attend, Order
from kpcommittee.domain.meeting.refusal import Refusal, RefusalCode
from kpcommittee.errors import BrokenError
from kpcommittee.services.meeting_session import MeetingSession, RecordingOutcome
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.dialogs.recording import Recording
from tests.drivers.chair import MeetingChair, chair_at
from tests.sample import sample_workspace
from tests.tui.steps import open_meeting


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[MeetingChair]:
    """The chair with the sample's meeting open."""
    async with chair_at(sample_workspace(tmp_path / "ws"), language="da") as chair:
        await open_meeting(chair)
        yield chair


class Disk:
    """A disk that takes some events and refuses the rest."""

    def __init__(self, patch: pytest.MonkeyPatch, room: int) -> None:
        self.room, record = room, MeetingSession.record

        def refuse_when_full(*asked: Any) -> RecordingOutcome:
            if not self.room:
                raise BrokenError("Disken er fuld", "Gør plads.")
            self.room -= 1
            return record(*asked)

        patch.setattr(MeetingSession, "record", refuse_when_full)


async def test_a_decision_stays_with_what_was_chosen(chair: MeetingChair, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch, room=0)
    await chair.press("a", "enter")
    await chair.waits_for(lambda: isinstance(chair.app.screen, DecideDialog), "the dialog")
    dialog = chair.app.screen
    await chair.press("enter")
    await chair.sees("Disken er fuld. Gør plads.")
    assert chair.app.screen is dialog
    disk.room = 1
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
    assert chair.meeting.log[-1].kind == "decided"


async def test_the_new_order_stays(chair: MeetingChair, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch, room=0)
    before = [item.number for item in chair.meeting.items]
    await chair.press("o", "J", "enter")
    await chair.sees("Disken er fuld. Gør plads.")
    assert isinstance(chair.app.screen, OrderScreen)
    disk.room = 1
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
    after = [item.number for item in chair.meeting.items]
    assert after[:2] == before[1::-1]


async def test_of_several_changes_those_not_recorded_stay(chair: MeetingChair, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch, room=1)
    await chair.press("t", "2", "down", "2", "enter")
    await chair.sees("Disken er fuld. Gør plads.")
    screen = chair.app.screen
    assert isinstance(screen, PresenceScreen)
    disk.room = 9
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is not screen, "the meeting")
    assert [recorded.kind for recorded in chair.meeting.log[-2:]] == ["attended", "attended"]
    assert len({presence.person for presence in chair.meeting.presences}) == 2
    assert len(chair.meeting.presences) == 2


class Refusing:
    """Records, except the answers with these places, counted from 0."""

    def __init__(self, patch: pytest.MonkeyPatch, **refusals: Refusal) -> None:
        self.refusals, record = refusals, MeetingSession.record

        def refuse_some(*asked: Any) -> RecordingOutcome:
            self.asked += 1
            return self.refusals.pop(f"n{self.asked - 1}", None) or record(*asked)

        self.asked = 0
        patch.setattr(MeetingSession, "record", refuse_some)


async def test_a_change_that_is_refused_stays_and_those_before_it_are_recorded_once(
    chair: MeetingChair, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings = Refusing(monkeypatch, n1=Refusal(code="invalid", values={"key": "person", "why": "empty"}))
    await chair.press("t", "2", "down", "2")
    screen = chair.app.screen
    assert isinstance(screen, PresenceScreen)
    second = screen.rows.highlighted
    await chair.press("down", "2", "enter")
    await chair.waits_for(lambda: meetings.asked == 2, "the refusal")
    assert screen.unsaved.has_class("-said")
    assert len(chair.meeting.presences) == 1
    assert screen.rows.highlighted == second, "the one that is refused"
    await chair.press("enter")
    await chair.waits_for(lambda: chair.app.screen is not screen, "the meeting")
    assert (meetings.asked, len(chair.meeting.presences)) == (4, 3)


async def test_what_another_program_prevents_closes_the_dialog_and_says_so(
    chair: MeetingChair, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings = Refusing(monkeypatch, n1=Refusal(code="conflict"))
    refusals: list[Refusal] = []
    monkeypatch.setattr(
        "kpcommittee.tui.meeting.actions.Actions.say_refused", lambda _actions, why: refusals.append(why)
    )
    await chair.press("t", "2", "down", "2", "down", "2", "enter")
    await chair.waits_for(lambda: not isinstance(chair.app.screen, PresenceScreen), "the meeting")
    assert meetings.asked == 3
    assert [why.code for why in refusals] == ["conflict"]
    assert len(chair.meeting.presences) == 2
    await chair.waits_for(lambda: chair.meeting_screen.state.meeting is chair.meeting, "what is recorded, shown")


async def test_an_answer_rests_on_the_meeting_that_its_dialog_shows(chair: MeetingChair) -> None:
    session = chair.meeting_screen.meeting_session
    assert session is not None
    recording, numbers = Recording(session, session.meeting), [item.number for item in session.meeting.items]
    first, *others = numbers
    assert isinstance(session.record(Order(cases=(*others, first))), Recorded)
    assert recording(Order(cases=tuple(numbers[::-1]))) is None
    assert recording.refused is not None
    assert (recording.refused.code, recording.recorded) == ("conflict", ())


@pytest.mark.parametrize("code", ["conflict", "read_only", "already_decided", "invalid"])
async def test_a_dialog_is_out_of_date_only_if_it_shows_what_others_change(
    chair: MeetingChair, monkeypatch: pytest.MonkeyPatch, code: RefusalCode
) -> None:
    """One that shows nothing of the meeting stays, with what prevents it: closed, it would have said nothing."""
    attend = Attend(person=chair.meeting_screen.state.config.leaders[0].name, status="excused")
    session = chair.meeting_screen.meeting_session
    assert session is not None
    for seen in (None, session.meeting):
        Refusing(monkeypatch, n0=Refusal(code=code, values={"key": "person", "why": "empty"}))
        recording = Recording(session, seen)
        prevented = recording(attend)
        assert recording.is_out_of_date is (seen is not None and code != "invalid")
        assert (prevented is None) is recording.is_out_of_date
        assert recording.recorded == ()
        Refusing(monkeypatch)
    recording = Recording(session, session.meeting)
    assert recording(attend) is None
    assert recording(Attend(person=attend.person, status="absent")) is None
    assert [answer.kind for answer in recording.recorded] == ["attended", "attended"]
    assert all(isinstance(answer, Recorded) for answer in recording.recorded)


async def test_what_is_told_while_the_meeting_closes_is_let_pass(chair: MeetingChair) -> None:
    """The parts go before their screen: what another thread told it then had no key bar to change."""
    screen = chair.meeting_screen
    await screen.keys.remove()
    before = screen.shown_state
    screen.refresh_state(hidden=True)
    assert screen.shown_state is not before
