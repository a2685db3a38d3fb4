"""Opening the meeting on another day than its own, or although cases of its agenda file cannot be read."""

from collections.abc import Iterable, Sequence
from datetime import date

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.agenda import LeftOut
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.tui.dialogs.base import Dialog
from kpcommittee.tui.privacy import secret
from kpcommittee.wording import figures, words


class OpenDialog(Dialog):
    """Says that it is another day, or which cases cannot be read, and asks whether to open all the same."""

    VERB = N_("Open the meeting")

    def __init__(self, left_out: Sequence[LeftOut], day: date | None = None, today: date | None = None) -> None:
        """Ask about these cases, and about the day of the meeting if it is another than today."""
        super().__init__(_("Open the meeting"))
        self._left_out, self._day, self._today = tuple(left_out), day, today

    def fields(self) -> Iterable[Widget]:
        """Yield which day it is, and each case with what is wrong."""
        if self._day and self._today and self._day != self._today:
            text = _("The meeting is on {day}, and today is {today}. Open it all the same?")
            days = {"day": figures.date_weekday(self._day), "today": figures.date_weekday(self._today)}
            yield Static(Content(text.format(**days)), classes="fact")
            frozen = _("The agenda is frozen as it is now; z takes the opening back.")
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
            yield Static(Content(f"! {words.unread_case(entry)}"), classes="fact")
            yield Static(Content.styled(entry.message, secret()), classes="remark")
        text = _("Put right in the file, each can be taken over with d. The meeting closes once each is dealt with.")
        yield Static(Content(text), classes="remark -apart")

    def intention(self) -> Open:
        """Return the opening."""
        return Open()
