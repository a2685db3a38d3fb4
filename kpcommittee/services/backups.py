"""Backups of a workspace: made at closing and daily, listed, tested and restored."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.domain.backups import Backup, Contents, Restoring, backups_to_keep
from kpcommittee.errors import KpError
from kpcommittee.open_files import may_read
from kpcommittee.services.access import purge_old
from kpcommittee.services.lock import Lock
from kpcommittee.store import backups
from kpcommittee.store.backup_failures import OtherKeyError, explain_making, unreadable_folder_error
from kpcommittee.store.copying import sync
from kpcommittee.store.encrypted import key_fits
from kpcommittee.store.locked import is_encrypted, key_file_of

if TYPE_CHECKING:
    from kpcommittee.domain.verification import JournalFault
    from kpcommittee.services.session import Session
    from kpcommittee.store.copying import Progress
    from kpcommittee.store.encrypted import DataKey
    from kpcommittee.store.key_file import KeyFile

_STAMP = "%Y-%m-%dT%H%M%S"


def folder_of(session: "Session") -> Path:
    """Return the folder of the backups, whether or not it exists."""
    return session.workspace.path(session.config.safety_rules.backups)


def back_up(session: "Session", file: Path | None = None, progress: "Progress | None" = None) -> tuple[Path, Contents]:
    """Make a backup in the folder of the backups, or in a file that does not exist yet.

    Returns:
        The file, and what it contains.

    Raises:
        KpError: there is no database, the file exists, or the disk refuses.
    """
    if file is None:
        target = _new_name(session)
        with explain_making(target):
            _make_folder(target.parent)
    else:
        target = session.workspace.path(str(file))
    key = session.lock.ask() if session.database.exists() else None
    return target, backups.back_up(session.database, target, progress, key=key)


def _make_folder(folder: Path) -> None:
    """Make the folder so that its name outlives a power cut."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for above in folder.parents:
            sync(above)


def rotate_backups(session: "Session") -> "JournalFault | None":
    """Make a backup now; remove backups that no rule keeps, and old entries of the access log.

    Returns:
        The first thing that does not fit in the copy; None if all fits. If something does not fit, all earlier backups
        stay: one of them may be the last sound one.

    Raises:
        KpError: the disk refuses; nothing is removed.
    """
    purge_old(session)
    _path, contents = back_up(session)
    if contents.fault is not None:
        return contents.fault
    backups_made = [*backup_files(session)]
    times_to_keep = backups_to_keep((made_at for made_at, _path in backups_made), session.config.safety_rules)
    for made_at, path in backups_made:
        if made_at not in times_to_keep:
            with explain_making(path):
                path.unlink(missing_ok=True)
                key_file_of(path).unlink(missing_ok=True)
    return None


def is_due(session: "Session", *, at_close: bool = False) -> bool:
    """Whether something was recorded since the newest backup, and that backup is from an earlier day, or `at_close`."""
    if not session.database.exists():
        return False
    # After a clock was set back, there are backups in the future, which say nothing about today.
    now = session.clock().replace(tzinfo=None)
    earlier = (backup for backup in backup_files(session) if backup[0] <= now)
    made_at, path = max(earlier, key=_order, default=(None, None))
    if made_at is None or path is None:
        return True
    if made_at.date() >= session.today and not at_close:
        return False
    return is_encrypted(path) != is_encrypted(session.database) or _has_other_events(session, path)


def _has_other_events(session: "Session", backup: Path) -> bool:
    """Whether a backup has other events than the database; file times are not reliable after a clock was set."""
    keys = _keys(session) if is_encrypted(session.database) else ()
    try:
        return backups.heads_of(session.database, keys) != backups.heads_of(backup, keys)
    except KpError:  # the backup is damaged, or has another key
        return True


def list_backups(session: "Session", *, test: bool = False) -> tuple[Backup, ...]:
    """List the backups of the workspace's folder, the newest first; with `test` each is read from end to end.

    Raises:
        BrokenError: the folder may not be read.
    """
    folder = folder_of(session)
    if folder.is_dir() and not may_read(folder):
        raise unreadable_folder_error(folder)
    newest_first = sorted(backup_files(session), key=_order, reverse=True)
    keys = _keys(session) if any(is_encrypted(path) for _made_at, path in newest_first) else ()
    return tuple(_describe(made_at, path, keys, test=test) for made_at, path in newest_first)


def _keys(session: "Session") -> tuple["DataKey", ...]:
    key = session.lock.ask()
    return (key,) if key else ()


