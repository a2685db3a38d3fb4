"""A list that moves with the arrows or with `j k g G`; enter belongs to the dialog."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.widgets import OptionList

from kpcommittee.locale import N_


def up_and_down(owner: str) -> tuple[Binding, Binding]:
    """Return the arrow keys of a field without rows of its own."""
    down, up = N_("Go to the next field."), N_("Go to the previous field.")
    return (
        Binding("down", "app.focus_next", N_("down"), id=f"{owner}.down", tooltip=down, show=False),
        Binding("up", "app.focus_previous", N_("up"), id=f"{owner}.up", tooltip=up, show=False),
    )


def row_keys(owner: str) -> tuple[Binding, ...]:
    """Return `j k g G` for a list of rows."""
    return (
        Binding("j", "cursor_down", N_("down"), id=f"{owner}.down", tooltip=N_("Go one row down."), show=False),
        Binding("k", "cursor_up", N_("up"), id=f"{owner}.up", tooltip=N_("Go one row up."), show=False),
        Binding("g", "first", N_("first"), id=f"{owner}.first", tooltip=N_("Go to the first row."), show=False),
        Binding("G", "last", N_("last"), id=f"{owner}.last", tooltip=N_("Go to the last row."), show=False),
    )


class KeyList(OptionList):
    """A list of rows with one highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [*row_keys("list")]

    @dataclass
    class ClickedTwice(Message):
        """The highlighted row was clicked again."""

    def on_click(self, event: Click) -> None:
        """Announce a second click on a row."""
        if event.chain == 2 and "option" in event.style.meta:
            self.post_message(self.ClickedTwice())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the dialog."""
        return False if action == "select" else super().check_action(action, parameters)
