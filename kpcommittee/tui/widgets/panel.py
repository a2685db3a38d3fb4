"""A panel: wrapped lines that scroll, drawn from the table."""

from itertools import zip_longest
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from kpcommittee.tui.table import Table

BLOCK = 48
"""Lines that are drawn at a time."""


class Panel(ScrollView, can_focus=True):
    """Draws its lines itself: one widget a panel, whatever it shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", show=False),
        Binding("k,up", "scroll_up", show=False),
        Binding("g,home", "scroll_home", show=False),
        Binding("G,end", "scroll_end", show=False),
    ]

    # No text is a link, wherever it comes from; every drawn line would be searched for some.
    auto_links = var(default=False)

    table: var[Table | None] = var(None, init=False)

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id=id)
        self._lines: list[Content] = []
        self._strips: dict[int, list[Strip]] = {}
        """Block → its drawn lines: what is never scrolled to is never drawn."""
        self._drawn: tuple[Table | None, int] = (None, 0)
        self._titles = ("", "")
        self._blank: Strip | None = None
        """A line that is not there; to look its style up takes longer than to draw it."""

    def subject(self, table: Table) -> object:
        """What the panel is about: another one is shown from its first line."""
        return table.chosen

    def titles(self, table: Table) -> tuple[str, str]:
        """What stands in the upper and in the lower edge."""
        raise NotImplementedError

    def lines(self, table: Table, width: int) -> list[Content]:
        """What stands in the panel."""
        raise NotImplementedError

    def watch_table(self, before: Table | None, after: Table | None) -> None:
        """Draw the table that lies there now."""
        if before is not None and after is not None and self.subject(before) != self.subject(after):
            self.scroll_home(animate=False, immediate=True)
        if after is not None:
            self._entitle(*self.titles(after))
        self.draw()

    def _entitle(self, upper: str, lower: str) -> None:
        """Write the titles when they changed: that draws the whole panel."""
        if (upper, lower) != self._titles:
            self._titles = (upper, lower)
            self.border_title, self.border_subtitle = Content(upper), Content(lower)

    def on_resize(self, _event: Resize) -> None:
        """Wrap for the new width."""
        self.draw()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._blank = None

    def draw(self) -> None:
        """Wrap the lines, unless that is done, and have those drawn that changed."""
        before = self._lines
        self._wrap()
        changed = [y for y, (was, line) in enumerate(zip_longest(before, self._lines)) if not _same(was, line)]
        if changed:
            self.refresh_lines(changed[0], changed[-1] - changed[0] + 1)

    def _wrap(self) -> None:
        table, (room, height) = self.table, self.scrollable_content_region.size
        width = room - self.show_vertical_scrollbar  # a column between the text and the bar
        if table is None or width <= 0 or (self._drawn[0] is table and self._drawn[1] == width):
            return
        self._drawn = (table, width)
        lines = self.lines(table, width)
        if lines is not self._lines:
            self._lines = lines
            self._strips.clear()
            # At least what there is room for: another size has the whole screen laid out anew.
            self.virtual_size = Size(room, max(len(lines), height))

    def render_line(self, y: int) -> Strip:
        """One line of the panel."""
        self._wrap()  # the first picture is drawn before the size is told
        block, place = divmod(y + self.scroll_offset.y, BLOCK)
        width = self.size.width
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip.blank(width, self.rich_style)
        if block * BLOCK + place >= len(self._lines):
            return self._blank
        if block not in self._strips:
            self._strips[block] = self._draw_lines(self._lines[block * BLOCK : (block + 1) * BLOCK])
        strip = self._strips[block][place]
        return strip if strip.cell_length == width else strip.adjust_cell_length(width, self.rich_style)

    def _draw_lines(self, lines: list[Content]) -> list[Strip]:
        width = self._drawn[1]
        whole = Content("\n").join(line.truncate(width) if line.cell_length > width else line for line in lines)
        return Visual.to_strips(self, whole, width, len(lines), self.visual_style, pad=True)

    @property
    def plain(self) -> str:
        """What stands in the panel, as text to copy."""
        return "\n".join(line.plain.rstrip() for line in self._lines)


def _same(one: Content | None, other: Content | None) -> bool:
    """Whether two lines look alike; contents are equal by their text alone."""
    return one is other or (one is not None and other is not None and one.is_same(other))
