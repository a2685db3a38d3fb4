"""A page that a key of the meeting opens, read from the top."""

from textual.binding import Binding
from textual.screen import Screen

from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.screens.help import ExplainedScreen, help_key, leave_key


class PageScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """A screen with one page, a widget of the class `text`. Its keys are those of `page_keys` and its own."""

    CSS_PATH = "reading.tcss"


def page_keys(owner: str) -> tuple[Binding, ...]:
    """Return the keys for help, leaving and scrolling, for the screen that the key of that name opens."""
    return (help_key(owner), leave_key(owner), *reading_keys(owner))
