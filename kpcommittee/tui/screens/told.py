"""Who is still to be told of the decisions of a meeting, and where it is recorded that it was done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.domain.meeting.intentions import Intention, Journalise
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.meeting.telling import ToTell, keeps_family_out, to_tell
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.told import JournaliseDialog, TellDialog
from kpcommittee.tui.screens.help import help_key
from kpcommittee.tui.screens.tasks import TasksScreen
from kpcommittee.tui.widgets.text import GOOD, MUTED, STRONG, WARN
from kpcommittee.wording import figures, words
from kpcommittee.wording.refusals import refusal
from kpcommittee.wording.telling import family_kept_out, journalised_line, told_line, whom_named

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession

_CASE, _WHO = 12, 6


class ToldScreen(TasksScreen[ToTell]):
    """Lists who must be told, in the order of the agenda."""

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("told"),
        Binding("enter", "tell", N_("told"), id="told.tell", tooltip=N_("Record that they were told.")),
        Binding("d", "done", N_("everybody"), id="told.done", tooltip=N_("Show who has been told too, or hide them.")),
        Binding("J", "journalise", N_("journalise"), id="told.journalise",
                tooltip=N_("Record under which number the case was filed in the records system.")),
        Binding("escape,U,q", "leave", N_("back"), key_display="esc", id="told.leave",
                tooltip=N_("Go back to where you came from.")),
    ]  # fmt: skip

    def __init__(self, meeting_session: "MeetingSession") -> None:
        """List who must be told of the decisions of an opened meeting."""
        super().__init__(meeting_session.day)
        self._meeting_session = meeting_session

    @property
    def _everybody(self) -> tuple[ToTell, ...]:
        return to_tell(self._meeting_session.meeting, self._meeting_session.law)

    def tasks(self) -> Sequence[ToTell]:
        """Return who is still to be told, in the order of the agenda."""
        return [task for task in self._everybody if self.done or task.told is None]

    def heading(self) -> str:
        """Say how many are still to be told."""
        return _("Still to be told: {n}").format(n=sum(task.told is None for task in self._everybody))

    def none_left(self) -> str:
        """Say whether everybody has been told, or nobody need be yet."""
        return _("Everybody has been told.") if self._everybody else _("Nobody is to be told yet.")

    def row(self, task: ToTell) -> Content:
        """Return the case, the child, who must be told, and when it was done."""
        mark, style = ("✓", GOOD) if task.told else ("·", WARN)
        when = f" · {figures.date_numeric(task.told.on)}" if task.told else ""
        return Content.assemble(
            (f"{mark} ", style), (f"{task.place:>3}  ", MUTED), f"{task.item.number:<{_CASE}}",
            f"{task.item.case.child.initials:<{_WHO}}",
            (words.sentence(whom_named(task)), "" if task.told else STRONG), (when, MUTED),
        )  # fmt: skip

    def about(self, task: ToTell) -> str:
        """Say how it was told, whether the family is kept out, and where the case was filed."""
        kept_out = keeps_family_out(task.item.case.child)
        filed = self._meeting_session.meeting.journalised_as(task.item.number)
        lines = (
            told_line(task.told) if task.told else "",
            family_kept_out(kept_out) if kept_out else "",
            journalised_line(filed) if filed else "",
        )
        return "\n".join(words.sentence(line) for line in lines if line)

    @on(OptionList.OptionSelected)
    def action_tell(self) -> None:
        """Record that the highlighted one was told."""
        task = self.chosen
        if task is not None:
            session = self._meeting_session
            day = max(session.session.today, session.day)
            self.app.push_screen(TellDialog(task, day, session.session.by), self._record)

    def action_journalise(self) -> None:
        """Record that the case of the highlighted one was filed."""
        task = self.chosen
        if task is not None:
            session = self._meeting_session
            dialog = JournaliseDialog(task.item, session.session.today, session.session.by)
            self.app.push_screen(dialog, self._record)

    def _record(self, intention: Intention | None) -> None:
        if intention is None:
            return
        try:
            answer = self._meeting_session.record(intention)
        except KpError as error:
            self.notify(error.lines, severity="error", timeout=20, markup=False)
            return
        if isinstance(answer, Refusal):
            self.notify(refusal(answer), severity="warning", timeout=10, markup=False)
        elif isinstance(intention, Journalise):
            self.notify(_("Journalised."), timeout=3, markup=False)
        self.renew()
