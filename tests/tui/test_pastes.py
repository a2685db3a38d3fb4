"""What is pasted is text, whatever is in it: it never presses a key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste

from kpcommittee.tui.pastes import END, START, Pastes
from kpcommittee.tui.screens.history_query import QueryLine
from tests.drivers.chair import chair_at

TEXTS = {
    "Mor: \x1b[31mrød\x1b[0m, og så alt det andet, som hun sagde": "Mor: rød, og så alt det andet, som hun sagde",
    "\x1b": "",
    "to\x07 \x9b31mlinjer\r\n\tog\x0ben\x7f": "to 31mlinjer\r\n\tog\x0ben",
    "a\x1b[20": "a",
    f"a{START}b": "ab",
    "\x1b\x1b[A\x1b]0;X\x07u\n": "]0;Xu\n",
}
"""What is pasted, and what of it is text."""


@pytest.mark.parametrize("pasted", TEXTS)
def test_no_key_is_pressed_by_what_is_pasted(pasted: str) -> None:
    """Behind an escape in a paste, such as a colour copied from a terminal, up to 32 letters were keys."""
    sent = f"u{START}{pasted}{END}\x1b[Ax"
    for at in range(len(sent) + 1):
        keys, texts = [], []
        pastes, parser = Pastes(), XTermParser()
        for part in (sent[:at], sent[at:]):
            for event in _events(parser, pastes.clean(part)):
                if isinstance(event, Key):
                    keys.append(event.key)
                elif isinstance(event, Paste):
                    texts.append(event.text)
        assert (keys, texts) == (["u", "up", "x"], [TEXTS[pasted]] if TEXTS[pasted] else texts), at


def test_keys_pass_as_they_are_letter_by_letter() -> None:
    pastes = Pastes()
    sent = f"u\x1b[A\x1b[200\x1b{START}to\x1b[201{END}\x1b"
    assert "".join(map(pastes.clean, sent)) == f"u\x1b[A\x1b[200\x1b{START}to{END}\x1b"


async def test_a_line_takes_all_lines_that_are_pasted(workspace: Path) -> None:
    """It took the first, and what followed was gone without a word."""
    async with chair_at(workspace) as chair:
        await chair.press("h")
        field = chair.app.screen.query_one(QueryLine)
        field.post_message(Paste("klub:oest\r\n  2026\n\n"))
        await chair.waits_for(lambda: field.value == "klub:oest 2026", "both lines")
        field.post_message(Paste(" \n"))
        await chair.press("x")
        assert field.value == "klub:oest 2026x"


def _events(parser: XTermParser, text: str) -> Iterator[object]:
    # An empty text would end the parser.
    return iter(parser.feed(text)) if text else iter(())
