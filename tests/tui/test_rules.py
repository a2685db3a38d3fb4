"""The rules on the screen: doubts, attendance put right, what waits, and decisions in principle."""

from datetime import date
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Attend, Close, Intention, Open, Place, Postpone
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from tests.drivers.chair import NINE, chair_at
from tests.tui.steps import open_meeting

CASE, SECOND, OLD = "2026-0412", "2026-0409", "2026-0300"
SIZES = [(80, 24), (120, 40)]


def earlier(workspace: Path, *intentions: Intention) -> None:
    """A meeting two weeks before with one case, run by these intentions and closed."""
    text = (workspace / "agenda" / "2026-12-02.toml").read_text()
    head, first, *_others = text.split("[[cases]]")
    before = f"{head}[[cases]]{first}".replace("2026-12-02", "2026-11-18").replace(CASE, OLD)
    before = before.replace("Amina Karlsen", "Sofie Bruun").replace(
        "obtained_on = 2026-11-20", "obtained_on = 2026-11-15"
    )
    (workspace / "agenda" / "2026-11-18.toml").write_text(before)
    session = Session.find(workspace, language="en", clock=lambda: NINE, by="Inger Thorsen")
    meeting_session = MeetingSession.find(session, "2026-11-18")
    meeting_session.load()
    for intention in (Open(), *intentions, Close()):
        assert isinstance(meeting_session.record(intention), Recorded), intention
    session.close()


def in_principle(workspace: Path) -> None:
    """That meeting decided in principle, without the club's leader."""
    place = Place(
        case=OLD, provider="klub-oest", staff="mette-h", start=date(2026, 12, 2), positions="all_agree",
        in_principle=True,
    )  # fmt: skip
    earlier(workspace, Attend(person="Per Sand", status="excused"), place)


# Doubts


@pytest.mark.parametrize("size", SIZES)
async def test_a_doubt_is_asked_on_the_card_and_takes_two_keys(workspace: Path, size: tuple[int, int]) -> None:
    file = workspace / "agenda" / "2026-12-02.toml"
    file.write_text(file.read_text().replace('name = "Mona Karlsen"', 'name = "Mona Sand"'))
    async with chair_at(workspace, size) as chair:
        await open_meeting(chair)
        await chair.sees("Ask first", "Club leader Per Sand", "i disqualify")
        await chair.press("i")
        await chair.sees("● Per Sand (club)", "Same surname as Mona Sand.", "Decided by Lone Bech")
        await chair.press("enter")
        item = chair.meeting.item(CASE)
        assert item is not None
        (judged,) = item.disqualified
        assert (judged.role, judged.person, judged.outcome) == ("club", "Per Sand", "out")
        assert judged.ground == "Same surname as Mona Sand."
        await chair.waits_for(lambda: "Ask first" not in chair.screen_text, "the answered question")
        chair.misses("i disqualify")


async def test_another_leader_gets_an_empty_ground(workspace: Path) -> None:
    file = workspace / "agenda" / "2026-12-02.toml"
    file.write_text(file.read_text().replace('name = "Mona Karlsen"', 'name = "Mona Sand"'))
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("i", "shift+tab", "shift+tab", "1")
        await chair.waits_for(lambda: "Same surname" not in chair.screen_text, "the empty ground")
        await chair.press("2")
        await chair.sees("Same surname as Mona Sand.")


# Attendance put right


@pytest.mark.parametrize("size", SIZES)
async def test_decisions_of_another_bench_are_listed_and_led_to(workspace: Path, size: tuple[int, int]) -> None:
    async with chair_at(workspace, size) as chair:
        await open_meeting(chair)
        await chair.press("a", "enter", "enter")
        await chair.waits_for(lambda: chair.state(CASE) == "placed", "the placement")
        await chair.press("t")
        await chair.waits_for(lambda: chair.app.screen is not chair.meeting_screen, "who is here")
        people = chair.app.screen._people  # type: ignore[attr-defined]
        down = 1 + [person.name for person in people].index("Per Sand")
        await chair.press(*["j"] * (down - 1), "2", "enter")
        await chair.sees("Decided by a different bench", CASE, "club: Per Sand → excused", "To decide again, reopen")
        await chair.press("enter")
        await chair.sees("1 · 2026-0412", "Decided with Per Sand; by the")
        assert chair.app.screen is chair.meeting_screen


