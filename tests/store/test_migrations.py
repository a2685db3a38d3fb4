"""Migrations: they end where a new database begins, keep a copy, and lose nothing."""

import importlib
import re
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.errors import BrokenError
from kpcommittee.store import engine, schema
from kpcommittee.store.migrate import MIGRATIONS, upgrade
from kpcommittee.store.store import Store
from kpcommittee.store.tables import METADATA
from tests.builders import case, place
from tests.drivers.journal import rows
from tests.drivers.store_harness import DATABASE, StoredTable, projections, raw


def migrated(path: Path, revision: str = "head") -> Connection:
    """A connection to a new database that was only ever migrated."""
    engine.create_file(path)
    connection = engine.connect(path)
    with engine.writing(connection), connection.begin():
        upgrade(connection, revision)
    return connection


def closed(connection: Connection) -> None:
    connection.close()
    connection.engine.dispose()


def master(path: Path) -> list[Any]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    connection.close()
    return sorted(rows, key=str)


def test_a_new_database_is_a_migrated_one(tmp_path: Path) -> None:
    closed(migrated(tmp_path / "migrated.db"))
    Store.open(tmp_path / "new.db").close()
    assert master(tmp_path / "new.db") == master(tmp_path / "migrated.db")


def test_the_migrations_make_what_the_tables_declare(tmp_path: Path) -> None:
    connection = migrated(tmp_path / "migrated.db")
    ours = {"include_object": lambda _object, name, kind, *_: not (kind == "table" and name.startswith("search"))}
    with connection.begin():
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), METADATA) == []
    closed(connection)


def test_the_revisions_in_the_code_are_those_of_the_scripts() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == schema.REVISIONS
    assert scripts.get_current_head() == schema.HEAD


def behind(folder: Path) -> tuple[StoredTable, Any]:
    """A database of the first revision with a meeting in its journal, and what its tables would be."""
    store = Store.open(folder / "whole.db")
    table = StoredTable(store, case("A-1"), case("A-2"))
    table.does(want.Open(), place("A-1", "north-club", reason="Kendt"), want.Postpone(case="A-2", reason="Tid"))
    store.save_draft("2026-12-02", "A-1", "note", "Chair", "Mor ri", table.moment(1))
    whole = projections(store)
    closed(migrated(folder / "kept.db", "0001"))
    with raw(store) as connection:
        connection.execute("ATTACH ? AS old", (str(folder / "kept.db"),))
        for name in ("event", "draft"):
            connection.execute(f"INSERT INTO old.{name} SELECT * FROM {name}")
    connection.close()
    store.close()
    return table, whole


def test_a_database_that_is_behind_is_copied_and_brought_up(tmp_path: Path) -> None:
    table, whole = behind(tmp_path)
    old = master(tmp_path / "kept.db")
    store = Store.open(tmp_path / DATABASE)
    assert projections(store) == whole
    assert store.read("2026-12-02") == tuple(table.journal)
    assert [draft.text for draft in store.drafts("2026-12-02")] == ["Mor ri"]
    assert store.verify() is None
    with store._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    table.store = store
    table.does(want.Withdraw(case="A-2", reason="Flyttet") if table.item("A-2").is_undecided else want.Close())
    store.close()
    backup = tmp_path / "kept.db.0001"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert master(backup) == old
    assert rows(backup, "SELECT count(*) FROM event") == [(3,)]


def test_a_backup_is_never_written_over(tmp_path: Path) -> None:
    behind(tmp_path)
    (tmp_path / "kept.db.0001").write_text("of last year")
    Store.open(tmp_path / DATABASE).close()
    assert (tmp_path / "kept.db.0001").read_text() == "of last year"
    assert (tmp_path / "kept.db.0001.2").stat().st_size > 0


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    behind(tmp_path)
    with sqlite3.connect(tmp_path / "kept.db") as connection:
        connection.execute("DROP TRIGGER event_stands")
        connection.execute("UPDATE event SET payload = '{}' WHERE number = 2")
    connection.close()
    old = master(tmp_path / "kept.db")
    with pytest.raises(BrokenError):
        Store.open(tmp_path / DATABASE)
    assert master(tmp_path / "kept.db") == old


def test_a_migration_imports_nothing_from_the_program() -> None:
    """A script that imports the tables of today would change when they do."""
    for script in (MIGRATIONS / "versions").glob("*.py"):
        assert not re.search(r"\bkpcommittee\b", script.read_text("utf-8")), script.name
    assert importlib.import_module("kpcommittee.store.migrate").MIGRATIONS.is_dir()
