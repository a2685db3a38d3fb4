"""Two terminals that share nothing show the same of hostile text: no byte of it does anything in either."""

import random
import unicodedata
from pathlib import Path

import pytest

from tests.agenda_files import agenda, case
from tests.drivers.office import OPEN, Office
from tests.drivers.second_emulator import INSTALLED, SecondEmulator
from tests.drivers.terminal import Terminal, decoded
from tests.hostile.strings import CONTROL, FORMULAS, MARKUP, NAUGHTY, PATHS
from tests.pty.conftest import Opens
from tests.pty.hostile_texts import OBEYED
from tests.sample import DAY
from tests.seeds import seeds

CASES = 8
IN_EACH = 7
"""Strings in one case."""
SCREENS = ("i", "n", "t", "?")
"""What is opened on a case: past, a note, attendance, help."""


def hostile_agenda(strings: list[str]) -> str:
    """An agenda whose cases hold a hostile string in every free text."""
    cases = []
    for number in range(CASES):
        name, grade, note, purpose, goal, caseworker, person = strings[number * IN_EACH : (number + 1) * IN_EACH]
        relation = {
            "person": f"M {person}",
            "role": person,
            "provider": "klub-oest",
            "staff": "mette-h",
            "strength": 3,
            "note": note,
        }
        cases.append(
            case(
                f"2026-{number + 1}",
                problem_note=f"x {note}",
                child={"name": f"B {name}", "grade": f"x {grade}"},
                grant={"purpose": f"x {purpose}", "goals": [f"x {goal}"], "caseworker": f"x {caseworker}"},
                relations=[relation],
            )
        )
    return agenda(DAY, *cases, place=f"x {strings[0]}")


def drawn(seed: int) -> list[str]:
    """Strings that a file can hold, control sequences above all."""
    draw = random.Random(seed)
    others = draw.sample([*PATHS, *FORMULAS, *MARKUP, *NAUGHTY], CASES * IN_EACH)
    chosen = [*draw.sample(CONTROL, CASES * IN_EACH - 10), *others]
    return [text for text in chosen if all(map(_is_drawn_alike, text))]


def _is_drawn_alike(character: str) -> bool:
    """Whether emulators agree on its width: not of marks, joined emoji and surrogates, which differ in each of them."""
    odd = unicodedata.combining(character) or character in "\u200d\ufe0e\ufe0f" or "\ud800" <= character <= "\udfff"
    return not odd and character < "\U00010000"


@pytest.mark.skipif(not INSTALLED, reason="tmux is not installed")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", seeds(1, 12))
def test_both_show_the_same_and_nothing_reaches_clipboard_or_title(
    opens: Opens, office: Office, tmp_path: Path, seed: int
) -> None:
    office.agenda(DAY, hostile_agenda(drawn(seed)))
    office.does(DAY, OPEN)
    terminal = opens()
    terminal.wait_for(lambda: "a alle enige" in terminal.lines()[-1], awaited="the keys")
    pictures = [_picture(terminal)]
    for number in range(2, CASES + 1):
        terminal.press("j")
        terminal.wait_for(lambda number=number: f"╭─ {number} · 2026-{number} " in terminal.frame(), awaited="the case")  # type: ignore[misc]
        pictures.append(_picture(terminal))
    for key in SCREENS:
        before = terminal.frame()
        terminal.press(key)
        terminal.wait_for(lambda before=before: terminal.frame() != before, awaited=key)  # type: ignore[misc]
        pictures.append(_picture(terminal))
        terminal.press("escape")
        terminal.wait_for(lambda: "a alle enige" in terminal.lines()[-1], awaited="the meeting")
    second = SecondEmulator(tmp_path, 80, 24)
    for written, lines in pictures:
        assert second.shows(written, lines) == lines
        assert second.buffers == ""
        assert "FJENDE" not in second.title
    everything = decoded(terminal.written)
    assert [pattern.pattern for pattern in OBEYED if pattern.search(everything)] == []
    assert terminal.quit() == 0


def _picture(terminal: Terminal) -> tuple[bytes, list[str]]:
    """Everything written so far, and what the first emulator shows of it once nothing more comes."""
    terminal.rests()
    return terminal.written, terminal.lines()
