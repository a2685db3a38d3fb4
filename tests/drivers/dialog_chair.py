"""A bare app that opens one dialog and keeps its answer, and the sample workspace as a meeting at a table."""

from asyncio import sleep
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.decide import decide
from kpcommittee.domain.events import Decided
from kpcommittee.domain.intentions import Open, Place
from kpcommittee.domain.law import Law
from kpcommittee.domain.placement import Claim, claims_of
from kpcommittee.domain.refusal import Refusal
from kpcommittee.workspace.placements import read_placements
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from tests.builders import Table

ROOT = Path(__file__).resolve().parents[2]
NOTHING = object()
"""No answer yet; `None` is one."""


class Drawer:
    """Drafts as a dialog keeps them, in memory."""

    def __init__(self, **texts: str) -> None:
        self.texts = {field.replace("__", "."): text for field, text in texts.items()}

    def get(self, field: str) -> str | None:
        return self.texts.get(field)

    def save(self, field: str, text: str) -> None:
        self.texts[field] = text


class Bare(App[None]):
    """Pushes one screen and keeps what it answers."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.asked = screen
        self.answer: Any = NOTHING

    def on_mount(self) -> None:
        self.push_screen(self.asked, self._keep)

    def _keep(self, answer: Any) -> None:
        self.answer = answer


class Chair:
    """Somebody at the keyboard, with eyes on the screen."""

    def __init__(self, app: Bare, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def types(self, text: str) -> None:
        await self.press(*text)

    async def waits_for(self, holds: Callable[[], bool], seconds: float) -> None:
        """Until that holds; it fails when the time is over."""
        end = monotonic() + seconds
        while not holds():
            assert monotonic() < end, "it never came to hold"
            await sleep(0.02)

    @property
    def answer(self) -> Any:
        return self.app.answer

    @property
    def screen(self) -> str:
        """Everything that is drawn now."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(line.text for line in lines)

    def sees(self, *texts: str) -> None:
        shown = " ".join(self.screen.split())
        for text in texts:
            assert text in shown, f"{text!r} is not on the screen:\n{self.screen}"

    def misses(self, text: str) -> None:
        assert text not in " ".join(self.screen.split()), f"{text!r} is on the screen:\n{self.screen}"


@asynccontextmanager
async def opened(screen: Screen[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Chair]:
    """The screen in a terminal of that size."""
    app = Bare(screen)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Chair(app, pilot)


@cache
def sample_config() -> Config:
    """The sample workspace's config."""
    config = read_config(ROOT / "config.toml").config
    assert config is not None
    return config


@cache
def _sample() -> tuple[Law, tuple[Case, ...], tuple[Claim, ...]]:
    config = sample_config()
    law = read_law(config.law, ROOT).law
    assert law is not None
    agenda = read_agenda(ROOT / "agenda" / "2026-12-02.toml", config, law).agenda
    assert agenda is not None
    placements = read_placements(ROOT / "placements.csv", config).placements
    return law, agenda.cases, claims_of(placements, ())


def sample_table() -> Table:
    """The sample meeting, opened, with the running placements."""
    law, cases, claims = _sample()
    return Table(*cases, settings=sample_config(), claims=claims, law=law).does(Open())


def scales(table: Table) -> Callable[[Place], Decided | Refusal]:
    """What weighs a placement at that table and records nothing."""

    def weigh(place: Place) -> Decided | Refusal:
        answer = decide(table.meeting, place, table.context)
        assert isinstance(answer, (Decided, Refusal))
        return answer

    return weigh
