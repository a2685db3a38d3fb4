"""The keys that work now: derived from the bindings, `?` first."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from kpcommittee.locale import _
from kpcommittee.tui.widgets.lines import KEY, text

MOST = 7
"""Keys at a time; all others are in the help and the command palette."""


class KeyBar(Widget):
    """One line that always fits: what has no room is left out from the end."""

    keys: var[tuple[Binding, ...]] = var((), init=False)

    @dataclass
    class Pressed(Message):
        """A key was clicked."""

        action: str

    def __init__(self, keys: tuple[Binding, ...]) -> None:
        super().__init__()
        self.set_reactive(KeyBar.keys, keys)

    def watch_keys(self, _before: Sequence[Binding], _after: Sequence[Binding]) -> None:
        """Draw the line anew."""
        self.refresh()

    def render(self) -> Content:
        """The keys and what they do."""
        parts: list[tuple[str, str]] = []
        for binding, label, width in self._fitting():
            shown = shown_key(binding)
            gap = width - cell_len(shown) - cell_len(label) - 1
            parts += [(shown, f"bold {KEY}"), (f" {label}{' ' * gap}", "")]
        return text(*parts)

    def _fitting(self) -> list[tuple[Binding, str, int]]:
        """The keys there is room for, each with its label and its cells; set closer before one is left out."""
        keys = [(binding, _(binding.description)) for binding in self.keys[:MOST]]
        width = self.content_size.width
        words = sum(cell_len(shown_key(binding)) + 1 + cell_len(label) for binding, label in keys)
        gap = 3 if words + 3 * (len(keys) - 1) <= width else 2
        cells = [cell_len(shown_key(binding)) + 1 + cell_len(label) + gap for binding, label in keys]
        while cells and sum(cells) - gap > width:
            cells.pop()
        return [(*key, cell) for key, cell in zip(keys, cells, strict=False)]

    def on_click(self, event: Click) -> None:
        """A click presses the key."""
        right = 0
        for binding, _label, cells in self._fitting():
            right += cells
            if event.x < right:
                self.post_message(self.Pressed(binding.action))
                return


def shown_key(binding: Binding) -> str:
    """The key as it is printed on the keyboard."""
    return binding.key_display or binding.key
