"""What is still to be journalised of a meeting, case by case, and where it is recorded that it was done."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.domain.meeting.filing import ToFile, to_file
from kpcommittee.locale import N_, _
from kpcommittee.services.telling import count_earlier_to_file
from kpcommittee.tui.screens.after_meeting import AfterMeetingScreen
from kpcommittee.tui.screens.help import help_key
from kpcommittee.tui.widgets.text import GOOD, MUTED, STRONG, WARN
from kpcommittee.wording import words
from kpcommittee.wording.telling import filing_line, journalised_line

_CASE, _WHO, _STATE = 12, 6, 23


class JournalisedScreen(AfterMeetingScreen[ToFile]):
    """Lists the cases that the meeting has dealt with, in the order of the agenda."""

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
        """Return what is still to be journalised, in the order of the agenda."""
        return [task for task in to_file(self.meeting_session.meeting) if self.done or task.filed is None]

    def heading(self) -> str:
        """Say how many cases are still to be journalised."""
        left = sum(task.filed is None for task in to_file(self.meeting_session.meeting))
        return self.with_earlier(_("Still to be journalised: {n}").format(n=left))

    def count_earlier(self) -> int:
        """Count the earlier meetings of which a case is still to be filed."""
        return count_earlier_to_file(self.meeting_session.session, self.meeting_session.day)

    def none_left(self) -> str:
        """Say whether everything has been journalised, or nothing can be yet."""
        if to_file(self.meeting_session.meeting):
            return _("Everything has been journalised.")
        return _("No case has been dealt with yet.")

    def row(self, task: ToFile) -> Content:
        """Return the case, the child, how it was dealt with, and where it was filed."""
        mark, style = ("✓", GOOD) if task.filed else ("·", WARN)
        return Content.assemble(
            (f"{mark} ", style), (f"{task.place:>3}  ", MUTED), f"{task.item.number:<{_CASE}}",
            f"{task.item.case.child.initials:<{_WHO}}", f"{words.case_state(task.item.state):<{_STATE}}",
            (filing_line(task), MUTED if task.filed else STRONG),
        )  # fmt: skip

    def about(self, task: ToFile) -> str:
        """Say where the case was filed, also where that was before it was corrected."""
        return words.sentence(journalised_line(task.earlier)) if task.earlier else ""

    @on(OptionList.OptionSelected)
    def action_journalise(self) -> None:
        """Record that the highlighted case was filed."""
        if self.chosen is not None:
            self.file(self.chosen.item)
