"""Backups of the database: making one, and replacing the database by one."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kpcommittee.domain.backups import Contents, Restoring
from kpcommittee.domain.meeting.caseload_events import Restored
from kpcommittee.domain.meeting.events import CASELOAD, Recorded
from kpcommittee.domain.verification import Head
from kpcommittee.open_files import may_read
from kpcommittee.store import encrypted, engine
from kpcommittee.store.backup_failures import (
    explain_making,
    explain_reading,
    explain_restoring,
    in_use_error,
    missing_error,
    no_database_error,
    other_key_error,
    other_workspace_error,
    target_exists_error,
)
from kpcommittee.store.copying import (
    DamagedError,
    ForeignError,
    Progress,
    copy,
    damage_found,
    examine,
    is_ordinary,
    read_contents,
    sync,
    temporary_file_beside,
)
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.errors import UnreadableError
from kpcommittee.store.failures import explain_errors, foreign_error, is_busy, newer_version_error, not_allowed_error
from kpcommittee.store.journal import Journal
from kpcommittee.store.locked import is_encrypted, key_file_of
from kpcommittee.store.memory import Memory
from kpcommittee.store.open import bring_up_to_date
from kpcommittee.store.purged_again import NOTHING, PurgeRemains, missing_purges, proofs_of, purge_again, read_remains
from kpcommittee.store.recoding import export
from kpcommittee.store.replacing import put_in_place

_LOST = """SELECT count(*), min(at) FROM event WHERE stream <> 'access' AND NOT EXISTS (
  SELECT 1 FROM backup.event AS kept
  WHERE kept.stream = event.stream AND kept.number = event.number AND kept.hash = event.hash)"""
_SHARED = """SELECT count(*) FROM event JOIN backup.event AS kept
  ON kept.stream = event.stream AND kept.number = event.number AND kept.hash = event.hash"""


Keyed = tuple[Path, DataKey | None]
"""A database and what it is encrypted with; None if it is in the clear."""


class Keys(NamedTuple):
    """The keys of a workspace, and of a backup that may have an earlier one."""

    present: DataKey | None = None
    """The key that the database has or will have; None if it is in the clear."""
    of_backup: tuple[DataKey, ...] = ()

    @property
    def all(self) -> tuple[DataKey, ...]:
        """Every key that may open a backup."""
        return (*((self.present,) if self.present else ()), *self.of_backup)


IN_THE_CLEAR = Keys()


def back_up(database: Path, target: Path, progress: Progress | None = None, *, key: DataKey | None = None) -> Contents:
    """Copy the database into a file that does not exist yet, and test the copy before it gets its name.

    A copy of an encrypted database is encrypted, and its key file is copied with it. A journal that does not fit is
    copied all the same, and reported.

    Raises:
        KpError: there is no database, the target exists, or the disk refuses; then nothing is left behind.
    """
    if not is_ordinary(database):
        raise no_database_error(database)
    if not may_read(database):
        raise not_allowed_error(database)
    if os.path.lexists(target):
        raise target_exists_error(target)
    with explain_making(target), temporary_file_beside(target) as copied:
        with engine.open_connection(database, key) as source:
            copy(source, copied, key, progress)
        with engine.open_connection(copied, key, read_only=True) as connection:
            described = examine(connection, tolerant=True)
        if key is not None:
            _copy_keys(key_file_of(database), key_file_of(target))
        # Linking fails if another program has taken the name meanwhile; renaming would replace that file.
        _give_name(copied, target)
        sync(target.parent)
    return described


def _copy_keys(source: Path, target: Path) -> None:
    with temporary_file_beside(target) as copied:
        shutil.copyfile(source, copied)
        sync(copied)
        copied.replace(target)


def _give_name(copied: Path, target: Path) -> None:
    try:
        target.hardlink_to(copied)
    except FileExistsError:
        raise target_exists_error(target) from None
    except OSError:  # the file system has no links
        copied.rename(target)


def describe(backup: Path, *, test: bool, keys: Sequence[DataKey] = ()) -> Contents:
    """Return what a backup contains; with `test`, only if it passes.

    Args:
        backup: the file.
        test: whether to read it from end to end.
        keys: the keys that it may be encrypted with.

    Raises:
        KpError: it is not a backup, damaged, or encrypted with another key.
    """
    with explain_errors(backup), explain_reading(backup):
        return _read_contents(backup, fitting_key(backup, backup, keys), test=test)


def heads_of(file: Path, keys: Sequence[DataKey]) -> dict[str, Head]:
    """Return the newest event of each stream of a database or a backup, without any other test.

    Raises:
        KpError: it is damaged, or encrypted with another key.
    """
    with (
        explain_errors(file),
        explain_reading(file),
        damage_found(),
        engine.open_connection(file, fitting_key(file, file, keys), read_only=True) as connection,
        connection.begin(),
    ):
        return Journal(connection).heads()


def fitting_key(file: Path, backup: Path, keys: Sequence[DataKey]) -> DataKey | None:
    """Return the key that opens a file; None if it is in the clear.

    Raises:
        KpError: none does.
    """
    if not is_encrypted(file):
        return None
    for key in keys:
        with suppress(DBAPIError, sqlite3.Error), engine.open_connection(file, key, read_only=True):
            return key
    if keys or is_ordinary(key_file_of(backup)):
        raise other_key_error(backup)
    raise DamagedError


def _read_contents(backup: Path, key: DataKey | None, *, test: bool) -> Contents:
    with damage_found(), engine.open_connection(backup, key, read_only=True) as connection:
        return examine(connection) if test else read_contents(connection)


def preview_restore(database: Path, backup: Path, keys: Keys = IN_THE_CLEAR, *, tolerant: bool = False) -> Restoring:
    """Return what restoring the backup would change; test the backup, and do nothing.

    Args:
        database: the file that it would replace.
        backup: the file.
        keys: the keys of the workspace and of the backup.
        tolerant: whether to report a journal that does not fit instead of refusing it.

    Raises:
        KpError: the backup is missing, damaged or of another workspace.
    """
    with (
        _make_candidate(database, backup, keys, tolerant=tolerant) as (candidate, described),
        _open_present(database, keys) as present,
    ):
        return _compare(database, backup, (candidate, keys.present), described, present)


def restore(
    database: Path, backup: Path, at: datetime, by: str, keys: Keys = IN_THE_CLEAR, *, tolerant: bool = False
) -> Restoring:
    """Replace the database by a backup, and keep the old one beside it under another name.

    The event `restored` records this, and this computer remembers the journal as it is then. The backup is encrypted
    with the database's present key, and what was purged since is purged again. A journal that does not fit is restored
    only if `tolerant`.

    Raises:
        KpError: the backup is missing, damaged or of another workspace, another program has the database open, or the
        disk refuses. The database is then as it was.
    """
    with (
        _make_candidate(database, backup, keys, tolerant=tolerant) as (candidate, described),
        _open_present(database, keys) as present,
    ):
        change = _compare(database, backup, (candidate, keys.present), described, present)
        purged_left, shared = _left_by(present), dict(_shared_heads(described, present))
        if present is not None:
            _hold_database(present, database)
        heads = _record((candidate, keys.present), change, at, by, purged_left)
        memory = Memory.of(database)
        # Whichever of the two exists after a power cut is not behind what this computer remembers.
        memory.write({memory.key(stream): head for stream, head in shared.items()}, lasting=True)
        aside = put_in_place(candidate, database, at)
    memory.write({memory.key(stream): head for stream, head in heads.items()})
    return replace(change, put_aside=aside)


@contextmanager
def _make_candidate(database: Path, backup: Path, keys: Keys, *, tolerant: bool) -> Iterator[tuple[Path, Contents]]:
    """Copy a backup beside the database and test the copy; the backup itself is never written to."""
    if not is_ordinary(backup):
        raise missing_error(backup)
    with explain_restoring(database), temporary_file_beside(database) as candidate:
        shutil.copyfile(backup, candidate)
        log, *_others = engine.side_files(backup)
        if is_ordinary(log):
            shutil.copyfile(log, engine.side_files(candidate)[0])
        with explain_reading(backup):
            source = fitting_key(candidate, backup, keys.all)
            described = _test_copy(candidate, source, tolerant=tolerant)
        if source == keys.present:
            yield candidate, described
            return
        with temporary_file_beside(database) as recoded, encrypted.opening(candidate, source) as connection:
            export(connection, recoded, keys.present)
            yield recoded, described


def _test_copy(candidate: Path, key: DataKey | None, *, tolerant: bool) -> Contents:
    """Test a copy, and make it a single file."""
    with damage_found(), engine.open_connection(candidate, key) as connection:
        described = examine(connection, tolerant=tolerant)
        engine.execute_bare(connection, "PRAGMA journal_mode=DELETE")
        return described


@contextmanager
def _open_present(database: Path, keys: Keys) -> Iterator[Connection | None]:
    """Open the database as it is; None if it is missing or cannot be read."""
    connection = None
    if is_ordinary(database):
        with suppress(DBAPIError, sqlite3.Error):
            connection = engine.connect(database, key=keys.present if is_encrypted(database) else None)
    try:
        yield connection
    finally:
        if connection is not None:
            engine.close(connection)


def _compare(
    database: Path, backup: Path, candidate: Keyed, described: Contents, present: Connection | None
) -> Restoring:
    before = None
    if present is not None:
        with suppress(DBAPIError, sqlite3.Error):
            before = _contents_of(present, database)
    if before is None or present is None:
        return Restoring(backup=described, present=None, lost=_count_lost_events(database, described))
    engine.attach(present, "backup", *candidate)
    try:
        ((lost, lost_from),) = engine.execute_bare(present, _LOST)
        ((shared,),) = engine.execute_bare(present, _SHARED)
    finally:
        engine.execute_bare(present, "DETACH backup")
    if before.events and not shared:
        raise other_workspace_error(backup)
    with engine.open_connection(*candidate) as copied, copied.begin():
        purges, back = missing_purges(copied, _left_by(present))
    return Restoring(
        backup=described,
        present=before,
        lost=lost,
        lost_from=datetime.fromisoformat(lost_from) if lost_from else None,
        purged_again=len(proofs_of(purges)),
        come_back=back,
    )


def _shared_heads(backup: Contents, present: Connection | None) -> Iterator[tuple[str, Head]]:
    """Yield the newest events of a backup's streams that the replaced database has as well."""
    if present is not None:
        # An unreadable database shares no events with the backup.
        with suppress(DBAPIError, sqlite3.Error), present.begin():
            journal = Journal(present)
            for stream, head in backup.heads.items():
                if journal.hash_of(stream, head.number) == head.hash:
                    yield stream, head


