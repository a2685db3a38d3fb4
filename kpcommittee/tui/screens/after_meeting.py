"""What to do after a meeting: whom to tell of its decisions, and which cases to file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.domain.meeting.filing import ToFile, cases_to_file
from kpcommittee.domain.meeting.intentions import Intention, Journalise
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.telling import ToTell, keeps_family_out, people_to_tell
from kpcommittee.locale import N_, _
from kpcommittee.services.telling import count_earlier_to_file, count_earlier_to_tell
from kpcommittee.tui.dialogs.base import Dialog
from kpcommittee.tui.dialogs.recording import Recording
from kpcommittee.tui.dialogs.told import JournaliseDialog, TellDialog
from kpcommittee.tui.screens.help import help_key, leave_key
from kpcommittee.tui.screens.tasks import Task, TasksScreen
from kpcommittee.tui.widgets.text import GOOD, MUTED, STRONG, WARN
from kpcommittee.views.cells import pad
from kpcommittee.wording import figures, sentences, states
from kpcommittee.wording.telling import family_kept_out, filing_line, journalised_line, named_recipient, told_line

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession


class AfterMeetingScreen(TasksScreen[Task]):
    """Lists tasks of one meeting, and records them as done."""

    def __init__(self, meeting_session: "MeetingSession") -> None:
        """List the tasks of an opened meeting."""
        super().__init__(meeting_session.day)
        self.meeting_session = meeting_session
        self._earlier = 0

    def count_earlier(self) -> int:
        """Count the earlier meetings that have tasks left."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Highlight the first task, and count those of earlier meetings in the background."""
        super().on_mount()
        self._look_back()

    @work(thread=True, exit_on_error=False)
    def _look_back(self) -> None:
        count = self.count_earlier()
        self.app.call_from_thread(self._say_earlier, count)

    def _say_earlier(self, count: int) -> None:
        if count:
            self._earlier = count
            self.rows.border_title = Content(self.heading())

    def with_earlier(self, heading: str) -> str:
        """Return the heading, with how many earlier meetings have tasks left, if any."""
        earlier = _("earlier meetings: {n}").format(n=self._earlier)
        return f"{heading} · {earlier}" if self._earlier else heading

    @property
    def unfiled(self) -> int:
        """How many cases are still to be journalised."""
        return sum(task.current_filing is None for task in cases_to_file(self.meeting_session.meeting))

    def file(self, item: Item) -> None:
        """Ask where a case was filed, and record it."""
        session = self.meeting_session.session
        self.ask(JournaliseDialog(item, session.today, session.by))

    def ask(self, dialog: Dialog) -> None:
        """Open a dialog, which records its answer."""
        self.app.push_screen(dialog.recorded_by(Recording(self.meeting_session)), self._go_on)

    def _go_on(self, intention: Intention | None) -> None:
        """Say that a case is filed, and list the tasks again."""
        if isinstance(intention, Journalise):
            self.notify(_("Journalised."), timeout=3, markup=False)
        self.renew()


_WHO, _GAP = 6, 2
"""Columns of initials, and between the state of a case and what follows it."""


class JournalisedScreen(AfterMeetingScreen[ToFile]):
    """Lists the closed cases of the meeting, in the order of the agenda."""

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("journalised"),
        Binding("enter,J", "journalise", N_("journalise"), id="journalised.journalise",
                tooltip=N_("Record under which number the case was filed in the records system.")),
        Binding("d", "done", N_("all"), id="journalised.done",
                tooltip=N_("Show what has been journalised too, or hide it.")),
        Binding("escape,tab,q", "leave", N_("back"), key_display="esc", id="journalised.leave",
                tooltip=N_("Go back to who is told.")),
    ]  # fmt: skip

    def tasks(self) -> Sequence[ToFile]:
        """Return the cases that are still to be journalised, in the order of the agenda."""
        return [
            task
            for task in cases_to_file(self.meeting_session.meeting)
            if self.shows_done or task.current_filing is None
        ]

    def heading(self) -> str:
        """Say how many cases are still to be journalised."""
        return self.with_earlier(_("Still to be journalised: {n}").format(n=self.unfiled))

    def count_earlier(self) -> int:
        """Count the earlier meetings with a case still to be filed."""
        return count_earlier_to_file(self.meeting_session.session, self.meeting_session.day)

    def none_left(self) -> str:
        """Say that everything has been journalised, or that nothing can be yet."""
        if cases_to_file(self.meeting_session.meeting):
            return _("Everything has been journalised.")
        return _("No case has been dealt with yet.")

    def case_of(self, task: ToFile) -> str:
        """Return the number of the case."""
        return task.item.number

    def row(self, task: ToFile) -> Content:
        """Return the case, the child, how it was dealt with, and where it was filed."""
        mark, style = ("✓", GOOD) if task.current_filing else ("·", WARN)
        width = max(len(states.case_state(state)) for state in states.CASE_STATES) + _GAP
        return Content.assemble(
            (f"{mark} ", style), (f"{task.place:>3}  ", MUTED), f"{pad(task.item.number, self.case_cells)} ",
            pad(task.item.case.child.initials, _WHO), f"{states.case_state(task.item.state):<{width}}",
            (filing_line(task), MUTED if task.current_filing else STRONG),
        )  # fmt: skip

    def row_in_full(self, task: ToFile) -> str:
        """Return the case, the child, how it was dealt with, and where it was filed."""
        item = task.item
        return " · ".join((item.number, item.case.child.initials, states.case_state(item.state), filing_line(task)))

    def about(self, task: ToFile) -> str:
        """Say where the case was filed, and where it had been filed before a correction."""
        return sentences.capitalise_first(journalised_line(task.earlier)) if task.earlier else ""

    @on(OptionList.OptionSelected)
    def action_journalise(self) -> None:
        """Record that the highlighted case was filed."""
        if self.chosen is not None:
            self.file(self.chosen.item)


