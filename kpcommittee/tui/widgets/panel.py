"""A panel: wrapped lines that scroll, drawn from the table.

It draws its lines and its scrollbar itself: one widget a panel, and one picture for whatever is put into it. The
framework would wrap every line a second time, and show or hide a scrollbar one picture later.
"""

from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from kpcommittee.tui.table import Table

BLOCK = 48
"""Lines that are drawn at a time."""

BAR = "on $scrollbar"


class Panel(ScrollView, can_focus=True):
    """Lines in a frame; a bar beside them shows which of them are in sight."""

    ALLOW_SELECT = False
    """Text is copied by a key, as a whole: what is selected by lines would be cut by every wrap."""

    GAP: ClassVar[int] = 1
    """Columns between the lines and the bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", show=False),
        Binding("k,up", "scroll_up", show=False),
        Binding("g,home", "scroll_home", show=False),
        Binding("G,end", "scroll_end", show=False),
    ]

    table: var[Table | None] = var(None, init=False)

    virtual_size = var(Size(0, 0))  # more lines change nothing in the layout

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id=id)
        self._lines: list[Content] = []
        self._strips: dict[int, list[Strip]] = {}
        """Block → its drawn lines: what is never scrolled to is never drawn."""
        self._drawn: tuple[Table | None, int] = (None, 0)
        self._titles = ("", "")
        self._styles: dict[str | Style, RichStyle] = {}
        """What the lines' styles come to in the colours there are; to look one up takes longer than to draw it."""
        self._bar = range(0)
        """The lines in sight that the bar stands beside."""

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

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap for the new width."""
        self.draw()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    # ---- drawing -----------------------------------------------------------------------------

    def draw(self) -> None:
        """Wrap the lines, unless that is done, and have those drawn that changed."""
        before, most = self._lines, self.max_scroll_y
        self._wrap()
        if most != self.max_scroll_y:
            self.scroll_y = self.validate_scroll_y(self.scroll_y)
            self.refresh()  # the bar stands beside every line
            return
        changed = [y for y, (was, line) in enumerate(zip_longest(before, self._lines)) if not _same(was, line)]
        if changed:
            self.refresh_lines(changed[0], changed[-1] - changed[0] + 1)

    def _wrap(self) -> None:
        table, room = self.table, self.scrollable_content_region.width
        width = room - self.GAP - 1
        if table is None or width <= 0 or (self._drawn[0] is table and self._drawn[1] == width):
            return
        if self._drawn[1] != width:
            self._strips.clear()
        self._drawn = (table, width)
        lines = self.lines(table, width)
        if lines is not self._lines:
            self._lines = lines
            self._strips.clear()
            self.virtual_size = Size(room, len(lines))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight, with the frame around them."""
        self._wrap()  # the first picture is drawn before the size is told
        self._bar = self._bar_beside()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line in sight, and the bar where it stands beside it."""
        strip = self.line_at(y + self.scroll_offset.y)
        if y not in self._bar:
            return strip
        width = strip.cell_length
        return Strip([*strip.crop(0, width - 1), Segment(" ", self._style(BAR))], width)

    def line_at(self, place: int) -> Strip:
        """A line as wide as the panel, whether it is in sight or not."""
        if place >= len(self._lines):
            return self.drawn(Content(""))
        block, place = divmod(place, BLOCK)
        if block not in self._strips:
            self._strips[block] = [*map(self.drawn, self._lines[block * BLOCK : (block + 1) * BLOCK])]
        return self._strips[block][place]

    def drawn(self, line: Content) -> Strip:
        """A line in its colours, as wide as the panel."""
        width = self.size.width
        if line.cell_length > width:
            line = line.truncate(width)
        parts = line.render(self.visual_style, end="", parse_style=self._get_style)
        segments = [Segment(text, self._style(style)) for text, style in parts]
        if line.cell_length < width:
            segments.append(Segment(" " * (width - line.cell_length), self._style("")))
        return Strip(segments, width)

    def _style(self, style: str | Style) -> RichStyle:
        if style not in self._styles:
            meant = self._get_style(style) if isinstance(style, str) else style
            self._styles[style] = (self.visual_style + meant).rich_style
        return self._styles[style]

    # ---- scrolling ---------------------------------------------------------------------------

    @property
    def allow_vertical_scroll(self) -> bool:
        """Whether there are more lines than are in sight."""
        return self.max_scroll_y > 0

    def _bar_beside(self) -> range:
        height, most = self.size.height, self.max_scroll_y
        if not most or not height:
            return range(0)
        length = max(1, height * height // (height + most))
        first = round((height - length) * self.scroll_offset.y / most)
        return range(first, first + length)

    def line_under(self, event: events.MouseEvent) -> int | None:
        """Which line the mouse is on; nothing beside the lines and where the bar moves."""
        place = event.y - self.gutter.top + self.scroll_offset.y
        return place if 0 <= place < len(self._lines) and not self._is_on_bar(event) else None

    def _is_on_bar(self, event: events.MouseEvent) -> bool:
        return self.allow_vertical_scroll and event.x == self.gutter.left + self.size.width - 1

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the bar."""
        if self._is_on_bar(event):
            self.capture_mouse()
            self._scroll_to_mouse(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the bar."""
        if self.app.mouse_captured is self:
            self._scroll_to_mouse(event)

    def on_mouse_up(self) -> None:
        """Let go of the bar."""
        self.release_mouse()

    def _scroll_to_mouse(self, event: events.MouseEvent) -> None:
        share = (event.y - self.gutter.top) / max(1, self.size.height - 1)
        self.scroll_to(y=round(share * self.max_scroll_y), animate=False)

    @property
    def plain(self) -> str:
        """What stands in the panel, as text to copy."""
        return "\n".join(line.plain.rstrip() for line in self._lines)


def _same(one: Content | None, other: Content | None) -> bool:
    """Whether two lines look alike; contents are equal by their text alone."""
    return one is other or (one is not None and other is not None and one.is_same(other))
