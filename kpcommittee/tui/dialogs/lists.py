"""A list to move in with the arrows or with `j k g G`; enter belongs to the dialog around it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from kpcommittee.locale import N_


class Options(OptionList):
    """Rows of which one is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", N_("down"), id="list.down", tooltip=N_("Go one row down."), show=False),
        Binding("k", "cursor_up", N_("up"), id="list.up", tooltip=N_("Go one row up."), show=False),
        Binding("g", "first", N_("first"), id="list.first", tooltip=N_("Go to the first row."), show=False),
        Binding("G", "last", N_("last"), id="list.last", tooltip=N_("Go to the last row."), show=False),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the dialog."""
        return False if action == "select" else super().check_action(action, parameters)
