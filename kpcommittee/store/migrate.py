"""Migrates a database of an earlier version to this one, with a backup beside it."""

import os
from itertools import count
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from kpcommittee.store import engine, schema
from kpcommittee.store.failures import orphan_error
from kpcommittee.store.journal import Journal
from kpcommittee.store.writer import Writer, rebuild

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(connection: Connection, path: Path, revision: str, *, keeps_copy: bool = True) -> None:
    """Migrate from a revision to the newest one, in one transaction.

    The projections are rebuilt afterwards, so that a migration only has to change the tables.

    Raises:
        KpError: the migrated tables would be inconsistent; nothing is changed.
    """
    if keeps_copy:
        _back_up(connection, path, revision)
    # Rebuilding a table drops it, which would delete the rows that refer to it if foreign keys were on.
    engine.execute_bare(connection, "PRAGMA foreign_keys=OFF")
    try:
        with engine.writing(connection), connection.begin():
            if schema.revision(connection) != schema.HEAD:
                upgrade(connection)
                rebuild(Journal(connection), Writer(connection))
            if engine.execute_bare(connection, "PRAGMA foreign_key_check"):
                raise orphan_error(path)
    finally:
        engine.execute_bare(connection, "PRAGMA foreign_keys=ON")


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision, in the transaction the caller holds."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _back_up(connection: Connection, path: Path, revision: str) -> Path:
    """Copy the database beside itself, named after its revision; never overwrite a copy."""
    names = (path.with_name(f"{path.name}.{revision}" + (f".{again}" if again > 1 else "")) for again in count(1))
    backup = next(name for name in names if not name.exists())
    os.close(os.open(backup, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    engine.execute_bare(connection, "VACUUM INTO ?", str(backup))
    return backup
