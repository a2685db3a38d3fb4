"""The bar of the balance: its symbols, what each one is called, and how hours become cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpcommittee.locale import N_, _

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Figures

Part = Literal["running", "held", "proposed", "free", "over"]
"""What a cell of a bar stands for."""

Bar = tuple[tuple[str, Part], ...]
"""The cells of each part, from the left; a screen gives each part a colour."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """How one part is drawn and called."""

    sign: str
    plain: str
    """For terminals that draw letters only."""
    name: str


SYMBOLS: Mapping[Part, Symbol] = {
    "running": Symbol("█", "#", N_("running")),
    "held": Symbol("▓", "=", N_("held")),
    "proposed": Symbol("▒", "~", N_("this case")),
    "free": Symbol("░", ".", N_("free")),
    "over": Symbol("×", "x", N_("over")),
}
"""The one alphabet of every bar, chart and legend."""

MINUTES_WIDTH = 10
"""Cells of a bar in the minutes, which a full room fills."""


def legend(*parts: Part, between: str = "  ") -> str:
    """`█ running  ▓ held`: what the symbols of these parts mean."""
    return between.join(f"{SYMBOLS[part].sign} {name(part)}" for part in parts)


def name(part: Part) -> str:
    """The part in a word."""
    return _(SYMBOLS[part].name)


def plain(bar: Bar) -> str:
    """The bar without its colours."""
    return "".join(cells for cells, _part in bar)


def week_bar(week: "Figures", width: int) -> Bar:
    """Running, held and free hours, then those beyond the room; empty without a limit.

    The whole width is the room, or all hours where they are more than the room.
    """
    if week.room is None:
        return ()
    whole = max(week.room, week.used)
    if not whole:
        return _drawn([("free", width)])
    # Hours that are over are those that came last: held ones first.
    ends = [round(width * hours / whole) for hours in (min(week.load, week.room), min(week.used, week.room), week.room)]
    if week.over:
        ends = [min(end, width - 1) for end in ends]
    return _drawn([("running", ends[0]), ("held", ends[1]), ("free", ends[2]), ("over", width)])


def minutes_bar(week: "Figures") -> Bar:
    """Running, held and free hours; empty where no limit is set, full only where no hour is free."""
    width = MINUTES_WIDTH
    if week.room is None:
        return ()
    if week.room == 0:
        return _drawn([("running" if week.used else "free", width)])
    most = width - 1 if week.free else width
    running, held = (min(most, round(hours * width / week.room)) for hours in (week.load, week.used))
    return _drawn([("running", running), ("held", held), ("free", width)])


def change_bar(before: "Figures", after: "Figures", width: int) -> Bar:
    """Running, held, proposed and free hours, as far as they fill the width; empty without a limit."""
    if after.room is None:
        return ()
    whole = max(after.room, before.used, after.used)
    if not whole:
        return _drawn([("free", width)])
    used = max(before.used, after.used)
    running, held, proposed = (round(width * hours / whole) for hours in (before.load, before.used, used))
    return _drawn([("running", running), ("held", held), ("proposed", proposed), ("free", width)])


def _drawn(ends: Sequence[tuple[Part, int]]) -> Bar:
    """The parts that each reach from where the one before ends to their own end."""
    starts = [0, *(end for _part, end in ends[:-1])]
    return tuple((SYMBOLS[part].sign * (end - start), part) for start, (part, end) in zip(starts, ends, strict=True))
