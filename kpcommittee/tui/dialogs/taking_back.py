"""Taking back what was recorded: undoing an event in another case, or reopening a closed case."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Reopen, Undo
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Dialogs, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.privacy import free_text
from kpcommittee.tui.widgets.editors import Prose
from kpcommittee.tui.widgets.text import STRONG
from kpcommittee.wording import figures, sentences
from kpcommittee.wording.decided import how_dealt_with
from kpcommittee.wording.events import event_line


class UndoDialog(Dialog):
    """Asks whether to undo this event."""

    VERB = N_("Undo it")

    def __init__(self, newest: Recorded, places: Mapping[str, int], *, passes: bool = False) -> None:
        """Ask about the newest event; `passes` says that it is older than events that are not undone."""
        super().__init__(_("Undo") if passes else _("Undo in another case"))
        self._newest, self._places, self._passes = newest, places, passes

    def fields(self) -> Iterable[Widget]:
        """Yield the event, and that its text is kept."""
        line, time = event_line(self._newest, self._places), figures.time(self._newest.at)
        yield Static(Content.assemble((line, STRONG), f"  {time}"), classes="fact")
        text = _("It was recorded last, in another case than the one on the screen. Its text is kept as a draft.")
        if self._passes:
            text = _("What was recorded since stays: comments on the minutes and whether they were sent out.")
        yield Static(Content(text), classes="remark -apart")

    def intention(self) -> Undo:
        """Return the undoing, if the event still is the newest."""
        return Undo(n=self._newest.number)


class ReopenDialog(Dialog):
    """Asks whether to leave this decision, and why."""

    VERB = N_("Reopen the case")

    reason = query_one(Prose)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Ask about one case that the meeting has dealt with."""
        super().__init__(heading(_("Reopen"), case_view), drafts)
        self._item = case_view.item

    def fields(self) -> Iterable[Widget]:
        """Yield how the case was dealt with, what becomes of it, and the reason."""
        dealt_with = sentences.capitalise_first(how_dealt_with(self._item))
        yield Static(free_text(dealt_with, STRONG), classes="fact")
        yield Static(Content("\n".join(self._effects())), classes="remark")
        yield self.prose(_("Why it is reopened (may be left out)"), "reopen.reason")

    def _effects(self) -> Iterable[str]:
        yield _("The case is open again; what was recorded in others stays.")
        if self._item.waiting and self._item.waiting.decision:
            yield _("The decision in principle that it came with still holds its hours.")
        elif self._item.decision is not None:
            yield _("Its hours are released until it is decided again.")
        yield _("Positions are kept, and texts come back as drafts.")

    def intention(self) -> Reopen:
        """Return the reopening; a reason may be left out."""
        return Reopen(case=self._item.number, reason=self.reason.written or None)


DIALOGS: Dialogs = {"reopen": lambda actions: ReopenDialog(actions.case_view, actions.drafts)}
