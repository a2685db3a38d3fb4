"""Keys that come faster than the screen: each does what it does when it comes alone."""

import pytest

from tests.drivers.journal import Journal
from tests.drivers.office import OPEN, Office
from tests.drivers.terminal import Terminal
from tests.pty.conftest import Opens
from tests.sample import DAY

FIRST = "2026-0412"


@pytest.fixture
def journal(office: Office) -> Journal:
    """The events of the open meeting."""
    office.does(DAY, OPEN)
    return Journal(office.folder, DAY)


def recorded(terminal: Terminal, journal: Journal, count: int) -> None:
    """Until so many events are recorded."""
    terminal.wait_for(lambda: journal.last() >= count, awaited=f"{count} events")


def test_a_clear_case_is_decided_by_keys_sent_at_once(opens: Opens, journal: Journal) -> None:
    terminal = opens(warm=False)
    terminal.sees("a alle enige")
    terminal.types("\ra\r")
    recorded(terminal, journal, 2)
    assert journal.events()[-1].payload["decision"]["provider"] == "klub-oest"
    assert terminal.quit() == 0


def test_a_note_sent_at_once_keeps_its_text_and_who_said_it(opens: Opens, journal: Journal) -> None:
    terminal = opens(warm=False)
    terminal.sees("a alle enige")
    terminal.types("nMor ringede i går.\t1\r")
    recorded(terminal, journal, 2)
    noted = journal.events()[-1].payload
    assert (noted["text"], noted["said_by"]) == ("Mor ringede i går.", "Lone Bech")
    terminal.sees("╭─ 1 · 2026-0412")
    assert terminal.quit() == 0


def test_what_is_asked_is_answered_by_keys_sent_at_once(opens: Opens, journal: Journal) -> None:
    terminal = opens(warm=False)
    terminal.sees("a alle enige")
    terminal.press("enter", "a", "down", "enter", "enter", "1")
    terminal.types("Det ønsker barnet.\r6Aftalt med lederen.\r")
    recorded(terminal, journal, 2)
    decision = journal.events()[-1].payload["decision"]
    assert decision["provider"] == "klub-havn"
    assert decision["reason"]["text"] == "Det ønsker barnet."
    answered = [caution["answer"]["text"] for caution in decision["cautions"] if caution.get("answer")]
    assert answered == ["Aftalt med lederen."]
    assert terminal.quit() == 0


def test_a_line_is_emptied_before_it_is_filled(opens: Opens, journal: Journal) -> None:
    terminal = opens(warm=False)
    terminal.sees("a alle enige")
    terminal.press("enter", "a", "tab", "tab", "ctrl+u", *"11/1", "enter")
    recorded(terminal, journal, 2)
    assert journal.events()[-1].payload["decision"]["start"] == "2027-01-11"
    assert terminal.quit() == 0
