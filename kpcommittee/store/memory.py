"""Remembers outside the workspace how far the journal has come, so that a truncated journal is noticed.

There is one small file per database in the user's own state folder. It contains no names: the database and its streams
are identified by digests. If the folder cannot be written, nothing is remembered, without an error.
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
"""The most bytes of a memory; a stream takes a hundred."""
_KEY = 32
"""Characters of the digest that identifies a database or a stream."""

Heads = dict[str, Head]


class Memory:
    """The remembered heads of one database, by the digests of their streams."""

    def __init__(self, file: Path, salt: str) -> None:
        """Take the file; `of` finds it."""
        self._file, self._salt = file, salt
        self._version: tuple[int, int, int] | None = None
        """The version of the file that was last read or written."""
        self._heads: Heads = {}
        """What it contained."""
        self._entries: dict[str, tuple[Head, str]] = {}
        """Each head with its text, so that only changed ones are formatted again."""

    @classmethod
    def of(cls, database: Path) -> Self:
        """Return the memory of the database at that path, which need not exist."""
        # Before Python 3.13, resolve() of a link to itself is an error.
        identity = os.path.realpath(database)
        folder = user_state_path(FOLDER, appauthor=False)
        return cls(folder / f"{_digest(identity)}.json", identity)

    def key(self, stream: str) -> str:
        """Return the digest under which a stream is remembered."""
        return _digest(f"{self._salt}\n{stream}")

    def read(self) -> Heads | None:
        """Return the remembered heads; None if there are none, or if they cannot be read."""
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
        """Remember exactly these heads; an error of the disk changes nothing.

        Args:
            heads: by the digests of their streams.
            lasting: whether it must survive a power cut; otherwise an older state may return, and is updated again.
        """
        text = self._worded(heads)
        temporary = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            try:
                descriptor = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            except FileNotFoundError:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                descriptor = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(self._file)
            if lasting:
                _sync_folder(self._file.parent)
            self._heads, self._version = dict(heads), self.version()

    def version(self) -> tuple[int, int, int] | None:
        """Return what tells the file from earlier ones: number, time and size; None if it does not exist."""
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
    with suppress(PermissionError):  # Windows cannot open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_KEY]
