"""Two real programs at one workspace, each on a terminal of its own, and the commands of scripts beside them."""

import json
import os
import signal
from pathlib import Path
from time import sleep

import pytest

from kpcommittee.tui.dialogs.hold import UNREAD
from tests.drivers.journal import Journal
from tests.drivers.limits import with_cheap_keys
from tests.drivers.locked import PASSPHRASE
from tests.drivers.office import OPEN, Office
from tests.drivers.program import Json, Process
from tests.drivers.terminal import Terminal
from tests.pty.conftest import Opens
from tests.sample import DAY
from tests.seeds import examples

FIRST = "2026-0412"
STARTS = examples(4, 40)
"""How often a holder is killed and another takes its place."""
NOTES = examples(60, 600)
"""What each of two writers records."""


def note(terminal: Terminal, text: str) -> None:
    """Record a note without a name."""
    terminal.press("n")
    terminal.wait_for("ny linje")
    terminal.types(text)
    terminal.wait_for(text)
    terminal.press("enter")
    terminal.wait_for("uden navn")
    terminal.press("enter")


def holds(terminal: Terminal, office: Office) -> Terminal:
    """Wait until a program holds the workspace: before that another one could be quicker."""
    terminal.wait_for((office.folder / "kpcommittee.db.holder").exists, awaited="the hold")
    return terminal


def texts(office: Office) -> list[str]:
    """The texts of all notes in the journal, in their order."""
    return [event.payload["text"] for event in Journal(office.folder, DAY).events() if event.kind == "noted"]


def test_the_second_follows_a_meeting_and_records_nothing(opens: Opens, office: Office) -> None:
    first = holds(opens(columns=120, lines=40), office)
    second = opens()
    second.wait_for("Åbnet af inger på")
    second.wait_for("her kan du kun læse. w overtager.")
    office.does(DAY, OPEN)
    first.wait_for("Mødet er åbnet")
    # A terminal that nobody reads holds its program up: it would tell of both events at once.
    second.wait_for("Mødet er åbnet")
    note(first, "Set af begge")
    second.wait_for("inger: Sag 1: notat")
    for key in "snatlrix":
        second.press(key)
    second.wait_for("her kan du kun læse.")
    assert [event.kind for event in Journal(office.folder, DAY).events()] == ["opened", "noted"]
    assert (second.quit(), first.quit()) == (0, 0)
    assert [*office.folder.glob("kpcommittee.db.*er")] == []


def test_a_killed_holder_is_no_obstacle_and_nothing_is_lost(opens: Opens, office: Office) -> None:
    office.does(DAY, OPEN)
    first = holds(opens(), office)
    second = opens()
    second.wait_for("her kan du kun læse")
    note(first, "Registreret")
    first.wait_for(lambda: texts(office) == ["Registreret"], awaited="the note")
    first.press("n")
    first.wait_for("ny linje")
    first.types("Halvt skrevet")
    first.wait_for(lambda: Journal(office.folder, DAY).drafts() != {}, awaited="the draft")
    first.kill()
    second.wait_for("Ingen registrerer lige nu")
    second.press("w")
    second.wait_for("Du har overtaget")
    second.press("n")
    second.wait_for("Halvt skrevet")
    second.types(", nu helt")
    second.wait_for("nu helt")
    second.press("enter")
    second.wait_for("uden navn")
    second.press("enter")
    second.wait_for(lambda: len(texts(office)) == 2, awaited="the second note")
    assert texts(office) == ["Registreret", "Halvt skrevet, nu helt"]
    third = opens()
    third.wait_for("her kan du kun læse")


def test_a_holder_that_was_stopped_wakes_up_as_a_reader(opens: Opens, office: Office) -> None:
    """It is alive and cannot answer: taken over by the word. What it was about to record is refused."""
    office.does(DAY, OPEN)
    first = holds(opens(), office)
    second = opens()
    second.wait_for("her kan du kun læse")
    first.press("n")
    first.wait_for("ny linje")
    first.types("Halvt")
    # Kept before or after it is stopped, the draft would stand in the other's dialog or not.
    first.wait_for(lambda: "Halvt" in Journal(office.folder, DAY).drafts().values(), awaited="the draft")
    os.kill(first.pid, signal.SIGSTOP)
    first.types(" færdigt")
    second.press("w")
    second.wait_for("svarer ikke. Skriv")
    second.types("overtag")
    second.press("enter")
    second.wait_for("Du har overtaget")
    second.press("down")
    second.wait_for("sag 2 af 14")
    note(second, "Den anden")
    second.wait_for(lambda: texts(office) == ["Den anden"], awaited="the note")
    os.kill(first.pid, signal.SIGCONT)
    first.press("enter", "enter")
    first.wait_for("her kan du kun læse")
    first.wait_for(lambda: "Halvt færdigt" in Journal(office.folder, DAY).drafts().values(), awaited="the draft")
    assert texts(office) == ["Den anden"]


