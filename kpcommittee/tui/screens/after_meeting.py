"""What is to be done with the decisions of a meeting: the base of the lists of who is told and of what is filed."""

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from kpcommittee.domain.meeting.intentions import Intention, Journalise
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.tui.dialogs.told import JournaliseDialog
from kpcommittee.tui.screens.tasks import Task, TasksScreen
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession


class AfterMeetingScreen(TasksScreen[Task]):
    """Lists tasks of one meeting, and records in it that they were done."""

    def __init__(self, meeting_session: "MeetingSession") -> None:
        """List the tasks of an opened meeting."""
        super().__init__(meeting_session.day)
        self.meeting_session = meeting_session
        self._earlier = 0

    def count_earlier(self) -> int:
        """Count the earlier meetings of which something is left."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin with the first task, and look through earlier meetings beside the keys."""
        super().on_mount()
        self._look_back()

    @work(thread=True, exit_on_error=False)
    def _look_back(self) -> None:
        count = self.count_earlier()
        self.app.call_from_thread(self._say_earlier, count)

    def _say_earlier(self, count: int) -> None:
        self._earlier = count
        self.rows.border_title = Content(self.heading())

    def with_earlier(self, heading: str) -> str:
        """Return the heading with how many earlier meetings have something left, if any."""
        earlier = _("earlier meetings: {n}").format(n=self._earlier)
        return f"{heading} · {earlier}" if self._earlier else heading

    def file(self, item: Item) -> None:
        """Ask under which number a case was filed, and record it."""
        session = self.meeting_session.session
        self.app.push_screen(JournaliseDialog(item, session.today, session.by), self.record)

    def record(self, intention: Intention | None) -> None:
        """Record what a dialog answered, if anything, and list the tasks anew."""
        if intention is None:
            return
        try:
            answer = self.meeting_session.record(intention)
        except KpError as error:
            self.notify(error.lines, severity="error", timeout=20, markup=False)
            return
        if isinstance(answer, Refusal):
            self.notify(refusal(answer), severity="warning", timeout=10, markup=False)
        elif isinstance(intention, Journalise):
            self.notify(_("Journalised."), timeout=3, markup=False)
        self.renew()
