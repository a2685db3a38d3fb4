"""Returning a case to the authority: what is missing."""

from collections.abc import Iterable

from textual.getters import query_one
from textual.widget import Widget

from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Return
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.editors import Prose


class ReturnDialog(Dialog):
    """Asks what the authority must add before the case can come back."""

    VERB = N_("Return")

    missing = query_one(Prose)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Ask about one case."""
        super().__init__(heading(_("Return to the authority"), case_view), drafts)
        self._case = case_view.item.number

    def fields(self) -> Iterable[Widget]:
        """Yield what is missing."""
        yield self.prose(_("What the authority must add"), "return.missing")

    def intention(self) -> Return | Lack:
        """Return the intention, once it says what is missing."""
        missing = self.missing.written
        if not missing:
            return Lack(_("Write in one line what is missing."), self.missing)
        return Return(case=self._case, missing=missing)
