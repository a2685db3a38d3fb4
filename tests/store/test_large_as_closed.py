"""A large database is not read through at opening: it is as closed, or remembered events are sought in it."""

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.store import soundness
from kpcommittee.store.journal import Journal
from kpcommittee.store.soundness import TestedStore
from kpcommittee.store.store import Store
from tests.builders import case
from tests.drivers.journal_surgery import cut, without_triggers
from tests.drivers.store_harness import DATABASE, StoredTable


class Looked:
    """How often what is remembered was sought in the journal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        sought = TestedStore._lengths_of

        def counted(store: TestedStore, remembered: Collection[str]) -> dict[str, tuple[str, int]]:
            self.times += 1
            return sought(store, remembered)

        monkeypatch.setattr(TestedStore, "_lengths_of", counted)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Looked:
    monkeypatch.setattr(soundness, "LARGEST", 1000)
    return Looked(monkeypatch)


def recorded(folder: Path) -> None:
    store = Store.open(folder / DATABASE)
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Ro"))
    store.close()


def opened(folder: Path) -> str | None:
    """Open and close it; what did not fit."""
    store = Store.open(folder / DATABASE)
    fault = store.fault
    store.close()
    return fault.why if fault else None


def test_as_it_was_closed_it_is_opened_whatever_its_past(tmp_path: Path, looked: Looked) -> None:
    recorded(tmp_path)
    looked.times = 0
    assert [opened(tmp_path) for _time in range(3)] == [None] * 3
    assert looked.times == 0


def cut_off(folder: Path) -> None:
    """Take the last event, as another program can."""
    with without_triggers(folder / "kept.db") as database:
        cut(database, "2026-12-02", 1)


def put_back(folder: Path) -> None:
    """Put a copy from before the last note in its place, with the time of the copy."""
    shutil.copy2(folder / "earlier.db", folder / "kept.db")


@pytest.mark.parametrize("change", [cut_off, put_back])
def test_what_is_missing_is_noticed_and_not_forgotten(
    tmp_path: Path, looked: Looked, change: Callable[[Path], None]
) -> None:
    recorded(tmp_path)
    shutil.copy2(tmp_path / "kept.db", tmp_path / "earlier.db")
    store = Store.open(tmp_path / DATABASE)
    StoredTable(store, case("B-1"), meeting="2026-12-16").does(want.Open())
    store.close()
    change(tmp_path)
    assert [opened(tmp_path) for _time in range(2)] == ["behind"] * 2


def test_a_log_that_was_lost_with_the_program_is_noticed(tmp_path: Path, looked: Looked) -> None:
    """The file itself is as it was closed; what was recorded since was in its log alone."""
    recorded(tmp_path)
    (tmp_path / "copy").mkdir()
    shutil.copy2(tmp_path / "kept.db", tmp_path / "copy" / "kept.db")
    store = Store.open(tmp_path / DATABASE)
    StoredTable(store, case("B-1"), meeting="2026-12-16").does(want.Open())
    store.close()
    shutil.copy2(tmp_path / "copy" / "kept.db", tmp_path / "kept.db")
    assert opened(tmp_path) == "behind"


def test_a_program_that_was_killed_has_it_compared_once(tmp_path: Path, looked: Looked) -> None:
    recorded(tmp_path)
    (tmp_path / "kept.db-wal").touch()
    looked.times = 0
    assert [opened(tmp_path), opened(tmp_path)] == [None, None]
    assert looked.times == 1


def test_what_is_remembered_is_found_without_counting_every_stream(
    tmp_path: Path, looked: Looked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting the streams of a million decisions takes a third of a second, at each opening after a power cut."""
    recorded(tmp_path)
    (tmp_path / "kept.db-wal").touch()
    looked.times = 0
    monkeypatch.setattr(Journal, "lengths", lambda _journal: pytest.fail("every stream was counted"))
    assert opened(tmp_path) is None
    assert looked.times == 1


def test_what_was_changed_is_noticed_when_its_meeting_is_read(tmp_path: Path, looked: Looked) -> None:
    """A flipped bit leaves size and time as they were: opening does not see it, and reading does."""
    recorded(tmp_path)
    file = tmp_path / "kept.db"
    before = file.stat()
    content = file.read_bytes()
    assert b'"Ro"' in content
    file.write_bytes(content.replace(b'"Ro"', b'"Uo"'))
    os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert opened(tmp_path) is None
    store = Store.open(tmp_path / DATABASE)
    assert len(store.read("2026-12-02")) == 2
    assert store.fault is not None
    assert (store.fault.why, store.fault.number) == ("hash", 2)
    store.close()
