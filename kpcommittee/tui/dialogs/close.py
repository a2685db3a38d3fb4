"""Closing the meeting; while a case is open it says which."""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.meeting.intentions import Close
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack
from kpcommittee.wording.refusals import refusal


class CloseDialog(Dialog):
    """Asks whether the meeting ends."""

    VERB = N_("Close the meeting")

    def __init__(self, open_cases: Sequence[Item]) -> None:
        """Take the cases that nobody has dealt with yet."""
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
        """Return the closing, or the refusal over the open cases."""
        if not self._open:
            return Close()
        numbers = ", ".join(item.number for item in self._open)
        values = {"cases": numbers, "count": str(len(self._open))}
        return Lack(refusal(Refusal(code="cases_open", case=self._open[0].number, values=values)))
