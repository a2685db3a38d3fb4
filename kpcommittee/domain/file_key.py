"""Who may open a protected file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKey:
    """Somebody who opens protected files, by the public half of their key."""

    name: str
    """How `--encrypt` names them."""
    key: str
    """A public age key: `age1` and 58 characters."""
