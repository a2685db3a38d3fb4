"""What takes time waits for a pause: never at a key, always some time after one."""

import gc
from pathlib import Path

import pytest

from kpcommittee.services.session import Session
from kpcommittee.tui import app as program
from kpcommittee.tui.app import KpApp
from tests.drivers.chair import chair_at


async def test_garbage_and_the_log_wait_for_a_pause(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S2: in a pause what was recorded goes into the database file itself."""
    done: list[str] = []
    async with chair_at(workspace) as chair:
        await chair.press("j", "k")
        assert isinstance(chair.app, KpApp)
        monkeypatch.setattr(gc, "collect", lambda: done.append("collected"))
        monkeypatch.setattr(Session, "settle", lambda _session: done.append("settled"))
        monkeypatch.setattr(program, "IDLE", 60.0)
        chair.app._collect()
        assert done == [], "a key was pressed just now"
        monkeypatch.setattr(program, "IDLE", 0.0)
        chair.app._collect()
        chair.app._collect()
        assert done == ["collected", "settled"], "nothing happened after the first pause"


async def test_the_program_looks_for_pauses_by_itself(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(program, "IDLE", 0.05)
    monkeypatch.setattr(Session, "settle", lambda _session: done.append("settled"))
    async with chair_at(workspace) as chair:
        await chair.press("j")
        await chair.waits_for(lambda: bool(done), "a pause")
