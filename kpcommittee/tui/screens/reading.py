"""A page that is opened by a key of the meeting and read from above."""

from textual.binding import Binding
from textual.screen import Screen

from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.screens.help import ExplainedScreen, help_key, leave_key


class PageScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """A screen of one page: a widget of the class `text`. Its keys are those of `page_keys`, and its own."""

    CSS_PATH = "reading.tcss"


def page_keys(owner: str) -> tuple[Binding, ...]:
    """Return help, leaving and reading on, for the screen that the meeting's key of that name opens."""
    return (help_key(owner), leave_key(owner), *reading_keys(owner))
