"""The databases that SQLite has open in this process.

No other part of the program may open and close such a file. On POSIX systems, closing any descriptor of a file
silently drops the process's locks on it, including SQLite's. Another program may then believe that it is the last one,
and remove the log. Later records would go into a deleted file.
Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
"""

import os
from collections import Counter
from pathlib import Path
from threading import RLock

PLAIN = b"SQLite format 3\0"
"""The first bytes of a database in the clear; an encrypted one begins with a random salt."""

Identity = tuple[int, int]
"""Device and number of a file."""

_guard = RLock()
"""Locked while a file is read here, so that SQLite cannot open it meanwhile."""
_open: Counter[Identity] = Counter()
"""How many connections this process has to a file."""
_is_plain: dict[Identity, bool] = {}
"""Whether an open database is in the clear."""


def identity_of(path: Path) -> Identity | None:
    """Return what identifies the file at a path; None if it does not exist."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino


def hold(path: Path, *, plain: bool) -> Identity | None:
    """Note that SQLite opens a file; None if it does not exist.

    Args:
        path: the database.
        plain: whether it is, or will be, in the clear.
    """
    with _guard:
        identity = identity_of(path)
        if identity is not None:
            _open[identity] += 1
            _is_plain[identity] = plain
        return identity


def release(identity: Identity | None) -> None:
    """Note that SQLite has closed a file that was held."""
    if identity is None:
        return
    with _guard:
        _open[identity] -= 1
        if _open[identity] <= 0:
            del _open[identity], _is_plain[identity]


def is_plain(path: Path) -> bool | None:
    """Whether a file is a database in the clear; None if it is unreadable or too short to tell."""
    with _guard:
        try:
            if not path.is_file():  # opening a pipe would wait for its writer
                return None
            identity = identity_of(path)
            if identity in _is_plain:
                return _is_plain[identity]
            with path.open("rb") as file:
                begin = file.read(len(PLAIN))
        except OSError:
            return None
    return begin == PLAIN if len(begin) == len(PLAIN) else None


def is_open(path: Path) -> bool:
    """Whether SQLite has the file open in this process."""
    with _guard:
        return identity_of(path) in _is_plain


def may_read(path: Path) -> bool:
    """Whether this user may read a file, or list a folder and read its files; without opening anything."""
    rights = os.R_OK | os.X_OK if path.is_dir() else os.R_OK
    return os.access(path, rights, effective_ids=os.access in os.supports_effective_ids)
