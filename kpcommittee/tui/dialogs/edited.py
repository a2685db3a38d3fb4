"""A file of minutes that was edited by hand: kept, merged with what is new, or written over."""

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from kpcommittee.locale import N_, _
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.privacy import secret
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.text import BAD, GOOD, MUTED

STYLES = {"+": GOOD, "-": BAD, "@": MUTED}

Wish = Literal["merge", "overwrite"]


def not_merged() -> str:
    """Say what to do with what was edited by hand, where it is not merged."""
    return _(
        "This file is not merged. Keep it under another name, or put the changes into the program first: V takes a "
        "comment in, x corrects a text. Written over, they are lost."
    )


class DifferenceDialog(LocalizedScreen, ModalScreen[Wish | None]):
    """Asks what becomes of a file that was edited by hand; None leaves it as it is."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "merge", N_("merge"), id="difference.merge",
                tooltip=N_("Keep what was edited by hand and what is new; the edited file is kept beside it.")),
        Binding("o", "overwrite", N_("write over"), id="difference.overwrite",
                tooltip=N_("Write the file anew; what was edited by hand is lost.")),
        Binding("escape", "leave", N_("keep it"), id="difference.leave",
                tooltip=N_("Leave the file as it is.")),
    ]  # fmt: skip

    def __init__(self, message: str, difference: str, *, merges: bool = False) -> None:
        """Show a difference, line by line, and offer to merge where the file is one that can be merged."""
        super().__init__()
        self._message, self._difference, self._merges = message, difference, merges

    def compose(self) -> ComposeResult:
        """Yield the lines that go and those that come, by sign and colour."""
        lines = [Content.styled(line, secret(STYLES.get(line[:1], ""))) for line in self._difference.splitlines()]
        with VerticalScroll(classes="dialog -wide-text") as box:
            box.border_title = Content(self._message)
            yield Static(Content("\n").join(lines))
            if not self._merges:
                yield Static(Content(f"\n{not_merged()}"), classes="fact", id="instead")
            with Vertical(id="below"), Horizontal(id="buttons"):
                yield Button(Content(_("Keep the file")), variant="primary", id="leave", compact=True)
                if self._merges:
                    yield Button(Content(_("Merge")), id="merge", compact=True)
                yield Button(Content(_("Write over it")), id="overwrite", compact=True)
        yield ScreenKeys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to merge only where that is possible."""
        return self._merges if action == "merge" else super().check_action(action, parameters)

    @on(Button.Pressed, "#merge")
    def action_merge(self) -> None:
        """Keep both."""
        self.dismiss("merge")

    @on(Button.Pressed, "#overwrite")
    def action_overwrite(self) -> None:
        """Write the file anew."""
        self.dismiss("overwrite")
