"""The decisions that a search finds, one row each, and the facets that narrow it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.review.facets import Count
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.suggestions import Suggestion
from kpcommittee.domain.texts import HIDDEN
from kpcommittee.locale import N_, _
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.veil import veil
from kpcommittee.tui.widgets.key_list import row_keys
from kpcommittee.tui.widgets.text import KEY, MUTED, STRONG, text
from kpcommittee.wording import figures, leaders, states
from kpcommittee.wording.cautions import departures
from kpcommittee.wording.queries import facet

if TYPE_CHECKING:
    from kpcommittee.domain.texts import Rewriter

WIDEST, LEAST = 30, 12
"""The most cells of a name, and the fewest of the remarks."""

SHORTEST: Mapping[int, int] = {3: 10, 4: 8, 5: 8}
"""The columns that are shortened where space is tight, with their fewest cells: outcome, provider, person."""

PERSON, ROOMY = 5, 96
"""The column of the contact person, and the width from which it fits beside the others."""

PADDING = 2
"""Cells of a column beside its text."""

FACET_WIDTH = 30
"""Cells of a line of the facets, as wide as the style sheet makes their panel."""

HEAD = 1
"""Header lines, which do not scroll."""


class Rows(ScrollView, can_focus=True):
    """The decisions found, one line each; only visible lines are ever drawn. Enter belongs to the screen."""

    ALLOW_SELECT = False
    """A key copies a whole decision."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--head", "rows--even", "rows--odd", "rows--cursor"}

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys("rows"),
        Binding("down", "cursor_down", show=False),
        Binding("up", "cursor_up", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home,ctrl+home", "first", show=False),
        Binding("end,ctrl+end", "last", show=False),
    ]

    cursor_row: var[int] = var(0)

    class Highlighted(Message):
        """Another row is highlighted."""

    class Selected(Message):
        """The highlighted row was clicked."""

    def __init__(self) -> None:
        """Begin with no results."""
        super().__init__()
        self._decisions: tuple[PastDecision, ...] = ()
        self._rewriter: Rewriter = number_mask()
        self._widths: tuple[int, list[int]] = (-1, [])
        """The last width, and the widths of its columns."""

    @property
    def row_count(self) -> int:
        """How many decisions there are."""
        return len(self._decisions)

    def show(self, decisions: Sequence[PastDecision]) -> None:
        """Show these decisions, the first one highlighted."""
        self._decisions = tuple(decisions)
        self.scroll_home(animate=False, immediate=True)
        self._show()
        self.cursor_row = 0

    def show_again(self) -> None:
        """Redraw the same decisions as the room may read them now."""
        self._show()

    def _show(self) -> None:
        self._rewriter = veil() if hides(self.app) else number_mask()
        self._widths = (-1, [])
        self.virtual_size = Size(self.scrollable_content_region.width, HEAD + self.row_count)
        self._scroll_update(self.virtual_size)  # as OptionList does: else the scrollbar follows one picture later
        self.refresh()
        self.post_message(self.Highlighted())

    @property
    def cut(self) -> tuple[str, ...]:
        """The part of the highlighted row that is cut, as the room may read it."""
        if not 0 <= self.cursor_row < self.row_count:
            return ()
        width = self.outer_size.width
        rooms = [*self._columns(width)]
        if width < ROOMY:
            rooms.insert(PERSON, 0)
        cells = _cells(self._rewriter.rewrite(self._decisions[self.cursor_row]), hidden=hides(self.app))
        return tuple(" ".join(cell.split()) for cell, room in zip(cells, rooms, strict=True) if cell_len(cell) > room)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one visible line: the column headings, or a decision."""
        place = y - HEAD + self.scroll_offset.y
        if y < HEAD:
            return self._draw(_heads(), self.get_component_rich_style("rows--head"))
        if place >= self.row_count:
            return Strip.blank(self.size.width, self.rich_style)
        kinds = ["rows--odd" if place % 2 else "rows--even", *(["rows--cursor"] if place == self.cursor_row else [])]
        cells = _cells(self._rewriter.rewrite(self._decisions[place]), hidden=hides(self.app))
        return self._draw(cells, self.get_component_rich_style(*kinds))

    def _draw(self, cells: Sequence[str], style: Style) -> Strip:
        width = self.outer_size.width  # a scrollbar covers only the space after the last column
        cells_that_fit = [cell for place, cell in enumerate(cells) if place != PERSON or width >= ROOMY]
        fitted = (
            Content(cell.partition("\n")[0]).truncate(room, ellipsis=True, pad=True).plain
            for cell, room in zip(cells_that_fit, self._columns(width), strict=True)
            if room
        )
        line = "".join(f" {cell} " for cell in fitted)
        return Strip([Segment(line, style)]).adjust_cell_length(self.size.width, self.rich_style)

    def _columns(self, width: int) -> list[int]:
        """Return the widths of the columns; those of names ignore masked personal numbers."""
        if self._widths[0] != width:
            hidden = hides(self.app)
            decisions = self._rewriter.rewrite(self._decisions) if hidden else self._decisions
            rows = (_columns_of(decision, hidden=hidden) for decision in decisions)
            columns = [*zip(_heads()[:-1], *rows, strict=True)]
            widths = [min(WIDEST, max(map(cell_len, column))) for column in columns]
            self._widths = (width, _fit_widths(widths if width >= ROOMY else widths[:PERSON], width))
        return self._widths[1]

    # The keys

    def validate_cursor_row(self, row: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(row, self.row_count - 1))

    def watch_cursor_row(self, before: int, after: int) -> None:
        """Draw both rows again, and keep the cursor in sight."""
        self.refresh_line(before + HEAD)
        self.refresh_line(after + HEAD)
        self.scroll_to_region(
            Region(0, after + HEAD, 1, 1), spacing=Spacing(top=HEAD), animate=False, force=True,
        )  # fmt: skip
        self.post_message(self.Highlighted())

    def action_cursor_down(self) -> None:
        """Go one row down."""
        self.cursor_row += 1

    def action_cursor_up(self) -> None:
        """Go one row up."""
        self.cursor_row -= 1

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor_row = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor_row = self.row_count - 1

    def action_page(self, pages: int) -> None:
        """Go that many pages down, or up."""
        self.cursor_row += pages * max(1, self.scrollable_content_region.height - HEAD)

    def on_click(self, event: events.Click) -> None:
        """Highlight the clicked row; read it if it is highlighted already."""
        offset = event.get_content_offset(self)
        place = offset.y - HEAD + self.scroll_offset.y if offset and offset.y >= HEAD else self.row_count
        if place < self.row_count:
            event.stop()
            if place == self.cursor_row:
                self.post_message(self.Selected())
            self.cursor_row = place


def _heads() -> tuple[str, ...]:
    return (_("Date"), _("Case"), _("Age"), _("Outcome"), _("Provider"), _("Person"), _("Remarks"))


def _fit_widths(widths: Sequence[int], room: int) -> list[int]:
    """Return the widths of all columns: the remarks get what the others leave, or no column."""
    fitted = [*widths]
    room_left = room - PADDING * (len(fitted) + 1)
    while room_left - sum(fitted) < LEAST:
        shortened = (column for column in SHORTEST if column < len(fitted))
        longest = max(shortened, key=lambda column: fitted[column] - SHORTEST[column])
        if fitted[longest] <= SHORTEST[longest]:
            break
        fitted[longest] -= 1
    remarks = room_left - sum(fitted)
    return [*fitted, remarks] if remarks >= LEAST else [*widths, 0]


def _cells(decision: PastDecision, *, hidden: bool) -> tuple[str, ...]:
    remarks = []
    if decision.departures:
        remarks.append(departures(",".join(decision.departures)))
    if decision.dissent:
        seats = ", ".join(leaders.seat(role) for role in decision.dissent)
        remarks.append(_("dissent: {roles}").format(roles=seats))
    if decision.reason or decision.missing:
        remarks.append(decision.reason or decision.missing or "")
    return (*_columns_of(decision, hidden=hidden), "; ".join(remarks))


def _columns_of(decision: PastDecision, *, hidden: bool) -> tuple[str, ...]:
    """Return the cells before the remarks."""
    return (
        figures.date_numeric(decision.date),
        decision.case_number,
        HIDDEN if hidden else f"{decision.age:>{cell_len(_('Age'))}}",
        f"{states.case_symbol(decision.outcome)} {states.case_state_brief(decision.outcome)}",
        decision.provider_name or decision.provider or "",
        decision.staff_name or decision.staff or "",
    )


class Facets(OptionList):
    """How many of the decisions found have each value; enter narrows the search to it, or no longer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys("facets"),
        Binding("enter,space", "select", N_("narrow"), key_display="enter", id="facets.narrow",
                tooltip=N_("Narrow the search to this, or take it away again.")),
    ]  # fmt: skip

    def __init__(self, name_of: Callable[[str, str], str]) -> None:
        """Begin with no facets; `name_of` names the value of a term."""
        super().__init__(id="facets")
        self.border_title = Content(_("Breakdown"))
        self._name_of = name_of

    def show(self, facets: Mapping[str, Sequence[Count]], query_terms: Collection[str]) -> None:
        """Show these facets, with a mark at those in the query; the same one stays highlighted."""
        highlighted = self._highlighted_id
        self.clear_options()
        for term, counts in facets.items():
            if not counts:
                continue
            self.add_option(Option(text((facet(term), STRONG)), disabled=True))
            self.add_options(self._option(term, count, query_terms) for count in counts)
        if self.option_count:
            ids = [option.id for option in self.options]
            self.highlighted = ids.index(highlighted) if highlighted and highlighted in ids else 1

    @property
    def _highlighted_id(self) -> str | None:
        option = self.highlighted_option
        return option.id if option else None

    def _option(self, term: str, count: Count, query_terms: Collection[str]) -> Option:
        suggestion = Suggestion(term=term, value=count.value)
        mark = "✓ " if suggestion.text in query_terms else "  "
        number = figures.number(count.count)
        room = FACET_WIDTH - len(mark) - len(number) - 1
        name = Content(self._name_of(term, count.value)).truncate(room, ellipsis=True)
        gap = " " * (room - name.cell_length + 1)
        line = text((mark, f"bold {KEY}"), name, gap, (number, MUTED))
        return Option(line, id=f"{term}:{count.value}")
