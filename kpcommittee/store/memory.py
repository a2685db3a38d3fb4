"""Remembers outside the workspace how far the journal has come, so that a journal that was cut off is noticed.

One small file per database is kept in the user's own state folder. It contains no name: the database and its streams
are named by digests. A folder that cannot be written is no error; then nothing is remembered.
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
_KEY = 32
"""Characters of a digest that name a database or a stream."""

Heads = dict[str, Head]


class Memory:
    """The remembered heads of one database, by the digests of their streams."""

    def __init__(self, file: Path, salt: str) -> None:
        """Take the file; `of` finds it."""
        self._file, self._salt = file, salt

    @classmethod
    def of(cls, database: Path) -> Self:
        """Return the memory of the database at that path, whether or not it exists."""
        identity = str(database.resolve())
        folder = user_state_path(FOLDER, appauthor=False)
        return cls(folder / f"{_digest(identity)}.json", identity)

    def key(self, stream: str) -> str:
        """Return the digest that a stream is remembered by."""
        return _digest(f"{self._salt}\n{stream}")

    def read(self) -> Heads | None:
        """Return what is remembered; None if that is nothing, or cannot be read."""
        try:
            heads = json.loads(self._file.read_bytes())["heads"]
            return {str(key): Head(int(number), str(hashed)) for key, (number, hashed) in heads.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, heads: Mapping[str, Head]) -> None:
        """Remember these heads and no others; a disk that refuses changes nothing."""
        text = json.dumps({"heads": dict(sorted(heads.items()))}, separators=(",", ":"))
        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            try:
                descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            except FileNotFoundError:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            beside.replace(self._file)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_KEY]
