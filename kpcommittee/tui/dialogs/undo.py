"""Taking back what was recorded last, where it is about another case than the chair looks at."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Undo
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog
from kpcommittee.tui.widgets.text import STRONG
from kpcommittee.wording import figures
from kpcommittee.wording.events import event_line


class UndoDialog(Dialog):
    """Asks whether the chair means this event."""

    VERB = N_("Undo it")

    def __init__(self, newest: Recorded, places: Mapping[str, int], *, passes: bool = False) -> None:
        """Ask about the newest event; cases are named by their place on the agenda.

        `passes` says that something was recorded since that is not undone.
        """
        super().__init__(_("Undo") if passes else _("Undo in another case"))
        self._newest, self._places, self._passes = newest, places, passes

    def fields(self) -> Iterable[Widget]:
        """Yield what would be taken back, and that its text is kept."""
        line, time = event_line(self._newest, self._places), figures.time(self._newest.at)
        yield Static(Content.assemble((line, STRONG), f"  {time}"), classes="fact")
        text = _("It was recorded last, in another case than the one on the screen. Its text is kept as a draft.")
        if self._passes:
            text = _("What was recorded since stays: comments on the minutes and whether they were sent out.")
        yield Static(Content(text), classes="remark -apart")

    def intention(self) -> Undo:
        """Return that it is taken back, if it still is the newest."""
        return Undo(n=self._newest.number)
