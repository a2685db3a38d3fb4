"""The floor of a first picture: an app of one Static that paints a text and answers a key."""

import sys

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static


class Bare(App[None]):
    """Paints `PAINTED`; `down` makes it `ANSWERED` and a number, `q` leaves."""

    BINDINGS = [Binding("down", "answer", show=False), Binding("q", "quit", show=False)]  # noqa: RUF012

    answers = 0

    def compose(self) -> ComposeResult:
        """The one widget."""
        yield Static("PAINTED")

    def on_ready(self) -> None:
        """Import the library of the tables too, when the memory is compared."""
        if "--tables" in sys.argv:
            import sqlmodel  # noqa: F401, PLC0415

            self.query_one(Static).update("IMPORTED")

    def action_answer(self) -> None:
        """Paint another text."""
        self.answers += 1
        self.query_one(Static).update(f"ANSWERED {self.answers}")


def main() -> None:
    """Run it."""
    Bare().run()
