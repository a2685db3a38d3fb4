"""A list to move in with the arrows or with `j k g G`; enter belongs to the dialog around it."""

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import OptionList

from kpcommittee.tui.widgets.field_keys import row_keys


class KeyList(OptionList):
    """Rows of which one is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [*row_keys("list", "first", "last")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the dialog."""
        return False if action == "select" else super().check_action(action, parameters)
