"""Opens encrypted databases with SQLCipher: every page, the log and SQLite's temporary files are encrypted.

The data key is random and used directly. It is never in a file; `key_file` keeps it wrapped for each person.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes
from typing import Any, NewType

from sqlalchemy import URL, Engine, StaticPool, create_engine

DataKey = NewType("DataKey", bytes)
"""The 32 random bytes that a database is encrypted with."""


def new_data_key() -> DataKey:
    """Return a random data key."""
    return DataKey(token_bytes(32))


def key_literal(key: DataKey | None) -> str:
    """Return a data key as an SQLCipher literal; empty for a database in the clear."""
    return "" if key is None else f"x'{key.hex()}'"


def make_engine(url: URL, key: DataKey, settings: dict[str, Any]) -> Engine:
    """Return an engine for an encrypted database; SQLAlchemy raises the same errors as for a plain one."""
    dialect = url.get_dialect()()
    (file, *_more), arguments = dialect.create_connect_args(url)

    def create() -> Any:
        return open_raw(str(file), key, **{**arguments, **settings})

    return create_engine(url, module=_sqlcipher(), creator=create, poolclass=StaticPool)


def _sqlcipher() -> Any:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 (a database in the clear needs no SQLCipher)

    return dbapi2


def open_raw(file: str, key: DataKey | None, **settings: Any) -> Any:
    """Return SQLCipher's own connection to a file; without a key, to one in the clear."""
    connection = _sqlcipher().connect(file, **settings)
    try:
        # SQLCipher writes messages about keys to standard error, over the screen.
        connection.execute("PRAGMA cipher_log_level=NONE")
        if key is not None:
            connection.execute(f'PRAGMA key="{key_literal(key)}"')
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def opening(path: Path, key: DataKey | None) -> Iterator[Any]:
    """Open a file with SQLCipher, and close it at the end; without a key, one in the clear."""
    with raise_as_sqlite():
        connection = open_raw(str(path), key, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def key_fits(path: Path, key: DataKey) -> bool:
    """Whether a key opens a database."""
    try:
        with opening(path, key):
            return True
    except sqlite3.DatabaseError:
        return False


@contextmanager
def raise_as_sqlite() -> Iterator[None]:
    """Raise SQLCipher's errors as those of the same name from Python's own SQLite."""
    try:
        yield
    except Exception as error:
        kind = getattr(sqlite3, type(error).__name__, None)
        if isinstance(error, sqlite3.Error) or kind is None or not hasattr(error, "sqlite_errorname"):
            raise
        python_error: sqlite3.Error = kind(*error.args)
        python_error.sqlite_errorname = error.sqlite_errorname
        python_error.sqlite_errorcode = getattr(error, "sqlite_errorcode", 0)
        raise python_error from error