def _left_by(present: Connection | None) -> PurgeRemains:
    """Return what purges have left in the present database; nothing if it cannot be read."""
    if present is not None:
        with suppress(DBAPIError, sqlite3.Error, UnreadableError), present.begin():
            return read_remains(present)
    return NOTHING


def _contents_of(present: Connection, database: Path) -> Contents:
    try:
        return read_contents(present)
    except ForeignError as error:
        raise newer_version_error(database) if error.newer else foreign_error(database) from error


def _count_lost_events(database: Path, backup: Contents) -> int | None:
    """Return how many events this computer remembers beyond the backup; None if it remembers nothing."""
    memory = Memory.of(database)
    remembered = memory.read()
    if remembered is None:
        return None
    backed_up = {memory.key(stream): head.number for stream, head in backup.heads.items()}
    return sum(max(0, head.number - backed_up.get(key, 0)) for key, head in remembered.items())


def _hold_database(present: Connection, database: Path) -> None:
    """Keep all other programs out of the database, and move its log into it.

    Raises:
        KpError: another program has it open.
    """
    try:
        # Leaving the log mode needs exclusive access, so that even an idle program that has the file open is noticed.
        ((mode,),) = engine.execute_bare(present, "PRAGMA journal_mode=DELETE")
        if mode != "delete":
            raise in_use_error(database)
        engine.execute_bare(present, "BEGIN EXCLUSIVE")
    except (DBAPIError, sqlite3.Error) as error:
        # An unreadable database is put aside as it is.
        if is_busy(error):
            raise in_use_error(database) from error


def _record(candidate: Keyed, change: Restoring, at: datetime, by: str, remains: PurgeRemains) -> dict[str, Head]:
    """Record the restoring in the copy, and purge again; return the newest event of each stream."""
    heads_before = change.present.heads if change.present else {}
    replaced = {stream: (head.number, head.hash) for stream, head in heads_before.items()}
    event = Restored(made_at=change.backup.newest, lost=change.lost, replaced=replaced)
    with engine.open_connection(*candidate) as connection:
        journal = Journal(connection)
        if change.purged_again:
            # The triggers of an earlier version allow no purge.
            bring_up_to_date(connection, candidate[0], keeps_copy=False)
        with engine.writing(connection), connection.begin():
            number = journal.head_of(CASELOAD).number + 1
            journal.append(Recorded(stream=CASELOAD, number=number, at=at, by=by, event=event))
            purge_again(connection, remains, at, by)
            heads = journal.heads()
        engine.execute_bare(connection, "PRAGMA journal_mode=DELETE")
    sync(candidate[0])
    return heads
