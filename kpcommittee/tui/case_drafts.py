"""Text being typed in one case: kept by the store within a second, outside the journal."""

from kpcommittee.services.sitting import Sitting


class CaseDrafts:
    """The drafts of one case, for a dialog."""

    def __init__(self, sitting: Sitting, case: str) -> None:
        """Keep the texts of that case."""
        self._sitting, self._case = sitting, case

    def get(self, field: str) -> str | None:
        """The text that was typed and not recorded."""
        return self._sitting.draft(self._case, field)

    def save(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""
        self._sitting.save_draft(self._case, field, text)
