"""A scrolling page: sections one below the other, of which only the visible lines are drawn."""

from bisect import bisect_right
from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip

from kpcommittee.tui.widgets.lines import Lines
from kpcommittee.tui.widgets.markdown import Section

GAP = 1
"""Cells between the text and a scrollbar."""


class Page(Lines):
    """Sections as wide as the room allows, in one widget: a widget costs as much as its text."""

    DEFAULT_CSS = """
    Page { overflow-x: hidden; width: 1fr; height: 1fr; }
    """

    def __init__(
        self,
        sections: Iterable[Section] = (),
        *,
        id: str | None = None,  # noqa: A002 (the framework's own name)
        classes: str | None = None,
    ) -> None:
        """Take the first sections."""
        super().__init__(id=id, classes=classes)
        self.sections = tuple(sections)
        self._alone: int | None = None
        """The place of the only section that is shown; None for all."""
        self._tops: list[int] = []
        """The line on which each section begins."""
        self._laid_out: Size | None = None
        """The size that the lines were made for."""

    def show(self, sections: Iterable[Section]) -> None:
        """Show other sections."""
        self.sections, self._alone = tuple(sections), None
        self._lay_out_anew()

    def show_alone(self, place: int | None) -> None:
        """Show one section only, or all of them."""
        if place != self._alone:
            self._alone = place
            self._lay_out_anew()

    def scroll_to_section(self, place: int) -> None:
        """Bring a section to the top."""
        self.make_lines()
        self.scroll_to(y=self._tops[place], animate=False)

    # Laying out

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many lines the text needs at that width, for a page as high as its text."""
        return len(self._wrapped(width)[0])

    def _lay_out_anew(self) -> None:
        self._laid_out = None
        self.make_lines()
        self.refresh(layout=self.styles.auto_dimensions)

    def make_lines(self) -> None:
        """Make the lines for the available room, unless they exist; a scrollbar takes part of it."""
        room = self.content_size
        if room == self._laid_out or not room:
            return
        width = room.width
        text_width = width - self.styles.scrollbar_size_vertical - GAP
        sections = [section for place, section in enumerate(self.sections) if self._alone in (None, place)]
        overflows = sum(len(section.blocks) + 1 for section in sections) > room.height  # a block has at least one line
        lines, tops = self._wrapped(text_width if overflows else width)
        if not overflows and len(lines) > room.height:
            lines, tops = self._wrapped(text_width)
        section_read = bisect_right(self._tops, self.scroll_offset.y) - 1 if self._laid_out else 0
        above = self.scroll_offset.y - self._tops[section_read] if section_read > 0 else 0
        self._tops, self._laid_out = tops, room
        self.set_lines(lines, width)
        if section_read > 0:  # the section being read stays at the top, as far as its length allows
            following = [*tops[section_read + 1 : section_read + 2], len(lines)][0]
            self.scroll_to(y=min(tops[section_read] + above, following - 1), animate=False, immediate=True)

    def _wrapped(self, width: int) -> tuple[list[Content], list[int]]:
        """Return the lines at that width, and where each section begins."""
        lines: list[Content] = []
        tops: list[int] = []
        for place, section in enumerate(self.sections):
            tops.append(len(lines))
            if self._alone in (None, place):
                lines += section.lines(width)
        return lines, tops

    # Selecting with the mouse

    def strip_at(self, place: int) -> Strip:
        """Draw a line, each cell with its place in the text for the mouse."""
        return super().strip_at(place).apply_offsets(0, place)

    def line_at(self, place: int) -> Content:
        """Return a line with the selection marked."""
        line, span = super().line_at(place), self.text_selection.get_span(place) if self.text_selection else None
        if span is None:
            return line
        start, end = span
        marked = self.screen.get_visual_style("screen--selection")
        return line.stylize(marked, start, len(line) if end == -1 else end)

    def selection_updated(self, selection: Selection | None) -> None:
        """Redraw the selection."""
        self._strips.clear()
        super().selection_updated(selection)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text, and what ends it."""
        return selection.extract("\n".join(line.plain for line in self._lines)), "\n"
