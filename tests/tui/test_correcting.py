"""A clerical error after approval: from the meeting's own case, from past decisions, and both versions read."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Recorded, Withdrawn
from kpcommittee.domain.meeting.intentions import Approve, Close, Intention, Open, Place, Withdraw
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.widgets.pick import Pick
from tests.drivers.chair import NINE, MeetingChair, chair_at
from tests.drivers.office import APPROVE, CLOSE, OPEN, Office, place
from tests.sample import DAY

CASE, OTHER = "2026-0412", "2026-0409"
LATER = "2026-12-16"
START = date(2026, 12, 2)


def approved(workspace: Path) -> None:
    """Approve minutes with one placement at Klub Øst; all other cases were withdrawn."""
    session = Session.find(workspace, language="en", clock=lambda: NINE, by="Inger Thorsen")
    meeting_session = MeetingSession.find(session)
    meeting_session.load()
    others = [item.number for item in meeting_session.meeting.items if item.number != CASE]
    placed = Place(case=CASE, provider="klub-oest", staff="mette-h", start=START, positions="all_agree")
    wanted: list[Intention] = [Open(), placed, *(Withdraw(case=number, reason="Moved") for number in others)]
    for intention in (*wanted, Close(), Approve()):
        assert isinstance(meeting_session.record(intention), Recorded), intention
    session.close()


def decision(chair: MeetingChair) -> Decision:
    item = chair.meeting.item(CASE)
    assert item is not None
    assert item.decision is not None
    return item.decision


@pytest.mark.parametrize("state", ["open", "approved"])
async def test_what_a_later_meeting_carries_as_it_was_is_said_where_it_is_corrected(
    workspace: Path, state: str
) -> None:
    """The minutes of both meetings named the same decision with other days, and nobody was told."""
    office = Office(workspace)
    others = [{"do": "withdraw", "case": row["case_number"], "reason": "Flyttet"} for row in office.show(DAY)["cases"]]
    office.does(
        DAY,
        OPEN,
        {"do": "attend", "person": "Lone Bech", "status": "excused"},
        place(CASE, "klub-oest", staff="mette-h", in_principle=True),
        *(withdraw for withdraw in others if withdraw["case"] != CASE),
        CLOSE,
        APPROVE,
    )
    office.good("agenda", "new", "--date", LATER)
    office.does(LATER, OPEN)
    if state == "approved":
        office.does(LATER, {"do": "confirm", "case": CASE, "role": "school", "by": "Lone Bech"}, CLOSE, APPROVE)
    then = "Correct it there too, once those minutes" if state == "open" else "Correct it there too."
    session = Session.find(workspace, language="en", clock=lambda: NINE, by="Inger Thorsen")
    app = KpApp(session, DAY)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        chair = await MeetingChair.seated(app, pilot)
        chair.meeting_screen.choose(CASE)
        await chair.press("x")
        await chair.sees("Nothing is changed yet")
        chair.misses("carries the decision as it was")
        await chair.press("tab", "tab", "home", "ctrl+k")
        await chair.types("11.1.2027")
        await chair.sees("is changed to 11/01/2027")
        await chair.sees("The meeting on 16/12/2026 carries the decision as it was: its minutes", then)
    session.close()


async def test_a_correction_shows_what_changes_and_becomes_version_two(workspace: Path) -> None:
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("x")
        await chair.sees("Correction", "Nothing is changed yet", "It becomes version 2")
        await chair.press("tab", "tab", "home", "ctrl+k")
        await chair.types("4.1.2027")
        await chair.sees("Corrected: the start 02/12/2026 is changed to 04/01/2027")
        await chair.press("enter")
        await chair.sees("Write in one line why")
        await chair.types("A slip of the pen")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
        assert decision(chair).start == date(2027, 1, 4)
        assert decision(chair).staff == "mette-h"
        await chair.press("m")
        await chair.sees("Minutes, version 2 of 2")
        chair.app.screen.query_one(".text").scroll_end(animate=False)
        await chair.press("c")
        await chair.sees("Changes from version 1 to version 2", "− Version: 1", "+ Version: 2")
        await chair.press("f2")
        chair.misses("Version: 2")
        await chair.press("f2", "escape")
        await chair.press("o")
        await chair.sees("Minutes, version 1 of 2")
        await chair.press("c")
        chair.misses("Changes from version")
        assert "A slip of the pen" not in chair.app.screen._shown  # type: ignore[attr-defined]
        await chair.press("o")
        await chair.sees("Minutes, version 2 of 2")
        assert "A slip of the pen" in chair.app.screen._shown  # type: ignore[attr-defined]


async def test_the_hours_are_corrected_where_the_committee_sets_them(workspace: Path) -> None:
    config = workspace / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[committee]\n", "[committee]\nsets_hours = true\n", 1), encoding="utf-8")
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("x")
        await chair.sees("Correction", "a week, of the granted 5")
        assert len(chair.app.screen.query("#hours")) == 1
        chair.app.screen.query_one("#hours").focus()
        await chair.types("9")
        await chair.sees("9 hours a week are more than the 5 granted")
        await chair.press("home", "ctrl+k")
        await chair.types("4")
        await chair.sees("Corrected: the hours 5 h/week is changed to 4 h/week")
        chair.app.screen.query_one("#why").focus()
        await chair.types("A slip of the pen")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
        assert (decision(chair).hours, decision(chair).granted_hours) == (Decimal(4), Decimal(5))


async def test_another_provider_offers_its_own_people_and_asks_for_a_reason(workspace: Path) -> None:
    approved(workspace)
    async with chair_at(workspace) as chair:
        await chair.press("x", "space", "2")
        await chair.sees("departs from")
        chair.app.screen.query_one("#second").focus()
        await chair.press("space")
        await chair.sees("2  Klub Øst")
        chair.misses("Klub Havn")
        await chair.press("escape")
        chair.app.screen.query_one("#provider").focus()
        await chair.press("tab", "tab", "enter")
        await chair.waits_for(lambda: chair.app.focused is not None and chair.app.focused.id == "code", "the reason")
        await chair.press("space", "1", "tab")
        await chair.types("Written in the wrong row")
        await chair.sees("Corrected: the provider “Klub Øst” is changed to “Klub Havn”", "removed; the reason")
        await chair.press("enter")
        await chair.types("Wrong club")
        await chair.press("enter")
        await chair.waits_for(lambda: decision(chair).provider == "klub-havn", "the other club")


async def test_a_past_decision_is_corrected_from_the_search(workspace: Path) -> None:
    approved(workspace)
    async with chair_at(workspace) as chair:
        await chair.press("h")
        await chair.types("klub:oest")
        await chair.sees("2026-0412")
        await chair.press("down", "x", "tab", "tab", "tab", "tab", "space", "2")
        await chair.sees("Corrected: the alternative “Klub Havn” is added")
        await chair.press("tab", "tab", "enter")
        await chair.types("It was said")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
        await chair.press("end")
        await chair.sees("It was said")
        await chair.press("escape", "escape")
        await chair.waits_for(lambda: chair.meeting_screen.state.meeting == chair.meeting, "version 2 on the table")


async def test_before_approval_nothing_is_corrected(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await chair.press("s", "x")
        await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "no dialog")
        messages = [notification.message for notification in chair.app._notifications]
        assert any("not approved" in message for message in messages), messages


async def test_a_text_is_corrected_from_past_decisions_too(workspace: Path) -> None:
    """U5: only decisions with a placement could be corrected from there."""
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("h")
        await chair.types(OTHER)
        await chair.sees("1 decision,")
        await chair.press("down", "x")
        await chair.sees("The reason for the withdrawal", "Moved")
        await chair.press("end")
        await chair.types(" away")
        await chair.press("enter")
        await chair.sees("Write in one line why")
        await chair.types("A slip")
        await chair.press("enter")
        await chair.sees("Corrected: version 2.")


async def test_a_text_of_a_case_without_a_placement_is_corrected(workspace: Path) -> None:
    """U5: the reason of a withdrawal could not be corrected at all."""
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("j", "x")
        await chair.sees("The reason for the withdrawal", "Moved", "Nothing is changed yet", "It becomes version 2")
        await chair.press("enter")
        await chair.sees("Nothing is changed yet.", "Correct something first.")
        await chair.press("end")
        await chair.types(" away")
        await chair.sees("Corrected: the reason for the withdrawal “Moved” is changed to “Moved away”")
        await chair.press("enter")
        await chair.sees("Write in one line why")
        await chair.types("A slip")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
        item = chair.meeting.item(OTHER)
        assert isinstance(item.outcome if item else None, Withdrawn)
        await chair.sees("Moved away")


async def test_who_sat_there_and_how_they_stood_is_corrected(workspace: Path) -> None:
    """U5: also of a decided case, for that case alone, with the effect in the words of the minutes."""
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("x")
        await chair.sees("Lone Bech", "Per Sand", "agrees")
        school, club = (chair.app.screen.query(Pick).filter("CorrectedSeat Pick")[place] for place in (0, 3))
        school.focus()
        await chair.press("enter", "3")
        await chair.sees("Lone Bech: excused", "the seat of the school leader")
        club.focus()
        await chair.press("enter", "2")
        await chair.sees("rather", "is changed to “disagrees”")
        chair.app.screen.query_one("#why").focus()
        await chair.types("Misheard")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
        assert [(taken.role, taken.stance) for taken in decision(chair).positions] == [
            ("club", "disagree"),
            ("authority", "agree"),
            ("internal", "agree"),
        ]
        assert decision(chair).bench[0].person is None


async def test_a_case_without_texts_is_corrected_too(workspace: Path) -> None:
    """U5: whoever was there in a case that was withdrawn."""
    approved(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("down", "x")
        await chair.sees("Correction", "Nothing is changed yet")
        await chair.press("enter")
        await chair.sees("Correct something first.")
        chair.app.screen.query(Pick).filter("CorrectedSeat Pick")[0].focus()
        await chair.press("enter", "5")
        await chair.sees("has left")
        chair.app.screen.query_one("#why").focus()
        await chair.types("Misheard")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.version == 2, "version 2")
