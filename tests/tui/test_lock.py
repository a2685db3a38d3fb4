"""The lock before an encrypted workspace: nothing of a case before the key, after idle minutes, and on suspend."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from time import time
from typing import Any

import pytest

from kpcommittee.domain.meeting.access_events import Accessed
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.store.locked import is_encrypted
from kpcommittee.tui import locking, looking
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.screens.lock import LockScreen
from tests.drivers.chair import NINE, Chair
from tests.drivers.locked import OTHER, PASSPHRASE, run
from tests.drivers.office import Office
from tests.drivers.program import PATIENCE

SECRETS = ("Amina", "Karlsen", "A.K.", "2026-0412", "Tryg")
SIZES = [(80, 24), (120, 40)]
pytestmark = [pytest.mark.filterwarnings("ignore::ResourceWarning"), pytest.mark.usefixtures("cheap_keys")]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    assert run(office, "record", "2026-12-02", stdin='{"do": "open"}').code == 0
    return office


@asynccontextmanager
async def locked_chair(
    office: Office, size: tuple[int, int] = (80, 24), language: str = "en", *, given: bool = False
) -> AsyncIterator[Chair[KpApp]]:
    session = Session.find(office.folder, language=language, clock=lambda: NINE, by="Inger Thorsen")
    assert not given or session.lock.unlock(PASSPHRASE)
    app = KpApp(session)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Chair(app, pilot)
    session.close()


async def unlock(chair: Chair[KpApp], passphrase: str = PASSPHRASE) -> None:
    await chair.types(passphrase)
    await chair.press("enter")


async def opened(chair: Chair[KpApp]) -> MeetingScreen:
    """Unlock, and wait until the journal is read."""
    await unlock(chair)
    await chair.waits_for(lambda: isinstance(chair.app.screen, MeetingScreen), "the meeting")
    screen = chair.app.screen
    assert isinstance(screen, MeetingScreen)
    await chair.waits_for(lambda: screen.meeting_session is not None, "the journal")
    return screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("language", "asks", "refuses"),
    [
        ("da", "Databasen er krypteret", "Nøglen åbner ikke"),
        ("en", "The database is encrypted", "The key does not open"),
    ],
)
async def test_nothing_of_a_case_is_seen_before_the_key(
    office: Office, size: tuple[int, int], language: str, asks: str, refuses: str
) -> None:
    async with locked_chair(office, size, language) as chair:
        await chair.sees(asks)
        chair.misses(*SECRETS)
        await unlock(chair, "forkert")
        await chair.sees(refuses)
        chair.misses(*SECRETS, "forkert")
        await opened(chair)
        await chair.sees("Amina Karlsen")


async def test_the_passphrase_is_not_shown_and_no_key_leads_past_the_lock(office: Office) -> None:
    async with locked_chair(office) as chair:
        await chair.types("hemmelig")
        chair.misses("hemmelig")
        await chair.press("f2", "ctrl+p", "ctrl+t", "tab", "question_mark", "f1", "ctrl+c")
        assert isinstance(chair.app.screen, LockScreen)
        chair.misses(*SECRETS)
        await chair.press("escape")
        assert chair.app.return_code in (0, None)


async def test_the_meeting_is_recorded_in_after_the_lock(office: Office) -> None:
    async with locked_chair(office) as chair:
        screen = await opened(chair)
        await chair.press("n")
        await chair.types("Sagt")
        await chair.press("enter", "enter")
        await chair.waits_for(
            lambda: screen.meeting_session is not None and screen.meeting_session.meeting.last == 2, "it"
        )
    assert is_encrypted(office.folder / "kpcommittee.db")


async def test_after_idle_minutes_it_is_locked_and_what_is_typed_is_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with locked_chair(office) as chair:
        await opened(chair)
        await chair.press("n")
        await chair.types("Halvt skrevet")
        now = time()
        monkeypatch.setattr(locking, "time", lambda: now + 9 * 60)
        chair.app._looked_at = (chair.app._looked_at[0], now + 9 * 60)
        chair.app._lock_when_idle()
        await chair.pilot.pause()
        assert not chair.app.is_locked, "ten minutes is the limit"
        monkeypatch.setattr(locking, "time", lambda: now + 10 * 60 + 1)
        chair.app._looked_at = (chair.app._looked_at[0], now + 10 * 60)
        chair.app._lock_when_idle()
        await chair.sees("Locked.")
        chair.misses(*SECRETS, "Halvt skrevet")
        await chair.press("f2", "ctrl+p")
        await unlock(chair, OTHER)
        await chair.sees("does not open")
        monkeypatch.undo()
        await unlock(chair)
        await chair.sees("Halvt skrevet")
        chair.app.lock_now()
        await chair.sees("Locked.")


@pytest.mark.parametrize("how", ["slept", "suspended"])
async def test_it_is_locked_after_the_computer_has_slept_and_before_the_program_is_suspended(
    office: Office, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    async with locked_chair(office) as chair:
        await opened(chair)
        if how == "slept":
            now = time()
            monkeypatch.setattr(locking, "time", lambda: now + 60)
            chair.app._lock_when_idle()
        else:
            chair.app.app_suspend_signal.publish(chair.app)
        await chair.sees("Locked.")
        chair.misses(*SECRETS)


async def test_it_is_locked_when_the_program_is_suspended_before_the_journal_is_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first picture names children already; on a slow computer it was left open."""
    going_on = Event()
    find = MeetingSession.find
    monkeypatch.setattr(MeetingSession, "find", lambda *given: (going_on.wait(20), find(*given))[1])
    async with locked_chair(office) as chair:
        await unlock(chair)
        await chair.sees("Karlsen")
        chair.app.app_suspend_signal.publish(chair.app)
        await chair.sees("Locked.")
        going_on.set()
        await chair.waits_for(lambda: chair.app._meeting.meeting_session is not None, "the journal")
        chair.misses(*SECRETS)
        await unlock(chair)
        await chair.sees("Karlsen", "u postpone")


