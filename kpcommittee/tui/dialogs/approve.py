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
from kpcommittee.tui.widgets.text import WARN
from kpcommittee.wording import words
from kpcommittee.wording.comments import open_comments


class ApproveDialog(Dialog):
    """Asks who approves the minutes."""

    VERB = N_("Approve")

    by = query_one(Line)

    def __init__(self, by: str = "", open_comments: int = 0) -> None:
        """Fill in who approves, such as the chair, and say how many comments are open."""
        super().__init__(_("Approve the minutes"))
        self._by, self._open_comments = by, open_comments
        self._asked = False
        """Whether recording once more approves in spite of the comments."""

    def fields(self) -> Iterable[Widget]:
        """Yield who approves, and what that means."""
        yield Line(_("Approved by"), text=self._by, proposed=True)
        text = _("After this nothing can be undone; an error of writing can still be corrected, in a new version.")
        yield Static(Content(text), classes="remark")
        if self._open_comments:
            count = words.sentence(open_comments(self._open_comments))
            text = _("{count}. V lists them; after the approval they cannot be answered.").format(count=count)
            yield Static(Content.styled(text, WARN), classes="remark -apart")

    def intention(self) -> Approve | Lack:
        """Return the approval, once there is a name."""
        by = self.by.written
        if not by:
            return Lack(_("Write who approves the minutes."), self.by)
        if self._open_comments and not self._asked:
            self._asked = True
            count = words.sentence(open_comments(self._open_comments))
            return Lack(_("{count}. Recording once more approves all the same.").format(count=count))
        return Approve(by=by)
