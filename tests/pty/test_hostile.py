"""Hostile text through every screen and every dialog of a real terminal: shown as text, obeyed nowhere."""

import pytest

from tests.drivers.office import APPROVE, CLOSE, OPEN, Office
from tests.drivers.terminal import Terminal, decoded
from tests.pty.conftest import Opens
from tests.pty.hostile_texts import CASES, MARK, OBEYED, PAYLOAD, SAID, besiege
from tests.sample import DAY

TABLE = "? "
"""The key line of the meeting begins with it; a dialog's does not."""

PALETTE = "Søg efter en kommando"
OPEN_SOMETHING = (
    "enter", "u", "r", "w", "n", "i", "1", "2", "3", "4", "t", "o", "d", "p", "f", "h", "m", "?", "ctrl+p", "/",
)  # fmt: skip
STAY = ("b", "f2", "f2", "a", "a")
OPEN_AFTERWARDS = ("m", "h", "p", "f", "?")
REFUSED_AFTERWARDS = ("t", "v", "z", "enter", "n")
PASTED = f"\x1b[200~\x9b2J\u202e{MARK} [/red]\x1b[201~"


@pytest.mark.timeout(400)
@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=["small", "large"])
def test_hostile_text_is_shown_and_obeyed_nowhere(opens: Opens, office: Office, size: tuple[int, int]) -> None:
    besiege(office)
    office.does(DAY, OPEN, *SAID)
    terminal = opens(columns=size[0], lines=size[1])
    terminal.sees(CASES[0], MARK)
    terminal.wait_for(lambda: "a alle enige" in terminal.lines()[-1], awaited="the keys")
    seen = [_opened(terminal, key) for key in OPEN_SOMETHING]
    for key in STAY:
        _changed(terminal, key)
    _pastes(terminal)
    _decides(terminal)
    terminal.press("tab", "tab", "tab", "tab", "G", "home")
    _ends(terminal)
    assert sum(MARK in frame for frame in seen) > len(seen) // 2
    _obeyed_nothing(terminal)


@pytest.mark.timeout(400)
def test_hostile_minutes_and_past_decisions_are_only_text(opens: Opens, office: Office) -> None:
    besiege(office)
    postponed = [{"do": "postpone", "case": number, "reason": PAYLOAD} for number in CASES[:3]]
    office.does(DAY, OPEN, *SAID, *postponed, CLOSE, APPROVE)
    terminal = opens(None, "meet", DAY)
    terminal.sees(CASES[0], MARK)
    terminal.wait_for(lambda: "godkendt" in terminal.lines()[0], awaited="the state")
    seen = {key: _opened(terminal, key) for key in OPEN_AFTERWARDS}
    for key in REFUSED_AFTERWARDS:
        _changed(terminal, key)
    _reads_the_minutes(terminal)
    _ends(terminal)
    assert [key for key in ("m", "h") if MARK not in seen[key]] == [], "it is shown"
    _obeyed_nothing(terminal)


def _resting(terminal: Terminal) -> bool:
    frame = terminal.frame()
    return terminal.lines()[-1].strip().startswith(TABLE) and "╭─ Sager ─" in frame and PALETTE not in frame


def _opened(terminal: Terminal, key: str) -> str:
    """Press a key, let what it opens be drawn, and leave it; the frame in between."""
    terminal.press(key)
    terminal.wait_for(lambda: not _resting(terminal) and terminal.lines()[-1] != "", awaited=f"what {key} opens")
    frame = terminal.frame()
    _leaves(terminal)
    return frame


def _changed(terminal: Terminal, key: str) -> None:
    """Press a key that opens nothing: something else is drawn."""
    before = len(terminal.written)
    terminal.press(key)
    terminal.wait_for(lambda: len(terminal.written) > before and _resting(terminal), awaited=f"what {key} does")


def _leaves(terminal: Terminal) -> None:
    """Press escape until the table is in sight, each time once the last one has done something."""
    while not _resting(terminal):
        before = terminal.frame()
        terminal.press("escape")
        terminal.wait_for(lambda before=before: terminal.frame() != before, awaited="left")  # type: ignore[misc]


def _pastes(terminal: Terminal) -> None:
    terminal.press("n")
    terminal.sees("╭─ Notat", "ny linje")
    terminal.types(PASTED)
    terminal.sees(f"{MARK} [/red]")
    terminal.press("enter")
    terminal.sees("uden navn")
    terminal.press("enter")
    terminal.misses("╭─ Notat")


def _decides(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.sees("╭─ Beslutning", "a alle enige")
    asked = "at personen navngives senere"
    keys = (("a", "● enig"), ("down", "Modtagende leder"), ("enter", asked), ("enter", "Barnets relation"))
    for key, seen in keys:
        terminal.press(key)
        terminal.sees(seen)
    _leaves(terminal)


def _reads_the_minutes(terminal: Terminal) -> None:
    terminal.press("m")
    terminal.wait_for(lambda: not _resting(terminal) and MARK in terminal.frame(), awaited="the minutes")
    terminal.press("n", "n", "G", "g", "e")
    terminal.sees(f"minutes/{DAY}.md")
    _leaves(terminal)


def _ends(terminal: Terminal) -> None:
    _leaves(terminal)
    assert terminal.quit() == 0


def _obeyed_nothing(terminal: Terminal) -> None:
    written = decoded(terminal.written)
    assert MARK in written
    assert "Traceback" not in written
    assert [pattern.pattern for pattern in OBEYED if pattern.search(written)] == []
