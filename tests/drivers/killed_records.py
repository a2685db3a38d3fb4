"""`record` that is killed again and again, and what is compared afterwards: its answers with the journal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

from kpcommittee.domain.meeting.events import Noted, Recorded
from kpcommittee.store import engine
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.key_file import KeyFile
from kpcommittee.store.locked import key_file_of
from kpcommittee.store.store import Store
from tests.drivers.killing import killed, recording
from tests.drivers.locked import PASSPHRASE, run
from tests.drivers.office import OPEN, Office
from tests.drivers.program import Json
from tests.sample import DAY

FIRST, SECOND = "2026-0412", "2026-0409"
LINES = 240
"""Given to each `record`: it never comes to the end of them before it is killed."""
MOST = 12
"""Answers after which it is killed at the latest, and a moment more."""


@dataclass(slots=True)
class Tally:
    """What was found after so many kills."""

    kills: int = 0
    answered: int = 0
    """Events that `record` said it had recorded; each of them was there afterwards."""
    unanswered: int = 0
    """Events that were there though their answer was not out yet: one for each kill at most."""


@dataclass(slots=True)
class Recording:
    """A workspace in which `record` is killed, and what opens it."""

    office: Office
    options: tuple[str, ...] = ()
    key: DataKey | None = None
    journal: tuple[Recorded, ...] = ()
    """The meeting's events as they were when it was last tested."""

    @classmethod
    def begun(cls, folder: Path, *, encrypted: bool) -> "Recording":
        """Open the sample's meeting in a folder."""
        office = Office.sample(folder)
        office.does(DAY, OPEN)
        if not encrypted:
            return cls(office)
        ran = run(office, "encrypt")
        assert ran.code == 0, ran
        file = folder.with_name(f"{folder.name}.passphrase")
        file.write_text(PASSPHRASE)
        file.chmod(0o600)
        unlocked = KeyFile.read(key_file_of(folder / "kpcommittee.db")).unlock(PASSPHRASE)
        assert unlocked is not None
        return cls(office, ("--key-file", str(file)), unlocked.keys[0])

    def kill(self, moments: Random, turn: int, tally: Tally) -> None:
        """Kill `record` once at a moment that is drawn, and compare the journal with what it had answered.

        Raises:
            AssertionError: something that was answered is missing, something is there by half, or does not fit.
        """
        before = self.journal or self._tested()
        given = recording(self.office.folder, DAY, wanted(turn), *self.options)
        answers = [json.loads(line) for line in killed(given, moments, MOST)]
        after = self.journal = self._tested()
        recorded = [answer for answer in answers if "refused" not in answer]
        assert after[: len(before)] == before, "what was there stays as it is"
        assert [recorded_event.number for recorded_event in after] == list(range(1, len(after) + 1)), (
            "none lost, none twice"
        )
        for answer in recorded:
            assert fits(after[answer["n"] - 1], answer, turn), (answer, after[answer["n"] - 1])
        assert [answer["n"] for answer in recorded] == [
            recorded_event.number for recorded_event in after[len(before) :]
        ][: len(recorded)]
        beyond = len(after) - len(before) - len(recorded)
        assert beyond in (0, 1), "only what was not answered yet may be there besides"
        tally.kills += 1
        tally.answered += len(recorded)
        tally.unanswered += beyond

    def _tested(self) -> tuple[Recorded, ...]:
        """The meeting's events, once everything was tested as `verify` does, and by SQLite."""
        store = Store.open(self.office.folder / "kpcommittee.db", key=self.key)
        try:
            verification = store.verification()
            assert verification.is_sound, verification.faults
            assert engine.execute_bare(store._connection, "PRAGMA integrity_check") == [("ok",)]
            return store.read(DAY)
        finally:
            store.close()


def wanted(turn: int) -> Iterator[str]:
    """Lines for `record`: notes that can be told apart, and decisions that are taken and taken back."""
    decided = json.dumps(
        {"do": "place", "case": FIRST, "provider": "klub-oest", "staff": "mette-h", "start": "2027-01-04",
         "positions": "all_agree"}
    )  # fmt: skip
    postponed = json.dumps({"do": "postpone", "case": SECOND, "reason": "Tid", "missing": "Samtale"})
    taken_back = json.dumps({"do": "undo"})
    for place, line in enumerate(islice(cycle(("", decided, "", taken_back, "", postponed, "", taken_back)), LINES)):
        text = f"Ytring {turn}.{place}"
        yield line or json.dumps({"do": "note", "case": FIRST, "text": text})


def fits(recorded: Recorded, answer: Json, turn: int) -> bool:
    """Whether an event is the one that was answered; a note also by what it says."""
    if recorded.kind != answer["event"]:
        return False
    event = recorded.event
    return not isinstance(event, Noted) or event.text.startswith(f"Ytring {turn}.")


def kill_records(recording: Recording, moments: Random, turns: range) -> Tally:
    """Kill `record` in each of the turns."""
    tally = Tally()
    for turn in turns:
        recording.kill(moments, turn, tally)
    return tally
