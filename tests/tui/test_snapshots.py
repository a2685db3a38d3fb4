"""What the screens look like: few pictures, each looked at before it was accepted.

Accept new ones with `make test ARGS="tests/tui/test_snapshots.py --snapshot-update"` after looking at each.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.dialogs import hold
from kpcommittee.tui.dialogs.hold import HandOverDialog
from kpcommittee.tui.widgets.editors import Line
from tests.drivers.sample_session import running_sample
from tools.pictures import MEETING_ID, NOW, TO_SOFIA, settled, until

Compare = Callable[..., bool]
SIZES = ((80, 24), (120, 40), (200, 60))
SCREENS = {
    "decide": (*TO_SOFIA, "enter"),
    "postpone": (*TO_SOFIA, "u", "tab", "tab"),
    "presence": ("t",),
    "order": ("o",),
    "minutes": ("m",),
    "history": ("h", "down"),
    "story": ("H",),
    "rectify": ("h", "down", "H", "X", "shift+tab"),
    "narrowed": ("h", "down", "f", "down", "enter"),
    "help": ("question_mark",),
    "capacity": ("p",),
    "budget": ("e",),
    "compare": (*TO_SOFIA, "f"),
    "told": ("U",),
    "journalised": ("U", "tab"),
    "read_back": ("m", "b"),
    "formats": ("m", "f"),
    "hidden": (*TO_SOFIA, "f2"),
}
"""What is looked at → the keys that lead there from the meeting screen; no cursor blinks at their end."""

PAST = ("history", "narrowed", "rectify")
"""What is looked at with three invented years behind the meeting."""


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Session]]:
    """Opens the sample in the middle of its meeting, in a language; a terminal's own wishes do not count."""
    for name in ("NO_COLOR", "TEXTUAL_THEME", "KPCOMMITTEE_ASCII"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    opened: list[Session] = []

    def at(language: str, *, past: bool = False) -> Session:
        opened.append(running_sample(tmp_path / "sample", language, past=past))
        return opened[-1]

    yield at
    for session in opened:
        session.close()


def after(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Press the keys, each after the screen has settled."""

    async def press(pilot: Pilot[Any]) -> None:
        await until(lambda: getattr(pilot.app.screen, "meeting_session", None) is not None)
        for key in keys:
            await settled(pilot)
            await pilot.press(key)
        await settled(pilot)

    return press


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_the_meeting(
    sample: Callable[..., Session], snap_compare: Compare, size: tuple[int, int], language: str
) -> None:
    app = KpApp(sample(language), MEETING_ID)
    assert snap_compare(app, run_before=after(*TO_SOFIA), terminal_size=size)


@pytest.mark.parametrize("name", SCREENS)
def test_every_other_screen(sample: Callable[..., Session], snap_compare: Compare, name: str) -> None:
    assert snap_compare(KpApp(sample("da", past=name in PAST), MEETING_ID), run_before=after(*SCREENS[name]))


@pytest.fixture
def other(sample: Callable[..., Session], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Session]]:
    """Opens the sample in another program too, on a computer whose name and clock are always the same."""
    monkeypatch.setattr("socket.gethostname", lambda: "kontor-2")
    monkeypatch.setattr(hold, "UNREAD", 0.01)
    opened: list[Session] = []

    def at(language: str) -> Session:
        folder = sample(language).workspace.folder
        opened.append(Session.find(folder, clock=lambda: NOW - timedelta(minutes=10), by="Anna Holm"))
        opened[-1].hold.begin()
        return opened[-1]

    yield at
    for session in opened:
        session.close()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("patience", [10.0, 0.0], ids=["asked", "unanswered"])
def test_taking_over(
    other: Callable[[str], Session], snap_compare: Compare, monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int], language: str, patience: float,
) -> None:  # fmt: skip
    monkeypatch.setattr(hold, "monotonic", lambda: 0.0)
    monkeypatch.setattr(hold, "PATIENCE", patience)
    holding = other(language)
    reading = Session.find(holding.workspace.folder, language=language, clock=lambda: NOW, by="Inger Thorsen")

    async def ask(pilot: Pilot[Any]) -> None:
        await after("w")(pilot)
        pilot.app.screen.query_one(Line).cursor_blink = False
        await settled(pilot)

    try:
        assert snap_compare(KpApp(reading, MEETING_ID), run_before=ask, terminal_size=size)
    finally:
        reading.close()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: "x".join(map(str, size)))
def test_handing_over(
    other: Callable[[str], Session], snap_compare: Compare, size: tuple[int, int], language: str
) -> None:
    asking = other(language)
    asking.hold.leave()
    holding = Session.find(asking.workspace.folder, language=language, clock=lambda: NOW, by="Inger Thorsen")

    async def be_asked(pilot: Pilot[Any]) -> None:
        await after()(pilot)
        asking.hold.begin()
        asking.hold.ask()
        await until(lambda: isinstance(pilot.app.screen, HandOverDialog))
        await settled(pilot)

    try:
        assert snap_compare(KpApp(holding, MEETING_ID), run_before=be_asked, terminal_size=size)
    finally:
        holding.close()
