"""Every meeting of the workspace, and the way to another one."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.meetings import ListedMeeting, list_meetings
from kpcommittee.tui.screens.help import help_key, leave_key
from kpcommittee.tui.screens.tasks import TasksScreen
from kpcommittee.tui.widgets.text import GOOD, KEY, MUTED, STRONG, WARN
from kpcommittee.wording import figures, states

STYLES = {"preparing": KEY, "open": WARN, "closed": WARN, "approved": GOOD}
_DAY, _GAP = 22, 2
"""Columns of the date, and between the state and what follows it."""


class MeetingsScreen(TasksScreen[ListedMeeting]):
    """Lists the meetings, the latest first, to choose another one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("meetings"),
        Binding("enter", "go", N_("go to the meeting"), id="meetings.go", tooltip=N_("Show the highlighted meeting.")),
        leave_key("meetings"),
    ]  # fmt: skip

    def __init__(self, present: MeetingSession, turn_to: Callable[[MeetingSession], None]) -> None:
        """Show the meetings with the present one marked; `turn_to` shows another one instead."""
        super().__init__(present.session.today)
        self._present, self._turn_to = present, turn_to

    def tasks(self) -> Sequence[ListedMeeting]:
        """Return the meetings."""
        return list_meetings(self._present.session)

    def on_mount(self) -> None:
        """Begin with the present meeting."""
        super().on_mount()
        ids = [meeting.id for meeting in self.listed]
        if self._present.id in ids:
            self.rows.highlighted = ids.index(self._present.id)

    def heading(self) -> str:
        """Name the list."""
        return _("Meetings")

    def none_left(self) -> str:
        """Say that there is no meeting."""
        return _("There is no agenda, and nothing was opened yet.")

    def row(self, task: ListedMeeting) -> Content:
        """Return the date, the state of the meeting, and how many cases it has."""
        mark = "▸ " if task.id == self._present.id else "  "
        day = figures.date_weekday(task.day) if task.day else task.id
        width = max(len(states.meeting_state(state)) for state in STYLES) + _GAP
        state = f"{states.meeting_state(task.state):<{width}}"
        count = task.cases or 0
        cases = ngettext("{n} case", "{n} cases", count).format(n=count)
        count_text = _("cannot be read") if task.cases is None else cases
        return Content.assemble(
            (mark, KEY), (f"{day:<{_DAY}}", STRONG), (state, STYLES[task.state]), (count_text, MUTED)
        )

    def about(self, task: ListedMeeting) -> str:
        """Say which file or meeting the row is, and whether it is the present one."""
        if task.id == self._present.id:
            return _("{meeting}: on the screen now.").format(meeting=task.id)
        return _("{meeting}: enter shows it. What is recorded and typed here stays.").format(meeting=task.id)

    @on(OptionList.OptionSelected)
    def action_go(self) -> None:
        """Show the highlighted meeting instead of the present one."""
        task = self.chosen
        if task is None:
            return
        if task.id != self._present.id:
            try:
                meeting_session = MeetingSession.find(self._present.session, task.id)
                meeting_session.load()
            except KpError as error:
                self.notify(error.line, severity="warning", timeout=10, markup=False)
                return
            self._turn_to(meeting_session)
        self.dismiss()
