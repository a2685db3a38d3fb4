"""A disk without room for anything: what is recorded is read, nothing is recorded, and the sentence says why (S13)."""

import errno
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from kpcommittee import locale
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.errors import BrokenError
from kpcommittee.store import engine
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.store import Store
from tests.builders import NOW, case
from tests.drivers.store_harness import StoredTable
from tests.sample import CHECKOUT

DATABASE, MEETING = "kept.db", "2026-12-02"
SIZE = "1m"
"""Of the disk that is made for the test, in a name space of its own."""
OUTSIDE = """
set -e
mount -t tmpfs -o size={size} tmpfs {disk}
cp {folder}/* {disk}/
cat /dev/zero > {disk}/fill 2>/dev/null || true
TMPDIR={spare} exec {python} -c '{program}'
"""
READ = """
import sys
sys.path.insert(0, "{checkout}")
from pathlib import Path
from kpcommittee import locale
from kpcommittee.errors import BrokenError
from kpcommittee.store.store import Store
from tests.builders import NOW
locale.use("en")
store = Store.open(Path("{disk}/kept.db"))
print([event.kind for event in store.read("2026-12-02")], store.verify())
try:
    store.save_draft("2026-12-02", "A-1", "note.text", "me", "text", NOW)
except BrokenError as error:
    print(error.message)
"""


def recorded(folder: Path, *, log: bool) -> None:
    """A meeting with two events; with `log` they are in the write-ahead log only, as after a crash."""
    store = Store.open(folder / DATABASE)
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    store.close()
    if log:
        for path in folder.iterdir():
            path.unlink()
        for name in ("kept.db", "kept.db-wal"):
            shutil.copy(kept / name, folder / name)


def can_make_a_disk() -> bool:
    """Whether this machine lets a test mount something of its own."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-Urm", "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not can_make_a_disk(), reason="nothing can be mounted here")
@pytest.mark.parametrize("log", [False, True])
def test_what_is_recorded_is_read_from_a_disk_without_room(tmp_path: Path, *, log: bool) -> None:
    folder, disk, spare = tmp_path / "folder", tmp_path / "disk", tmp_path / "spare"
    for made in (folder, disk, spare):
        made.mkdir()
    recorded(folder, log=log)
    program = READ.format(checkout=CHECKOUT, disk=disk).replace("'", '"')
    script = OUTSIDE.format(size=SIZE, disk=disk, folder=folder, spare=spare, python=sys.executable, program=program)
    done = subprocess.run(["unshare", "-Urm", "sh", "-c", script], check=False, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "['opened', 'noted'] None",
        "The disk is full: kept.db cannot grow. Nothing of this was recorded.",
    ], done.stderr
    assert [*spare.iterdir()] == []


def without_room(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """Let SQLite make no index for its log in a folder; each way of opening that is tried is noted."""
    connect = engine.connect
    tried: list[str] = []

    def refuse(path: Path, *, read_only: bool = False, key: DataKey | None = None) -> Connection:
        here = path.parent == folder
        tried.append(f"{'read' if read_only else 'write'} {'here' if here else 'aside'}")
        if here and not (read_only and not path.with_name(f"{path.name}-wal").exists()):
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
            raise OperationalError("PRAGMA journal_mode=WAL", {}, error)
        return connect(path, read_only=read_only, key=key)

    monkeypatch.setattr(engine, "connect", refuse)
    return tried


@pytest.mark.parametrize(
    ("log", "ways"), [(False, ["write here", "read here"]), (True, ["write here", "read here", "read aside"])]
)
def test_a_log_that_was_left_is_read_from_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, log: bool, ways: list[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    recorded(folder, log=log)
    tried = without_room(monkeypatch, folder)
    store = Store.open(folder / DATABASE)
    assert tried == ways
    assert [event.kind for event in store.read(MEETING)] == ["opened", "noted"]
    assert store.verify() is None
    with pytest.raises(BrokenError):
        store.save_draft(MEETING, "A-1", "note.text", "me", "text", NOW)
    store.close()


def test_a_full_disk_that_can_be_read_nowhere_says_that_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    recorded(folder, log=True)
    without_room(monkeypatch, folder)

    def full(*_paths: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    locale.use("en")
    with pytest.raises(BrokenError, match=r"The disk is full: kept\.db cannot grow"):
        Store.open(folder / DATABASE)
