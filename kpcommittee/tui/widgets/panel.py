"""A panel: wrapped lines that scroll, drawn from the table."""

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

    table: var[Table | None] = var(None, init=False)

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id=id)
        self._lines: list[Content] = []
        self._strips: dict[int, list[Strip]] = {}
        """Block → its drawn lines: what is never scrolled to is never drawn."""
        self._drawn: tuple[Table | None, int] = (None, 0)

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
            self.border_title, self.border_subtitle = (Content(title) for title in self.titles(after))
        self.draw()
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Wrap for the new width."""
        self.draw()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def draw(self) -> None:
        """Wrap the lines, unless that is done."""
        table, width = self.table, self.scrollable_content_region.width
        if table is None or not width or (self._drawn[0] is table and self._drawn[1] == width):
            return
        self._drawn = (table, width)
        lines = self.lines(table, width)
        if lines is not self._lines:
            self._lines = lines
            self._strips.clear()
            self.virtual_size = Size(width, len(lines))

    def render_line(self, y: int) -> Strip:
        """One line of the panel."""
        self.draw()  # the first picture is drawn before the size is told
        block, place = divmod(y + self.scroll_offset.y, BLOCK)
        if block * BLOCK + place >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        if block not in self._strips:
            self._strips[block] = self._draw_lines(self._lines[block * BLOCK : (block + 1) * BLOCK])
        return self._strips[block][place].adjust_cell_length(self.size.width, self.rich_style)

    def _draw_lines(self, lines: list[Content]) -> list[Strip]:
        width = self._drawn[1]
        whole = Content("\n").join(line.truncate(width) if line.cell_length > width else line for line in lines)
        return Visual.to_strips(self, whole, width, len(lines), self.visual_style, pad=True)

    @property
    def plain(self) -> str:
        """What stands in the panel, as text to copy."""
        return "\n".join(line.plain.rstrip() for line in self._lines)
