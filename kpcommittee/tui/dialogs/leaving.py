"""Leaving a screen with changes: it says first what is not recorded yet, or why that is refused."""

from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from kpcommittee.tui.dialogs.recording import RecordsFirst


class KeepsChanges(RecordsFirst):
    """A screen whose changes are dropped only when it is left a second time."""

    unsaved = query_one("#unsaved", Static)

    _said = ""
    """What was said of the changes when it was left before."""

    def unrecorded(self) -> str:
        """Say what was changed and is not recorded yet; empty if nothing was."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave, once everything that is not recorded has been named."""
        unrecorded = self.unrecorded()
        if unrecorded == self._said or not unrecorded:
            self.dismiss(None)
            return
        self._said = unrecorded
        self.say(unrecorded)

    def say(self, sentence: str) -> None:
        """Show what is not recorded, or why not."""
        self.unsaved.update(Content(sentence))
        self.unsaved.add_class("-said")
