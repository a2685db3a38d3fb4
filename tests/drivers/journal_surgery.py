"""What somebody who may write to the database file can do to the journal."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from kpcommittee.store import schema


@contextmanager
def without_triggers(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a database in which nothing keeps the journal as it is; the triggers are there again afterwards."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for statement in schema.APPEND_ONLY:
            connection.execute(statement)


def cut(connection: sqlite3.Connection, stream: str, after: int) -> None:
    """Cut a stream's events off behind a number."""
    connection.execute("DELETE FROM event WHERE stream = ? AND number > ?", (stream, after))


def rehash(connection: sqlite3.Connection, stream: str) -> None:
    """Make all hashes of a stream fit what its events say now."""
    previous = ""
    rows = 'SELECT number, at, "by", kind, payload, digest FROM event WHERE stream = ? ORDER BY number'
    for number, at, by, kind, payload, digest in connection.execute(rows, (stream,)).fetchall():
        content = digest if digest and not payload else sha256(payload.encode()).hexdigest()
        link = json.dumps([previous, stream, number, at, by, kind, content], ensure_ascii=False, separators=(",", ":"))
        previous = sha256(link.encode()).hexdigest()
        connection.execute("UPDATE event SET hash = ? WHERE stream = ? AND number = ?", (previous, stream, number))


def empty_tables(connection: sqlite3.Connection) -> None:
    """Empty the tables that are made of the journal."""
    for table in ("follow_up", "decision", "meeting", "placement", "placement_change", "facet", "search"):
        connection.execute(f"DELETE FROM {table}")
