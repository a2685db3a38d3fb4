"""Withdrawing a case: who takes it off the agenda, and why."""

from collections.abc import Iterable

from textual.getters import query_one
from textual.widget import Widget

from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Withdraw
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.editors import Line, Prose


class WithdrawDialog(Dialog):
    """Asks who takes a case off the agenda, and why."""

    VERB = N_("Withdraw")

    reason = query_one(Prose)
    by = query_one(Line)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Ask about one case; the authority's leader is who withdraws unless another is named."""
        super().__init__(heading(_("Withdraw"), case_view), drafts)
        self._case = case_view.item.number
        seat = case_view.bench.seat("authority")
        self._authority = seat.person or seat.leader or ""

    def fields(self) -> Iterable[Widget]:
        """Yield why, and by whom."""
        yield self.prose(_("Why it is withdrawn"), "withdraw.reason")
        yield self.line(_("By whom"), "withdraw.by", text=self._authority)

    def intention(self) -> Withdraw | Lack:
        """Return the withdrawal, once it has a reason."""
        reason = self.reason.written
        if not reason:
            return Lack(_("Write in one line why the case is withdrawn."), self.reason)
        return Withdraw(case=self._case, reason=reason, by=self.by.written or None)
