"""What somebody has changed by hand in a file, before it is written over."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from kpcommittee.locale import N_, _
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.text import BAD, GOOD, MUTED

STYLES = {"+": GOOD, "-": BAD, "@": MUTED}


class DifferenceDialog(LocalizedScreen, ModalScreen[bool | None]):
    """Asks whether a file that was edited by hand is written over."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "overwrite", N_("write over"), id="difference.overwrite",
                tooltip=N_("Write the file anew; what was edited by hand is lost.")),
        Binding("escape", "leave", N_("keep it"), id="difference.leave",
                tooltip=N_("Leave the file as it lies there.")),
    ]  # fmt: skip

    def __init__(self, message: str, difference: str) -> None:
        """Show a difference, line by line."""
        super().__init__()
        self._message, self._difference = message, difference

    def compose(self) -> ComposeResult:
        """The lines that go and those that come, by sign and colour."""
        lines = [Content.styled(line, STYLES.get(line[:1], "")) for line in self._difference.splitlines()]
        with VerticalScroll(classes="dialog -wide-text") as box:
            box.border_title = Content(self._message)
            yield Static(Content("\n").join(lines))
            with Vertical(id="below"), Horizontal(id="buttons"):
                yield Button(Content(_("Keep the file")), variant="primary", id="leave", compact=True)
                yield Button(Content(_("Write over it")), id="overwrite", compact=True)
        yield ScreenKeys()

    @on(Button.Pressed, "#overwrite")
    def action_overwrite(self) -> None:
        """Write the file anew."""
        self.dismiss(True)  # noqa: FBT003 (the dialog's answer)