class ToldScreen(AfterMeetingScreen[ToTell]):
    """Lists who must be told, in the order of the agenda."""

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("told"),
        Binding("enter", "tell", N_("told"), id="told.tell", tooltip=N_("Record that they were told.")),
        Binding("d", "done", N_("everybody"), id="told.done", tooltip=N_("Show who has been told too, or hide them.")),
        Binding("J", "journalise", N_("journalise"), id="told.journalise", show=False,
                tooltip=N_("Record under which number the case was filed in the records system.")),
        Binding("tab", "filings", N_("journalised"), id="told.filings",
                tooltip=N_("Show which cases are still to be journalised.")),
        leave_key("told", N_("Go back.")),
    ]  # fmt: skip

    @property
    def _everybody(self) -> tuple[ToTell, ...]:
        return people_to_tell(self.meeting_session.meeting, self.meeting_session.law)

    def tasks(self) -> Sequence[ToTell]:
        """Return the recipients still to be told, in the order of the agenda."""
        return [task for task in self._everybody if self.shows_done or task.told is None]

    def heading(self) -> str:
        """Say how many are still to be told, and how many cases are still to be journalised."""
        untold = _("Still to be told: {n}").format(n=sum(task.told is None for task in self._everybody))
        filed = _("to be journalised: {n}").format(n=self.unfiled)
        return self.with_earlier(f"{untold} · {filed}")

    def count_earlier(self) -> int:
        """Count the earlier meetings with somebody still to be told."""
        return count_earlier_to_tell(self.meeting_session.session, self.meeting_session.day)

    def none_left(self) -> str:
        """Say that everybody has been told, or that nobody needs to be yet."""
        return _("Everybody has been told.") if self._everybody else _("Nobody is to be told yet.")

    def case_of(self, task: ToTell) -> str:
        """Return the number of the case."""
        return task.item.number

    def row(self, task: ToTell) -> Content:
        """Return the case, the child, who must be told, and when it was done."""
        mark, style = ("✓", GOOD) if task.told else ("·", WARN)
        when = f" · {figures.date_numeric(task.told.on)}" if task.told else ""
        return Content.assemble(
            (f"{mark} ", style), (f"{task.place:>3}  ", MUTED), f"{pad(task.item.number, self.case_cells)} ",
            pad(task.item.case.child.initials, _WHO),
            (sentences.capitalise_first(named_recipient(task)), "" if task.told else STRONG), (when, MUTED),
        )  # fmt: skip

    def row_in_full(self, task: ToTell) -> str:
        """Return the case, the child, and who must be told."""
        return " · ".join(
            (task.item.number, task.item.case.child.initials, sentences.capitalise_first(named_recipient(task)))
        )

    def about(self, task: ToTell) -> str:
        """Say how the recipient was told, whether the family is left out, and where the case was filed."""
        kept_out = keeps_family_out(task.item.case.child)
        filed = self.meeting_session.meeting.newest_filing(task.item.number)
        lines = (
            told_line(task.told) if task.told else "",
            family_kept_out(kept_out) if kept_out else "",
            journalised_line(filed) if filed else "",
        )
        return "\n".join(sentences.capitalise_first(line) for line in lines if line)

    @on(OptionList.OptionSelected)
    def action_tell(self) -> None:
        """Record that the highlighted recipient was told."""
        task = self.chosen
        if task is not None:
            session = self.meeting_session
            day = max(session.session.today, session.day)
            self.ask(TellDialog(task, day, session.session.by))

    def action_journalise(self) -> None:
        """Record that the highlighted recipient's case was filed."""
        if self.chosen is not None:
            self.file(self.chosen.item)

    def action_filings(self) -> None:
        """Show what is still to be journalised."""
        self.app.push_screen(JournalisedScreen(self.meeting_session), lambda _left: self.renew())
