"""The steps of the meeting as a whole: opening it, closing it, and approving its minutes."""

from collections.abc import Iterable, Sequence
from datetime import date

from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.meeting.intentions import Approve, Close, Open
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.tui.dialogs.base import Dialog, Dialogs, Lack
from kpcommittee.tui.privacy import secret_style
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.text import WARN
from kpcommittee.wording import agenda_file, figures, sentences
from kpcommittee.wording.comments import open_comments
from kpcommittee.wording.refusals import refusal


class OpenDialog(Dialog):
    """Warns of another day or of unreadable cases, and asks whether to open the meeting anyway."""

    VERB = N_("Open the meeting")

    def __init__(self, left_out: Sequence[LeftOutCase], day: date | None = None, today: date | None = None) -> None:
        """Ask about unreadable cases, and about the day of the meeting if it is not today."""
        super().__init__(_("Open the meeting"))
        self._left_out, self._day, self._today = tuple(left_out), day, today

    def fields(self) -> Iterable[Widget]:
        """Yield the day of the meeting, and each case with what is wrong."""
        if self._day and self._today and self._day != self._today:
            text = _("The meeting is on {day}, and today is {today}. Open it anyway?")
            days = {"day": figures.date_weekday(self._day), "today": figures.date_weekday(self._today)}
            yield Static(Content(text.format(**days)), classes="fact")
            frozen = _("The agenda is frozen as it is now; z undoes the opening.")
            yield Static(Content(frozen), classes="remark")
        if self._left_out:
            yield from self._unread()

    def _unread(self) -> Iterable[Widget]:
        """Yield each case that cannot be read, and what follows from opening without it."""
        count = len(self._left_out)
        text = ngettext(
            "{n} case cannot be read and is not on the table:",
            "{n} cases cannot be read and are not on the table:",
            count,
        )
        yield Static(Content(text.format(n=count)), classes="fact")
        for entry in self._left_out:
            yield Static(Content(f"! {agenda_file.unread_case(entry)}"), classes="fact")
            yield Static(Content.styled(entry.message, secret_style()), classes="remark")
        text = _("Put right in the file, each can be taken over with d. The meeting closes once each is dealt with.")
        yield Static(Content(text), classes="remark -apart")

    def intention(self) -> Open:
        """Return the opening."""
        return Open()


class CloseDialog(Dialog):
    """Asks whether to close the meeting."""

    VERB = N_("Close the meeting")

    def __init__(self, open_cases: Sequence[Item]) -> None:
        """Take the cases that are still open."""
        super().__init__(_("Close the meeting"))
        self._open = tuple(open_cases)

    def fields(self) -> Iterable[Widget]:
        """Yield what closing means, or the cases that prevent it."""
        if not self._open:
            yield Static(Content(_("Every case is dealt with.")), classes="fact")
            text = _("The balance of all clubs is frozen, and the minutes can be approved. Undo (z) opens it again.")
            yield Static(Content(text), classes="remark")
            return
        yield Static(Content(_("Not dealt with yet:")), classes="asks")
        for item in self._open:
            yield Static(Content(f"{item.number}  {item.case.child.initials}"), classes="fact")

    def intention(self) -> Close | Lack:
        """Return the closing, or which open cases prevent it."""
        if not self._open:
            return Close()
        numbers = ", ".join(item.number for item in self._open)
        values = {"cases": numbers, "count": str(len(self._open))}
        return Lack(refusal(Refusal(code="cases_open", case=self._open[0].number, values=values)))


class ApproveDialog(Dialog):
    """Asks who approves the minutes."""

    VERB = N_("Approve")

    by = query_one(Line)

    def __init__(self, by: str = "", open_comments: int = 0) -> None:
        """Take who is proposed to approve, such as the chair, and how many comments are open."""
        super().__init__(_("Approve the minutes"))
        self._by, self._open_comments = by, open_comments
        self._asked = False
        """Whether recording again approves despite open comments."""

    def fields(self) -> Iterable[Widget]:
        """Yield who approves, and what that means."""
        yield Line(_("Approved by"), text=self._by, proposed=True)
        text = _("After this nothing can be undone; a clerical error can still be corrected, in a new version.")
        yield Static(Content(text), classes="remark")
        if self._open_comments:
            count = sentences.capitalise_first(open_comments(self._open_comments))
            text = _("{count}. V lists them; after the approval they cannot be answered.").format(count=count)
            yield Static(Content.styled(text, WARN), classes="remark -apart")

    def intention(self) -> Approve | Lack:
        """Return the approval, once there is a name."""
        by = self.by.written
        if not by:
            return Lack(_("Write who approves the minutes."), self.by)
        if self._open_comments and not self._asked:
            self._asked = True
            count = sentences.capitalise_first(open_comments(self._open_comments))
            return Lack(_("{count}. Recording once more approves anyway.").format(count=count))
        return Approve(by=by)


DIALOGS: Dialogs = {
    "close": lambda _actions: CloseDialog(()),
    "approve": lambda actions: ApproveDialog(actions.state.config.chair, len(actions.meeting.open_comments)),
}
