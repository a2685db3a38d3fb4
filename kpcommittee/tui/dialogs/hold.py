"""Which program records: taking over from another one, and answering one that asks to take over."""

from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kpcommittee.domain.holder import Holder
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.hold import Hold
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.wording.disk import why_refused
from kpcommittee.wording.holders import name_holder

LOOK = 0.3
"""Seconds between two checks for an answer."""
PATIENCE = 10.0
"""Seconds after which recording may be taken over without an answer."""


class TakeOverDialog(LocalizedScreen, ModalScreen[str | None]):
    """Takes over recording; returns a sentence on how it went, None if the chair gave up."""

    CSS_PATH = "dialog.tcss"
    DEFAULT_CLASSES = "framed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "force", N_("take over"), id="take_over.force",
                tooltip=N_("Take over without an answer, once the word is written.")),
        Binding("escape", "leave", N_("go on reading"), key_display="esc", id="take_over.leave",
                tooltip=N_("Stop asking, and go on reading.")),
    ]  # fmt: skip

    line = query_one(Line)
    waiting = query_one("#waiting", Static)
    problem = query_one("#problem", Static)

    def __init__(self, hold: Hold) -> None:
        """Take the hold of this program."""
        super().__init__()
        self._hold = hold
        hold.look()
        self._asked_at = monotonic()

    @property
    def _holder(self) -> Holder | None:
        return self._hold.reading.holder if self._hold.reading else None

    @property
    def _who(self) -> str:
        return name_holder(self._holder) if self._holder else _("The other program")

    @property
    def is_unanswered(self) -> bool:
        """Whether the other program had its time to answer."""
        return monotonic() - self._asked_at >= PATIENCE

    def compose(self) -> ComposeResult:
        """Yield who is asked; the line for the confirming word follows if nobody answers."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(_("Take over the meeting"))
            text = _("{who} is asked on the other screen whether you may take over.").format(who=self._who)
            yield Static(Content(text), classes="fact")
            yield Static(id="waiting", classes="fact")
            yield Line(_("The word"))
            yield Static(id="problem")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Ask, and wait for the answer; if nobody records, take over at once."""
        self.line.display = False
        if self._holder is None:
            self._take(by_force=False)
            return
        try:
            self._hold.ask()
        except OSError as error:
            self.dismiss(_("The question cannot be written beside the database: {why}.").format(why=why_refused(error)))
            return
        self._look()
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        """Take over once the other program hands over; say so if it refuses."""
        if not self.is_current:
            return
        self._hold.look()
        if self._holder is None:
            self._take(by_force=False)
        elif not self._hold.is_asking:
            self.dismiss(_("{who} keeps recording.").format(who=self._who))
        elif not self.is_unanswered:
            seconds = round(PATIENCE - (monotonic() - self._asked_at))
            self._say_below(_("Waiting for an answer: {n} s").format(n=seconds))
        elif not self.line.display:
            self._offer_force()

    def _say_below(self, text: str) -> None:
        self.waiting.update(Content(f"\n{text}"))

    def _offer_force(self) -> None:
        text = _("{who} does not answer. Write “{word}” to take over anyway: nothing recorded is lost.")
        self._say_below(text.format(who=self._who, word=_("take over")))
        self.line.display = True
        self.line.focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow taking over by force only if there was no answer."""
        return False if action == "force" and not self.is_unanswered else super().check_action(action, parameters)

    @on(Input.Submitted)
    def action_force(self) -> None:
        """Take over, if the confirming word is typed."""
        if self.line.value.strip().casefold() == _("take over").casefold():
            self._take(by_force=True)
            return
        self.problem.update(Content(_("Write the word “{word}” as it is here.").format(word=_("take over"))))
        self.problem.add_class("-said")

    def action_leave(self) -> None:
        """Withdraw the request."""
        self._hold.withdraw()
        self.dismiss(None)

    def _take(self, *, by_force: bool) -> None:
        try:
            succeeded = self._hold.take_over(by_force=by_force)
        except KpError as error:
            self._hold.withdraw()
            self.dismiss(error.lines)
            return
        if succeeded:
            self.dismiss(_("You have taken over, and record here from now on."))
        elif by_force:
            self.dismiss(_("The other program keeps its place. Close it, and take over then."))


LOOK_AGAIN = 0.5
"""Seconds between two checks whether the other program still asks."""
UNREAD = 0.7
"""Seconds in which no key answers: it may have been pressed before the question appeared."""


class HandOverDialog(LocalizedScreen, ModalScreen[bool | None]):
    """Returns whether to hand over the meeting; None if nobody asks any more."""

    CSS_PATH = "dialog.tcss"
    DEFAULT_CLASSES = "framed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "hand_over", N_("hand over"), id="hand_over.yes",
                tooltip=N_("Let the other program record; here you can only read.")),
        Binding("escape", "keep", N_("keep"), key_display="esc", id="hand_over.no",
                tooltip=N_("Keep recording here.")),
    ]  # fmt: skip

    def __init__(self, hold: Hold, asker: Holder) -> None:
        """Ask about the request of one program."""
        super().__init__()
        self._hold, self._asker = hold, asker
        self._shown_at = monotonic()

    def compose(self) -> ComposeResult:
        """Yield who asks, and what each answer means."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(_("Somebody asks to take over"))
            yield Static(Content(asks_to_take_over(self._asker)), classes="fact")
            text = _("If you hand over, you can only read here. What you have typed is kept as a draft.")
            yield Static(Content(f"\n{text}"), classes="fact")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin to check whether the other program still asks."""
        self.set_interval(LOOK_AGAIN, self._look)
        self.set_timer(UNREAD, self.refresh_bindings)

    def _look(self) -> None:
        asker = self._hold.asker
        if (asker is None or asker.id != self._asker.id) and self.is_current:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse keys that were pressed before the question could be read."""
        if action in ("hand_over", "keep") and monotonic() - self._shown_at < UNREAD:
            return None
        return super().check_action(action, parameters)

    def action_hand_over(self) -> None:
        """Let the other program record."""
        self._hold.hand_over()
        self.dismiss(result=True)

    def action_keep(self) -> None:
        """Keep recording here."""
        self._hold.keep()
        self.dismiss(result=False)


def asks_to_take_over(asker: Holder) -> str:
    """Say who asks."""
    return _("{who} asks to take over the meeting.").format(who=name_holder(asker))
