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
        self._strips: list[Strip] = []
        self._drawn: tuple[int, int] = (0, 0)

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
        self._drawn = (0, 0)

    def draw(self) -> None:
        """Wrap and colour the lines, unless that is done."""
        width = self.scrollable_content_region.width
        if self.table is not None and width and self._drawn != (id(self.table), width):
            self._drawn = (id(self.table), width)
            self._lines = self.lines(self.table, width)
            whole = Content("\n").join(self._lines)
            self._strips = Visual.to_strips(self, whole, width, None, self.visual_style, pad=True)
            self.virtual_size = Size(width, len(self._strips))

    def render_line(self, y: int) -> Strip:
        """One line of the panel."""
        self.draw()  # the first picture is drawn before the size is told
        place = y + self.scroll_offset.y
        if place >= len(self._strips):
            return Strip.blank(self.size.width, self.rich_style)
        return self._strips[place].adjust_cell_length(self.size.width, self.rich_style)

    @property
    def plain(self) -> str:
        """What stands in the panel, as text to copy."""
        return "\n".join(line.plain.rstrip() for line in self._lines)
