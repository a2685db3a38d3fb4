"""A decided case on the screen: what it was decided on, and beside it how it is now."""

from datetime import date
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.intentions import (
    Answer,
    Approve,
    Close,
    Intention,
    Open,
    Place,
    Postpone,
    ReasonGiven,
    Return,
)
from kpcommittee.domain.meeting.refusal import Refusal
from tests.drivers.chair import MeetingChair, chair_at

FIRST, SECOND, CLUB = "2026-0412", "2026-0409", "klub-oest"
START = date(2026, 12, 14)


def records(chair: MeetingChair, *intentions: Intention) -> None:
    """Record what another program would, and show it."""
    meeting_session = chair.meeting_screen.meeting_session
    assert meeting_session is not None
    for intention in intentions:
        assert not isinstance(meeting_session.record(intention), Refusal), intention
    chair.meeting_screen.refresh_state()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_stays_as_it_was_when_others_take_the_hours(size: tuple[int, int], workspace: Path) -> None:
    """T6, U23: 86 % was decided on; with the second case it is 96 % now, also when the minutes are approved."""
    async with chair_at(workspace, size) as chair:
        records(chair, Open(), Place(case=FIRST, provider=CLUB, staff="mette-h", start=START, positions="all_agree"))
        chair.meeting_screen.choose(FIRST)
        await chair.sees("decided ✓ Klub Øst", "as recommended")
        assert "now:" not in chair.seen
        second = Place(
            case=SECOND,
            provider=CLUB,
            staff="ali-k",
            start=START,
            positions="all_agree",
            answers=(Answer(caution="child_view_missing", code="other", text="agreed"),),
        )
        records(chair, second)
        await chair.sees("now: 96 % ◐ tight")
        others = [item.number for item in chair.meeting.items if item.state == "open"]
        late = (Postpone(case=number, reason="It is late") for number in others)
        records(chair, *late, Close(), Approve(by="Inger Thorsen"))
        await chair.sees("decided ✓ Klub Øst", "now: 96 % ◐ tight")
        if size[0] < 100:
            await chair.press("tab", "tab")
        await chair.sees("Options at the decision", "★ Klub Øst")
        if size[0] < 100:
            await chair.press("tab")
        await chair.sees("Balance at the decision", "68 → 86 %", "now: 96 % ◐ tight")


async def test_a_departure_is_shown_beside_what_was_recommended(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        reason = ReasonGiven(code="other", text="agreed")
        elsewhere = Place(case=FIRST, provider="klub-nord", start=START, positions="all_agree", reason=reason)
        records(chair, Open(), elsewhere)
        chair.meeting_screen.choose(FIRST)
        await chair.sees("decided ✓ Klub Nord · person to be named   recommendation ★ Klub Øst · Mette H.")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_case_that_was_put_off_shows_that_and_no_recommendation(size: tuple[int, int], workspace: Path) -> None:
    """T6, U23: while the meeting runs it may be taken up again; afterwards nothing is to be decided."""
    async with chair_at(workspace, size) as chair:
        records(chair, Open(), Postpone(case=FIRST, reason="It is late"), Return(case=SECOND, missing="A plan"))
        chair.meeting_screen.choose(FIRST)
        await chair.sees("decided ↷ postponed", "★ Klub Øst")
        chair.meeting_screen.choose(SECOND)
        await chair.sees("decided ← returned to the authority")
        chair.misses("★", "Notices")
        others = [item.number for item in chair.meeting.items if item.state == "open"]
        late = (Postpone(case=number, reason="It is late") for number in others)
        records(chair, *late, Close(), Approve(by="Inger Thorsen"))
        chair.meeting_screen.choose(FIRST)
        await chair.sees("decided ↷ postponed")
        chair.misses("★", "recommendation", "Notices")
        if size[0] < 100:
            await chair.press("tab", "tab")
        await chair.sees("There is nothing to choose")
