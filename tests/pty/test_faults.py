"""What happens to a meeting on the screen when the program dies, the terminal changes, or somebody else writes."""

from time import monotonic

import pytest

from tests.drivers.journal import Journal
from tests.drivers.office import OPEN, Office
from tests.drivers.script import Answer, Note, Open, Place
from tests.drivers.terminal import Terminal
from tests.drivers.terminal_chair import TerminalChair
from tests.pty.conftest import Opens
from tests.sample import DAY

FIRST, SECOND, THIRD = CASES = ("2026-0412", "2026-0409", "2026-0377")
OLDEST = 1.0
"""Seconds: a draft is at most that old."""
AFTERWARDS = 3
"""Letters typed after that. A busy machine may let the screen wait so long; it has worked when it has drawn them."""


@pytest.fixture
def journal(office: Office) -> Journal:
    """The meeting's events and drafts."""
    return Journal(office.folder, DAY)


def seat(terminal: Terminal, journal: Journal) -> TerminalChair:
    """The chair, once the journal is read."""
    chair = TerminalChair(terminal, journal, CASES)
    terminal.wait_for(lambda: " til " in terminal.lines()[-3] or "·" in terminal.lines()[-3], awaited="the seats")
    return chair


def test_text_being_typed_outlives_the_program(opens: Opens, journal: Journal, office: Office) -> None:
    terminal = opens()
    chair = seat(terminal, journal)
    chair.holds([Open(), Note(FIRST, "Skolen er glad for aftalen.")])
    chair.press("n")
    chair.asked("Notat", "ny linje")
    chair.types("Mor ringede i går.")
    _types_on(chair, monotonic() + OLDEST)
    terminal.kill()
    assert journal.drafts()[FIRST, "note.text"].startswith("Mor ringede i går.")

    again = seat(opens(), journal)
    again.offers("n notat")
    again.press("n")
    again.asked("Notat", "ny linje")
    again.terminal.sees("Mor ringede i", "kladde")
    again.press("enter")
    again.terminal.sees("uden navn")
    again.press("enter")
    again.recorded()
    assert journal.drafts() == {}
    assert [event.kind for event in journal.events()] == ["opened", "noted", "noted"]
    assert again.terminal.quit() == 0
    office.good("verify")
    assert "Skolen er glad for aftalen." in office.item(DAY, FIRST)
    assert "Mor ringede i går." in office.item(DAY, FIRST)


def _types_on(chair: TerminalChair, until: float) -> None:
    """Type letter by letter until that moment and a few more, each when the one before is drawn."""
    left = AFTERWARDS
    while left:
        left -= monotonic() >= until
        before = len(chair.terminal.written)
        chair.terminal.types("a")
        chair.terminal.wait_for(lambda before=before: len(chair.terminal.written) > before, awaited="a letter")  # type: ignore[misc]


def test_a_decision_outlives_another_size_of_the_terminal(opens: Opens, journal: Journal) -> None:
    terminal = opens()
    chair = seat(terminal, journal)
    chair.holds([Open()])
    chair.press("enter")
    chair.asked("Beslutning", "a alle enige")
    chair.press("a", "down")
    terminal.sees("Klub Havn, u. ")
    chair.press("enter")
    terminal.sees("at personen navngives senere")
    chair.press("enter")
    chair.asked("Valget afviger", "vælg")
    terminal.resize(120, 40)
    terminal.wait_for(lambda: terminal.lines()[14].find("1  Barnets relation") > 20, awaited="the list in the middle")
    chair.press("1")
    terminal.wait_for(lambda: "Klub Havn, u. " in terminal.frame() and "Valget afviger" in terminal.frame())
    terminal.wait_for(lambda: "vælg" not in chair.footer, awaited="the line")
    chair.types("Det ønsker barnet selv.")
    for columns, lines in ((60, 18), (200, 60), (80, 24)):
        before = len(terminal.written)
        terminal.resize(columns, lines)
        terminal.wait_for(
            lambda before=before: len(terminal.written) > before + 500 and "barnet selv." in terminal.frame(),  # type: ignore[misc]
            awaited=f"the text at {columns} columns",
        )
    chair.press("enter")
    chair.asked("Bringer", "vælg")
    chair.press("6")
    terminal.wait_for(lambda: "╭─ Beslutning" in terminal.frame() and "vælg" not in chair.footer, awaited="the line")
    chair.types("Aftalt.")
    chair.press("enter")
    chair.recorded(lambda: chair.symbol(FIRST) == "✓")
    assert journal.events()[-1].payload["decision"]["reason"]["text"] == "Det ønsker barnet selv."
    assert terminal.quit() == 0


