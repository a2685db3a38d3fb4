"""A database file without its end or with a flipped bit: what notices it, and whether anything wrong is shown."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from kpcommittee.domain.review.query import Query
from kpcommittee.errors import KpError
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.key_file import KeyFile
from kpcommittee.store.locked import key_file_of
from kpcommittee.store.store import Store
from tests.builders import NOW
from tests.drivers.locked import PASSPHRASE, run
from tests.drivers.office import Office
from tests.sample import DAY, WHOLE_MEETING

DATABASE = "kpcommittee.db"
Who = Literal["medium", "program"]
"""Who damages it: a medium, which leaves the file's time as it is, or a program that writes."""
Shown = dict[str, str]
"""What is asked → what the program would show."""
BREAKS = (SQLAlchemyError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError)
"""What may come of damaged rows; the program ends with a sentence then, and shows nothing."""
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Whole:
    """A workspace whose database is whole and closed."""

    folder: Path
    content: bytes
    """Of the database file."""
    time: int
    shown: Shown
    key: DataKey | None = None

    @property
    def file(self) -> Path:
        """The database."""
        return self.folder / "kpcommittee.db"

    @classmethod
    def of(cls, folder: Path, *, encrypted: bool) -> "Whole":
        """Hold the sample's whole meeting in a folder, and leave a text that is being typed."""
        office, key = Office.sample(folder), None
        assert office.run("record", DAY, stdin=WHOLE_MEETING).code == 0
        if encrypted:
            ran = run(office, "encrypt")
            assert ran.code == 0, ran
            unlocked = KeyFile.read(key_file_of(folder / "kpcommittee.db")).unlock(PASSPHRASE)
            assert unlocked is not None
            key = unlocked.keys[0]
        store = Store.open(folder / DATABASE, key=key)
        assert store.fault is None
        store.save_draft(DAY, "2026-0412", "note.text", "inger", "Mor ringede i går", NOW)
        shown = {name: _answer(ask) for name, ask in _questions(store)}
        store.close()
        file = folder / "kpcommittee.db"
        return cls(folder, file.read_bytes(), file.stat().st_mtime_ns, shown, key)

    def becomes(self, content: bytes, who: Who) -> None:
        """Put other bytes in the file's place."""
        for file in self.folder.glob("kpcommittee.db*"):
            if file.suffix != ".keys":
                file.unlink()
        self.file.write_bytes(content)
        if who == "medium":
            os.utime(self.file, ns=(self.time, self.time))

    def damaged(self, content: bytes, who: Who) -> tuple[str, tuple[str, ...]]:
        """Put other bytes in the file's place, and open it.

        Returns:
            What noticed it: `refused`, the code of the first fault, or `nothing`; and what is shown wrong then.
        """
        self.becomes(content, who)
        try:
            store = Store.open(self.folder / DATABASE, key=self.key)
        except KpError:
            return "refused", ()
        try:
            wrong = tuple(name for name, ask in _questions(store) if _answer(ask) not in (self.shown[name], ""))
            return (store.fault.why if store.fault else NOTHING), wrong
        finally:
            with suppress(KpError):
                store.close()


def _questions(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that screens, commands and documents ask of the database."""
    yield "meetings", store.meetings
    yield "events", lambda: [store.read(stream) for stream in sorted(store.heads())]
    yield "the meeting", lambda: store.meeting(DAY)
    yield "cases of a meeting", store.case_counts
    yield "placements", store.placements
    yield "rulings", store.rulings
    yield "particulars", lambda: store.particulars(["2026-0412", "2026-0377"])
    yield "waiting", store.waiting
    yield "past decisions", lambda: store.search(Query())
    yield "found by a word", lambda: [store.search(Query(words=(word,))) for word in ("fraværet", "hanne", "klub")]
    yield "counted", lambda: store.counts(Query())
    yield "outcomes", lambda: store.outcomes(Query())
    yield "names", store.names
    yield "people", store.people
    yield "follow-ups", store.held_follow_ups
    yield "the story of a child", lambda: store.story("2026-0412")
    yield "being typed", lambda: store.drafts(DAY)


def _answer(ask: Callable[[], object]) -> str:
    """What the program would show; empty where it says that something is damaged."""
    try:
        return repr(ask())
    except (KpError, *BREAKS):
        return ""


@dataclass(slots=True)
class Tally:
    """What noticed so many damages, and what was shown wrong although nothing did."""

    noticed: Counter[str]
    silent: list[tuple[int, tuple[str, ...]]]
    """The seed of the damage, and what was shown wrong."""


def flipped(content: bytes, random: Random) -> bytes:
    """Flip one bit anywhere."""
    place = random.randrange(len(content) * 8)
    changed = bytearray(content)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def truncated(content: bytes, random: Random) -> bytes:
    """Cut off the end, anywhere."""
    return content[: random.randrange(len(content))]


def tally(whole: Whole, damage: Callable[[bytes, Random], bytes], who: Who, drawn: range) -> Tally:
    """Damage the database once for each seed."""
    counted = Tally(Counter(), [])
    for seed in drawn:
        noticed, wrong = whole.damaged(damage(whole.content, Random(seed)), who)
        counted.noticed[noticed] += 1
        if noticed == NOTHING and wrong:
            counted.silent.append((seed, wrong))
    return counted


DAMAGES: dict[str, Callable[[bytes, Random], bytes]] = {"a bit flipped": flipped, "the end cut off": truncated}
TRIES = {"a bit flipped": 1000, "the end cut off": 50}
"""Of each kind in the soak, for a database in the clear and an encrypted one."""