async def test_attendance_that_changes_no_decision_lists_nothing(workspace: Path) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("t", "2", "enter")
        await chair.waits_for(lambda: len(chair.meeting.presences) == 1, "the attendance")
        assert chair.app.screen is chair.meeting_screen


# What waits, and a changed agenda file


@pytest.mark.parametrize("size", SIZES)
async def test_a_waiting_case_that_is_missing_is_offered_when_the_meeting_opens(
    workspace: Path, size: tuple[int, int]
) -> None:
    earlier(workspace, Postpone(case=OLD, reason="The child is ill", missing="The child's view"))
    async with chair_at(workspace, size) as chair:
        await chair.press("s")
        await chair.sees("Cases that wait", OLD, "postponed on 18/11/2026: The child's view")
        await chair.press("escape")
        await chair.sees("d: 1 change", "d changes in the agenda")
        await chair.press("d", "enter")
        await chair.waits_for(lambda: chair.meeting.item(OLD) is not None, "the case that waited")
        await chair.waits_for(lambda: "d: 1 change" not in chair.screen_text, "the mark is gone")
        assert chair.app.screen is chair.meeting_screen


async def test_the_list_of_cases_says_that_no_placements_are_imported(workspace: Path) -> None:
    """Every club had room: its placements were in a table that nobody had imported."""
    async with chair_at(workspace) as chair:
        await chair.sees("busiest week")
        chair.misses("placements missing")
    for file in workspace.glob("*.db*"):
        file.unlink()
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.sees("placements missing")
        await open_meeting(chair)
        await chair.sees("placements missing")


async def test_several_changes_are_taken_over_one_after_the_other(workspace: Path) -> None:
    file = workspace / "agenda" / "2026-12-02.toml"
    text = file.read_text()
    head, _first, *others = text.split("[[cases]]")
    file.write_text("[[cases]]".join([head, *others]))
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        file.write_text(text.replace("Kommer for sent de fleste dage", "Kommer for sent hver dag"))
        chair.meeting_screen.tick()
        await chair.sees("d: 2 changes")
        await chair.press("d")
        await chair.sees("The agenda file has changed", "new in the file: a late case", "changed in the file")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting_screen.state.differing == 1, "one more")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting_screen.state.differing == 0, "no more")
        await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
        item = chair.meeting.item(CASE)
        assert item is not None
        assert item.late


# In principle


@pytest.mark.parametrize(("key", "state"), [("y", "placed"), ("n", "open")])
async def test_a_carried_decision_says_what_it_awaits_and_takes_two_keys(workspace: Path, key: str, state: str) -> None:
    in_principle(workspace)
    async with chair_at(workspace, (80, 24)) as chair:
        await chair.press("s")
        await chair.sees("Cases that wait", "in principle on 18/11/2026")
        await chair.press("enter")
        await chair.waits_for(lambda: chair.meeting.item(OLD) is not None, "the case that waited")
        await chair.press("G")
        await chair.sees("Decided", "Klub Øst", "Decided in principle at the meeting", "on 18/11/2026")
        await chair.sees("Awaits", "club leader Per Sand", "y: confirm or refuse")
        await chair.sees("y confirm")
        await chair.press("y", key)
        await chair.waits_for(lambda: bool(getattr(chair.meeting.item(OLD), "confirmed", ())), "the word")
        assert chair.state(OLD) == state


# Help


async def test_help_on_a_case_begins_with_its_cautions(workspace: Path) -> None:
    async with chair_at(workspace, (80, 24)) as chair:
        await open_meeting(chair)
        await chair.press("j", "question_mark")
        await chair.sees("What to be careful about in this case", "The child's view has not been obtained.")
        await chair.sees("Say where it is, or why you go on.")
        lines = chair.screen_text.splitlines()
        assert "What to be careful about" in lines[1]
