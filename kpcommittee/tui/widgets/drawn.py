"""Lines that a function draws for the available width, and a box to scroll them with the usual keys."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from kpcommittee.locale import N_

Draw = Callable[[Size], list[Content]]
"""Returns the lines for the available width; the height is that of the box."""


class Drawn(Widget):
    """A widget as high as its lines."""

    DEFAULT_CSS = """
    Drawn { height: auto; width: 1fr; }
    """

    @dataclass
    class Clicked(Message):
        """The lines were clicked."""

        offset: Offset
        """The clicked cell."""
        twice: bool

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id=id)
        self._how: Draw = lambda _size: []
        self._drawn_for, self._kept = Size(-1, -1), list[Content]()

    def show(self, draw: Draw) -> None:
        """Draw something else."""
        self._how, self._drawn_for = draw, Size(-1, -1)
        self.refresh(layout=True)

    def render(self) -> Content:
        """Return the lines, one below the other."""
        height = self._drawn_for.height if self._drawn_for.height >= 0 else self.size.height
        return Content("\n").join(self._drawn(Size(self.content_size.width, height)))

    def on_click(self, event: Click) -> None:
        """Report where the lines were clicked."""
        if (offset := event.get_content_offset(self)) is not None:
            self.post_message(self.Clicked(offset, event.chain == 2))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many lines are drawn at that width."""
        return len(self._drawn(Size(width, container.height)))

    def _drawn(self, size: Size) -> list[Content]:
        if self._drawn_for != size:
            self._drawn_for, self._kept = size, self._how(size)
        return self._kept


class Reader(VerticalScroll):
    """A box that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", N_("down"), id="reader.down", tooltip=N_("Read on."), show=False),
        Binding("k", "scroll_up", N_("up"), id="reader.up", tooltip=N_("Read back."), show=False),
        Binding("g", "scroll_home", N_("first"), id="reader.top", tooltip=N_("Go to the beginning."), show=False),
        Binding("G", "scroll_end", N_("last"), id="reader.bottom", tooltip=N_("Go to the end."), show=False),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave left and right to the screen: nothing is wider than the box."""
        return action not in ("scroll_left", "scroll_right") and super().check_action(action, parameters)
