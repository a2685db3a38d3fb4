"""What takes time waits for a pause: never at a key, always some time after one."""

import gc
from pathlib import Path

import pytest
from textual._styles_cache import StylesCache

from kpcommittee.services.session import Session
from kpcommittee.tui import app as program
from kpcommittee.tui import collecting
from kpcommittee.tui.app import KpApp
from tests.drivers.chair import chair_at


async def test_garbage_and_the_log_wait_for_a_pause(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S2: in a pause what was recorded goes into the database file itself."""
    done: list[str] = []
    async with chair_at(workspace) as chair:
        await chair.press("j", "k")
        assert isinstance(chair.app, KpApp)
        monkeypatch.setattr(gc, "collect", lambda *_generation: done.append("collected"))
        monkeypatch.setattr(Session, "settle", lambda _session: done.append("settled"))
        for length in (60.0, 0.0):
            monkeypatch.setattr(program, "IDLE", length)
            monkeypatch.setattr(collecting, "PAUSE", length)
            chair.app.note_key()
            for _twice in range(2):
                chair.app.collect()
                chair.app._settle()
            assert done == ([] if length else ["collected", "settled"]), "not at a key, and once in a pause"


async def test_a_pause_lets_go_of_what_closed_dialogs_drew(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework keeps the pictures of 1,024 widgets; to go through them made each collection longer."""
    async with chair_at(workspace) as chair:
        await chair.press("s")
        await chair.waits_for(lambda: chair.meeting.state == "open", "the open meeting")
        monkeypatch.setattr(collecting, "PAUSE", 0.0)
        kept: list[int] = []
        for _time in range(3):
            for key in ("enter", "escape", "m", "escape"):
                await chair.press(key)
            await chair.waits_for(lambda: chair.app.screen is chair.meeting_screen, "the meeting")
            chair.app.note_key()
            chair.app.collect()
            kept.append(sum(isinstance(object_kept, StylesCache) for object_kept in gc.get_objects()))
        assert kept[2] <= kept[0] + 10, kept


async def test_the_program_looks_for_pauses_by_itself(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(program, "IDLE", 0.05)
    monkeypatch.setattr(Session, "settle", lambda _session: done.append("settled"))
    async with chair_at(workspace) as chair:
        await chair.press("j")
        await chair.waits_for(lambda: bool(done), "a pause")
