"""Replaces a database by another one, and keeps the old one beside it under a name with the time."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kpcommittee.store import engine
from kpcommittee.store.copying import sync


def put_in_place(candidate: Path, database: Path, at: datetime) -> Path | None:
    """Give the copy the database's name; return the new path of the old one, None if there was none."""
    aside = None
    if os.path.lexists(database):
        kept_as = database.with_name(f"{database.name}.replaced-{at:%Y-%m-%dT%H%M%S}")
        aside = _name_of_interrupted(database) or _free_name(kept_as)
        # An unreadable database keeps its log, which must move with it: SQLite would apply it to the backup.
        for file, kept_file in zip(engine.side_files(database), engine.side_files(aside), strict=True):
            if file.exists():
                file.rename(kept_file)
        try:
            if not os.path.lexists(aside):
                aside.hardlink_to(database)
        except OSError:  # the file system has no links
            database.rename(aside)
    candidate.replace(database)
    sync(database.parent)
    return aside


def _name_of_interrupted(database: Path) -> Path | None:
    """Return the name that an interrupted restore gave the database; None without one.

    A name whose log would be overwritten by the present one stays as it is.
    """
    sides = [file.name.removeprefix(database.name) for file in engine.side_files(database) if file.exists()]
    for path in database.parent.iterdir():
        if path.name.startswith(f"{database.name}.replaced-") and _is_same(path, database):
            return None if any(os.path.lexists(f"{path}{ending}") for ending in sides) else path
    return None


def _is_same(path: Path, database: Path) -> bool:
    with suppress(OSError):  # a dangling link
        return path.samefile(database)
    return False


def _free_name(path: Path) -> Path:
    names = (path, *(path.with_name(f"{path.name}.{n}") for n in range(2, 1000)))
    return next(name for name in names if not os.path.lexists(name))
