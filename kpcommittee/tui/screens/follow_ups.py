"""The follow-ups of placements: what is overdue, due and done, and recording one that was held."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.domain.review.follow_ups import FOLLOW_UP_KINDS, FollowUp, FollowUpKind
from kpcommittee.locale import N_, _
from kpcommittee.services.follow_ups import HeldFollowUp, follow_ups, record_follow_up
from kpcommittee.services.former import config_with_former
from kpcommittee.tui.dialogs.follow_up import FollowUpDialog
from kpcommittee.tui.screens.help import help_key
from kpcommittee.tui.screens.tasks import TasksScreen
from kpcommittee.tui.widgets.text import BAD, GOOD, MUTED, STRONG, WARN
from kpcommittee.views.cells import pad
from kpcommittee.views.follow_ups import describe_follow_up
from kpcommittee.wording import figures
from kpcommittee.wording.names import Names
from kpcommittee.wording.stories import held_line, kind_of

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

_KIND, _WHO = 24, 7


class FollowUpsScreen(TasksScreen[FollowUp]):
    """Lists what is to be followed up, the earliest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("follow_ups"),
        Binding("enter", "hold", N_("record"), id="follow_ups.hold", tooltip=N_("Record that it was held.")),
        Binding("d", "done", N_("done"), id="follow_ups.done", tooltip=N_("Show what is done too, or hide it.")),
        Binding("f", "kind", N_("one kind"), id="follow_ups.kind",
                tooltip=N_("Show only one kind, then the next, then all again.")),
        Binding("escape,q", "leave", N_("back"), key_display="esc", id="follow_ups.leave",
                tooltip=N_("Go back to the meeting.")),
    ]  # fmt: skip

    def __init__(self, session: "Session", day: date) -> None:
        """Show the follow-ups of a workspace as of a day."""
        super().__init__(day)
        self._session = session
        self._kind: FollowUpKind | None = None
        """The one kind that is shown; None for all."""
        self._kinds: list[FollowUpKind] = []
        """The kinds that have rows."""
        self._names: dict[str, str] = {}
        """The name of each provider, including those that only the journal knows."""

    def tasks(self) -> Sequence[FollowUp]:
        """Return what is to be followed up, overdue rows first."""
        everything = follow_ups(self._session, self._day, with_done=self.shows_done)
        self._kinds = [kind for kind in FOLLOW_UP_KINDS if any(task.kind == kind for task in everything)]
        if self._kind not in self._kinds:
            self._kind = None
        return [task for task in everything if self._kind in (None, task.kind)]

    def heading(self) -> str:
        """Say how many are overdue."""
        overdue = sum(task.is_overdue(self._day) for task in self.listed)
        title = _("Follow-ups · {overdue} overdue").format(overdue=overdue) if overdue else _("Follow-ups")
        return f"{title} · {kind_of(self._kind)}" if self._kind else title

    def none_left(self) -> str:
        """Say that there is nothing to do."""
        return _("Nothing is to be followed up.")

    def case_of(self, task: FollowUp) -> str:
        """Return the number of the case."""
        return task.case_number

    def row(self, task: FollowUp) -> Content:
        """Return whether it is done or overdue, its day, its kind, the case, the child and the provider."""
        mark, style = ("✓", GOOD) if task.done_on else ("!", BAD) if task.is_overdue(self._day) else ("·", WARN)
        due = (figures.date_numeric(task.due), "" if task.done_on is None else MUTED)
        name = self._name_of(task)
        return Content.assemble(
            (f"{mark} ", style), due, "  ", (f"{kind_of(task.kind):<{_KIND}}", STRONG),
            pad(task.case_number, self.case_cells), pad(task.initials or "", _WHO), (name, MUTED),
        )  # fmt: skip

    def _name_of(self, task: FollowUp) -> str:
        """Return the provider's name, even if it is no longer in the config."""
        provider = task.provider
        if provider not in self._names:
            self._names[provider] = Names(config_with_former(self._session, [provider])).provider(provider)
        return self._names[provider]

    def row_in_full(self, task: FollowUp) -> str:
        """Return its kind, the case, the child and the provider."""
        name = self._name_of(task)
        return " · ".join(part for part in (kind_of(task.kind), task.case_number, task.initials, name) if part)

    def about(self, task: FollowUp) -> str:
        """Say what the row is about."""
        return describe_follow_up(task, self._session.config)

    def action_kind(self) -> None:
        """Show only the next kind; after the last one, all."""
        order = [None, *self._kinds]
        self._kind = order[(order.index(self._kind) + 1) % len(order)]
        self.renew()

    @on(OptionList.OptionSelected)
    def action_hold(self) -> None:
        """Record that the highlighted follow-up was held."""
        task = self.chosen
        if task is not None and task.done_on is None:
            session = self._session
            dialog = FollowUpDialog(
                task, session.config.follow_up_rules, session.today, partial(record_follow_up, session)
            )
            self.app.push_screen(dialog, self._list_the_rest)

    def _list_the_rest(self, follow_up: object) -> None:
        """Say what was recorded, and list the rest."""
        if isinstance(follow_up, HeldFollowUp):
            line = held_line(follow_up.case_number, follow_up.on, start_meeting=follow_up.start_meeting)
            self.notify(line, markup=False)
            self.renew()
