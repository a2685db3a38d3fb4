"""Explains why a backup was not made or not restored."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpcommittee.errors import BrokenError, KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.store.copying import DamagedError, ForeignError
from kpcommittee.store.failures import has_no_room, is_busy, may_not_write, raise_as, why_failed
from kpcommittee.wording.verification import what_is_wrong


@contextmanager
def explain_making(target: Path) -> Iterator[None]:
    """Turn what prevents a backup into one sentence and a remedy."""
    try:
        with raise_as(_making_error, target):
            yield
    except DamagedError as error:
        raise BrokenError(
            _("The backup {file} was not made: the copy is damaged ({what}).").format(
                file=target.name, what=_name_damage(error)
            ),
            _("Run `kpcommittee verify`. Backups that were made before stay as they are."),
        ) from error


def _making_error(error: BaseException | None, target: Path) -> KpError:
    places = {"file": target.name, "folder": target.parent}
    if has_no_room(error, target):
        return BrokenError(
            _("The backup {file} was not made: the disk of {folder} is full.").format(**places),
            _("Make room, or name another folder under [safety] backups in config.toml. Nothing was changed."),
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UsageError(
            _("The backup {file} was not made: there is no folder {folder}.").format(**places),
            _("Make the folder, or name another one. Nothing was changed."),
        )
    if may_not_write(error):
        return BrokenError(
            _("The backup {file} was not made: {folder} is read-only.").format(**places),
            _("Make sure that you may write there, or name another folder. Nothing was changed."),
        )
    if is_busy(error):
        return BrokenError(
            _("The backup {file} was not made: another program holds the database.").format(**places),
            _("Wait for it or close it, and try again. Nothing was changed."),
        )
    return BrokenError(
        _("The backup {file} was not made: {why}.").format(why=why_failed(error), **places),
        _("Check the disk that {folder} is on. Nothing was changed.").format(**places),
    )


@contextmanager
def explain_reading(backup: Path) -> Iterator[None]:
    """Turn what is wrong with a backup into one sentence and a remedy."""
    try:
        yield
    except ForeignError as error:
        raise _foreign_error(backup, newer=error.newer) from error
    except DamagedError as error:
        raise damaged_error(backup, error) from error


def _foreign_error(backup: Path, *, newer: bool) -> KpError:
    if newer:
        return KpError(
            _("{file} was made by a newer version of kpcommittee.").format(file=backup.name),
            _("Install the newer version, and bring it back with that one. Nothing was changed."),
        )
    return KpError(
        _("{file} is not a backup of kpcommittee.").format(file=backup.name),
        _("`kpcommittee backups` lists them. Nothing was changed."),
    )


def damaged_error(backup: Path, error: DamagedError) -> KpError:
    """Return the error for a damaged backup."""
    remedy = _("Choose another one: `kpcommittee backups --check` shows which are intact. Nothing was changed.")
    if error.fault is not None:
        more = _("If none is, `kpcommittee restore {file} --accept` brings it back as it is.").format(file=backup.name)
        remedy = f"{remedy} {more}"
    return KpError(
        _("The backup {file} is damaged: {what}.").format(file=backup.name, what=_name_damage(error)), remedy
    )


def _name_damage(error: DamagedError) -> str:
    return what_is_wrong(error.fault)[0] if error.fault else _("the file is not a sound database")


def unreadable_folder_error(folder: Path) -> BrokenError:
    """Return the error for a folder of backups that this user may not list."""
    return BrokenError(
        _("The folder of the backups {folder} may not be read.").format(folder=folder),
        _("Give yourself the right to read it, or ask the one who owns it."),
    )


def missing_error(backup: Path) -> UsageError:
    """Return the error for a missing backup."""
    return UsageError(
        _("There is no backup {file}.").format(file=backup),
        _("`kpcommittee backups` lists them. Nothing was changed."),
    )


def target_exists_error(target: Path) -> KpError:
    """Return the error for an existing file at a backup's path."""
    return KpError(
        _("{file} exists already, and a backup overwrites nothing.").format(file=target),
        _("Name another file."),
    )


def other_workspace_error(backup: Path) -> KpError:
    """Return the error for a backup that shares no event with the database."""
    return KpError(
        _("{file} is a backup of another workspace: it has no event in common with the database here.").format(
            file=backup.name
        ),
        _("Name the workspace it is from with --workspace. Nothing was changed."),
    )


class OtherKeyError(KpError):
    """A backup has another key than those at hand: nobody can tell whether it is whole."""


def other_key_error(backup: Path) -> OtherKeyError:
    """Return the error for a backup with an earlier key."""
    return OtherKeyError(
        _("{file} is encrypted with another key than the one that was given.").format(file=backup.name),
        _("Give the passphrase that was used when it was made. Nothing was changed."),
    )


def in_use_error(database: Path) -> KpError:
    """Return the error for a database that another program has open."""
    return BrokenError(
        _("Another program has {file} open.").format(file=database.name),
        _("Quit kpcommittee on every screen, and try again. Nothing was changed."),
    )


def no_database_error(database: Path) -> KpError:
    """Return the error for a workspace without a database."""
    return KpError(
        _("There is no database {file} yet: nothing has been recorded.").format(file=database.name),
        _("It is made when something is recorded for the first time."),
    )


@contextmanager
def explain_restoring(database: Path) -> Iterator[None]:
    """Turn errors of the disk while a backup is restored into one sentence and a remedy."""
    with raise_as(_restoring_error, database):
        yield


def _restoring_error(error: BaseException | None, database: Path) -> BrokenError:
    why = _("the disk is full") if has_no_room(error, database) else why_failed(error)
    return BrokenError(
        _("The backup was not brought back: {why}.").format(why=why),
        _("{file} is as it was. Check the disk that {folder} is on, and try again.").format(
            file=database.name, folder=database.parent
        ),
    )
