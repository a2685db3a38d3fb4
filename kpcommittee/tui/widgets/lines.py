"""Scrolling lines, made for the available width and drawn when they become visible."""

from collections.abc import Collection

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class Lines(ScrollView, can_focus=True):
    """One widget for all its lines; only visible lines are ever drawn."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (the framework's own name)
        """Begin empty."""
        super().__init__(id=id, classes=classes)
        self._lines: list[Content] = []
        self._strips: dict[int, Strip] = {}
        """Line → its strip."""

    def make_lines(self) -> None:
        """Make the lines for the available room and pass them to `set_lines`, unless they exist."""
        raise NotImplementedError

    def set_lines(self, lines: list[Content], width: int, same: Collection[int] = ()) -> None:
        """Show other lines.

        Args:
            lines: all of them, wrapped.
            width: the width they were made for.
            same: the places of unchanged lines.
        """
        if not len(same) == len(lines) == len(self._lines):
            self._strips = {place: strip for place, strip in self._strips.items() if place in same}
            self.refresh()
        self._lines = lines
        if self.virtual_size != (size := Size(width, len(lines))):
            self.virtual_size = size
            self._scroll_update(size)  # as OptionList does: else the scrollbar follows one picture later

    @property
    def plain(self) -> str:
        """The lines as text, wrapped as on the screen."""
        return "\n".join(line.plain.rstrip() for line in self._lines)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap for the new width."""
        self.make_lines()

    def notify_style_update(self) -> None:
        """Redraw in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the visible lines, which are first made again if they are out of date."""
        self.make_lines()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        place = y + self.scroll_offset.y
        if place >= len(self._lines):
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        if place not in self._strips:
            self._strips[place] = self.strip_at(place)
        return self._strips[place]

    def strip_at(self, place: int) -> Strip:
        """Return the strip of a line, drawn anew."""
        (strip,) = Visual.to_strips(self, self.line_at(place), self.size.width, 1, self.visual_style)
        return strip

    def line_at(self, place: int) -> Content:
        """Return a line as it looks now."""
        return self._lines[place]
