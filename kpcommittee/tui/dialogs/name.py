"""Asking for a name: one of those offered, or any other that is typed."""

from collections.abc import Sequence
from itertools import chain, repeat
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from kpcommittee.locale import N_
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.pick import DIGITS

LONGEST = 80
"""Characters of a name."""


class NameLine(Line):
    """An input for a name. Digits pick a row, since no name contains one."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave the digits to the dialog."""
        return key not in DIGITS and super().check_consume_key(key, character)


class NameDialog(LocalizedScreen, ModalScreen[str | None]):
    """Asks for a name. The typed text narrows the list, and is the name itself unless a row is marked."""

    CSS_PATH = "dialog.tcss"
    DEFAULT_CLASSES = "framed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "take", N_("choose"), id="name.take", tooltip=N_("Choose the marked row, else what is typed.")
        ),
        Binding("escape", "leave", N_("cancel"), id="name.leave", tooltip=N_("Close and change nothing.")),
        Binding("down", "step(1)", N_("down"), id="name.down", tooltip=N_("Go one row down."), show=False),
        Binding("up", "step(-1)", N_("up"), id="name.up", tooltip=N_("Go one row up."), show=False),
        *(
            Binding(
                digit, f"nth({place})", N_("choose by number"), id=f"name.{digit}", show=False, priority=True,
                tooltip=N_("Choose the row with that number."),
            )
            for place, digit in enumerate(DIGITS)
        ),
    ]  # fmt: skip

    line = query_one(Line)
    rows = query_one(KeyList)

    def __init__(self, heading: str, label: str, offered: Sequence[tuple[str, str]] = ()) -> None:
        """Take the heading, the label of the line, and pairs of a name and its text in the list."""
        super().__init__()
        self._heading, self._label = heading, label
        self._offered = self._shown = tuple(offered)

    def compose(self) -> ComposeResult:
        """Yield the line, and the list below."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._heading)
            line = NameLine(self._label)
            line.max_length = LONGEST
            yield line
            rows = KeyList()
            rows.can_focus = False
            yield rows
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Show everybody who is offered."""
        self._show()

    @on(Line.Changed)
    def _show(self) -> None:
        search_text = self.line.value.strip().casefold()
        self._shown = tuple(pair for pair in self._offered if search_text in pair[1].casefold())
        # Only rows that a digit picks show one.
        rows = zip(chain(DIGITS, repeat(" ")), self._shown, strict=False)
        labels = [Option(Content(f"{digit}  {label}")) for digit, (_name, label) in rows]
        self.rows.set_options(labels)
        self.rows.highlighted = None
        self.rows.display = bool(labels)

    def action_step(self, by: int) -> None:
        """Mark the next row, or the one before."""
        if by > 0:
            self.rows.action_cursor_down()
        else:
            self.rows.action_cursor_up()

    def action_nth(self, place: int) -> None:
        """Choose the row at that place, from 0."""
        if place < len(self._shown):
            self.dismiss(self._shown[place][0])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.action_nth(event.option_index)

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Close with the marked row, else with the typed name; with None if there is neither."""
        place = self.rows.highlighted
        self.dismiss(self.line.written or None if place is None else self._shown[place][0])
