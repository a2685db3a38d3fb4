"""Remembers outside the workspace how far the journal has come, so that a journal that was cut off is noticed.

One small file per database is kept in the user's own state folder. It contains no name: the database and its streams
are named by digests. A folder that cannot be written is not an error; then nothing is remembered.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

from platformdirs import user_state_path

from kpcommittee.domain.verification import Head

FOLDER = "kpcommittee"
_LARGEST = 16 * 1024 * 1024
"""Bytes of what is remembered; a stream takes a hundred."""
_KEY = 32
"""Characters of a digest that name a database or a stream."""

Heads = dict[str, Head]


class Memory:
    """The remembered heads of one database, by the digests of their streams."""

    def __init__(self, file: Path, salt: str) -> None:
        """Take the file; `of` finds it."""
        self._file, self._salt = file, salt
        self._version: tuple[int, int, int] | None = None
        """Which file was read or written last."""
        self._heads: Heads = {}
        """What it contained."""
        self._entries: dict[str, tuple[Head, str]] = {}
        """Each head with its text, so that only what has changed is worded again."""

    @classmethod
    def of(cls, database: Path) -> Self:
        """Return the memory of the database at that path, whether or not it exists."""
        # resolve() of a link that leads to itself is an error before Python 3.13.
        identity = os.path.realpath(database)
        folder = user_state_path(FOLDER, appauthor=False)
        return cls(folder / f"{_digest(identity)}.json", identity)

    def key(self, stream: str) -> str:
        """Return the digest under which a stream is remembered."""
        return _digest(f"{self._salt}\n{stream}")

    def read(self) -> Heads | None:
        """Return what is remembered; None if that is nothing, or cannot be read."""
        version = self.version()
        if version is not None and version == self._version:
            return dict(self._heads)
        try:
            with self._file.open("rb") as file:
                heads = json.loads(file.read(_LARGEST))["heads"]
            self._heads = {str(key): Head(int(number), str(hashed)) for key, (number, hashed) in heads.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self._version = None
            return None
        self._version = version
        return dict(self._heads)

    def write(self, heads: Mapping[str, Head], *, lasting: bool = False) -> None:
        """Remember these heads and no others; a disk that refuses changes nothing.

        Args:
            heads: by the digests of their streams.
            lasting: whether it must outlive a power cut; otherwise an older state may return, and is made again.
        """
        text = self._worded(heads)
        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            try:
                descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            except FileNotFoundError:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            beside.replace(self._file)
            if lasting:
                _sync_folder(self._file.parent)
            self._heads, self._version = dict(heads), self.version()

    def version(self) -> tuple[int, int, int] | None:
        """Tell the file from every other that was there before: its number, time and size; None if there is none."""
        with suppress(OSError):
            stat = self._file.stat()
            return stat.st_ino, stat.st_mtime_ns, stat.st_size
        return None

    def _worded(self, heads: Mapping[str, Head]) -> str:
        entries: list[str] = []
        for key in sorted(heads):
            entry = self._entries.get(key)
            if entry is None or entry[0] != heads[key]:
                text = f"{json.dumps(key)}:{json.dumps(heads[key], separators=(',', ':'))}"
                entry = self._entries[key] = (heads[key], text)
            entries.append(entry[1])
        return '{"heads":{' + ",".join(entries) + "}}"


def _sync_folder(folder: Path) -> None:
    with suppress(PermissionError):  # Windows opens no folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_KEY]
