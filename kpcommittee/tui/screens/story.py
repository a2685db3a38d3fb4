"""The story of one child over the years and all its cases, the oldest first."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from kpcommittee.domain.case import Case
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.review.timeline import Entry, Story
from kpcommittee.locale import N_, _
from kpcommittee.services.stories import entries
from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.screens.help import ExplainedScreen, help_key
from kpcommittee.tui.veil import veil
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.text import MUTED, STRONG, labelled, text
from kpcommittee.views.stories import cases_line, entry_line
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

DATE, WIDEST = 12, 100
"""Cells of the date, and of a line at most."""


class StoryScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """Tells what happened to a child: grants, decisions, placements and follow-ups."""

    CSS_PATH = "story.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("story"),
        Binding("escape,H,q", "leave", N_("back"), key_display="esc", id="story.leave",
                tooltip=N_("Go back to where you came from.")),
        *reading_keys("story"),
    ]  # fmt: skip

    page = query_one("#page", Static)

    def __init__(self, story: Story, happened: Sequence[Entry], word: Callable[[Entry], str], title: str = "") -> None:
        """Tell a story.

        Args:
            story: whose it is.
            happened: its entries, the oldest first.
            word: words an entry in one line.
            title: who it is about, where a name may be shown by its initials.
        """
        super().__init__()
        self._story, self._happened, self._word, self._title = story, tuple(happened), word, title

    @classmethod
    def at(cls, session: "Session", case_number: str, case: Case | None = None) -> Self:
        """Return the story of the child of a case.

        Raises:
            KpError: nothing is known of the case, or the journal cannot be read.
        """
        story, happened = entries(session, case_number, case)
        several = len(story.case_numbers) > 1
        initials = case.child.initials if case else ""
        return cls(story, happened, lambda entry: entry_line(entry, session.config, several=several), initials)

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(classes="text") as box:
            title = cases_line(self._story)
            box.border_title = Content(f"{self._title} · {title}" if self._title else title)
            yield Static(id="page")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin with the oldest."""
        super().on_mount()
        self.show_again()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.show_again()

    def show_again(self) -> None:
        """Show as much as the room may read now."""
        shown = (veil() if hides(self.app) else number_mask()).over(self._happened)
        width = min(WIDEST, self.size.width - 6)
        lines: list[Content] = []
        for year, entry in zip((event.on.year for event in self._happened), shown, strict=True):
            if not lines or self._year != year:
                lines += [*([Content("")] if lines else []), text((str(year), STRONG))]
            self._year = year
            word = Content(self._word(entry))
            lines += labelled(figures.date_short(entry.on), [word], max(DATE + 8, width), DATE)
        self.page.update(Content("\n").join(lines or [text((_("Nothing has happened yet."), MUTED))]))

    _year = 0
