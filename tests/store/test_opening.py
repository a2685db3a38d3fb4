"""Opening the database: made for its owner only, and every fault told in one sentence with what to do."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from kpcommittee import locale
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.errors import BrokenError, KpError
from kpcommittee.store import engine
from kpcommittee.store.store import Store
from tests.builders import NOW, case
from tests.drivers.store_harness import DATABASE, StoredTable, projections, raw

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_its_files_are_their_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = Store.open(tmp_path / DATABASE)
        StoredTable(store, case("A-1")).does(want.Open())
        modes = {path.name: mode(path) for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert modes == {"kept.db": 0o600, "kept.db-wal": 0o600, "kept.db-shm": 0o600}


@pytest.mark.parametrize("rights", [0o400, 0o600, 0o640, 0o644])
def test_opening_leaves_the_rights_of_a_file_as_they_are(tmp_path: Path, rights: int) -> None:
    """S12: opening changed the mode of whatever the name pointed at."""
    Store.open(tmp_path / DATABASE).close()
    (tmp_path / "kept.db").chmod(rights)
    Store.open(tmp_path / DATABASE).close()
    assert mode(tmp_path / "kept.db") == rights


@pytest.mark.parametrize("name", ["kept.db", "kept.db-wal", "kept.db-shm", "kept.db-journal"])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_refused_and_what_it_leads_to_stays(tmp_path: Path, name: str, *, there: bool) -> None:
    """S12: through symbolic links, to whatever they lead to."""
    if name != "kept.db":
        Store.open(tmp_path / DATABASE).close()
    target = tmp_path / "elsewhere"
    if there:
        target.write_text("a letter")
        target.chmod(0o640)
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).symlink_to(target)
    locale.use("en")
    with pytest.raises(BrokenError, match=rf"{name} is a link to another place") as raised:
        Store.open(tmp_path / DATABASE)
    assert "Nothing was changed" in raised.value.remedy
    assert target.exists() is there
    assert not there or (mode(target), target.read_text()) == (0o640, "a letter")


def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kept.db")
    (tmp_path / "kept.db").chmod(0o640)
    locale.use("en")
    with pytest.raises(BrokenError, match=r"kept\.db is not an ordinary file"):
        Store.open(tmp_path / DATABASE)
    assert mode(tmp_path / "kept.db") == 0o640


def test_a_folder_behind_a_link_holds_a_database_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "short").symlink_to(tmp_path / "real")
    Store.open(tmp_path / "short" / DATABASE).close()
    assert (tmp_path / "real" / "kept.db").is_file()


def test_the_settings_that_keep_data_whole_are_on(store: Store) -> None:
    asked = {
        "journal_mode": "wal",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    with store._reading() as connection:
        settings = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
    assert settings == asked


def opened_in_vain(folder: Path) -> BrokenError:
    locale.use("en")
    with pytest.raises(BrokenError) as raised:
        Store.open(folder / DATABASE)
    assert raised.value.exit_code == 3
    assert raised.value.remedy
    return raised.value


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "kept.db").mkdir()
    assert opened_in_vain(tmp_path).message == "kept.db is a folder, not a database."


def test_no_folder(tmp_path: Path) -> None:
    assert str(tmp_path / "gone") in opened_in_vain(tmp_path / "gone").message


def test_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "kept.db").write_text("Dear committee, " * 100)
    assert opened_in_vain(tmp_path).message == "kept.db is not a sound database."
    assert (tmp_path / "kept.db").read_text().startswith("Dear committee")


def test_a_damaged_database(tmp_path: Path) -> None:
    Store.open(tmp_path / DATABASE).close()
    path = tmp_path / "kept.db"
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 5000 + content[5100:])
    assert "not a sound database" in opened_in_vain(tmp_path).message


def test_a_newer_version(tmp_path: Path) -> None:
    Store.open(tmp_path / DATABASE).close()
    with sqlite3.connect(tmp_path / "kept.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (tmp_path / "kept.db").read_bytes()
    assert "newer version" in opened_in_vain(tmp_path).message
    assert (tmp_path / "kept.db").read_bytes() == before


def test_another_programs_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kept.db") as connection:
        connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    assert "another program" in opened_in_vain(tmp_path).message


def test_a_database_that_another_program_holds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open())
    other = raw(store)
    other.execute("BEGIN IMMEDIATE")
    with store._reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    locale.use("en")
    with pytest.raises(BrokenError, match=r"Another program holds kept\.db"):
        table.does(want.Note(case="A-1", text="Sagt"))
    assert [recorded.kind for recorded in store.read("2026-12-02")] == ["opened"], "reading goes on meanwhile"
    other.execute("ROLLBACK")
    other.close()
    table.does(want.Note(case="A-1", text="Sagt"))
    assert engine.WAIT_MS == 5000


def test_a_full_disk_leaves_nothing_half_written(store: Store) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open())
    whole, journal = projections(store), table.journal[:]
    with store._reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    locale.use("en")
    full = False
    while not full:
        try:
            table.does(want.Note(case="A-1", text="Sagt " * 3000))
        except BrokenError as error:
            full = error.message.startswith("The disk is full")
        else:
            whole, journal = projections(store), table.journal[:]
            assert len(journal) < 20, "the disk is never full"
    assert store.read("2026-12-02") == tuple(journal)
    assert projections(store) == whole
    with store._reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    table.does(want.Note(case="A-1", text="Sagt " * 3000))
    assert store.verify() is None


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A folder that a plain user may look into and not write in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def as_plain_user(folder: Path) -> str:
    """What opening and writing says to somebody without special rights."""
    locale.use("en")
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(BrokenError) as raised, closing(Store.open(folder / DATABASE)) as store:
            store.save_draft("m", "A-1", "note", "me", "text", NOW)
    finally:
        os.seteuid(before)
    return raised.value.message


def test_a_read_only_folder(guarded: Path) -> None:
    guarded.chmod(0o555)
    assert as_plain_user(guarded) == "The database kept.db cannot be written: the file or its folder is read-only."
    assert list(guarded.iterdir()) == []


def test_a_read_only_file(guarded: Path) -> None:
    Store.open(guarded / DATABASE).close()
    guarded.chmod(0o555)
    (guarded / "kept.db").chmod(0o444)
    assert as_plain_user(guarded) == "The database kept.db cannot be written: the file or its folder is read-only."


def test_a_file_that_may_not_be_read_is_not_called_read_only(guarded: Path) -> None:
    Store.open(guarded / DATABASE).close()
    (guarded / "kept.db").chmod(0)
    assert as_plain_user(guarded) == "The database kept.db may not be read."


@pytest.mark.parametrize("left_behind", [False, True])
def test_what_is_recorded_can_be_read_where_nothing_may_be_written(guarded: Path, left_behind: bool) -> None:
    store = Store.open(guarded / DATABASE)
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    if not left_behind:
        store.close()
    # Whoever only looks is not an owner, yet may read.
    for path in guarded.iterdir():
        path.chmod(0o444)
    guarded.chmod(0o555)
    names = sorted(path.name for path in guarded.iterdir())
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        looking = Store.open(guarded / DATABASE)
        assert [recorded.number for recorded in looking.read("2026-12-02")] == [1, 2]
        assert looking.verify() is None
        looking.close()
    finally:
        os.seteuid(before)
    assert ("kept.db-wal" in names, sorted(path.name for path in guarded.iterdir())) == (left_behind, names)
    store.close()


@pytest.mark.parametrize(("what_fails", "read_only"), [("execute_bare", True), ("_enable_write_ahead_log", False)])
def test_a_connection_that_fails_lets_go_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what_fails: str, read_only: bool
) -> None:
    Store.open(tmp_path / DATABASE).close()
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3.dbapi2, "connect", lambda *given, **named: _noted(opened, connect(*given, **named)))

    def fail(*_given: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(engine, what_fails, fail)
    with pytest.raises((sqlite3.Error, DBAPIError)):
        engine.connect(tmp_path / "kept.db", read_only=read_only)
    assert len(opened) == 1
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def _noted(opened: list[sqlite3.Connection], connection: sqlite3.Connection) -> sqlite3.Connection:
    opened.append(connection)
    return connection


def test_two_programs_may_make_it_at_once(tmp_path: Path) -> None:
    met: list[KpError] = []
    barrier = threading.Barrier(6)

    def make() -> None:
        barrier.wait()
        try:
            Store.open(tmp_path / DATABASE).close()
        except KpError as error:
            met.append(error)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == []
    with closing(Store.open(tmp_path / DATABASE)) as store:
        assert store.verify() is None


def test_it_may_be_loaded_in_one_thread_and_written_from_another(tmp_path: Path) -> None:
    made: list[Store] = []
    thread = threading.Thread(target=lambda: made.append(Store.open(tmp_path / DATABASE)))
    thread.start()
    thread.join()
    table = StoredTable(made[0], case("A-1")).does(want.Open())
    readers = [threading.Thread(target=lambda: made[0].read("2026-12-02")) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(20):
        table.does(want.Note(case="A-1", text="Sagt"))
    for reader in readers:
        reader.join()
    assert made[0].verify() is None
    made[0].close()


def test_importing_the_store_imports_no_database() -> None:
    light = "kpcommittee.store, kpcommittee.store.errors, kpcommittee.store.records"
    code = f"import sys, {light}; print(*{{'sqlalchemy', 'sqlmodel', 'alembic', 'sqlite3'}} & {{*sys.modules}})"
    asked = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert asked.stdout.strip() == ""


def test_a_database_that_is_up_to_date_needs_no_alembic(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from kpcommittee.store.store import Store
for _ in range(2):
    Store.open(Path(sys.argv[1])).close()
print("alembic" in sys.modules)
"""
    asked = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / DATABASE)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert asked.stdout.strip() == "False"
