"""A box that is on or off by its sign, not by its shade: `[x]` or `[ ]`."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Checkbox

from kpcommittee.locale import N_
from kpcommittee.tui.widgets.key_list import up_and_down

ON, OFF = "[x] ", "[ ] "


class Tick(Checkbox, inherit_bindings=False):
    """On or off; enter belongs to the dialog around it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_button", N_("on or off"), id="tick.toggle", tooltip=N_("Set it, or take it back.")),
        *up_and_down("tick"),
    ]

    def render(self) -> Content:
        """Return the box and its label."""
        return Content.assemble(ON if self.value else OFF, (self.label.plain, self.get_visual_style("toggle--label")))

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 (the framework's signature)
        """Return the width of both."""
        return len(ON) + self.label.cell_length
