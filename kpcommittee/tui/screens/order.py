"""The cases in another order, such as when a leader must leave."""

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from kpcommittee.domain.intentions import Intention, Order
from kpcommittee.domain.meeting import Item, Meeting
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.lists import Options
from kpcommittee.tui.dialogs.spoken import Spoken
from kpcommittee.tui.widgets.keys import ScreenKeys
from kpcommittee.tui.widgets.lines import MUTED
from kpcommittee.wording import words


class OrderScreen(Spoken, ModalScreen[Intention | None]):
    """Moves cases up and down, or brings those of one bench together."""

    CSS_PATH = "order.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "record", N_("record"), id="order.record", tooltip=N_("Record the new order.")),
        Binding("escape", "leave", N_("close"), id="order.leave", tooltip=N_("Keep the order as it was.")),
        Binding("J,shift+down", "move(1)", N_("move down"), id="order.down", key_display="J",
                tooltip=N_("Move the case one place down.")),
        Binding("K,shift+up", "move(-1)", N_("move up"), id="order.up", key_display="K",
                tooltip=N_("Move the case one place up.")),
        Binding("d", "by_bench", N_("by bench"), id="order.by_bench",
                tooltip=N_("Bring cases together in which the same leaders sit; they stay in their order.")),
        Binding("f1", "help", N_("help"), id="order.help", tooltip=N_("Explain the keys that work here.")),
    ]  # fmt: skip

    rows = query_one(Options)

    def __init__(self, meeting: Meeting) -> None:
        """Begin with the order the meeting has."""
        super().__init__()
        self._meeting = meeting
        self._before = tuple(item.number for item in meeting.items)
        self._items = list(meeting.items)

    def compose(self) -> ComposeResult:
        """One row for each case."""
        with Vertical(classes="order") as box:
            box.border_title = Content(_("Order of the cases"))
            yield Options()
            yield Static(Content(_("Who sits follows the district the child comes from.")), classes="remark")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Show the order, the first case highlighted."""
        self._show(0)

    def _show(self, highlighted: int) -> None:
        self.rows.set_options([Option(self._row(place, item)) for place, item in enumerate(self._items, 1)])
        self.rows.highlighted = highlighted if self._items else None

    def _row(self, place: int, item: Item) -> Content:
        return Content.assemble(
            f"{place:>3} {words.case_symbol(item.state)} {item.number:<14} {item.case.child.initials:<7}",
            (words.listed(self._bench(item)), MUTED),
        )

    def _bench(self, item: Item) -> tuple[str, ...]:
        config = self._meeting.config
        if config is None:
            return (item.case.child.district,)
        bench = self._meeting.bench(item, config)
        return tuple(seat.person or words.seat(seat.role) for seat in bench.seats[:2])

    def action_move(self, by: int) -> None:
        """Move the highlighted case."""
        place = self.rows.highlighted
        if place is not None and 0 <= place + by < len(self._items):
            self._items.insert(place + by, self._items.pop(place))
            self._show(place + by)

    def action_by_bench(self) -> None:
        """Bring cases together in which the same leaders sit, in the order their benches first come."""
        self._items = by_bench(self._items, [self._bench(item) for item in self._items])
        self._show(0)

    def action_record(self) -> None:
        """Answer with the new order; with nothing, when it is the old one."""
        cases = tuple(item.number for item in self._items)
        self.dismiss(None if cases == self._before else Order(cases=cases))

    def action_leave(self) -> None:
        """Keep the order as it was."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Explain the keys that work here."""
        from kpcommittee.tui.screens.help import HelpScreen  # noqa: PLC0415 (only when asked for)

        self.app.push_screen(HelpScreen(self))


def by_bench(items: Sequence[Item], benches: Sequence[tuple[str, ...]]) -> list[Item]:
    """The items grouped by who sits in them; both the groups and the items in a group keep their order."""
    first = {bench: place for place, bench in reversed([*enumerate(benches)])}
    pairs = sorted(zip(benches, items, strict=True), key=lambda pair: first[pair[0]])
    return [item for _bench, group in groupby(pairs, key=lambda pair: pair[0]) for _same, item in group]
