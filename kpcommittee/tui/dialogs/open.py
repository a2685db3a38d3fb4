"""Opening the meeting although cases of its agenda file cannot be read."""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.agenda import LeftOut
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.tui.dialogs.base import Dialog
from kpcommittee.tui.privacy import secret
from kpcommittee.wording import words


class OpenDialog(Dialog):
    """Lists the cases that cannot be read, and asks whether the meeting is opened without them."""

    VERB = N_("Open the meeting")

    def __init__(self, left_out: Sequence[LeftOut]) -> None:
        """Ask about these cases."""
        super().__init__(_("Open the meeting"))
        self._left_out = tuple(left_out)

    def fields(self) -> Iterable[Widget]:
        """Yield each case with what is wrong, and what follows from opening without it."""
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
