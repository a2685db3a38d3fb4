"""Who is still to be told of the decisions of a meeting, and where it is recorded that it was done."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.domain.meeting.filing import to_file
from kpcommittee.domain.meeting.telling import ToTell, keeps_family_out, to_tell
from kpcommittee.locale import N_, _
from kpcommittee.services.telling import count_earlier_to_tell
from kpcommittee.tui.dialogs.told import TellDialog
from kpcommittee.tui.screens.after_meeting import AfterMeetingScreen
from kpcommittee.tui.screens.help import help_key
from kpcommittee.tui.screens.journalised import JournalisedScreen
from kpcommittee.tui.widgets.text import GOOD, MUTED, STRONG, WARN
from kpcommittee.wording import figures, words
from kpcommittee.wording.telling import family_kept_out, journalised_line, told_line, whom_named

_CASE, _WHO = 12, 6


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
        Binding("escape,U,q", "leave", N_("back"), key_display="esc", id="told.leave",
                tooltip=N_("Go back to where you came from.")),
    ]  # fmt: skip

    @property
    def _everybody(self) -> tuple[ToTell, ...]:
        return to_tell(self.meeting_session.meeting, self.meeting_session.law)

    def tasks(self) -> Sequence[ToTell]:
        """Return who is still to be told, in the order of the agenda."""
        return [task for task in self._everybody if self.done or task.told is None]

    def heading(self) -> str:
        """Say how many are still to be told, and how many cases are to be journalised."""
        told = _("Still to be told: {n}").format(n=sum(task.told is None for task in self._everybody))
        left = sum(task.filed is None for task in to_file(self.meeting_session.meeting))
        filed = _("to be journalised: {n}").format(n=left)
        return self.with_earlier(f"{told} · {filed}")

    def count_earlier(self) -> int:
        """Count the earlier meetings of which somebody is still to be told."""
        return count_earlier_to_tell(self.meeting_session.session, self.meeting_session.day)

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
        filed = self.meeting_session.meeting.journalised_as(task.item.number)
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
            session = self.meeting_session
            day = max(session.session.today, session.day)
            self.app.push_screen(TellDialog(task, day, session.session.by), self.record)

    def action_journalise(self) -> None:
        """Record that the case of the highlighted one was filed."""
        if self.chosen is not None:
            self.file(self.chosen.item)

    def action_filings(self) -> None:
        """Show what is still to be journalised."""
        self.app.push_screen(JournalisedScreen(self.meeting_session), lambda _left: self.renew())
