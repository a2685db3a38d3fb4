"""A screen that is killed at any moment of typing and pressing keys, and what is there afterwards."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from threading import Timer
from time import monotonic

from kpcommittee.store import engine
from kpcommittee.store.store import Store
from tests.drivers.journal import Journal
from tests.drivers.office import Office
from tests.drivers.script import Note, Place, Step, Undo
from tests.drivers.terminal import NeverSeenError, Terminal
from tests.drivers.terminal_chair import TerminalChair
from tests.sample import DAY

FIRST = "2026-0412"
CASES = (FIRST, "2026-0409", "2026-0377")
FIELD = (FIRST, "note.text")
LATEST = 8.0
"""The screen is killed within so many seconds: about what a decision, an undo, a note and a text take."""
SAVED = 2.0
"""Seconds that the screen works after a letter until it is certainly kept; half a second is meant."""
LETTERS = 25


@dataclass(slots=True)
class Tally:
    """What was found after so many kills."""

    kills: int = 0
    answered: int = 0
    """Steps that the screen said were recorded; each of them was there afterwards."""
    typed: int = 0
    """Kills with text in a field that was not recorded yet."""
    back: int = 0
    """Texts that the next screen offered again in their field."""
    youngest_lost: float = 0.0
    """Seconds since the oldest letter that did not come back was seen on the screen."""


@dataclass(slots=True)
class Witness:
    """What the chair saw before the screen was killed."""

    recorded: list[str] = field(default_factory=list)
    """The kinds of events that the screen said were recorded."""
    letters: list[tuple[float, str]] = field(default_factory=list)
    """When the text in the field was seen to be so long."""
    killed_at: float = 0.0
    """When the screen still lived for the last time."""

    def kill(self, pid: int) -> None:
        """End the screen, wherever it is."""
        self.killed_at = monotonic()
        os.kill(pid, signal.SIGKILL)


@dataclass(slots=True)
class KilledScreen:
    """A meeting at whose screen the program dies, again and again."""

    office: Office
    opens: Callable[[], Terminal]
    tally: Tally = field(default_factory=Tally)

    @property
    def journal(self) -> Journal:
        """The meeting's events and drafts, as another program reads them."""
        return Journal(self.office.folder, DAY)

    def kill(self, moments: Random) -> None:
        """Open the screen, work at it until it is killed at a random moment, and look at what is there.

        Raises:
            AssertionError: something is missing that the screen had said, or a text that was typed.
        """
        before, witness = self.journal.last(), Witness()
        terminal = self.opens()
        chair = TerminalChair(terminal, self.journal, CASES)
        terminal.wait_for(lambda: " til " in terminal.lines()[-3] or "·" in terminal.lines()[-3], awaited="the seats")
        self._offers_what_was_typed(chair)
        killing = Timer(moments.uniform(0.2, LATEST), witness.kill, (terminal.pid,))
        killing.start()
        with suppress(NeverSeenError, OSError):
            while terminal.code is None:
                self._work(chair, moments, witness)
        killing.join()
        terminal.kill()
        assert terminal.code == -signal.SIGKILL, f"{terminal.code}: it ended by itself\n{terminal.frame()}"
        # A busy machine may let a screen wait for seconds before it is killed: it kept nothing meanwhile.
        self._compare(before, witness, min(terminal.wrote_at, witness.killed_at))

    def _offers_what_was_typed(self, chair: TerminalChair) -> None:
        """See the draft of the last screen in its field."""
        draft = self.journal.drafts().get(FIELD)
        if draft is None:
            return
        chair.goes_to(FIRST)
        chair.offers("n notat")
        chair.press("n")
        chair.asked("Notat", "ny linje")
        chair.terminal.sees("kladde", draft[-8:])
        chair.press("escape")
        chair.terminal.wait_for(lambda: chair.on_table != "", awaited="the table")
        self.tally.back += 1

    def _work(self, chair: TerminalChair, moments: Random, witness: Witness) -> None:
        decided = self.journal.events()[-1].kind == "decided"
        steps: tuple[tuple[Step, str], ...] = (
            *(() if decided else ((Place(FIRST), "decided"),)),
            (Undo(FIRST), "undone"),
            (Note(FIRST, f"Ytring{moments.randrange(10**6)}"), "noted"),
        )
        for step, kind in steps:
            chair.do(step)
            witness.recorded.append(kind)
            witness.letters.clear()
        chair.press("n")
        chair.asked("Notat", "ny linje")
        text = ""
        for _letter in range(moments.randrange(LETTERS)):
            text += moments.choice("abcdefgh")
            drawn = len(chair.terminal.written)
            chair.terminal.types(text[-1])
            chair.terminal.wait_for(lambda drawn=drawn: len(chair.terminal.written) > drawn, awaited="a letter")  # type: ignore[misc]
            witness.letters.append((monotonic(), text))
        chair.press("escape")
        chair.terminal.wait_for(lambda: chair.on_table != "", awaited="the table")

    def _compare(self, before: int, witness: Witness, worked_until: float) -> None:
        store = Store.open(self.office.folder / "kpcommittee.db")
        verification = store.verification()
        whole = engine.execute_bare(store._connection, "PRAGMA integrity_check")
        store.close()
        assert verification.is_sound, verification.faults
        assert whole == [("ok",)]
        events = self.journal.events()[before:]
        kinds = [event.kind for event in events]
        assert kinds[: len(witness.recorded)] == witness.recorded
        assert len(kinds) - len(witness.recorded) in (0, 1), "one more may have been on its way"
        self.tally.kills += 1
        self.tally.answered += len(witness.recorded)
        if witness.letters and len(kinds) == len(witness.recorded):
            self.tally.typed += 1
            self._text_is_there(witness, worked_until)

    def _text_is_there(self, witness: Witness, worked_until: float) -> None:
        draft = self.journal.drafts().get(FIELD, "")
        lost = [at for at, text in witness.letters if not draft.startswith(text)]
        age = worked_until - min(lost) if lost else 0.0
        assert age < SAVED, f"{draft!r} of {witness.letters[-1][1]!r}: a letter of {age:.1f} s ago is gone"
        self.tally.youngest_lost = max(self.tally.youngest_lost, age)
