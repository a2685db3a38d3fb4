"""What takes time waits for a pause: never at a key, always some time after one."""

import gc
from pathlib import Path

import pytest
from textual._styles_cache import StylesCache

from kpcommittee.errors import KpError
from kpcommittee.services import backups
from kpcommittee.services.session import Session
from kpcommittee.tui import backing_up, collecting
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.meeting.screen import MeetingScreen
from tests.drivers.chair import chair_at
from tests.tui.steps import open_meeting


async def test_garbage_and_the_log_wait_for_a_pause(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S2: in a pause what was recorded goes into the database file itself."""
    done: list[str] = []
    async with chair_at(workspace) as chair:
        await chair.press("j", "k")
        assert isinstance(chair.app, KpApp)
        monkeypatch.setattr(gc, "collect", lambda *_generation: done.append("collected"))
        monkeypatch.setattr(Session, "checkpoint", lambda _session: done.append("settled"))
        for length in (60.0, 0.0):
            monkeypatch.setattr(backing_up, "IDLE", length)
            monkeypatch.setattr(collecting, "PAUSE", length)
            chair.app.note_key()
            for _twice in range(2):
                chair.app.collect()
                chair.app.use_pause()
            assert done == ([] if length else ["collected", "settled"]), "not at a key, and once in a pause"


async def test_a_pause_lets_go_of_what_closed_dialogs_drew(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework keeps the pictures of 1,024 widgets; to go through them made each collection longer."""
    async with chair_at(workspace) as chair:
        await open_meeting(chair)
        monkeypatch.setattr(collecting, "PAUSE", 0.0)

        def kept_pictures() -> int:
            chair.app.note_key()
            chair.app.collect()
            return sum(isinstance(object_kept, StylesCache) for object_kept in gc.get_objects())

        before = kept_pictures()
        for _time in range(3):
            for key in ("enter", "escape", "m", "escape"):
                await chair.press(key)
            await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
            # The loop remembers a stopped timer, and thereby its dialog, until it would have ticked: before any pause.
            await chair.waits_for(lambda: kept_pictures() <= before + 10, "what the closed dialogs drew gone")


async def test_a_backup_that_fails_in_every_pause_is_said_once(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk the same notice covered the lower lines of every dialog, again after each key."""
    tries: list[str] = []
    notices: list[str] = []

    def fail(_session: Session) -> None:
        tries.append("tried")
        raise KpError("The disk is full.", "Make room on it.")

    monkeypatch.setattr(backups, "is_due", lambda *_asked, **_how: True)
    monkeypatch.setattr(backups, "rotate_backups", fail)
    monkeypatch.setattr(MeetingScreen, "say", lambda _screen, notice, *_how: notices.append(notice))
    async with chair_at(workspace) as chair:
        monkeypatch.setattr(backing_up, "IDLE", 0.0)
        assert isinstance(chair.app, KpApp)
        for times in (1, 2):
            chair.app._last_key = 0.0
            chair.app.use_pause()
            await chair.waits_for(lambda times=times: len(tries) >= times, "the backup")  # type: ignore[misc]
        await chair.waits_for(lambda: not chair.app.workers or all(w.is_finished for w in chair.app.workers), "rest")
        assert notices.count("The disk is full. Make room on it.") == 1


async def test_the_program_looks_for_pauses_by_itself(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(backing_up, "IDLE", 0.05)
    monkeypatch.setattr(Session, "checkpoint", lambda _session: done.append("settled"))
    async with chair_at(workspace) as chair:
        await chair.press("j")
        await chair.waits_for(lambda: bool(done), "a pause")
