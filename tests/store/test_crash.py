"""A program that is killed at any moment has recorded what it said it had, once, and nothing by half."""

import os
import random
from functools import partial
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.events import Noted
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.store.store import Store
from tests.builders import case, place
from tests.drivers.journal import rows
from tests.drivers.killing import killed
from tests.drivers.store_harness import DATABASE, StoredTable, projections
from tests.seeds import seeds

KILLS = 12
"""For each seed; fifty seeds make 600."""
MEETING = "2026-12-02"
pytestmark = pytest.mark.slow


def table_of(store: Store) -> StoredTable:
    """The meeting as it was left."""
    table = StoredTable(store, case("A-1"), case("A-2"))
    journal = store.read(MEETING)
    if journal:
        table.meeting, table.journal = fold(MEETING, journal), list(journal)
    return table


def work(folder: Path, pipe: int) -> NoReturn:
    """Run the meeting without an end, and say each number when it is recorded."""
    table = table_of(Store.open(folder / DATABASE))
    if not table.journal:
        table.does(want.Open())
        os.write(pipe, b"1\n")
    for number in count(len(table.journal) + 1):
        undecided = table.item("A-1").is_undecided
        choices: list[want.Intention] = [want.Note(case="A-2", text=f"Nr. {number}")]
        choices += [place("A-1", "north-club", reason="Aftalt")] if undecided else [want.Undo()]
        table.store.save_draft(MEETING, "A-2", "note", "Chair", f"Nr. {number}", table.moment(number))
        table.does(choices[number % 2])
        os.write(pipe, f"{number}\n".encode())
    raise AssertionError("it was never killed")


@pytest.mark.parametrize("seed", seeds(1, 50))
def test_killed_at_random_moments(seed: int, tmp_path: Path) -> None:
    moments = random.Random(2026 + seed)
    seen = 0
    for _ in range(KILLS):
        numbers = [int(number) for number in killed(partial(work, tmp_path), moments, most=8)]
        store = Store.open(tmp_path / DATABASE)
        journal = store.read(MEETING)
        told = numbers[-1] if numbers else seen
        assert numbers == list(range(seen + 1, told + 1))
        assert [recorded.number for recorded in journal] == list(range(1, len(journal) + 1)), "none lost, none twice"
        assert len(journal) - told in (0, 1), "only what was not yet said may be there besides"
        notes = {recorded.number: recorded.event.text for recorded in journal if isinstance(recorded.event, Noted)}
        assert all(text == f"Nr. {number}" for number, text in notes.items())
        assert store.verify() is None
        seen = len(journal)
        store.close()
    assert seen > KILLS, "each was killed while it went on"
    store = Store.open(tmp_path / DATABASE)
    live = projections(store)
    store.rebuild()
    assert projections(store) == live
    store.close()
    assert rows(tmp_path / "kept.db", "PRAGMA integrity_check") == [("ok",)]
