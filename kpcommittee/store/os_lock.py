"""Locks a file for as long as the program lives.

The system releases the lock however the program ends, even by `kill -9` or a power cut.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

_BESIDE = 1 << 30
"""The position of the locked byte, far behind the file's content: on Windows, locked bytes cannot be read."""

_OPEN = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, alone: bool) -> None:  # noqa: ARG001 (the system has no lock that is shared)
        os.lseek(descriptor, _BESIDE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int, *, alone: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def lock(descriptor: int) -> None:
    """Lock an open file that nobody else knows yet; closing the descriptor releases it."""
    with suppress(OSError):  # some shared folders have no locks; the sign of life must do then
        _lock(descriptor, alone=True)


def is_locked(path: Path) -> bool:
    """Whether a living program has locked the file."""
    try:
        descriptor = os.open(path, _OPEN)
    except OSError:
        return False
    try:
        _lock(descriptor, alone=False)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