async def test_keys_that_wait_for_the_journal_wait_for_the_lock_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were typed into the field of the passphrase. The key was given before, and no lock came first."""
    goes_on, find = Event(), MeetingSession.find

    def late(*asked: Any) -> MeetingSession:
        assert goes_on.wait(PATIENCE)
        return find(*asked)

    monkeypatch.setattr(MeetingSession, "find", late)
    async with locked_chair(office, given=True) as chair:
        await chair.waits_for(lambda: isinstance(chair.app.screen, MeetingScreen), "the meeting")
        meeting = chair.app.screen
        assert isinstance(meeting, MeetingScreen)
        await chair.sees("Amina Karlsen")
        await chair.pilot.press("n")
        chair.app.app_suspend_signal.publish(chair.app)
        await chair.sees("Locked.")
        goes_on.set()
        await chair.waits_for(lambda: meeting.meeting_session is not None, "the journal")
        await chair.pilot.pause()
        chair.misses(*SECRETS)
        await unlock(chair)
        await chair.sees("new line")


async def test_a_message_that_comes_while_it_is_locked_shows_nothing(office: Office) -> None:
    async with locked_chair(office) as chair:
        screen = await opened(chair)
        chair.app.lock_now()
        await chair.sees("Locked.")
        screen.say("2026-0412: Amina Karlsen")
        chair.app.notify("2026-0412: Amina Karlsen")
        await chair.pilot.pause()
        chair.misses(*SECRETS)


async def test_a_new_workspace_asks_twice_for_its_passphrase(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    async with locked_chair(office) as chair:
        await chair.sees("This workspace will be encrypted.")
        chair.misses(*SECRETS)
        await unlock(chair, "k")
        await chair.sees("too short")
        assert chair.app.screen.focused is chair.app.screen.query("Line").first(), "it is typed once, and said at once"
        chair.app.screen.query("Line").first().value = ""  # type: ignore[attr-defined]
        await unlock(chair)
        await unlock(chair, OTHER)
        await chair.sees("differ.")
        await chair.press("shift+tab")
        chair.app.screen.query("Line").first().value = PASSPHRASE  # type: ignore[attr-defined]
        chair.app.screen.query("Line").last().value = PASSPHRASE  # type: ignore[attr-defined]
        await chair.press("tab", "enter")
        await chair.waits_for(lambda: isinstance(chair.app.screen, MeetingScreen), "the meeting")
        await chair.sees("Amina Karlsen")
    assert not (office.folder / "kpcommittee.db").exists(), "nothing was recorded yet"
    assert run(office, "record", "2026-12-02", stdin='{"do": "open"}').code == 0


async def test_a_workspace_in_the_clear_is_never_locked(tmp_path: Path) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    async with locked_chair(office) as chair:
        await chair.sees("Amina Karlsen")
        chair.app.lock_now()
        await chair.pilot.pause()
        assert isinstance(chair.app.screen, MeetingScreen)


def seen_cases(chair: Chair[KpApp]) -> list[str | None]:
    recorded = [look.event for look in chair.app.session.store.read("access")]
    return [event.case for event in recorded if isinstance(event, Accessed)]


async def test_a_card_that_is_looked_at_is_noted_and_moving_down_the_list_is_not(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        looking, "A_LOOK", 600.0
    )  # nobody stays at a card until the third key, however slow the machine
    async with locked_chair(office) as chair:
        screen = await opened(chair)
        await chair.press("j", "j")
        monkeypatch.setattr(looking, "A_LOOK", 0.1)
        await chair.press("j")
        access = chair.app.session.access
        await chair.waits_for(lambda: screen.state.chosen in seen_cases(chair), "a look")
        first = [recorded.event for recorded in chair.app.session.store.read("access")]
        chosen = screen.state.chosen
        assert seen_cases(chair) == [chosen], "no card that was passed by"
        screen.action_reveal()
        await chair.waits_for(lambda: len(chair.app.session.store.read("access")) > len(first), "the number")
        last = chair.app.session.store.read("access")[-1].event
        assert isinstance(last, Accessed)
        assert (last.what, last.case, last.slot) == ("revealed", chosen, "chair")
        await chair.waits_for(lambda: not access.has_waiting, "nothing left to write")
