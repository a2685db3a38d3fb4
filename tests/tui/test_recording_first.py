"""The meeting's dialogs close only when their answer is recorded: what the disk refuses is still there."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.errors import BrokenError
from kpcommittee.services.meeting_session import Answered, MeetingSession
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.presence import PresenceScreen
from tests.drivers.chair import MeetingChair, chair_at
from tests.sample import sample_workspace


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[MeetingChair]:
    """The chair with the sample's meeting open."""
    async with chair_at(sample_workspace(tmp_path / "ws"), language="da") as chair:
        await chair.press("s")
        await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")
        yield chair


class Disk:
    """A disk that takes some events and refuses the rest."""

    def __init__(self, patch: pytest.MonkeyPatch, room: int) -> None:
        self.room, record = room, MeetingSession.record

        def refuse_when_full(*asked: Any) -> Answered:
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
