"""Draws the bars of the balance: their symbols and names, and how hours become cells."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import N_, _

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.balance import Figures

Part = Literal["running", "held", "proposed", "free", "over"]
"""The meaning of a cell."""

Bar = tuple[tuple[str, Part], ...]
"""The cells of each part, from the left; a screen gives each part a colour."""


@immutable(kw_only=False)
class Symbol:
    """The sign and the name of a part."""

    sign: str
    plain: str
    """The sign for terminals that can only draw letters."""
    name: str


SYMBOLS: Mapping[Part, Symbol] = {
    "running": Symbol("█", "#", N_("running")),
    "held": Symbol("▓", "=", N_("held")),
    "proposed": Symbol("▒", ":", N_("this case")),
    "free": Symbol("░", "_", N_("free")),
    "over": Symbol("×", "x", N_("over")),
}
"""The symbols of every bar, chart and legend."""

MINUTES_WIDTH = 10
"""Cells of a bar in the minutes."""


def legend(*parts: Part, between: str = "  ") -> str:
    """Explain the symbols of these parts: `█ running  ▓ held`."""
    return between.join(f"{SYMBOLS[part].sign} {part_name(part)}" for part in parts)


def part_name(part: Part) -> str:
    """Name the part in a word."""
    return _(SYMBOLS[part].name)


def bar_text(bar: Bar) -> str:
    """Return the bar without its colours."""
    return "".join(cells for cells, _part in bar)


def week_bar(week: "Figures", width: int) -> Bar:
    """Draw running, held and free hours, then those over the limit; empty without a limit.

    The whole width is the limit, or all hours if they exceed it.
    """
    if week.room is None:
        return ()
    total = max(week.room, week.used)
    if not total:
        return _draw_parts([("free", width)])
    # The hours over the limit are the latest ones: held hours go over before running ones.
    ends = [round(width * hours / total) for hours in (min(week.load, week.room), min(week.used, week.room), week.room)]
    if week.over:
        ends = [min(end, width - 1) for end in ends]
    return _draw_parts([("running", ends[0]), ("held", ends[1]), ("free", ends[2]), ("over", width)])


def minutes_bar(week: "Figures") -> Bar:
    """Draw running, held and free hours; empty without a limit, and full only if no hour is free."""
    width = MINUTES_WIDTH
    if week.room is None:
        return ()
    if week.room == 0:
        return _draw_parts([("running" if week.used else "free", width)])
    most = width - 1 if week.free else width
    running, held = (min(most, round(hours * width / week.room)) for hours in (week.load, week.used))
    return _draw_parts([("running", running), ("held", held), ("free", width)])


def change_bar(before: "Figures", after: "Figures", width: int) -> Bar:
    """Draw running, held, proposed and free hours across the width; empty without a limit."""
    if after.room is None:
        return ()
    total = max(after.room, before.used, after.used)
    if not total:
        return _draw_parts([("free", width)])
    used = max(before.used, after.used)
    running, held, proposed = (round(width * hours / total) for hours in (before.load, before.used, used))
    return _draw_parts([("running", running), ("held", held), ("proposed", proposed), ("free", width)])


def _draw_parts(ends: Sequence[tuple[Part, int]]) -> Bar:
    """Draw each part from the end of the previous one to its own end."""
    starts = [0, *(end for _part, end in ends[:-1])]
    return tuple((SYMBOLS[part].sign * (end - start), part) for start, (part, end) in zip(starts, ends, strict=True))
