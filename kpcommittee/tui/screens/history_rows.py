"""Past decisions as rows: each column as wide as it must be, what was remarked in the room that is left."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.binding import BindingType
from textual.widgets import DataTable

from kpcommittee.locale import _
from kpcommittee.tui.widgets.field_keys import row_keys
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import departures

if TYPE_CHECKING:
    from kpcommittee.store.records import HistoryRow

WIDEST, SHORTEST, LEAST = 30, 8, 12
"""Cells of a name at most and at least, and of the remarks at least."""

NAMES = slice(4, 6)
"""The columns of the provider and the person, which are shortened where there is little room."""

PADDING = 2
"""Cells of a column beside its text."""


class Rows(DataTable[Text]):
    """The decisions found; enter belongs to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*row_keys("rows", "scroll_top", "scroll_bottom")]

    def __init__(self) -> None:
        """Nothing is found yet."""
        super().__init__(cursor_type="row", zebra_stripes=True)
        self._cells: tuple[tuple[Text, ...], ...] = ()
        self._made_for = -1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the screen."""
        return False if action == "select_cursor" else super().check_action(action, parameters)

    def show(self, found: "Sequence[HistoryRow]") -> None:
        """Show these, the first one highlighted."""
        self._cells = tuple(_row(one) for one in found)
        self._fill(0)

    @on(events.Resize)
    def _fit(self) -> None:
        if self.scrollable_content_region.width != self._made_for:
            self._fill(self.cursor_row)

    def _fill(self, cursor: int) -> None:
        self._made_for = self.scrollable_content_region.width
        heads = (_("Date"), _("Case"), _("Age"), _("Outcome"), _("Provider"), _("Person"), _("Remarks"))
        self.clear(columns=True)
        for head, width in zip(heads, self._widths(heads), strict=True):
            self.add_column(Text(head), width=width)
        self.add_rows(self._cells)
        self.move_cursor(row=cursor)

    def _widths(self, heads: Sequence[str]) -> list[int]:
        columns = zip(*((Text(head) for head in heads), *self._cells), strict=True) if self._cells else ()
        widths = [min(WIDEST, max(cell.cell_len for cell in column)) for column in columns]
        widths = widths[:-1] or [len(head) for head in heads[:-1]]
        room = self._made_for - PADDING * len(heads)
        while room - sum(widths) < LEAST and max(widths[NAMES]) > SHORTEST:
            longest = widths.index(max(widths[NAMES]), NAMES.start)
            widths[longest] -= 1
        return [*widths, max(LEAST, room - sum(widths))]


def _row(one: "HistoryRow") -> tuple[Text, ...]:
    remarks = []
    if one.departures:
        remarks.append(departures(",".join(one.departures)))
    if one.dissent:
        remarks.append(_("dissent: {roles}").format(roles=", ".join(words.seat(role) for role in one.dissent)))
    if one.reason or one.missing:
        remarks.append(one.reason or one.missing or "")
    cells = (
        figures.date_short(one.date),
        one.case_number,
        str(one.age),
        f"{words.case_symbol(one.outcome)} {words.case_state(one.outcome)}",
        one.provider_name or one.provider or "",
        one.staff_name or one.staff or "",
        "; ".join(remarks),
    )
    return tuple(Text(cell, overflow="ellipsis", no_wrap=True) for cell in cells)
