"""The floor of a change on the screen: the same texts in Statics of the same size, put there by `update`.

    panels.py FRAMES

FRAMES is JSON: a list of frames, each a list of panels `[row, column, width, height, text]`.
"""

import json
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static

Panel = tuple[int, int, int, int, str]


class Panels(App[None]):
    """Shows one frame; `down` shows the next one."""

    CSS = "Static { position: absolute; }"
    BINDINGS = [Binding("down", "next", show=False), Binding("q", "quit", show=False)]  # noqa: RUF012

    def __init__(self, frames: list[list[Panel]]) -> None:
        """Start with the first frame."""
        super().__init__()
        self.frames, self.at = frames, 0

    def compose(self) -> ComposeResult:
        """A Static for every panel, where the panel is."""
        for row, column, width, height, text in self.frames[0]:
            static = Static(text, markup=False)
            static.styles.offset, static.styles.width, static.styles.height = (column, row), width, height
            yield static

    def action_next(self) -> None:
        """Update every panel with its text in the next frame."""
        self.at = (self.at + 1) % len(self.frames)
        for static, panel in zip(self.query(Static), self.frames[self.at], strict=True):
            static.update(panel[4])


def main() -> None:
    """Run it."""
    Panels(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()
