"""Somebody asks to take over the meeting: the chair hands it over, or keeps it."""

from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kpcommittee.domain.holder import Holder
from kpcommittee.locale import N_, _
from kpcommittee.services.hold import Hold
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.wording.holders import named

LOOK = 0.5
"""Seconds between two looks whether somebody still asks."""
UNREAD = 0.7
"""Seconds in which no key answers: it was meant for what was there before the question."""


class HandOverDialog(LocalizedScreen, ModalScreen[bool | None]):
    """Answers with whether the meeting is handed over; None if nobody asks any more."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "hand_over", N_("hand over"), id="hand_over.yes",
                tooltip=N_("Let the other program record; here you can only read.")),
        Binding("escape", "keep", N_("keep"), key_display="esc", id="hand_over.no",
                tooltip=N_("Go on recording here.")),
    ]  # fmt: skip

    def __init__(self, hold: Hold, asker: Holder) -> None:
        """Ask about one program's wish."""
        super().__init__()
        self._hold, self._asker = hold, asker
        self._shown_at = monotonic()

    def compose(self) -> ComposeResult:
        """Yield who asks, and what follows from each answer."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(_("Somebody asks to take over"))
            yield Static(Content(asks(self._asker)), classes="fact")
            text = _("If you hand over, you can only read here. What you have typed is kept as a draft.")
            yield Static(Content(f"\n{text}"), classes="fact")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Look whether somebody still asks."""
        self.set_interval(LOOK, self._look)
        self.set_timer(UNREAD, self.refresh_bindings)

    def _look(self) -> None:
        asker = self._hold.asker
        if (asker is None or asker.id != self._asker.id) and self.is_current:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key answer that was pressed before the question could be read."""
        if action in ("hand_over", "keep") and monotonic() - self._shown_at < UNREAD:
            return None
        return super().check_action(action, parameters)

    def action_hand_over(self) -> None:
        """Let the other program record."""
        self._hold.hand_over()
        self.dismiss(result=True)

    def action_keep(self) -> None:
        """Go on recording here."""
        self._hold.keep()
        self.dismiss(result=False)


def asks(asker: Holder) -> str:
    """Say who asks."""
    return _("{who} asks to take over the meeting.").format(who=named(asker))
