"""Questions of commands are asked and answered on the terminal itself, also where the passphrase came from a file."""

import re
from pathlib import Path

import pytest

from tests.drivers.limits import with_cheap_keys
from tests.drivers.locked import PASSPHRASE
from tests.drivers.office import Office
from tests.drivers.terminal import Terminal
from tests.pty.conftest import Opens
from tests.sample import DAY


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Path, tuple[str, str]]:
    """An encrypted workspace with one look in its log, and the options that open it."""
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    opens = ("--key-file", str(key))
    assert office.program(*opens, "record", DAY, stdin='{"do": "open"}', limit=with_cheap_keys).code == 0
    assert office.program(*opens, "show", DAY, "--case", "2026-0412").code == 0
    return office.folder, opens


def typed(terminal: Terminal, line: str) -> int:
    terminal.types(line)
    terminal.press("enter")
    return terminal.ends()


def test_a_line_of_the_recovery_key_is_asked_back(opens: Opens, locked: tuple[Path, tuple[str, str]]) -> None:
    folder, key = locked
    terminal = opens(folder, *key, "key", "print")
    terminal.wait_for("Skriv linje")
    lines = dict(re.findall(r"^ +(\d)  ([0-9A-Z-]+)$", terminal.frame(), re.MULTILINE))
    asked = re.search(r"Skriv linje (\d)", terminal.frame())
    assert asked is not None
    assert typed(terminal, lines[asked[1]]) == 0
    assert "Gendannelsesnøglen åbner nu databasen" in terminal.frame()


@pytest.mark.parametrize(("answer", "told"), [("ja", "bekræftet."), ("nej", "ikke bekræftet")])
def test_a_sample_of_looks_is_confirmed_or_not(
    opens: Opens, locked: tuple[Path, tuple[str, str]], answer: str, told: str
) -> None:
    folder, key = locked
    terminal = opens(folder, *key, "access", "sample", "3")
    terminal.wait_for("Skriv »ja«")
    assert typed(terminal, answer) == 0
    assert told in terminal.frame()


def test_decrypting_asks_for_the_word(opens: Opens, locked: tuple[Path, tuple[str, str]]) -> None:
    folder, key = locked
    terminal = opens(folder, *key, "decrypt")
    terminal.wait_for("Skriv »")
    assert typed(terminal, "nej") == 1
    assert "Krypteringen er ikke ophævet" in " ".join(terminal.frame().split())
