"""Tells whether a database is encrypted, without opening it: the first picture waits for nothing else."""

from pathlib import Path

_PLAIN = b"SQLite format 3\0"
"""How a database in the clear begins; an encrypted one begins with a random salt."""


def is_encrypted(path: Path) -> bool:
    """Whether a file exists that begins as no database in the clear; an empty file will be one in the clear."""
    try:
        if not path.is_file():  # opening a pipe would wait for its writer
            return False
        with path.open("rb") as file:
            begin = file.read(len(_PLAIN))
    except OSError:
        return False
    return len(begin) == len(_PLAIN) and begin != _PLAIN


def key_file_of(database: Path) -> Path:
    """Return where a database's key file is."""
    return database.with_name(f"{database.name}.keys")