def test_handing_over_between_two_screens(opens: Opens, office: Office) -> None:
    office.does(DAY, OPEN)
    first = holds(opens(columns=120, lines=40), office)
    second = opens()
    second.wait_for("her kan du kun læse")
    second.press("w")
    second.wait_for("Venter på svar")
    first.wait_for("beder om at overtage mødet")
    sleep(2 * UNREAD)  # in the first moment no key answers
    first.press("w")
    second.wait_for("Du har overtaget")
    first.wait_for("Overtaget af inger på")
    note(second, "Den anden")
    first.wait_for("inger: Sag 1: notat")
    assert texts(office) == ["Den anden"]


def test_the_lock_comes_before_the_question_and_the_second_reads_an_encrypted_workspace(
    opens: Opens, tmp_path: Path
) -> None:
    office = Office.sample(tmp_path / "office", placements=False)
    office.change("config.toml", ('encryption = "none"', 'encryption = "passphrase"'))
    (tmp_path / "key").write_text(PASSPHRASE)
    (tmp_path / "key").chmod(0o600)
    key = ("--key-file", str(tmp_path / "key"))
    assert office.program(*key, "record", DAY, stdin='{"do": "open"}', limit=with_cheap_keys).code == 0
    first = holds(opens(office.folder, *key), office)
    first.wait_for("Amina Karlsen")
    first.stop()
    os.kill(first.pid, signal.SIGCONT)
    first.wait_for("Låst.")
    second = opens(office.folder, *key)
    second.wait_for("her kan du kun læse")
    mark = json.loads((office.folder / "kpcommittee.db.holder").read_bytes())
    del mark["since"]  # on the day of the meeting it is that day
    assert [word for word in ("Amina", "Karlsen", FIRST, DAY) if word in str(mark)] == []
    second.press("w")
    second.wait_for("Venter på svar")
    second.wait_for("svarer ikke. Skriv")
    assert "beder om at overtage" not in first.frame(), "the lock does not answer"
    second.press("escape")
    first.types(PASSPHRASE)
    first.press("enter")
    first.wait_for("u udsæt")


@pytest.mark.slow
@pytest.mark.drawn
def test_a_holder_is_killed_again_and_again(opens: Opens, office: Office) -> None:
    """Each start takes the place of the killed one, records, and is killed with a text half typed."""
    office.does(DAY, OPEN)
    for start in range(STARTS):
        terminal = opens()
        terminal.wait_for("u udsæt")
        assert "kun læse" not in terminal.frame()
        note(terminal, f"Nr. {start}.")
        terminal.wait_for(lambda wanted=start + 1: len(texts(office)) == wanted, awaited="the note")  # type: ignore[misc]
        terminal.kill()
    assert texts(office) == [f"Nr. {start}." for start in range(STARTS)]
    assert office.run("verify").code == 0


@pytest.mark.slow
@pytest.mark.drawn
def test_two_scripts_write_many_events_beside_an_open_screen(opens: Opens, office: Office) -> None:
    """What is answered as recorded is in the journal once; what came too late is a conflict, and never merged."""
    office.does(DAY, OPEN)
    screen = holds(opens(), office)
    writers = [office.start("record", DAY), office.start("record", DAY)]
    answered = _alternate(writers)
    note(screen, "Fra skærmen")
    screen.wait_for(lambda: "Fra skærmen" in texts(office), awaited="the note of the screen")
    written = texts(office)
    recorded = [text for text, answer in answered if "n" in answer]
    assert {answer["refused"] for _text, answer in answered if "refused" in answer} <= {"conflict"}
    assert sorted(written) == sorted([*recorded, "Fra skærmen"])
    assert len(recorded) >= NOTES  # of two at a time one is always in time
    assert office.run("verify").code == 0


def _alternate(writers: list[Process]) -> list[tuple[str, Json]]:
    """Give each writer its notes while the other works; what was sent, and its answer."""
    answered = []
    for number in range(NOTES):
        sent = [f"Nr. {number} af {name}" for name, _writer in enumerate(writers)]
        for text, writer in zip(sent, writers, strict=True):
            assert writer.stdin is not None
            writer.stdin.write(json.dumps({"do": "note", "case": FIRST, "text": text}).encode() + b"\n")
        for text, writer in zip(sent, writers, strict=True):
            assert writer.stdout is not None
            answered.append((text, json.loads(writer.stdout.readline())))
    for writer in writers:
        writer.communicate()
    return answered
