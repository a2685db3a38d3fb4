"""Opens the database: creates a new one, migrates an old one, refuses a newer one or another program's."""

import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kpcommittee.store import engine, schema
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.failures import (
    folder_error,
    foreign_error,
    has_no_room,
    link_error,
    may_not_write,
    network_error,
    newer_version_error,
    special_file_error,
)
from kpcommittee.store.network import is_network_folder


def open_database(path: Path, key: DataKey | None) -> Connection:
    """Return a connection to the database at the newest revision.

    Raises:
        KpError: the path is a folder, another program's database, one of a newer version, or on a network drive.
    """
    if is_network_folder(path.parent):
        raise network_error(path)
    for file in (path, *engine.side_files(path)):
        _refuse_special(file)
    engine.create_file(path)
    connection = _connect(path, key)
    try:
        bring_up_to_date(connection, path)
    except BaseException:
        engine.close(connection)
        raise
    return connection


def _refuse_special(path: Path) -> None:
    """Refuse what is not an ordinary file: opening it would follow a link elsewhere, or write to a device.

    Raises:
        KpError: it is a link, a folder, a device or a pipe.
    """
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise link_error(path)
        if stat.S_ISDIR(mode):
            raise folder_error(path)
        if not stat.S_ISREG(mode):
            raise special_file_error(path)


def _connect(path: Path, key: DataKey | None) -> Connection:
    """Connect; read-only if writing is not allowed or the disk is full, so that the records can be viewed."""
    try:
        return engine.connect(path, key=key)
    except DBAPIError as error:
        if not _allows_reading_only(error, path):
            raise
    try:
        return engine.connect(path, read_only=True, key=key)
    except DBAPIError as error:
        if not _allows_reading_only(error, path):
            raise
        return _connect_to_copy(path, key)


def _allows_reading_only(error: DBAPIError, path: Path) -> bool:
    return may_not_write(error.orig) or has_no_room(error.orig, path)


def _connect_to_copy(path: Path, key: DataKey | None) -> Connection:
    """Connect to a copy, since reading a leftover log beside the database needs room for its index.

    The copy's files are deleted at once; the system keeps them while they are open.

    Raises:
        OSError: there is no room anywhere.
    """
    with tempfile.TemporaryDirectory(prefix="kpcommittee-", ignore_cleanup_errors=True) as name:
        copy = Path(name) / path.name
        log, *_others = engine.side_files(path)
        shutil.copyfile(path, copy)
        shutil.copyfile(log, copy.with_name(log.name))
        return engine.connect(copy, read_only=True, key=key)


def bring_up_to_date(connection: Connection, path: Path, *, keeps_copy: bool = True) -> None:
    """Migrate a database to this version; an older one is copied beside itself first.

    Raises:
        KpError: it is another program's, or of a newer version.
    """
    revision = _revision(connection, path)
    if revision is None:
        _create(connection, path)
    elif revision in schema.REVISIONS[:-1]:
        from kpcommittee.store.migrate import migrate  # noqa: PLC0415 (nothing else needs Alembic)

        migrate(connection, path, revision, keeps_copy=keeps_copy)
    elif revision != schema.HEAD:
        raise newer_version_error(path)


def _revision(connection: Connection, path: Path) -> str | None:
    try:
        with connection.begin():
            return schema.revision(connection)
    except LookupError as error:
        raise foreign_error(path) from error


def _create(connection: Connection, path: Path) -> None:
    """Make the tables, unless another program has just made them."""
    try:
        with engine.writing(connection), connection.begin():
            if schema.revision(connection) is None:
                schema.create(connection)
    except LookupError as error:
        raise foreign_error(path) from error
