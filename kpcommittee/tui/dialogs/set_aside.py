"""Setting aside a case of the agenda file that cannot be read: why it is left to the next meeting."""

from collections.abc import Iterable

from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.agenda import LeftOut
from kpcommittee.domain.meeting.intentions import SetAside
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.privacy import secret
from kpcommittee.tui.widgets.editors import Prose
from kpcommittee.wording import words


class SetAsideDialog(Dialog):
    """Asks why a case that cannot be read is left to the next meeting."""

    VERB = N_("Set aside")

    reason = query_one(Prose)

    def __init__(self, left_out: LeftOut, drafts: Drafts | None = None) -> None:
        """Ask about one case."""
        super().__init__(_("Set aside"), drafts)
        self._left_out = left_out

    def fields(self) -> Iterable[Widget]:
        """Yield which case it is, what is wrong with it, and why it is left."""
        yield Static(Content(words.unread_case(self._left_out)), classes="fact")
        yield Static(Content.styled(self._left_out.message, secret()), classes="remark")
        yield self.prose(_("Why the meeting closes without it"), "set_aside.reason")
        text = _("The minutes print the reason. The case is on the next agenda, with its error.")
        yield Static(Content(text), classes="remark")

    def intention(self) -> SetAside | Lack:
        """Return the intention, once it has a reason."""
        reason = self.reason.written
        if not reason:
            return Lack(_("Write in one line why the meeting closes without it."), self.reason)
        return SetAside(case=self._left_out.key, reason=reason)
