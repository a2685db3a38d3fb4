"""A panel: wrapped, scrolling lines that are drawn from the state."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import var

from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.lines import Lines


class Panel(Lines):
    """Lines in a frame."""

    ALLOW_SELECT = False
    """A key copies the whole text: a selection would be cut at every wrapped line."""

    GAP: ClassVar[int] = 1
    """Columns between the lines and the scrollbar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", show=False),
        Binding("k,up", "scroll_up", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("G,end", "scroll_end", show=False),
    ]

    state: var[ScreenState | None] = var(None, init=False)

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id=id)
        self._titles = ("", "")
        self._drawn: tuple[ScreenState | None, int] = (None, 0)

    def subject(self, state: ScreenState) -> object:
        """Return what the panel is about: a new subject is shown from its first line."""
        return state.chosen

    def titles(self, state: ScreenState) -> tuple[str, str]:
        """Return the texts of the upper and the lower edge."""
        raise NotImplementedError

    def lines(self, state: ScreenState, width: int) -> list[Content]:
        """Return the content."""
        raise NotImplementedError

    def watch_state(self, before: ScreenState | None, after: ScreenState | None) -> None:
        """Show another state."""
        if before is not None and after is not None and self.subject(before) != self.subject(after):
            self.scroll_home(animate=False, immediate=True)
        self.make_lines()
        if after is not None:
            self._entitle(self.titles(after))

    def _entitle(self, titles: tuple[str, str]) -> None:
        """Set the titles only if they changed: setting them redraws the whole panel."""
        if titles != self._titles:
            self._titles = titles
            self.border_title, self.border_subtitle = map(Content, titles)

    def on_resize(self, _event: events.Resize) -> None:
        """Fit the titles to the new width as well."""
        if self.state is not None:
            self._entitle(self.titles(self.state))

    def make_lines(self) -> None:
        """Make the lines for the available width, unless they exist."""
        state, width = self.state, self.scrollable_content_region.width - self.GAP
        if state is None or width <= 0 or (self._drawn[0] is state and self._drawn[1] == width):
            return
        lines = self.lines(state, width)
        pairs = enumerate(zip(lines, self._lines, strict=False)) if self._drawn[1] == width else ()
        self.set_lines(lines, width, {place for place, (line, before) in pairs if line.is_same(before)})
        self._drawn = (state, width)

    def line_under(self, event: events.MouseEvent) -> int | None:
        """Return the line under the mouse; None outside the lines."""
        offset = event.get_content_offset(self)
        place = offset.y + self.scroll_offset.y if offset else len(self._lines)
        return place if place < len(self._lines) else None

    @property
    def overflows(self) -> bool:
        """Whether there is more to read than fits."""
        return len(self._lines) > self.scrollable_content_region.height > 0

    def read_on(self) -> None:
        """Show the next page, or the first again after the last."""
        if self.scroll_offset.y >= self.max_scroll_y:
            self.scroll_home(animate=False, immediate=True)
        else:
            self.scroll_page_down(animate=False)
