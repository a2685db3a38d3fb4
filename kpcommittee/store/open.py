"""Opens the database: creates a new one, migrates an old one, refuses a newer one or another program's."""

from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kpcommittee.store import engine, schema
from kpcommittee.store.failures import folder_instead, foreign, may_not_write, newer, on_network
from kpcommittee.store.network import is_network_folder


def opened(path: Path) -> Connection:
    """Return a connection to the database at the newest revision.

    Raises:
        KpError: the path is a folder, another program's database, one of a newer version, or on a network drive.
    """
    if is_network_folder(path.parent):
        raise on_network(path)
    engine.claim(path)
    if path.is_dir():
        raise folder_instead(path)
    connection = _connected(path)
    try:
        _bring_up(connection, path)
    except BaseException:
        connection.close()
        connection.engine.dispose()
        raise
    return connection


def _connected(path: Path) -> Connection:
    """Connect; read-only if writing is not allowed, so that what is recorded can still be viewed."""
    try:
        return engine.connect(path)
    except DBAPIError as error:
        if not may_not_write(error.orig):
            raise
    return engine.connect(path, read_only=True)


def _bring_up(connection: Connection, path: Path) -> None:
    revision = _revision(connection, path)
    if revision is None:
        _create(connection, path)
    elif revision in schema.REVISIONS[:-1]:
        from kpcommittee.store.migrate import migrate  # noqa: PLC0415 (nothing else needs Alembic)

        migrate(connection, path, revision)
    elif revision != schema.HEAD:
        raise newer(path)


def _revision(connection: Connection, path: Path) -> str | None:
    try:
        with connection.begin():
            return schema.revision(connection)
    except LookupError as error:
        raise foreign(path) from error


def _create(connection: Connection, path: Path) -> None:
    """Make the tables, unless another program has just made them."""
    try:
        with engine.writing(connection), connection.begin():
            if schema.revision(connection) is None:
                schema.create(connection)
    except LookupError as error:
        raise foreign(path) from error
