"""Keeps text that is being typed, outside the journal, until it becomes an intention."""

from typing import Protocol

from kpcommittee.services.meeting_session import MeetingSession


class Drafts(Protocol):
    """Where the texts of one case are kept while they are typed."""

    def get(self, field: str) -> str | None:
        """Return the text that was typed and not recorded."""

    def save(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""


class NoDrafts:
    """Keeps nothing: for a dialog whose texts are too short to miss."""

    def get(self, field: str) -> str | None:  # noqa: ARG002
        """Nothing was kept."""
        return None

    def save(self, field: str, text: str) -> None:
        """Keep nothing."""


class CaseDrafts:
    """The drafts of one case, for a dialog."""

    def __init__(self, meeting_session: MeetingSession, case: str) -> None:
        """Keep the texts of that case."""
        self._meeting_session, self._case = meeting_session, case

    def get(self, field: str) -> str | None:
        """Return the text that was typed and not recorded."""
        return self._meeting_session.draft(self._case, field)

    def save(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""
        self._meeting_session.save_draft(self._case, field, text)
