"""Text being typed, kept outside the journal until it becomes an intention."""

from typing import Protocol


class Drafts(Protocol):
    """Where the texts of one case are kept while they are typed."""

    def get(self, field: str) -> str | None:
        """The text that was typed and not recorded."""

    def save(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""


class NoDrafts:
    """Keeps nothing: for a dialog whose texts are too short to miss."""

    def get(self, field: str) -> str | None:  # noqa: ARG002
        """Nothing was kept."""
        return None

    def save(self, field: str, text: str) -> None:
        """Keep nothing."""
