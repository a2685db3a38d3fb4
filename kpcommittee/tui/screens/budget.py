"""The money of a year: the frame, providers, own against external ones, and who may be brought home."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from kpcommittee.locale import N_
from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.screens.help import ExplainedScreen, help_key, leave_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.text import STRONG, text

COLUMNS = 77
"""Width of the page in a terminal of 80 columns: without a blank at each side, and a scrollbar."""
BESIDE = 3
"""Columns that the page cannot use."""


class BudgetScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """Shows what `kpcommittee budget` prints, year by year."""

    CSS_PATH = "budget.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("budget"),
        Binding("n,right", "year(1)", N_("next year"), id="budget.next", tooltip=N_("Show the next year.")),
        Binding("p,left", "year(-1)", N_("year before"), id="budget.before", tooltip=N_("Show the previous year.")),
        leave_key("budget"),
        *reading_keys("budget"),
    ]  # fmt: skip

    page = query_one("#page", Static)

    def __init__(self, year: int, render: Callable[[int, int], str], years: range) -> None:
        """Show a year.

        Args:
            year: the year to begin with.
            render: returns the text of a year, in that many columns.
            years: those that can be shown.
        """
        super().__init__()
        self._year, self._render_year, self._years = year, render, years

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(classes="text"):
            yield Static(self._page, id="page")
        yield ScreenKeys()

    @property
    def _page(self) -> Content:
        """The year, laid out for the available columns."""
        width = self.size.width or self.app.size.width
        return _with_headings(self._render_year(self._year, min(COLUMNS, width - BESIDE)))

    def on_resize(self) -> None:
        """Lay the page out again."""
        self.page.update(self._page)

    def action_year(self, by: int) -> None:
        """Show another year."""
        if self._year + by in self._years:
            self._year += by
            self.page.update(self._page)
            self.action_top()


def _with_headings(printed: str) -> Content:
    """Return a printed page for the screen: a line underlined by signs becomes a heading."""
    lines: list[Content] = []
    for line in printed.split("\n"):
        if len(line) > 1 and set(line) in ({"="}, {"-"}):
            lines[-1] = text((lines[-1].plain, STRONG))
        else:
            lines.append(Content(line))
    return Content("\n").join(lines)
