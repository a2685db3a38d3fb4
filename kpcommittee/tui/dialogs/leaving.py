"""Leaving a screen with unrecorded changes: it names them first, or says why they are refused."""

from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from kpcommittee.tui.dialogs.recording import RecordsFirst


class KeepsChanges(RecordsFirst):
    """A screen that drops its changes only when it is left a second time."""

    unsaved = query_one("#unsaved", Static)

    _said = ""
    """What was said about the changes when it was last left."""

    def unrecorded(self) -> str:
        """Say what was changed and is not recorded yet; empty if nothing."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave, once everything unrecorded has been named."""
        unrecorded = self.unrecorded()
        if unrecorded == self._said or not unrecorded:
            self.dismiss(None)
            return
        self._said = unrecorded
        self.say(unrecorded)

    def say(self, sentence: str) -> None:
        """Show what is not recorded, or why."""
        self.unsaved.update(Content(sentence))
        self.unsaved.add_class("-said")
