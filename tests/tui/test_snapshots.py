"""What the screens look like: few pictures, each looked at before it was accepted.

Accept new ones with `make test ARGS="tests/tui/test_snapshots.py --snapshot-update"` after looking at each.
"""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from tools.pictures import MEETING_ID, TO_SOFIA, sample_desk, settled, until

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
"""What is looked at → the keys that lead to it from the meeting screen; no cursor blinks at the end of them."""

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
        opened.append(sample_desk(tmp_path / "sample", language, past=past))
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
