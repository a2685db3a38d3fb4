"""The lock on a real terminal: no byte of a case is written before the key, or after a suspension."""

import os
import signal
from pathlib import Path

import pytest

from tests.drivers.limits import with_cheap_keys
from tests.drivers.locked import PASSPHRASE
from tests.drivers.office import Office
from tests.drivers.terminal import Terminal

SECRETS = (b"Amina", b"Karlsen", b"2026-0412", b"A.K.")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An encrypted workspace with an open meeting; its agenda is sealed."""
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    (tmp_path / "key").write_text(PASSPHRASE)
    (tmp_path / "key").chmod(0o600)
    key = ("--key-file", str(tmp_path / "key"))
    assert office.program(*key, "record", "2026-12-02", stdin='{"do": "open"}', limit=with_cheap_keys).code == 0
    assert office.program(*key, "agenda", "seal", "2026-12-02").code == 0
    return office


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_no_byte_of_a_case_before_the_key_and_none_after_it_was_suspended(
    office: Office, columns: int, lines: int
) -> None:
    terminal = Terminal(office.folder, columns=columns, lines=lines, warm=False)
    try:
        terminal.wait_for("Databasen er krypteret")
        terminal.types("forkert")
        terminal.press("enter")
        terminal.wait_for("Nøglen åbner ikke")
        assert [word for word in SECRETS if word in terminal.written] == []
        assert b"forkert" not in terminal.written
        terminal.types(PASSPHRASE)
        terminal.press("enter")
        terminal.wait_for("Amina Karlsen")
        terminal.press("n")
        terminal.wait_for("ny linje")
        terminal.types("Halvt")
        terminal.wait_for("Halvt")
        terminal.stop()
        before = len(terminal.written)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for("Låst.")
        shown = terminal.written[before:]
        assert [word for word in SECRETS if word in shown] == []
        terminal.types(PASSPHRASE)
        terminal.press("enter")
        terminal.wait_for("Halvt")
    finally:
        terminal.kill()


def test_a_key_that_is_given_opens_it_without_asking(office: Office, tmp_path: Path) -> None:
    terminal = Terminal(office.folder, "--key-file", str(tmp_path / "key"), warm=False)
    try:
        terminal.wait_for("Amina Karlsen")
        assert "Databasen er krypteret" not in terminal.frame(), "nothing was typed"
    finally:
        terminal.kill()
