"""Garbage is collected while nobody waits: never at a key, always in a pause after one."""

import gc
from pathlib import Path

import pytest

from kpcommittee.tui import app as program
from kpcommittee.tui.app import KpApp
from tests.drivers.chair import chair_at


async def test_a_full_collection_waits_for_a_pause(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[str] = []
    async with chair_at(workspace) as chair:
        await chair.press("j", "k")
        assert isinstance(chair.app, KpApp)
        monkeypatch.setattr(gc, "collect", lambda: collected.append("all"))
        chair.app._collect()
        assert collected == [], "a key was pressed just now"
        monkeypatch.setattr(program, "IDLE", 0.0)
        chair.app._collect()
        chair.app._collect()
        assert collected == ["all"], "nothing happened after the first collection"
