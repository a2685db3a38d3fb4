"""Copies a database while other programs use it, and tests copies before anybody relies on them."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kpcommittee.domain.backups import Contents
from kpcommittee.domain.verification import JournalFault
from kpcommittee.store import encrypted, engine, leftovers, schema
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.failures import is_of_the_disk
from kpcommittee.store.journal import Journal
from kpcommittee.store.tables import EventTable
from kpcommittee.store.verification import Examination

Progress = Callable[[int, int], None]
"""Called with the number of copied pages, and of all pages."""

PAGES_AT_ONCE = 2000
"""Pages copied between two reports of progress; a page has 4 KB."""
EVENT = EventTable.__table__


class DamagedError(Exception):
    """A database that fails SQLite's own test, or a journal in which something does not fit."""

    def __init__(self, fault: JournalFault | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        """What does not fit in the journal; None if the file itself is damaged."""


@contextmanager
def damage_found() -> Iterator[None]:
    """Raise SQLite's errors about a file's content as damage; leave errors of the disk unchanged.

    Raises:
        DamagedError: the file is damaged.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if is_of_the_disk(error):
            raise
        raise DamagedError from error


class ForeignError(Exception):
    """The error for a file that is not a database of this program, or is one of a newer version."""

    def __init__(self, *, newer: bool = False) -> None:
        super().__init__(newer)
        self.newer = newer


@contextmanager
def temporary_file_beside(target: Path) -> Iterator[Path]:
    """Make an empty file in the folder of another, for its owner alone, and remove it afterwards."""
    leftovers.sweep(target.parent)
    path = leftovers.new_copy(target.parent)
    try:
        yield path
    finally:
        for file in (path, *engine.side_files(path)):
            file.unlink(missing_ok=True)
        leftovers.forget_copy(path)


def copy(source: Connection, target: Path, key: DataKey | None, progress: Progress | None = None) -> None:
    """Copy a whole database as of this moment into an empty file; others may continue to write.

    Args:
        source: a separate connection: what others write meanwhile is not copied.
        target: an empty file.
        key: the key of the source and of the copy.
        progress: called with the progress.
    """
    with source.begin():
        schema.revision(source)
        with _connect_bare(target, key) as copied, encrypted.raise_as_sqlite():
            report = (lambda _status, remaining, total: progress(total - remaining, total)) if progress else None
            engine.driver_of(source).backup(copied, pages=PAGES_AT_ONCE, progress=report)
            # A copy is a single file: nothing is written beside it when it is read.
            copied.execute("PRAGMA journal_mode=DELETE")
    sync(target)


@contextmanager
def _connect_bare(path: Path, key: DataKey | None) -> Iterator[Any]:
    name = str(path)
    connection = sqlite3.connect(name, isolation_level=None) if key is None else encrypted.open_raw(name, key)
    try:
        yield connection
    finally:
        connection.close()


def sync(path: Path) -> None:
    """Wait until a file or a folder's entries are on the disk; systems that open no folders need no waiting."""
    with suppress(PermissionError if path.is_dir() else FileNotFoundError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_contents(connection: Connection) -> Contents:
    """Return what a database contains, without testing it.

    Raises:
        ForeignError: it is not of this program, or of a newer version.
    """
    with connection.begin():
        try:
            revision = schema.revision(connection)
        except LookupError:
            raise ForeignError from None
        if revision not in schema.REVISIONS:
            raise ForeignError(newer=revision is not None)
        events, newest = connection.exec_driver_sql("SELECT count(*), max(at) FROM event").one()
        return Contents(
            events=events,
            newest=datetime.fromisoformat(newest) if newest else None,
            heads=Journal(connection).heads(),
        )


def examine(connection: Connection, *, tolerant: bool = False) -> Contents:
    """Return what a database contains once it has passed SQLite's own test and that of the journal.

    Args:
        connection: to the database.
        tolerant: whether to report a journal that does not fit instead of refusing it. A copy is as good as its
            original.

    Raises:
        DamagedError: it has failed.
        ForeignError: it is not of this program, or of a newer version.
    """
    with damage_found():
        if engine.execute_bare(connection, "PRAGMA quick_check(1)") != [("ok",)]:
            raise DamagedError
        described = read_contents(connection)
        with connection.begin():
            fault = next(iter(Examination(Journal(connection).rows()).faults), None)
    if fault is not None and not tolerant:
        raise DamagedError(fault)
    return replace(described, fault=fault)


def is_ordinary(path: Path) -> bool:
    """Whether the path is an ordinary file, or a link to one."""
    with suppress(OSError):
        return stat.S_ISREG(path.stat().st_mode)
    return False