def test_what_another_program_records_is_shown(opens: Opens, journal: Journal, office: Office) -> None:
    office.does(DAY, OPEN)
    chair = seat(opens(), journal)
    chair.offers("enter beslut")
    office.does(DAY, {"do": "postpone", "case": SECOND, "reason": "Afventer."})
    chair.terminal.wait_for(lambda: chair.symbol(SECOND) == "↷", awaited="what the other has written")
    assert chair.terminal.quit() == 0


def about_to_decide(terminal: Terminal, journal: Journal) -> TerminalChair:
    """The chair with the first case's decision put together, and not yet recorded."""
    chair = seat(terminal, journal)
    chair.offers("enter beslut")
    chair.press("enter")
    chair.asked("Beslutning", "a alle enige")
    chair.press("a")
    terminal.wait_for(lambda: "○ enig" not in terminal.frame(), awaited="all agree")
    return chair


def test_two_programs_decide_the_same_case_and_nothing_is_lost(opens: Opens, journal: Journal, office: Office) -> None:
    office.does(DAY, OPEN)
    terminal = opens()
    chair = about_to_decide(terminal, journal)
    office.does(DAY, {"do": "return", "case": FIRST, "missing": "Samtykke."})
    chair.press("enter")
    terminal.wait_for(lambda: "allerede" in terminal.frame(), awaited="the refusal")
    if not chair.on_table:
        chair.press("escape")
    terminal.wait_for(lambda: chair.symbol(FIRST) == "←", awaited="what the other has written")
    assert [event.kind for event in journal.events()] == ["opened", "returned"]
    assert terminal.quit() == 0
    office.good("verify")


def test_a_decision_is_not_laid_over_a_postponement_that_was_not_seen(
    opens: Opens, journal: Journal, office: Office
) -> None:
    office.does(DAY, OPEN)
    terminal = opens()
    chair = about_to_decide(terminal, journal)
    office.does(DAY, {"do": "postpone", "case": FIRST, "reason": "Samtykke mangler."})
    chair.press("enter")
    terminal.wait_for(lambda: "Et andet program" in terminal.frame(), awaited="the refusal")
    terminal.wait_for(lambda: chair.symbol(FIRST) == "↷", awaited="what the other has written")
    assert [event.kind for event in journal.events()] == ["opened", "postponed"]
    assert terminal.quit() == 0


ASKED = "Fortryd i en anden sag"


def test_undo_takes_back_only_what_the_chair_has_seen(opens: Opens, journal: Journal, office: Office) -> None:
    terminal = opens()
    chair = seat(terminal, journal)
    chair.holds([Open(), Place(FIRST, answers=(Answer("", "", "Aftalt."),))])
    chair.offers("z fortryd")
    (noted,) = office.does(DAY, {"do": "note", "case": SECOND, "text": "Fra en anden."})
    chair.press("z")
    terminal.wait_for(
        lambda: ASKED in terminal.frame() or journal.last() > noted["n"], awaited="a question or an answer"
    )
    if ASKED in terminal.frame():
        chair.press("enter")
    terminal.wait_for(
        lambda: journal.last() > noted["n"] or "ikke længere den nyeste" in terminal.frame(), awaited="an answer"
    )
    newest = journal.events()[-1]
    assert newest.kind == "noted" or newest.payload["number"] == noted["n"]
    assert "decided" in [event.kind for event in journal.events()]
    assert office.states(DAY)[FIRST] == "placed"
    if newest.kind == "undone":
        # The note that was taken back goes on as a draft, which leaving names first.
        chair.press("q")
        terminal.sees("ikke registreret")
    assert terminal.quit() == 0
