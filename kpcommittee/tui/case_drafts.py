"""Text being typed in one case: kept by the store within a second, outside the journal."""

from kpcommittee.services.meeting_session import MeetingSession


class CaseDrafts:
    """The drafts of one case, for a dialog."""

    def __init__(self, meeting_session: MeetingSession, case: str) -> None:
        """Keep the texts of that case."""
        self._meeting_session, self._case = meeting_session, case

    def get(self, field: str) -> str | None:
        """The text that was typed and not recorded."""
        return self._meeting_session.draft(self._case, field)

    def save(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""
        self._meeting_session.save_draft(self._case, field, text)
