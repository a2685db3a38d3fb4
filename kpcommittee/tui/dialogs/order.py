"""Reordering the cases, such as when a leader must leave early."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static
from textual.widgets.option_list import Option

from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.intentions import Order
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.tui.dialogs.base import Dialogs
from kpcommittee.tui.dialogs.leaving import KeepsChanges
from kpcommittee.tui.screens.help import help_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import MUTED, WARN
from kpcommittee.views.cells import cells_of, pad
from kpcommittee.wording import leaders, sentences, states


class OrderScreen(KeepsChanges):
    """Moves cases up and down, or brings those of one bench together."""

    CSS_PATH = "order.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "record", N_("record"), id="order.record", tooltip=N_("Record the new order.")),
        Binding("escape", "leave", N_("cancel"), id="order.leave", tooltip=N_("Keep the order as it was.")),
        Binding("J,shift+down", "move(1)", N_("move down"), id="order.down", key_display="J",
                tooltip=N_("Move the case one place down.")),
        Binding("K,shift+up", "move(-1)", N_("move up"), id="order.up", key_display="K",
                tooltip=N_("Move the case one place up.")),
        Binding("d", "by_bench", N_("by bench"), id="order.by_bench",
                tooltip=N_("Group cases with the same leaders; within a group the order stays.")),
        help_key("order"),
    ]  # fmt: skip

    rows = query_one(KeyList)
    leaving = query_one("#leaving", Static)

    def __init__(self, meeting: Meeting) -> None:
        """Begin with the present order."""
        super().__init__()
        self._meeting = meeting
        self._before = tuple(item.number for item in meeting.items)
        self._items = list(meeting.items)
        self._widest = max((cells_of(number) for number in self._before), default=0) + 1
        """Cells of a case number."""

    def compose(self) -> ComposeResult:
        """Yield a row for each case."""
        with Vertical(classes="order") as box:
            box.border_title = Content(_("Order of the cases"))
            yield KeyList()
            with Vertical(classes="remark"):
                yield Static(id="unsaved")
                yield Static(id="leaving")
                yield Static(Content(_("Who sits follows the district the child comes from.")))
                if any(item.keeps_place for item in self._items):
                    yield Static(Content(_("Cases that are dealt with keep their numbers; open cases move past them.")))
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Show the order, the first case highlighted."""
        self._show(0)

    def _show(self, highlighted: int) -> None:
        self.rows.set_options([Option(self._row(place, item)) for place, item in enumerate(self._items, 1)])
        self.rows.highlighted = highlighted if self._items else None
        self.leaving.update(Content("\n".join(self._leavers())))

    def _row(self, place: int, item: Item) -> Content:
        return Content.assemble(
            f"{place:>3} {states.case_symbol(item.state)} ",
            f"{pad(item.number, self._widest)} {pad(item.case.child.initials, 7)}",
            (sentences.join_words(self._leaders(item)), MUTED),
            *((f"  {why}", WARN) for why in self._absentees(item)),
        )

    def _seats(self, item: Item) -> tuple[Seat, ...]:
        """Return the seats of a case, as they would be filled in the order on the screen."""
        config, law = self._meeting.config, self._meeting.law
        if config is None or law is None:
            return ()
        return replace(self._meeting, items=tuple(self._items)).bench(item, config, law).seats

    def _leaders(self, item: Item) -> tuple[str, ...]:
        """Return the two leaders of the district, present or not."""
        seats = self._seats(item)[:2]
        return tuple(seat.leader or leaders.seat(seat.role) for seat in seats) or (item.case.child.district,)

    def _absentees(self, item: Item) -> Iterator[str]:
        """Say which leaders of a case are absent by then, and who sits instead."""
        for seat in self._seats(item):
            if seat.leader and seat.person != seat.leader and seat.status != "disqualified":
                instead = seat.person or leaders.seat_status(seat.status)
                yield _("{name}: {instead}").format(name=seat.leader, instead=instead)

    def _leavers(self) -> Iterator[str]:
        """Say who leaves during the meeting, and how many later cases need them."""
        places = {item.number: place for place, item in enumerate(self._items, 1)}
        for latest in {presence.person: presence for presence in self._meeting.presences}.values():
            if latest.status == "present" or latest.case is None:
                continue
            place = places.get(latest.case, 1)
            late = [
                other for other in self._items if places[other.number] >= place and latest.person in self._needed(other)
            ]
            text = ngettext(
                "{name} leaves before item {n}: needed in {late} case after that.",
                "{name} leaves before item {n}: needed in {late} cases after that.",
                len(late),
            )
            yield text.format(name=latest.person, n=place, late=len(late))

    def _needed(self, item: Item) -> set[str | None]:
        """Return the leaders that an open case needs."""
        return set() if item.keeps_place else {seat.leader for seat in self._seats(item)}

    @property
    def _open(self) -> list[int]:
        """The places of the open cases, among which cases move."""
        return [place for place, item in enumerate(self._items) if not item.keeps_place]

    def action_move(self, by: int) -> None:
        """Move the highlighted case, past those that keep their place."""
        places, place = self._open, self.rows.highlighted
        if place not in places:
            return
        other = places.index(place) + by
        if 0 <= other < len(places):
            items, to = self._items, places[other]
            items[place], items[to] = items[to], items[place]
            self._show(to)

    def action_by_bench(self) -> None:
        """Group open cases with the same bench, in the order in which the benches first appear."""
        places = self._open
        items = [self._items[place] for place in places]
        for place, item in zip(places, group_by_bench(items, [self._leaders(item) for item in items]), strict=True):
            self._items[place] = item
        self._show(0)

    @property
    def _cases(self) -> tuple[str, ...]:
        """The numbers of the cases in the order shown now."""
        return tuple(item.number for item in self._items)

    def unrecorded(self) -> str:
        """Say that the order was changed and is not recorded yet."""
        if self._cases == self._before:
            return ""
        return _("The new order is not recorded. Enter records it; escape once more drops it.")

    def action_record(self) -> None:
        """Close with the new order; with None if it is the old one."""
        answer = None if self._cases == self._before else Order(cases=self._cases)
        prevented = self.carry_out(answer) if answer else None
        if prevented is None:
            self.dismiss(answer)
        else:
            self.say(prevented)


def group_by_bench(items: Sequence[Item], benches: Sequence[tuple[str, ...]]) -> list[Item]:
    """Group the items by bench; groups, and items within a group, keep their order."""
    first = {bench: place for place, bench in reversed([*enumerate(benches)])}
    pairs = sorted(zip(benches, items, strict=True), key=lambda pair: first[pair[0]])
    return [item for _bench, group in groupby(pairs, key=lambda pair: pair[0]) for _same, item in group]


DIALOGS: Dialogs = {"order": lambda actions: OrderScreen(actions.meeting)}
