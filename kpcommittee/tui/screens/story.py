"""The story of one child over the years and across all its cases, the oldest entry first."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from kpcommittee.domain.case import Case
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.rectifying import current_data
from kpcommittee.services.stories import config_naming, entries
from kpcommittee.tui.base import ReadingScreen, reading_keys
from kpcommittee.tui.dialogs.rectify import RectifyDialog
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.screens.help import ExplainedScreen, help_key, leave_key
from kpcommittee.tui.veil import veil
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.text import MUTED, STRONG, labelled, text
from kpcommittee.views.stories import cases_line, entry_day, entry_line

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

DATE, WIDEST = 12, 100
"""Cells of the date, and the most of a line."""


class StoryScreen(ExplainedScreen, ReadingScreen, Screen[None]):
    """Tells what happened to a child: grants, decisions, placements and follow-ups."""

    CSS_PATH = "story.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("story"),
        leave_key("story", N_("Go back.")),
        Binding("X", "rectify", N_("put right"), id="story.rectify",
                tooltip=N_("Put wrong personal data of this case right: name, birth date, number, who is informed.")),
        *reading_keys("story"),
    ]  # fmt: skip

    page = query_one("#page", Static)

    def __init__(self, session: "Session", case_number: str, case: Case | None = None) -> None:
        """Show the story of a case's child.

        Raises:
            KpError: the case is unknown, or the journal cannot be read.
        """
        super().__init__()
        self._session, self._case_number, self._case = session, case_number, case
        self._story, self._happened = entries(session, case_number, case)

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(classes="text") as box:
            box.border_title = self._title
            yield Static(id="page")
        yield ScreenKeys()

    @property
    def _title(self) -> Content:
        """The child's cases, after its initials if they are known."""
        title = cases_line(self._story)
        return Content(f"{self._case.child.initials} · {title}" if self._case else title)

    def on_mount(self) -> None:
        """Begin with the oldest."""
        super().on_mount()
        self.show_again()

    def on_resize(self) -> None:
        """Break the lines again."""
        self.show_again()

    def show_again(self) -> None:
        """Redraw the story as the room may read it now."""
        happened = (veil() if hides(self.app) else number_mask()).rewrite(self._happened)
        width = min(WIDEST, self.size.width - 6)
        several = len(self._story.case_numbers) > 1
        lines: list[Content] = []
        year, config = None, config_naming(self._session, self._happened)
        for event, entry in zip(self._happened, happened, strict=True):
            if event.on is not None and event.on.year != year:
                year = event.on.year
                lines += [*([Content("")] if lines else []), text((str(year), STRONG))]
            word = Content(entry_line(entry, config, several=several))
            lines += labelled(entry_day(entry), [word], max(DATE + 8, width), DATE)
        self.page.update(Content("\n").join(lines or [text((_("Nothing has happened yet."), MUTED))]))

    # Rectifying

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse a rectification while another program records."""
        if action == "rectify":
            return self._session.hold.reading is None or None
        return super().check_action(action, parameters)

    def action_rectify(self) -> None:
        """Rectify personal data of the case."""
        try:
            dialog = RectifyDialog.at(self._session, self._case_number)
        except KpError as error:
            self.notify(error.lines, severity="warning", timeout=10, markup=False)
        else:
            self.app.push_screen(dialog, lambda _left: self._renew())

    def _renew(self) -> None:
        """Show the story as it is now."""
        if self._case is not None:
            who = current_data(self._session, self._case_number).identity
            child = self._case.child
            name, born = who.name or child.name, who.birth_date or child.birth_date
            self._case = replace(self._case, child=replace(child, name=name, birth_date=born, cpr=who.cpr))
        self._story, self._happened = entries(self._session, self._case_number, self._case)
        self.text.border_title = self._title
        self.show_again()
