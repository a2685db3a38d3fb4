"""A name that the config does not have."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input

from kpcommittee.locale import N_
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.key_bar import ScreenKeys

LONGEST = 80
"""Characters of a name."""


class NameDialog(LocalizedScreen, ModalScreen[str | None]):
    """Asks for one name."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", N_("take"), id="name.take", tooltip=N_("Take the name.")),
        Binding("escape", "leave", N_("close"), id="name.leave", tooltip=N_("Close and change nothing.")),
    ]

    line = query_one(Line)

    def __init__(self, heading: str, label: str) -> None:
        """Take the heading, and what the line asks for."""
        super().__init__()
        self._heading, self._label = heading, label

    def compose(self) -> ComposeResult:
        """One line."""
        with Vertical(classes="dialog -list") as box:
            box.border_title = Content(self._heading)
            line = Line(self._label)
            line.max_length = LONGEST
            yield line
        yield ScreenKeys()

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Take the name; nothing was typed is nothing."""
        self.dismiss(self.line.said or None)
