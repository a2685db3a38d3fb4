"""Explains failures of the database or the disk."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from kpcommittee.domain.verification import JournalFault
from kpcommittee.errors import BrokenError, KpError
from kpcommittee.locale import _
from kpcommittee.open_files import may_read
from kpcommittee.store.errors import UnreadableError
from kpcommittee.wording.disk import why_refused
from kpcommittee.wording.verification import what_is_wrong

ROOM = 64 * 1024
"""Bytes of free disk that SQLite needs to record anything, or to read a log."""

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_OF_THE_DISK = (*_BUSY, "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Turn errors of the database or the disk into one sentence and a remedy."""
    try:
        with raise_as(_explain, path):
            yield
    except UnreadableError as error:
        raise _unreadable_error(error, path) from error
    except UnicodeDecodeError as error:
        # Invalid text in the file, which SQLite quotes.
        raise unsound_error(path) from error


@contextmanager
def raise_as(word: Callable[[BaseException | None, Path], KpError], path: Path) -> Iterator[None]:
    """Raise errors of the database or the disk in the words that `word` has for them."""
    try:
        yield
    except DBAPIError as error:
        raise word(error.orig, path) from error
    except (sqlite3.Error, OSError) as error:
        raise word(error, path) from error


def _explain(error: BaseException | None, path: Path) -> BrokenError:
    if isinstance(error, OSError):
        return _disk_error(error, path)
    name = getattr(error, "sqlite_errorname", "")
    places = {"file": path.name, "folder": path.parent}
    if name == "SQLITE_FULL" or has_no_room(error, path):
        return _full_disk_error(path)
    if is_busy(error):
        return BrokenError(
            _("Another program holds {file}. Nothing of this was recorded.").format(**places),
            _("Wait for it or close it, and try again."),
        )
    if name.startswith(_DAMAGED):
        return unsound_error(path)
    if may_not_write(error):
        return not_allowed_error(path)
    if name == "SQLITE_IOERR_FSYNC":
        return BrokenError(
            _("The disk did not confirm that {file} was written ({code}).").format(file=path.name, code=name),
            _("Start again, and check whether the last event is there before you repeat it. Check the disk."),
        )
    return BrokenError(
        _("The database {file} failed ({code}). Nothing of this was recorded.").format(
            file=path.name, code=why_failed(error)
        ),
        _("Check the disk that {folder} is on, and try again.").format(**places),
    )


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite failed because another program holds the database."""
    error = error.orig if isinstance(error, DBAPIError) else error
    return getattr(error, "sqlite_errorname", "").startswith(_BUSY)


def is_of_the_disk(error: BaseException | None) -> bool:
    """Whether SQLite failed because of the disk or another program, and not because of the file's content."""
    error = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(_OF_THE_DISK) and name != "SQLITE_IOERR_SHORT_READ"


def has_no_room(error: BaseException | None, path: Path) -> bool:
    """Whether the disk is full, which SQLite reports in several ways."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    name = getattr(error, "sqlite_errorname", "")
    if name in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"):
        return True
    if not name.startswith(("SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return False
    try:
        return shutil.disk_usage(path.parent).free < ROOM
    except OSError:
        return False


def may_not_write(error: BaseException | None) -> bool:
    """Whether the file or its folder is read-only."""
    if isinstance(error, OSError):
        return isinstance(error, PermissionError) or error.errno == errno.EROFS
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"))


def why_failed(error: BaseException | None) -> str:
    """Return the error's description from the system or SQLite."""
    if isinstance(error, OSError):
        return why_refused(error)
    return getattr(error, "sqlite_errorname", "") or type(error).__name__


def unsound_error(path: Path) -> BrokenError:
    """Return the error for a file that is damaged or not a database at all."""
    return BrokenError(
        _("{file} is not a sound database.").format(file=path.name),
        _("Put the file aside, and bring back the newest backup of it."),
    )


def _full_disk_error(path: Path) -> BrokenError:
    return BrokenError(
        _("The disk is full: {file} cannot grow. Nothing of this was recorded.").format(file=path.name),
        _("Make room on the disk, and try again; a program that is open must be started again."),
    )


