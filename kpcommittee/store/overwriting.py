"""Overwrites the bytes of files that are about to lose their name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CHUNK = 1 << 20


@contextmanager
def old_bytes(path: Path) -> Iterator[list[int]]:
    """Keep a file open that is about to lose its name, if it exists, so that it can be overwritten."""
    handles = []
    with suppress(FileNotFoundError):
        handles.append(os.open(path, os.O_RDWR))
    try:
        yield handles
    finally:
        for handle in handles:
            os.close(handle)


def overwrite(handles: list[int]) -> None:
    """Overwrite files that have no name any more, while they are still open."""
    for handle in handles:
        with suppress(OSError):  # a disk that refuses has the new file all the same
            size = os.fstat(handle).st_size
            os.lseek(handle, 0, os.SEEK_SET)
            for first in range(0, size, _CHUNK):
                os.write(handle, bytes(min(_CHUNK, size - first)))
            os.fsync(handle)
