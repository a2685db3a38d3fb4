"""Taking a case off the agenda undecided: postponed, returned to the authority, or withdrawn."""

from collections.abc import Iterable
from typing import cast

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label, Static

from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Postpone, Return, Withdraw
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Dialogs, Lack, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line, Prose
from kpcommittee.tui.widgets.pick import NOBODY
from kpcommittee.wording import figures, leaders, sentences


class PostponeDialog(Dialog):
    """Asks why a case waits for the next meeting."""

    VERB = N_("Postpone")

    reason = query_one("#reason", Prose)
    missing = query_one("#missing", Prose)
    source = query_one("#source", Choice)
    to = query_one("#to", Line)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Ask about one case."""
        super().__init__(heading(_("Postpone"), case_view), drafts)
        self._item, self._day = case_view.item, case_view.day

    def fields(self) -> Iterable[Widget]:
        """Yield the reason, what is missing, from whom, and how often the case was postponed before."""
        yield self.prose(_("Why it waits"), "postpone.reason", id="reason")
        yield self.prose(_("What is missing (may be left out)"), "postpone.missing", id="missing")
        yield Label(Content(_("Who brings it")), classes="asks")
        seats = [(role, sentences.capitalise_first(leaders.role(role))) for role in ROLES]
        yield Choice(
            [(NOBODY, _("Nobody in particular")), *seats], self._drafts.get("postpone.from") or NOBODY, id="source"
        )
        hint = _("a date; else the next meeting")
        yield self.line(_("To the meeting on (may be left out)"), "postpone.to", hint=hint, id="to")
        if self._item.postponed_times:
            times = figures.ordinal(self._item.postponed_times + 1)
            yield Static(Content(_("The case is postponed for the {nth} time.").format(nth=times)), classes="remark")

    @on(Choice.Changed)
    def _keep_source(self, event: Choice.Changed) -> None:
        self.save_draft("postpone.from", event.value or NOBODY)

    def intention(self) -> Postpone | Lack:
        """Return the postponement, once it has a reason."""
        reason = self.reason.written
        if not reason:
            return Lack(_("Write in one line why the case waits."), self.reason)
        to = parse_date(self.to.written, self._day) if self.to.written else None
        if self.to.written and (to is None or to <= self._day):
            return Lack(_("Write the day of a later meeting, such as 16/12, or leave it empty."), self.to)
        return Postpone(
            case=self._item.number,
            reason=reason,
            missing=self.missing.written or None,
            from_role=cast("Role | None", self.source.value or None),
            to=to,
        )


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


class WithdrawDialog(Dialog):
    """Asks who takes a case off the agenda, and why."""

    VERB = N_("Withdraw")

    reason = query_one(Prose)
    by = query_one(Line)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Ask about one case; the authority's leader is proposed as who withdraws it."""
        super().__init__(heading(_("Withdraw"), case_view), drafts)
        self._case = case_view.item.number
        seat = case_view.bench.seat("authority")
        self._authority = seat.person or seat.leader or ""

    def fields(self) -> Iterable[Widget]:
        """Yield the reason, and who withdraws the case."""
        yield self.prose(_("Why it is withdrawn"), "withdraw.reason")
        yield self.line(_("By whom"), "withdraw.by", text=self._authority)

    def intention(self) -> Withdraw | Lack:
        """Return the withdrawal, once it has a reason."""
        reason = self.reason.written
        if not reason:
            return Lack(_("Write in one line why the case is withdrawn."), self.reason)
        return Withdraw(case=self._case, reason=reason, by=self.by.written or None)


DIALOGS: Dialogs = {
    "postpone": lambda actions: PostponeDialog(actions.case_view, actions.drafts),
    "send_back": lambda actions: ReturnDialog(actions.case_view, actions.drafts),
    "withdraw": lambda actions: WithdrawDialog(actions.case_view, actions.drafts),
}
