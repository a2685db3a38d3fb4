"""Two programs at one workspace, seen from the screen: it reads and follows, asks, hands over, and takes over."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from kpcommittee.domain.meeting.intentions import Close, Note, Open, Withdraw
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.imports import import_placements
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.placements import end_placement
from kpcommittee.services.session import Session
from kpcommittee.tui.dialogs import hold
from kpcommittee.tui.dialogs.hold import HandOverDialog, TakeOverDialog
from tests.drivers.chair import NINE, MeetingChair, chair_at
from tests.sample import DAY
from tests.tui.steps import open_meeting

SIZES = [(80, 24), (120, 40)]
CLEAR = "2026-0412"
PRECISE = Fraction(1, 10_000)


@pytest.fixture
def other(workspace: Path) -> Iterator[Session]:
    """Another program of the same workspace; it begins when a test says so."""
    session = Session.find(workspace, language="en", clock=lambda: NINE - timedelta(minutes=10), by="anna")
    yield session
    session.close()


def meeting_of(session: Session) -> MeetingSession:
    """The sample meeting in the other program."""
    meeting_session = MeetingSession.find(session, DAY)
    meeting_session.load()
    return meeting_session


def why_read_only(chair: MeetingChair) -> str | None:
    """Whose program records instead, for the state that the screen shows."""
    reading = chair.meeting_screen.state.reading
    return reading.holder.user if reading and reading.holder else None


async def hears(chair: MeetingChair, text: str) -> None:
    """Wait for a notice that contains a text, however it is broken into lines."""
    notices = chair.app._notifications  # the framework shows no list of them
    await chair.waits_for(lambda: any(text in notice.message for notice in notices), text)


@pytest.mark.parametrize("size", SIZES)
async def test_the_second_says_whose_it_is_refuses_and_follows_without_a_key(
    workspace: Path, other: Session, size: tuple[int, int]
) -> None:
    other.hold.begin()
    first = meeting_of(other)
    async with chair_at(workspace, size) as chair:
        await chair.sees("Opened by anna on", "since 09:14; here you can only read.", "w takes over.")
        await chair.press("s")
        await hears(chair, "here you can only read")
        assert chair.meeting.state == "preparing"
        assert not isinstance(first.record(Open()), Refusal)
        await chair.waits_for(lambda: chair.meeting.state == "open", "what the other recorded")
        assert not isinstance(first.record(Note(case=CLEAR, text="From the first")), Refusal)
        await hears(chair, "anna: Case 1: note")
        for key in ("a", "enter", "u", "n", "N", "t", "r", "i", "1", "o", "z", "Z", "l", "v", "x", "R"):
            await chair.press(key)
            assert len(chair.app.screen_stack) == 1, key
        assert not chair.meeting_screen.state.agreed
        for key in ("h", "m", "b", "f2", "f2", "p", "escape"):
            await chair.press(key)
        await chair.waits_for(lambda: len(chair.meeting.log) == 2, "nothing more than the other recorded")


async def test_w_takes_over_at_once_where_nobody_records(workspace: Path, other: Session) -> None:
    other.hold.begin()
    async with chair_at(workspace) as chair:
        await chair.sees("Opened by anna")
        other.close()
        await hears(chair, "Nobody records at the moment")
        await chair.press("w")
        await hears(chair, "You have taken over")
        await open_meeting(chair)


async def test_the_holder_hands_over_and_the_other_records(workspace: Path, other: Session) -> None:
    other.hold.begin()
    async with chair_at(workspace) as chair:
        await chair.press("w")
        await chair.sees("anna on", "is asked on the other screen", "Waiting for an answer")
        await chair.waits_for(lambda: other.hold.asker is not None, "the wish")
        other.hold.hand_over()
        await hears(chair, "You have taken over")
        assert why_read_only(chair) is None
        assert other.hold.look()


async def test_the_holder_keeps_it(workspace: Path, other: Session) -> None:
    other.hold.begin()
    async with chair_at(workspace) as chair:
        await chair.press("w")
        await chair.waits_for(lambda: other.hold.asker is not None, "the wish")
        other.hold.keep()
        await hears(chair, "keeps recording")
        assert why_read_only(chair) == "anna"


async def test_leaving_the_question_asks_no_longer(workspace: Path, other: Session) -> None:
    other.hold.begin()
    async with chair_at(workspace) as chair:
        await chair.press("w")
        await chair.waits_for(lambda: other.hold.asker is not None, "the wish")
        await chair.press("escape")
        assert other.hold.asker is None


@pytest.mark.parametrize("size", SIZES)
async def test_without_an_answer_the_word_takes_over(
    workspace: Path, other: Session, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    other.hold.begin()
    async with chair_at(workspace, size) as chair:
        await chair.press("w")
        await chair.sees("Waiting for an answer")
        await chair.press("enter")
        assert isinstance(chair.app.screen, TakeOverDialog)
        monkeypatch.setattr(hold, "PATIENCE", 0.0)
        await chair.sees("does not answer. Write “take over”")
        await chair.types("yes")
        await chair.press("enter")
        await chair.sees("as it is here")
        assert why_read_only(chair) == "anna"
        await chair.press("backspace", "backspace", "backspace")
        await chair.types("Take over")
        await chair.press("enter")
        await hears(chair, "You have taken over")
        refused = meeting_of(other).record(Note(case=CLEAR, text="Late"))
        assert isinstance(refused, Refusal)


@pytest.mark.parametrize("size", SIZES)
async def test_the_holder_is_asked_on_its_own_screen(
    workspace: Path, other: Session, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hold, "UNREAD", 0.01)
    async with chair_at(workspace, size) as chair:
        other.hold.begin()
        assert other.hold.reading is not None
        other.hold.ask()
        await chair.sees("anna on", "asks to take over the meeting", "you can only read here")
        await chair.press("escape")
        assert not other.hold.is_asking
        assert not other.hold.take_over()
        other.hold.ask()
        await chair.sees("asks to take over the meeting")
        await chair.press("w")
        assert other.hold.take_over()
        await hears(chair, "took over at")
        await chair.press("s")
        assert chair.meeting.state == "preparing"


async def test_no_key_answers_before_the_question_can_be_read(workspace: Path, other: Session) -> None:
    async with chair_at(workspace) as chair:
        other.hold.begin()
        other.hold.ask()
        await chair.waits_for(lambda: isinstance(chair.app.screen, HandOverDialog), "the question")
        screen = chair.app.screen
        assert isinstance(screen, HandOverDialog)
        screen._shown_at = float("inf")  # it was shown just now
        await chair.press("w", "escape")
        assert chair.app.screen is screen
        assert other.hold.is_asking


async def test_a_chair_who_types_is_told_and_no_letter_answers(workspace: Path, other: Session) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("n")
        await chair.types("We")
        other.hold.begin()
        other.hold.ask()
        await hears(chair, "asks to take over the meeting. Close what you are typing in to answer.")
        await chair.types("wwe")
        assert other.hold.is_asking
        await chair.press("escape")
        await chair.waits_for(lambda: isinstance(chair.app.screen, HandOverDialog), "the question")


async def test_what_is_typed_when_somebody_takes_over_is_kept(workspace: Path, other: Session) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("n")
        await chair.types("Half a thought")
        other.hold.begin()
        other.clock = lambda: NINE + timedelta(minutes=10)
        assert other.hold.take_over(by_force=True)
        session = chair.meeting_screen.meeting_session
        assert session is not None
        assert isinstance(session.record(Note(case=CLEAR, text="Learns of it first")), Refusal)
        await hears(chair, "took over at 09:34; here you can only read. What you typed is kept as a draft.")
        assert meeting_of(other).draft(CLEAR, "note.text") == "Half a thought"
        await chair.types(" and more")
        await chair.press("enter", "enter")  # once more for a note without a name
        await chair.waits_for(lambda: len(chair.app.screen_stack) == 1, "the meeting")
        await hears(chair, "here you can only read.")
        assert meeting_of(other).draft(CLEAR, "note.text") == "Half a thought and more"
        assert len(chair.meeting.log) == 1
        await chair.press("q")
        assert meeting_of(other).draft(CLEAR, "note.text") == "Half a thought and more", "leaving deletes nothing"


async def test_only_who_records_makes_the_backup_at_close(workspace: Path, other: Session) -> None:
    other.hold.begin()
    first = meeting_of(other)
    assert not isinstance(first.record(Open()), Refusal)
    async with chair_at(workspace) as chair:
        await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")
        for item in first.meeting.items:
            assert not isinstance(first.record(Withdraw(case=item.number, by="x", reason="y")), Refusal)
        assert not isinstance(first.record(Close()), Refusal)
        await chair.waits_for(lambda: chair.meeting.state == "closed", "the closed meeting")
        await chair.app.workers.wait_for_complete()
        assert [*(workspace / "backups").glob("*.db")] == []


async def test_what_a_script_records_beside_is_said(workspace: Path, other: Session) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        assert not isinstance(meeting_of(other).record(Note(case=CLEAR, text="By a script")), Refusal)
        await hears(chair, "anna: Case 1: note")
        await chair.press("f2")
        assert not isinstance(meeting_of(other).record(Note(case=CLEAR, text="Hidden words")), Refusal)
        await hears(chair, "Another program has recorded something.")
        chair.misses("Hidden words")


async def test_a_case_that_a_script_decided_under_an_open_dialog_is_a_conflict(workspace: Path, other: Session) -> None:
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        await chair.press("u")
        await chair.types("Waits for the view")
        done = meeting_of(other).record(Withdraw(case=CLEAR, by="The authority", reason="Moved"))
        assert not isinstance(done, Refusal)
        await chair.waits_for(lambda: chair.state(CLEAR) == "withdrawn", "what the script recorded")
        await chair.press("enter")
        await chair.waits_for(lambda: len(chair.app.screen_stack) == 1, "the meeting")
        assert chair.state(CLEAR) == "withdrawn"
        assert len(chair.meeting.log) == 2


async def test_what_is_recorded_outside_the_meeting_is_in_its_balance(workspace: Path, other: Session) -> None:
    """An import, or a placement that ended, left the panels as they were until something happened in the meeting."""
    table = workspace / "running.csv"
    table.write_text("case_number;provider;hours_per_week\nR-1;klub-oest;8\nR-2;klub-oest;8\n", "utf-8")
    ended, each = date(2026, 11, 20), Fraction(10) / Fraction("33.3")

    def share() -> Fraction:
        view = chair.meeting_screen.state.case_view
        assert view is not None
        option = next(option for option in view.options if option.provider == "klub-oest")
        return Fraction(option.before.share or 0)

    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        before = share()
        import_placements(other, table)
        await chair.waits_for(lambda: abs(share() - before - 2 * each) < PRECISE, "what was imported beside it")
        own = chair.meeting_screen.meeting_session
        assert own is not None
        end_placement(own.session, "R-1", "klub-oest", ended, "By this program")
        await chair.waits_for(lambda: abs(share() - before - each) < PRECISE, "what ended here")
        assert len(chair.meeting.log) == 1


async def test_a_look_after_the_last_screen_is_gone_finds_nothing_to_say_it_on(workspace: Path) -> None:
    """The timer may strike once more while the program ends, which ended it with a fault."""
    async with chair_at(workspace) as chair:
        app = chair.app
    assert not app.screen_stack
    app.look_around()
