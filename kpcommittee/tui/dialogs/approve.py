"""Approving the minutes: the one step that cannot be undone."""

from collections.abc import Iterable

from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.meeting.intentions import Approve
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack
from kpcommittee.tui.widgets.editors import Line


class ApproveDialog(Dialog):
    """Asks who approves the minutes."""

    VERB = N_("Approve")

    by = query_one(Line)

    def __init__(self, by: str = "") -> None:
        """Fill in who approves, such as the chair."""
        super().__init__(_("Approve the minutes"))
        self._by = by

    def fields(self) -> Iterable[Widget]:
        """Yield who approves, and what that means."""
        yield Line(_("Approved by"), text=self._by, proposed=True)
        text = _("After this nothing can be undone; an error of writing can still be corrected, in a new version.")
        yield Static(Content(text), classes="remark")

    def intention(self) -> Approve | Lack:
        """Return the approval, once there is a name."""
        by = self.by.written
        return Approve(by=by) if by else Lack(_("Write who approves the minutes."), self.by)
