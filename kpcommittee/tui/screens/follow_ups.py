"""What is overdue, due and done of the placements, and where a follow-up that was held is recorded."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kpcommittee.domain.review.follow_ups import FollowUp
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.follow_ups import Held, follow_ups, hold
from kpcommittee.tui.dialogs.follow_up import FollowUpDialog
from kpcommittee.tui.screens.help import ExplainedScreen, help_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import BAD, GOOD, MUTED, STRONG, WARN
from kpcommittee.views.follow_ups import about
from kpcommittee.wording import figures
from kpcommittee.wording.follow_ups import kind_of
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

_KIND, _CASE, _WHO = 26, 12, 7


class FollowUpsScreen(ExplainedScreen, Screen[None]):
    """Lists what is to be followed up, the earliest first."""

    CSS_PATH = "follow_ups.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("follow_ups"),
        Binding("enter", "hold", N_("record"), id="follow_ups.hold", tooltip=N_("Record that it was held.")),
        Binding("d", "done", N_("done"), id="follow_ups.done", tooltip=N_("Show what is done too, or hide it.")),
        Binding("escape,q", "leave", N_("back"), key_display="esc", id="follow_ups.leave",
                tooltip=N_("Go back to the meeting.")),
    ]  # fmt: skip

    done: var[bool] = var(False)  # noqa: FBT003 (the framework's order)
    rows = query_one(KeyList)
    remark = query_one("#said", Static)

    def __init__(self, session: "Session", day: date) -> None:
        """Show the follow-ups of a workspace as of a day."""
        super().__init__()
        self._session, self._day = session, day
        self._listed: tuple[FollowUp, ...] = ()

    def compose(self) -> ComposeResult:
        """Yield the rows and one line about the highlighted one."""
        rows = KeyList()
        rows.border_title = Content(_("Follow-ups"))
        rows.border_subtitle = Content(figures.date_numeric(self._day))
        yield rows
        yield Static(id="said")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin with what is overdue."""
        self._list()
        self.rows.focus()

    def _list(self) -> None:
        place = self.rows.highlighted or 0
        self._listed = follow_ups(self._session, self._day, done=self.done)
        self.rows.clear_options()
        self.rows.add_options([Option(self._row(row)) for row in self._listed])
        if self._listed:
            self.rows.highlighted = min(place, len(self._listed) - 1)
        overdue = sum(row.is_overdue(self._day) for row in self._listed)
        self.rows.border_title = Content(
            _("Follow-ups · {overdue} overdue").format(overdue=overdue) if overdue else _("Follow-ups")
        )
        if not self._listed:
            self.remark.update(Content(_("Nothing is to be followed up.")))

    def _row(self, row: FollowUp) -> Content:
        mark, style = ("✓", GOOD) if row.done_on else ("!", BAD) if row.is_overdue(self._day) else ("·", WARN)
        due = (figures.date_numeric(row.due), "" if row.done_on is None else MUTED)
        who = row.initials or ""
        name = Names(self._session.config).provider(row.provider)
        return Content.assemble(
            (f"{mark} ", style), due, "  ", (f"{kind_of(row.kind):<{_KIND}}", STRONG),
            f"{row.case_number:<{_CASE}}", f"{who:<{_WHO}}", (name, MUTED),
        )  # fmt: skip

    @property
    def _chosen(self) -> FollowUp | None:
        place = self.rows.highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    @on(OptionList.OptionHighlighted)
    def _tell(self) -> None:
        row = self._chosen
        self.remark.update(Content(about(row, self._session.config) if row else ""))

    def action_done(self) -> None:
        """Show what is done too, or hide it."""
        self.done = not self.done
        self._list()

    @on(OptionList.OptionSelected)
    def action_hold(self) -> None:
        """Record that the highlighted one was held."""
        row = self._chosen
        if row is not None and row.done_on is None:
            dialog = FollowUpDialog(row, self._session.config.follow_up_rules, self._session.today)
            self.app.push_screen(dialog, self._record)

    def _record(self, held: object) -> None:
        if not isinstance(held, Held):
            return
        try:
            event = hold(self._session, held)
        except KpError as error:
            self.notify(f"{error.message}. {error.remedy}", severity="warning", timeout=10, markup=False)
        else:
            told = _("{case}: follow-up held on {date}")
            told = told.format(case=event.case_number, date=figures.date_numeric(event.held_on))
            self.notify(told, markup=False)
            self._list()
