"""The decisions that a search finds, one row each, and the facets that narrow it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, OptionList
from textual.widgets.option_list import Option

from kpcommittee.domain.number_mask import number_mask
from kpcommittee.domain.review.facets import Count
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.suggestions import Suggestion
from kpcommittee.locale import N_, _
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.veil import HIDDEN, veil
from kpcommittee.tui.widgets.key_list import row_keys
from kpcommittee.tui.widgets.text import KEY, MUTED, STRONG, text
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import departures
from kpcommittee.wording.queries import facet

WIDEST, LEAST = 30, 12
"""Cells of a name at most, and of the remarks at least."""

SHORTEST: Mapping[int, int] = {3: 10, 4: 8, 5: 8}
"""The columns that are shortened where there is little room, and their cells at least: outcome, provider, person."""

PERSON, ROOMY = 5, 96
"""The column of the contact person, and the cells from which on there is room for it beside the others."""

PADDING = 2
"""Cells of a column beside its text."""

INSIDE = 30
"""Cells of a line of the facets; the style sheet makes their panel so wide."""


class Rows(DataTable[Text]):
    """The decisions found; enter belongs to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*row_keys("rows", "scroll_top", "scroll_bottom")]

    def __init__(self) -> None:
        """Begin with no results."""
        super().__init__(cursor_type="row", zebra_stripes=True)
        self._decisions: tuple[PastDecision, ...] = ()
        self._cells: tuple[tuple[Text, ...], ...] = ()
        self._made_for = -1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the screen."""
        return False if action == "select_cursor" else super().check_action(action, parameters)

    def show(self, decisions: Sequence[PastDecision]) -> None:
        """Show these, the first one highlighted."""
        self._decisions = tuple(decisions)
        self._show(0)

    def show_again(self) -> None:
        """Show of the same as much as the room may read now."""
        self._show(self.cursor_row)

    def _show(self, cursor: int) -> None:
        hidden = hides(self.app)
        shown = (veil() if hidden else number_mask()).over(self._decisions)
        self._cells = tuple(_row(decision, hidden=hidden) for decision in shown)
        self._fill(cursor)

    @on(events.Resize)
    def _fit(self) -> None:
        if self.scrollable_content_region.width != self._made_for:
            self._fill(self.cursor_row)

    def _fill(self, cursor: int) -> None:
        self._made_for = self.scrollable_content_region.width
        every = (_("Date"), _("Case"), _("Age"), _("Outcome"), _("Provider"), _("Person"), _("Remarks"))
        kept = [place for place in range(len(every)) if place != PERSON or self._made_for >= ROOMY]
        heads = [every[place] for place in kept]
        rows = [[row[place] for place in kept] for row in self._cells]
        self.clear(columns=True)
        for head, width in zip(heads, self._widths(heads, rows), strict=True):
            self.add_column(Text(head), width=width)
        self.add_rows(rows)
        self.move_cursor(row=cursor)

    def _widths(self, heads: Sequence[str], rows: Sequence[Sequence[Text]]) -> list[int]:
        columns = zip(*((Text(head) for head in heads), *rows), strict=True) if rows else ()
        widths = [min(WIDEST, max(cell.cell_len for cell in column)) for column in columns]
        widths = widths[:-1] or [len(head) for head in heads[:-1]]
        room = self._made_for - PADDING * len(heads)
        while room - sum(widths) < LEAST:
            shortened = (column for column in SHORTEST if column < len(widths))
            longest = max(shortened, key=lambda column: widths[column] - SHORTEST[column])
            if widths[longest] <= SHORTEST[longest]:
                break
            widths[longest] -= 1
        return [*widths, max(LEAST, room - sum(widths))]


def _row(decision: PastDecision, *, hidden: bool) -> tuple[Text, ...]:
    remarks = []
    if decision.departures:
        remarks.append(departures(",".join(decision.departures)))
    if decision.dissent:
        seats = ", ".join(words.seat(role) for role in decision.dissent)
        remarks.append(_("dissent: {roles}").format(roles=seats))
    if decision.reason or decision.missing:
        remarks.append(decision.reason or decision.missing or "")
    cells = (
        figures.date_short(decision.date),
        decision.case_number,
        HIDDEN if hidden else str(decision.age),
        f"{words.case_symbol(decision.outcome)} {words.case_state_brief(decision.outcome)}",
        decision.provider_name or decision.provider or "",
        decision.staff_name or decision.staff or "",
        "; ".join(remarks),
    )
    return tuple(Text(cell, overflow="ellipsis", no_wrap=True) for cell in cells)


class Facets(OptionList):
    """How many of the decisions found have which value; enter narrows the search to it, or no longer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys("facets", "first", "last"),
        Binding("enter,space", "select", N_("narrow"), key_display="enter", id="facets.narrow",
                tooltip=N_("Narrow the search to this, or take it away again.")),
    ]  # fmt: skip

    def __init__(self, name_of: Callable[[str, str], str]) -> None:
        """Begin with no facets; `name_of` names the value of a term."""
        super().__init__(id="facets")
        self.border_title = Content(_("Breakdown"))
        self._name_of = name_of

    def show(self, facets: Mapping[str, Sequence[Count]], chosen: Collection[str]) -> None:
        """Show these, with a mark at those that the query contains; what was highlighted stays so."""
        kept = self._highlighted_id
        self.clear_options()
        for term, counts in facets.items():
            if not counts:
                continue
            self.add_option(Option(text((facet(term), STRONG)), disabled=True))
            self.add_options(self._option(term, counted, chosen) for counted in counts)
        if self.option_count:
            ids = [option.id for option in self.options]
            self.highlighted = ids.index(kept) if kept and kept in ids else 1

    @property
    def _highlighted_id(self) -> str | None:
        option = self.highlighted_option
        return option.id if option else None

    def _option(self, term: str, counted: Count, chosen: Collection[str]) -> Option:
        suggestion = Suggestion(term=term, value=counted.value)
        mark = "✓ " if suggestion.text in chosen else "  "
        number = figures.number(counted.count)
        room = INSIDE - len(mark) - len(number) - 1
        name = Content(self._name_of(term, counted.value)).truncate(room, ellipsis=True)
        gap = " " * (room - name.cell_length + 1)
        line = text((mark, f"bold {KEY}"), name, gap, (number, MUTED))
        return Option(line, id=f"{term}:{counted.value}")
