"""Overwrites the bytes of files that are about to be deleted or replaced."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CHUNK = 1 << 20


@contextmanager
def old_bytes(path: Path) -> Iterator[list[int]]:
    """Keep a file open that is about to be deleted or replaced, so that it can be overwritten."""
    handles = []
    with suppress(FileNotFoundError):
        handles.append(os.open(path, os.O_RDWR))
    try:
        yield handles
    finally:
        for handle in handles:
            os.close(handle)


def overwrite(handles: list[int]) -> None:
    """Overwrite deleted files while they are still open."""
    for handle in handles:
        with suppress(OSError):  # if the disk refuses, the new file exists all the same
            size = os.fstat(handle).st_size
            os.lseek(handle, 0, os.SEEK_SET)
            for first in range(0, size, _CHUNK):
                os.write(handle, bytes(min(_CHUNK, size - first)))
            os.fsync(handle)
