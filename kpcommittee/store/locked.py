"""Tells whether a database is encrypted without opening it: the first picture waits only for this."""

from pathlib import Path

from kpcommittee import open_files


def is_encrypted(path: Path) -> bool:
    """Whether a file exists and is not a database in the clear; an empty file will become one."""
    return open_files.is_plain(path) is False


def key_file_of(database: Path) -> Path:
    """Return the path of a database's key file."""
    return database.with_name(f"{database.name}.keys")
