"""Text from outside is only text: the terminal obeys no byte of it, and a crash shows none."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from kpcommittee.errors import ExitCode
from kpcommittee.tui.safety import PlainFilter, SafeFilter, crash_report
from kpcommittee.views import bars
from kpcommittee.wording import providers, states
from tests.drivers.chair import chair_at
from tests.drivers.journal import Journal
from tests.drivers.program import run_here
from tests.drivers.terminal import Terminal

BLACK = Color.parse("#000000")
OBEYED = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
PAYLOADS = {
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "title": "\x1b]0;PWNED\x1b\\",
    "clear": "\x1b[2J",
    "reset": "\x1bc",
    "device": "\x1bP$q\x1b\\",
    "c1": "\x9b2J\x9d52;c;UFdORUQ=\x9c",
    "bidi": "\u202egnp.exe\u2066",
    "zero width": "A\u200bB\u2060C\ufeff",
    "tags": "A\U000e0041",
    "delete": "A\x7f\x08\x0e\x00B",
    "surrogate": "A\ud800B",
}
"""Each in place of a child's name."""


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_line_keeps_its_width_and_loses_what_a_terminal_obeys(payload: str) -> None:
    before = [Segment("ø "), Segment(payload), Segment(" [b]markup[/b]")]
    after = SafeFilter().apply(before, BLACK)
    text = "".join(segment.text for segment in after)
    assert not OBEYED.search(text)
    assert text.startswith("ø ")
    assert text.endswith(" [b]markup[/b]")
    assert cell_len(text) == cell_len("".join(segment.text for segment in before))


def test_what_is_harmless_is_left_as_it_is() -> None:
    line = [Segment("Søren [Bo] Østergård-Åkjær ●●● 漢字")]
    assert SafeFilter().apply(line, BLACK) is line


def test_a_plain_terminal_gets_letters_of_the_same_width() -> None:
    line = "╭─ Sager ─╮│ ✓ Øst ▓▒░█ → ● ◐ ○ ★ ↷ ← × – … »ja«"
    plain = PlainFilter().apply([Segment(line)], BLACK)[0].text
    assert cell_len(plain) == cell_len(line)
    assert re.sub("[æøåÆØÅ»«]", "", plain).isascii()


def test_a_plain_terminal_gets_another_letter_for_each_sign() -> None:
    """U22: `>` was postponed and an arrow, `*` was recommended and a relation."""
    signs = [*states.CASE_SYMBOLS.values(), *(sign for sign, _word in providers.ROOM.values()), "★", "→", "▾", "!"]
    signs = [*dict.fromkeys([*signs, *(symbol.sign for symbol in bars.SYMBOLS.values())])]
    plain = [PlainFilter().apply([Segment(sign)], BLACK)[0].text for sign in signs]
    assert len({*plain}) == len(signs)


def test_no_escape_of_a_file_reaches_the_terminal(workspace: Path) -> None:
    agenda = workspace / "agenda" / "2026-12-02.toml"
    hostile = r"\u001b]52;c;UFdORUQ=\u0007\u009b2J\u202eSPOOF\u001b[31mRED[/b][@click=app.bell]x[/]"
    text = agenda.read_text(encoding="utf-8").replace("Tryg og stabil skolegang", hostile + " Tryg")
    agenda.write_text(text.replace('"Amina Karlsen"', f'"Amina {hostile}"'), encoding="utf-8")
    terminal = Terminal(workspace, columns=120, lines=40, COLORTERM="truecolor")
    terminal.sees("Tryg")
    terminal.press("s")
    # On another day than that of the meeting it asks first.
    journal = Journal(workspace, "2026-12-02")
    terminal.wait_for(lambda: "esc annullér" in terminal.lines()[-1] or journal.last() == 1, awaited="what s does")
    if "esc annullér" in terminal.lines()[-1]:
        terminal.sees("Åbn mødet")
        terminal.press("enter")
    terminal.wait_for(lambda: journal.last() == 1 and "z fortryd" in terminal.lines()[-1], awaited="the open meeting")
    terminal.press("q")
    assert terminal.ends() == 0
    written = terminal.written.decode("utf-8")
    assert "\x1b]52" not in written
    assert "\x1b[31mRED" not in written
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert "[@click=app.bell]" in written
    assert not re.search("\x1b][0-2];[^\x07\x1b]*(Amina|2026-0412)", written)


def test_the_last_words_name_the_error_and_the_code_and_no_data() -> None:
    child = "Amina Karlsen 641013-4008"
    try:
        raise ValueError(child)  # noqa: TRY301 (the error that is told of)
    except ValueError as error:
        printed = crash_report(error).plain
    assert "ValueError" in printed
    assert "test_safety.py" in printed
    assert "Amina" not in printed
    assert "641013" not in printed


async def test_a_crash_shows_no_locals(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    with pytest.raises(ZeroDivisionError):
        await _crash(workspace, printed, monkeypatch)
    assert "ZeroDivisionError" in printed[0]
    assert "Amina" not in printed[0]


def test_a_screen_that_stops_at_a_damaged_row_says_what_to_do(workspace: Path) -> None:
    """It said that the program had an error, and to start it again."""
    ran = run_here(["--workspace", str(workspace), "record", "2026-12-02"], stdin='{"do": "open"}\n')
    assert ran.code == 0
    with closing(sqlite3.connect(workspace / "kpcommittee.db", isolation_level=None)) as connection:
        connection.execute("UPDATE meeting SET date = 'x'")
    terminal = Terminal(workspace, columns=120)
    assert terminal.ends() == ExitCode.BROKEN
    terminal.sees("kpcommittee.db passer ikke", "kpcommittee rebuild")


async def _crash(workspace: Path, printed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    async with chair_at(workspace) as chair:
        monkeypatch.setattr(chair.app, "_print_error_renderables", lambda: None)
        chair.app.call_later(lambda: 1 // 0)
        await chair.waits_for(lambda: bool(chair.app._exit_renderables), "the last words")
        printed += [str(renderable) for renderable in chair.app._exit_renderables]
        assert chair.app.return_code == ExitCode.BROKEN