def _describe(made_at: datetime, path: Path, keys: tuple["DataKey", ...], *, test: bool) -> Backup:
    size = path.stat().st_size
    try:
        contents = backups.describe(path, test=test, keys=keys)
    except KpError as error:
        other = isinstance(error, OtherKeyError)
        described = Backup(path=path, made_at=made_at, size=size, contents=None, fault=error.message, tested=test)
        return replace(described, tested=test and not other, has_other_key=other)
    return Backup(path=path, made_at=made_at, size=size, contents=contents, tested=test)


def preview_restore(session: "Session", file: Path, *, tolerant: bool = False) -> Restoring:
    """Return what restoring a backup would change, without doing it.

    Args:
        session: the workspace.
        file: the backup.
        tolerant: whether to report a journal that does not fit instead of refusing it.

    Raises:
        KpError: it is missing, damaged, of another workspace, or encrypted with a key that is not given.
    """
    path = _find_backup(session, file)
    return backups.preview_restore(session.database, path, _keys_for(session, path)[0], tolerant=tolerant)


def restore(session: "Session", file: Path, *, tolerant: bool = False) -> Restoring:
    """Replace the database by a backup; if `tolerant`, even by one whose journal does not fit.

    Raises:
        KpError: it is missing, damaged, of another workspace or encrypted with a key that is not given, or another
            program has the database open.
    """
    path = _find_backup(session, file)
    keys, opened_by = _keys_for(session, path)
    session.close()
    if opened_by is None:
        return backups.restore(session.database, path, session.clock(), session.by, keys, tolerant=tolerant)
    session.lock.write(opened_by)
    try:
        return backups.restore(session.database, path, session.clock(), session.by, keys, tolerant=tolerant)
    except KpError:
        session.lock.key_file.unlink(missing_ok=True)
        raise


def _keys_for(session: "Session", path: Path) -> "tuple[backups.Keys, KeyFile | None]":
    """Return the keys of workspace and backup, and the key file that a workspace without one adopts."""
    present = session.lock.ask()
    # Only for an encrypted file: the root folder has no name beside which a key file could be.
    if not is_encrypted(path) or not key_file_of(path).exists():
        return backups.Keys(present), None
    own = Lock(path, encrypt=False, passphrases=session.lock.passphrases)
    if present is not None and present == _key_of_both(session, own):
        return backups.Keys(present), None
    _ask_for_backup(own)
    opened = own.key
    if opened is None:
        return backups.Keys(present), None
    if present is None and not session.database.exists():
        # After the loss of everything, the backup brings its keys.
        return backups.Keys(opened, (opened,)), own.read()
    return backups.Keys(present, (opened,)), None


def _ask_for_backup(own: Lock) -> None:
    """Open a backup with the passphrase of the workspace, or with one of its own from before keys were removed."""
    try:
        own.ask()
    except KpError:
        further = own.passphrases.further_passphrase() if own.passphrases else None
        if further is None or not own.unlock(further):
            raise


def _key_of_both(session: "Session", own: Lock) -> "DataKey | None":
    """Return the key of the workspace if it opens a backup, too."""
    key = session.lock.key
    return key if key is not None and key_fits(own.database, key) else None


def _find_backup(session: "Session", file: Path) -> Path:
    """Return the backup file: a path, or a name in the folder of the backups."""
    in_folder = folder_of(session) / file
    path = session.workspace.path(str(file))
    return in_folder if not path.exists() and in_folder.exists() else path


def backup_files(session: "Session") -> Iterator[tuple[datetime, Path]]:
    """Yield every backup in the folder with the time from its name."""
    database = session.database
    pattern = re.compile(
        rf"{re.escape(database.stem)}-(\d{{4}}-\d\d-\d\dT\d{{6}})(?:\.\d+)?{re.escape(database.suffix)}"
    )
    for path in folder_of(session).glob(f"*{database.suffix}"):
        match = pattern.fullmatch(path.name)
        if match is not None and path.is_file():
            try:
                yield datetime.strptime(match[1], _STAMP), path  # noqa: DTZ007 (a name has no time zone)
            except ValueError:  # such as day 32
                continue


def _order(backup: tuple[datetime, Path]) -> tuple[datetime, int, str]:
    """Order backups by time; the second one of the same second ends with `.2`."""
    made_at, path = backup
    return made_at, len(path.name), path.name


def _new_name(session: "Session") -> Path:
    database = session.database
    stem = f"{database.stem}-{session.clock():{_STAMP}}"
    names = (f"{stem}.{again}" if again > 1 else stem for again in count(1))
    paths = (folder_of(session) / f"{name}{database.suffix}" for name in names)
    return next(path for path in paths if not path.exists())