def _disk_error(error: OSError, path: Path) -> BrokenError:
    if has_no_room(error, path):
        return _full_disk_error(path)
    if isinstance(error, IsADirectoryError):
        return folder_error(path)
    if isinstance(error, FileNotFoundError):
        return BrokenError(
            _("There is no folder {folder} for the database.").format(folder=path.parent),
            _("Make the folder, or name another file under [database] in config.toml."),
        )
    if may_not_write(error):
        return not_allowed_error(path)
    return BrokenError(
        _("The database {file} cannot be made: {why}.").format(file=path.name, why=why_refused(error)),
        _("Check the disk that {folder} is on, and try again.").format(folder=path.parent),
    )


def not_allowed_error(path: Path) -> BrokenError:
    """Return the error for a database that this user may not read or write."""
    if path.exists() and not may_read(path):
        return BrokenError(
            _("The database {file} may not be read.").format(file=path.name),
            _("Give yourself the right to read and write it, or ask the one who owns it."),
        )
    return BrokenError(
        _("The database {file} cannot be written: the file or its folder is read-only.").format(file=path.name),
        _("Make sure that you may write in {folder} and to {file}.").format(folder=path.parent, file=path.name),
    )


def folder_error(path: Path) -> BrokenError:
    """Return the error for a folder at the database's path."""
    return BrokenError(
        _("{file} is a folder, not a database.").format(file=path.name),
        _("Name another file under [database] in config.toml, or move the folder away."),
    )


def link_error(path: Path) -> BrokenError:
    """Return the error for a link at the database's path."""
    return BrokenError(
        _("{file} is a link to another place, and a database is not opened through one.").format(file=path.name),
        _("Name the file itself under [database] in config.toml. Nothing was changed."),
    )


def special_file_error(path: Path) -> BrokenError:
    """Return the error for a device or a pipe at the database's path."""
    return BrokenError(
        _("{file} is not an ordinary file, so it cannot be a database.").format(file=path.name),
        _("Name another file under [database] in config.toml. Nothing was changed."),
    )


def network_error(path: Path) -> BrokenError:
    """Return the error for a database on another machine."""
    return BrokenError(
        _("{folder} is on a network drive, where a database is not safe.").format(folder=path.parent),
        _("Name a file on this computer under [database] in config.toml. Nothing was changed."),
    )


def newer_version_error(path: Path) -> BrokenError:
    """Return the error for a database of a newer version."""
    return BrokenError(
        _("{file} was made by a newer version of kpcommittee.").format(file=path.name),
        _("Install the newer version; this one leaves the file as it is."),
    )


def foreign_error(path: Path) -> BrokenError:
    """Return the error for another program's database."""
    return BrokenError(
        _("{file} is the database of another program.").format(file=path.name),
        _("Name another file under [database] in config.toml."),
    )


def orphan_error(path: Path) -> BrokenError:
    """Return the error for rows that refer to missing rows after a migration."""
    return BrokenError(
        _("{file} could not be brought up to this version: its tables do not fit together.").format(file=path.name),
        _("Nothing was changed; bring back the newest backup of it."),
    )


def moved_error(path: Path) -> BrokenError:
    """Return the error for a database that was moved, removed or replaced while it was open."""
    return BrokenError(
        _("{file} was moved or replaced while the program was running. Nothing of this was recorded.").format(
            file=path.name
        ),
        _("Put the file back in {folder}, and try again.").format(folder=path.parent),
    )


def unsound_journal_error(path: Path, fault: JournalFault) -> KpError:
    """Return the error for rebuilding tables from a journal that does not fit."""
    sentence, remedy = what_is_wrong(fault)
    return KpError(
        _("The tables of {file} were left as they are, because the journal does not fit: {what}.").format(
            file=path.name, what=sentence
        ),
        remedy,
    )


def _unreadable_error(error: UnreadableError, path: Path) -> BrokenError:
    return BrokenError(
        _("Event {number} of {stream} in {file} cannot be read.").format(
            number=error.number, stream=error.stream, file=path.name
        ),
        _("Run `kpcommittee verify`, and bring back the newest backup if it finds a fault."),
    )
