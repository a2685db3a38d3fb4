"""The connection: one file, one connection, and SQLite's settings."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event

from kpcommittee.open_files import Identity, hold, identity_of, release
from kpcommittee.store import encrypted
from kpcommittee.store.encrypted import DataKey

WAIT_MS = 5000
"""How long to wait for another program that is writing."""

_PAUSE_MS = 20

_PRAGMAS = (
    f"busy_timeout={WAIT_MS}",
    # Like FULL with a log. Without one, the folder is synced too once the rollback is deleted. Otherwise it could
    # return after a power cut, and be played back into a file that VACUUM has shortened since.
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)

_WRITING = "kpcommittee.writing"
_HELD = "kpcommittee.held"


def create_file(path: Path) -> bool:
    """Create the file if it does not exist, readable by its owner alone, and return whether it is new.

    An existing file keeps its permissions. SQLite gives its side files the same ones.
    """
    if os.path.lexists(path):
        return False
    with suppress(FileExistsError):  # another program was faster
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return True
    return False


def side_files(path: Path) -> tuple[Path, ...]:
    """Return the names of the files that SQLite writes beside a database."""
    return tuple(path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm", "-journal"))


def identities_of(path: Path) -> tuple[Identity | None, Identity | None]:
    """Return the identities of a database and its log; None for a file that is missing."""
    log, *_others = side_files(path)
    return identity_of(path), identity_of(log)


def connect(path: Path, *, read_only: bool = False, key: DataKey | None = None) -> Connection:
    """Open the one connection to the file; threads may share it.

    Args:
        path: the database.
        read_only: whether to open it only for reading.
        key: its key; None if it is in the clear.
    """
    url = _read_only_url(path) if read_only else URL.create("sqlite", database=str(path))
    settings = {"check_same_thread": False, "isolation_level": None, "timeout": WAIT_MS / 1000}
    engine = (
        create_engine(url, poolclass=StaticPool, connect_args=settings)
        if key is None
        else encrypted.make_engine(url, key, settings)
    )
    _set_up(engine, read_only=read_only)
    handle = hold(path, plain=key is None)
    try:
        connection = engine.connect()
    except BaseException:
        release(handle)
        raise
    connection.info[_HELD] = handle or hold(path, plain=key is None)
    if read_only:
        _read_once(connection)
    return connection


def _read_once(connection: Connection) -> None:
    """Read something, since only that reveals an unreadable database; close the connection if it fails."""
    try:
        execute_bare(connection, "SELECT count(*) FROM sqlite_master")
    except BaseException:
        close(connection)
        raise


def close(connection: Connection) -> None:
    """Close the connection, and the file with it."""
    handle = None if connection.closed else connection.info.pop(_HELD, None)
    connection.close()
    connection.engine.dispose()
    release(handle)


@contextmanager
def open_connection(path: Path, key: DataKey | None, *, read_only: bool = False) -> Iterator[Connection]:
    """Open a connection to a file as `connect` does, and close it again."""
    connection = connect(path, read_only=read_only, key=key)
    try:
        yield connection
    finally:
        close(connection)


@contextmanager
def in_memory() -> Iterator[Connection]:
    """Open an empty database in memory, and discard it at the end."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"isolation_level": None})
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _read_only_url(path: Path) -> URL:
    """Return the address of a read-only file; SQLite uses locks only if there is a log."""
    log, *_others = side_files(path)
    how = "mode" if log.exists() and log.stat().st_size else "immutable"
    query = {"uri": "true", how: "ro" if how == "mode" else "1"}
    return URL.create("sqlite", database=f"file:{quote(str(path))}", query=query)


def _set_up(engine: Engine, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not read_only:
            _enable_write_ahead_log(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.info.get(_WRITING, False)
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def _enable_write_ahead_log(connection: Any) -> None:
    """Turn on the write-ahead log permanently; SQLite itself does not wait for another program that does so."""
    for _try in range(WAIT_MS // _PAUSE_MS):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except Exception as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY":
                raise
            sleep(_PAUSE_MS / 1000)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


def execute_bare(connection: Connection, statement: str, *values: str) -> list[tuple[Any, ...]]:
    """Execute a statement outside a transaction, and return its rows.

    Raises:
        sqlite3.Error: it failed, even if the database is encrypted.
    """
    cursor = connection.connection.cursor()
    with encrypted.raise_as_sqlite():
        cursor.execute(statement, values)
        return [*cursor.fetchall()]


def rows_written(connection: Connection) -> int:
    """Return how many rows this connection has written since it was opened."""
    return int(driver_of(connection).total_changes)


def driver_of(connection: Connection) -> Any:
    """Return SQLite's own connection."""
    return connection.connection.driver_connection


def attach(connection: Connection, name: str, path: Path, key: DataKey | None) -> None:
    """Attach a second database under a name; only a connection to an encrypted one can read encrypted ones."""
    is_sqlcipher = not isinstance(driver_of(connection), sqlite3.Connection)
    if is_sqlcipher:
        execute_bare(connection, f"ATTACH ? AS {name} KEY ?", str(path), encrypted.key_literal(key))
    else:
        execute_bare(connection, f"ATTACH ? AS {name}", str(path))


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Make transactions that begin inside take the write lock at once."""
    connection.info[_WRITING] = True
    try:
        yield
    finally:
        connection.info[_WRITING] = False
