"""What is to be done with the decisions of a meeting: the base of the lists of who is told and of what is filed."""

from typing import TYPE_CHECKING

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
