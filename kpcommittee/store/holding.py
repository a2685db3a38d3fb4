"""Marks beside the database: which program holds the workspace, and which one asks for it.

A mark is a small file with one JSON object, mode 0600. It contains the system's user, the computer, the time and a
random id, and nothing about any case. It is replaced as a whole and never written into. Its file is locked as long as
its program lives, so a killed program is noticed at once. A program on another computer, whose locks may not be visible
here, touches its mark as a sign of life.
"""

import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic

from kpcommittee.domain.holder import Holder
from kpcommittee.store import os_lock

SILENT = 30.0
"""Seconds without a sign of life after which a program on another computer counts as gone."""
LONGEST = 64
"""The most characters of a name that are read from a mark."""
_BYTES = 4096
"""The most bytes that are read of a mark."""
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def this_program(user: str, since: datetime) -> Holder:
    """Return a holder for this run of the program."""
    return Holder(id=token_hex(8), user=user, host=socket.gethostname(), since=since)


def marks_of(database: Path) -> "tuple[Mark, Mark]":
    """Return the mark of the program that holds a workspace, and that of one that asks for it."""
    host = socket.gethostname()
    holder, asker = (database.with_name(f"{database.name}.{name}") for name in ("holder", "asker"))
    return Mark(holder, host), Mark(asker, host)


class Mark:
    """A file beside the database about one program."""

    def __init__(self, path: Path, host: str) -> None:
        """Take the file, whether or not it exists, and the name of this computer."""
        self._path, self._host = path, host
        self._descriptor: int | None = None
        """The descriptor that keeps the lock of our own mark; None while the mark is not ours."""
        self._life: tuple[tuple[int, int], float] | None = None
        """The last sign of life of a program on another computer, and when this program saw it."""

    def read(self) -> Holder | None:
        """Return whose mark it is; None if there is none, or if it cannot be read."""
        try:
            descriptor = os.open(self._path, _READ)
        except OSError:
            return None
        try:
            text = os.read(descriptor, _BYTES)
        except OSError:
            return None
        finally:
            os.close(descriptor)
        return _holder_of(text)

    def place(self, holder: Holder) -> None:
        """Write our own mark, locked, instead of any other.

        Raises:
            OSError: the disk or the system refuses; what was there stays.
        """
        temporary = self._path.with_name(f"{self._path.name}.{holder.id}")
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        try:
            os.write(descriptor, _text_of(holder))
            os_lock.lock(descriptor)
            temporary.replace(self._path)
        except OSError:
            os.close(descriptor)
            temporary.unlink(missing_ok=True)
            raise
        self.let_go()
        self._descriptor = descriptor

    def remove(self) -> None:
        """Remove the mark, whoever wrote it."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self.let_go()

    def let_go(self) -> None:
        """Release the lock of our own mark, because it was removed or replaced."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def show_life(self) -> None:
        """Touch our own mark, for computers that our lock does not reach."""
        with suppress(OSError):
            os.utime(self._path)

    def is_alive(self, holder: Holder) -> bool:
        """Whether the program of a mark that was just read still runs, as far as this computer can tell.

        Clocks of two computers are not compared: what counts is how long the mark has not changed.
        """
        if os_lock.is_locked(self._path):
            return True
        if holder.host == self._host:
            return False
        try:
            stat = self._path.stat()
        except OSError:
            return False
        life, now = (stat.st_ino, stat.st_mtime_ns), monotonic()
        if self._life is None or self._life[0] != life:
            self._life = (life, now)
        return now - self._life[1] < SILENT


def _text_of(holder: Holder) -> bytes:
    values = {"id": holder.id, "user": holder.user, "host": holder.host, "since": holder.since.isoformat()}
    return json.dumps(values).encode()


def _holder_of(text: bytes) -> Holder | None:
    """Parse a mark; anybody may have written it, so nothing in it may be long or affect a terminal."""
    try:
        values = json.loads(text)
        since = datetime.fromisoformat(values["since"])
        names = {name: _one_line(values[name]) for name in ("id", "user", "host")}
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return Holder(since=since, **names) if since.tzinfo is not None else None


def _one_line(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST] or "?"
