"""Encrypts a database, decrypts it, or changes its key.

The new file is tested before it replaces the old one. A program that is killed meanwhile leaves one of them intact.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kpcommittee.domain.backups import Contents
from kpcommittee.store import encrypted, engine
from kpcommittee.store.backup_failures import in_use_error
from kpcommittee.store.copying import DamagedError, examine, sync, temporary_file_beside
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.failures import is_busy
from kpcommittee.store.overwriting import old_bytes, overwrite


def recode(database: Path, before: DataKey | None, after: DataKey | None) -> Contents:
    """Encrypt the database with another key; None decrypts it.

    The old file is overwritten, together with its log.

    Raises:
        KpError: another program has it open.
        DamagedError: it is damaged, or the new file differs; the database is unchanged.
        OSError: the disk refuses; the database is unchanged.
    """
    log, *_others = engine.side_files(database)
    with (
        temporary_file_beside(database) as new,
        old_bytes(log) as old_log,
        _hold_alone(database, before) as source,
        old_bytes(database) as old,
    ):
        export(source, new, after)
        sync(new)
        contents = _compare_copies(source, new, after)
        os.chmod(new, 0o600)  # noqa: PTH101
        new.replace(database)
        sync(database.parent)
        overwrite([*old, *old_log])
    return contents


def export(source: Any, target: Path, key: DataKey | None) -> None:
    """Write the whole content of a database into an empty file, with a key.

    Args:
        source: SQLCipher's connection.
        target: an empty file.
        key: None for one in the clear.
    """
    with encrypted.raise_as_sqlite():
        source.execute("ATTACH ? AS made KEY ?", (str(target), encrypted.key_literal(key)))
        try:
            source.execute("SELECT sqlcipher_export('made')")
        finally:
            source.execute("DETACH made")


@contextmanager
def _hold_alone(database: Path, key: DataKey | None) -> Iterator[Any]:
    """Open the database for this program alone, with its log moved into it.

    Raises:
        KpError: another program has it open.
    """
    connection = None
    try:
        with encrypted.raise_as_sqlite():
            connection = encrypted.open_raw(str(database), key, isolation_level=None, timeout=1)
            if connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
                raise in_use_error(database)
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        yield connection
    except sqlite3.Error as error:
        if is_busy(error):
            raise in_use_error(database) from error
        raise DamagedError from error
    finally:
        if connection is not None:
            connection.close()


def _compare_copies(source: Any, new: Path, after: DataKey | None) -> Contents:
    """Test the new file, and compare it with the old one.

    Raises:
        DamagedError: it is not the same.
    """
    heads = {
        stream: (number, hashed)
        for stream, number, hashed in source.execute("SELECT stream, max(number), hash FROM event GROUP BY stream")
    }
    ((events,),) = source.execute("SELECT count(*) FROM event").fetchall()
    with engine.open_connection(new, after) as connection:
        contents = examine(connection, tolerant=True)
        engine.execute_bare(connection, "PRAGMA journal_mode=DELETE")
    has_same_heads = {stream: (head.number, head.hash) for stream, head in contents.heads.items()} == heads
    if not has_same_heads or contents.events != events:
        raise DamagedError
    return contents
