"""What ends the program from outside, and what a terminal may send: it is left clean, and nothing is lost."""

import os
import signal
from pathlib import Path

import pytest

from tests.drivers.journal import Journal
from tests.drivers.office import OPEN, Office
from tests.drivers.terminal import Terminal
from tests.pty.conftest import Opens
from tests.sample import DAY

FIRST = "2026-0412"
LEAVES = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")
"""What a terminal needs to be as it was: its own screen, cursor, mouse and paste."""


def typing(opens: Opens, office: Office, *, starts: bool = False) -> Terminal:
    """The program with a note being typed in an open meeting, the last letters just now."""
    office.does(DAY, OPEN)
    terminal = opens(starts=starts)
    terminal.wait_for("u udsæt")
    terminal.press("n")
    terminal.wait_for("ny linje")
    terminal.types("Mor ringede")
    terminal.wait_for("Mor ringede")
    return terminal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_program_leaves_the_terminal_clean_and_keeps_what_is_typed(
    opens: Opens, office: Office, number: signal.Signals
) -> None:
    """S14: the case and the mouse mode stayed on the terminal, and after a hang-up the program ran on."""
    terminal = typing(opens, office)
    before = len(terminal.written)
    os.kill(terminal.pid, number)
    assert terminal.ends() == -number
    after = terminal.written[before:]
    assert all(sequence in after for sequence in LEAVES), after
    assert "Amina" not in terminal.frame()
    assert Journal(office.folder, DAY).drafts() == {(FIRST, "note.text"): "Mor ringede"}


def test_a_terminal_that_is_closed_ends_the_program(opens: Opens, office: Office) -> None:
    terminal = typing(opens, office)
    os.close(terminal._fd)
    _pid, status = os.waitpid(terminal.pid, 0)
    terminal.code = os.waitstatus_to_exitcode(status)
    assert terminal.code in (-signal.SIGHUP, 128 + signal.SIGHUP)
    assert Journal(office.folder, DAY).drafts() == {(FIRST, "note.text"): "Mor ringede"}


def test_a_closed_terminal_ends_a_program_that_ignores_its_signal(opens: Opens, office: Office) -> None:
    """Under `nohup` the framework read nothing from it for ever, as fast as it could."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        # What a signal does is inherited from whoever starts the program.
        terminal = typing(opens, office, starts=True)
    finally:
        signal.signal(signal.SIGHUP, before)
    os.close(terminal._fd)
    _pid, status = os.waitpid(terminal.pid, 0)
    terminal.code = os.waitstatus_to_exitcode(status)
    assert terminal.code in (-signal.SIGTERM, 128 + signal.SIGTERM)
    assert Journal(office.folder, DAY).drafts() == {(FIRST, "note.text"): "Mor ringede"}


def test_a_program_that_was_stopped_paints_the_whole_screen_again(opens: Opens, office: Office) -> None:
    """The framework painted only the line of the cursor, on an empty terminal."""
    terminal = typing(opens, office)
    terminal.stop()
    before = len(terminal.written)
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_for(lambda: b"ny linje" in terminal.written[before:], awaited="the line of keys")
    assert b"Hvad der blev sagt" in terminal.written[before:]


@pytest.mark.parametrize("sent", [b"\xe6", b"\xe6\xf8\xe5", b"\xff\xfe", b"\xc3("])
def test_bytes_that_are_no_utf8_are_passed_over_and_said(opens: Opens, office: Office, sent: bytes) -> None:
    """S5: one of them ended the program with the framework's traceback."""
    terminal = typing(opens, office)
    os.write(terminal._fd, sent + b" i g")
    terminal.types("år")
    terminal.wait_for("i går")
    terminal.wait_for("UTF-8")
    terminal.press("enter")
    terminal.wait_for("uden navn")
    terminal.press("enter")
    terminal.wait_for(lambda: Journal(office.folder, DAY).last() == 2, awaited="the note")
    text = Journal(office.folder, DAY).events()[-1].payload["text"]
    assert text in ("Mor ringede i går", "Mor ringede( i går")
    assert terminal.quit() == 0


def test_the_process_writes_no_core(opens: Opens, office: Office) -> None:
    """S14: a core dump of 94 MB with names and a number was in the workspace."""
    terminal = typing(opens, office)
    limits = Path(f"/proc/{terminal.pid}/limits").read_text(encoding="utf-8")
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core")] == [["0", "0"]]
    os.kill(terminal.pid, signal.SIGABRT)
    assert terminal.ends() == -signal.SIGABRT
    assert [*office.folder.parent.rglob("core*")] == []


SWITCHES = {
    "TEXTUAL_LOG": "typed.log",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_PRESS": "s,a,enter,enter",
    "TEXTUAL_FPS": "many",
    "TEXTUAL_DRIVER": "nonsense:Driver",
    "TEXTUAL_FILTERS": "nonsense",
    "TEXTUAL_ANIMATIONS": "nonsense",
    "TEXTUAL_COLOR_SYSTEM": "nonsense",
    "TEXTUAL": "debug,devtools,headless",
}


def test_the_frameworks_switches_do_nothing(opens: Opens, office: Office) -> None:
    """S9: they wrote what is typed, took pictures with names, and recorded decisions."""
    before = {path for path in office.folder.parent.rglob("*") if not path.name.startswith("kpcommittee.db")}
    terminal = opens(**SWITCHES)
    terminal.wait_for("s åbn mødet")
    terminal.press("j", "k")
    assert terminal.quit() == 0
    assert Journal(office.folder, DAY).last() == 0
    after = {path for path in office.folder.parent.rglob("*") if not path.name.startswith("kpcommittee.db")}
    assert after - before == set()


@pytest.mark.parametrize(("theme", "background"), [("kp-light", True), ("nonsense", False)])
def test_the_programs_own_switch_names_a_theme(opens: Opens, theme: str, background: bool) -> None:
    terminal = opens(KPCOMMITTEE_THEME=theme, COLORTERM="truecolor")
    terminal.wait_for("s åbn mødet")
    assert (b"48;2;20;24;29" not in terminal.written) is background
    assert terminal.quit() == 0
