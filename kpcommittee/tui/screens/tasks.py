"""A list of tasks: a row for each, and a remark on the highlighted one. What is done is hidden at first."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kpcommittee.locale import N_, _
from kpcommittee.tui.base import renamed
from kpcommittee.tui.screens.help import ExplainedScreen
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.views.page import case_column
from kpcommittee.wording import figures

Task = TypeVar("Task")
LEAST = 10
"""The fewest cells of a case number."""
AROUND = 5
"""Cells of the frame around the rows, its padding and a scrollbar."""


class TasksScreen(ExplainedScreen, Screen[None], Generic[Task]):
    """Lists tasks; a subclass says which, and draws each."""

    CSS_PATH = "tasks.tcss"

    UNDONE: ClassVar[str] = N_("only what is left")
    """The label of the `done` key while done tasks are shown."""

    shows_done: var[bool] = var(False)  # noqa: FBT003 (the framework's order)
    rows = query_one(KeyList)
    remark = query_one("#said", Static)

    def __init__(self, day: date) -> None:
        """Begin empty; the rows are made when the screen is shown."""
        super().__init__()
        self._day = day
        self.listed: tuple[Task, ...] = ()
        self.case_cells = LEAST
        """Cells of a case number and the space after it."""

    def tasks(self) -> Sequence[Task]:
        """Return the tasks as they are now, with the done ones only if `shows_done`."""
        raise NotImplementedError

    def case_of(self, _task: Task) -> str:
        """Return the number of a task's case; empty if rows do not begin with it."""
        return ""

    def row(self, task: Task) -> Content:
        """Return the row of a task."""
        raise NotImplementedError

    def row_in_full(self, _task: Task) -> str:
        """Return the text of a row, for the remark if the row is cut; empty if it is said anyway."""
        return ""

    def about(self, task: Task) -> str | Content:
        """Return the remark on a task."""
        raise NotImplementedError

    def heading(self) -> str:
        """Return the heading of the list."""
        raise NotImplementedError

    def none_left(self) -> str:
        """Return the remark if there are no rows."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Yield the rows, and two lines about the highlighted one."""
        rows = KeyList()
        rows.border_subtitle = Content(figures.date_numeric(self._day))
        yield rows
        yield Static(id="said")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Highlight the first task."""
        self.renew()
        self.rows.focus()

    def on_resize(self) -> None:
        """Update the remark with what is cut now."""
        if self.listed:
            self._tell()

    def renew(self) -> None:
        """List the tasks again; the same row stays highlighted."""
        place = self.rows.highlighted or 0
        self.listed = tuple(self.tasks())
        self.case_cells = case_column(map(self.case_of, self.listed), LEAST) + 1
        self.rows.clear_options()
        self.rows.add_options([Option(self.row(task)) for task in self.listed])
        self.rows.border_title = Content(self.heading())
        if self.listed:
            self.rows.highlighted = min(place, len(self.listed) - 1)
        else:
            self.remark.update(Content(self.none_left()))

    @property
    def chosen(self) -> Task | None:
        """The task of the highlighted row."""
        place = self.rows.highlighted
        return self.listed[place] if place is not None and place < len(self.listed) else None

    @on(OptionList.OptionHighlighted)
    def _tell(self) -> None:
        task = self.chosen
        if task is None:
            self.remark.update("")
            return
        remark = self.about(task)
        is_cut = self.row(task).cell_length > self.size.width - AROUND
        lines = (
            Content(self.row_in_full(task) if is_cut else ""),
            remark if isinstance(remark, Content) else Content(remark),
        )
        self.remark.update(Content("\n").join([line for line in lines if line]))

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings that work now; the label of the `done` key says what it does next."""
        active = super().active_bindings
        return renamed(active, "done", _(self.UNDONE)) if self.shows_done else active

    def action_done(self) -> None:
        """Show done tasks too, or hide them."""
        self.shows_done = not self.shows_done
        self.renew()
        self.refresh_bindings()
