"""What is overdue, due and done of the placements, and where a follow-up that was held is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.domain.review.follow_ups import FollowUp
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.follow_ups import Held, follow_ups, hold
from kpcommittee.tui.dialogs.follow_up import FollowUpDialog
from kpcommittee.tui.screens.help import help_key
from kpcommittee.tui.screens.tasks import TasksScreen
from kpcommittee.tui.widgets.text import BAD, GOOD, MUTED, STRONG, WARN
from kpcommittee.views.follow_ups import about
from kpcommittee.wording import figures
from kpcommittee.wording.follow_ups import kind_of
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

_KIND, _CASE, _WHO = 24, 11, 7


class FollowUpsScreen(TasksScreen[FollowUp]):
    """Lists what is to be followed up, the earliest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("follow_ups"),
        Binding("enter", "hold", N_("record"), id="follow_ups.hold", tooltip=N_("Record that it was held.")),
        Binding("d", "done", N_("done"), id="follow_ups.done", tooltip=N_("Show what is done too, or hide it.")),
        Binding("escape,q", "leave", N_("back"), key_display="esc", id="follow_ups.leave",
                tooltip=N_("Go back to the meeting.")),
    ]  # fmt: skip

    def __init__(self, session: "Session", day: date) -> None:
        """Show the follow-ups of a workspace as of a day."""
        super().__init__(day)
        self._session = session

    def tasks(self) -> Sequence[FollowUp]:
        """Return what is to be followed up, what is overdue first."""
        return follow_ups(self._session, self._day, done=self.done)

    def heading(self) -> str:
        """Say how many are overdue."""
        overdue = sum(task.is_overdue(self._day) for task in self.listed)
        return _("Follow-ups · {overdue} overdue").format(overdue=overdue) if overdue else _("Follow-ups")

    def none_left(self) -> str:
        """Say that nothing is due."""
        return _("Nothing is to be followed up.")

    def row(self, task: FollowUp) -> Content:
        """Return whether it is done or overdue, its day, its kind, the case, the child and the provider."""
        mark, style = ("✓", GOOD) if task.done_on else ("!", BAD) if task.is_overdue(self._day) else ("·", WARN)
        due = (figures.date_numeric(task.due), "" if task.done_on is None else MUTED)
        name = Names(self._session.config).provider(task.provider)
        return Content.assemble(
            (f"{mark} ", style), due, "  ", (f"{kind_of(task.kind):<{_KIND}}", STRONG),
            f"{task.case_number:<{_CASE}}", f"{task.initials or '':<{_WHO}}", (name, MUTED),
        )  # fmt: skip

    def about(self, task: FollowUp) -> str:
        """Say what it is about."""
        return about(task, self._session.config)

    @on(OptionList.OptionSelected)
    def action_hold(self) -> None:
        """Record that the highlighted one was held."""
        task = self.chosen
        if task is not None and task.done_on is None:
            dialog = FollowUpDialog(task, self._session.config.follow_up_rules, self._session.today)
            self.app.push_screen(dialog, self._record)

    def _record(self, held: object) -> None:
        if not isinstance(held, Held):
            return
        try:
            event = hold(self._session, held)
        except KpError as error:
            self.notify(error.line, severity="warning", timeout=10, markup=False)
        else:
            told = _("{case}: follow-up held on {date}")
            told = told.format(case=event.case_number, date=figures.date_numeric(event.held_on))
            self.notify(told, markup=False)
            self.renew()
