"""Draws a provider's year as a chart of block characters: the hours of each week against the limit."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

from kpcommittee.domain.calendar import DAY, WEEK
from kpcommittee.domain.capacity.balance import ZERO
from kpcommittee.domain.capacity.year import WORKDAYS, Year, YearWeek
from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import N_, _
from kpcommittee.views.bars import SYMBOLS, part_name
from kpcommittee.wording import figures, providers

Part = Literal["running", "held", "proposed", "over", "limit", "limit_in", "limit_over", "tight", "muted", "none"]
"""The meaning of a sign; a screen gives each a colour, but colour is never the only difference."""

Piece = tuple[str, Part]
Line = tuple[Piece, ...]

MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
EIGHTHS = " ▁▂▃▄▅▆▇█"
TIPS, CLOSED, PARTLY, LIMIT = "▼", "×", "·", "─"
LABEL = 8
"""Cells left of the weeks, for the hours and the names of rows."""
BROAD = 3
"""The most cells of a week."""


@immutable(kw_only=False)
class Frame:
    """The layout of the weeks."""

    weeks: tuple[YearWeek, ...]
    """The fullest of the weeks that share a column."""
    cells: int
    """The cells of a column."""
    rows: int
    hours: Decimal
    """The hours of a row."""


def chart_of(year: Year, width: int, rows: int) -> tuple[Line, ...]:
    """Draw the chart: marks above, rows of hours, months below, then closures and absences.

    Args:
        year: the weeks.
        width: the available cells; if there are more weeks than cells, several weeks share a column.
        rows: the number of rows of hours.
    """
    frame = _frame(year, max(1, width - LABEL), max(2, rows))
    tipping = {run[0].monday for run in year.weeks_over}
    lines = [_label_row("", _join_signs([_mark(week, tipping) for week in frame.weeks], frame))]
    lines += [_row(frame, row) for row in reversed(range(frame.rows))]
    lines.append(_months(frame))
    if any(week.closed for week in frame.weeks):
        lines.append(_label_row(_("closed"), _join_signs([_sign_of_week(week) for week in frame.weeks], frame)))
    if any(week.away for week in frame.weeks):
        lines.append(_label_row(_("away"), _join_signs([_absence_sign(week) for week in frame.weeks], frame)))
    return tuple(lines)


def legend() -> tuple[Line, ...]:
    """Explain the signs, each with its meaning."""
    tight, over = providers.status_symbol("tight"), providers.status_symbol("over")
    signs: tuple[tuple[str, Part, str], ...] = (
        (SYMBOLS["running"].sign, "running", part_name("running")),
        (SYMBOLS["held"].sign, "held", part_name("held")),
        (SYMBOLS["proposed"].sign, "proposed", part_name("proposed")),
        (LIMIT, "limit", _("limit")),
        (tight, "tight", providers.status("tight")),
        (over, "over", providers.status("over")),
        (TIPS, "over", _("over from here")),
    )
    return tuple(((f"{sign} ", part), (meaning, "muted")) for sign, part, meaning in signs)


def _frame(year: Year, width: int, rows: int) -> Frame:
    step = -(-len(year.weeks) // width)
    together = [year.weeks[n : n + step] for n in range(0, len(year.weeks), step)]
    weeks = tuple(max(some, key=lambda week: week.after.fullness) for some in together)
    most = max((max(week.after.used, week.before.used, week.after.room or ZERO) for week in weeks), default=ZERO)
    return Frame(weeks, min(BROAD, max(1, width // len(weeks))), rows, (most or Decimal(1)) / rows)


def _label_row(label: str, pieces: Sequence[Piece]) -> Line:
    return ((f"{label[: LABEL - 1]:>{LABEL - 1}} ", "muted"), *pieces)


def _join_signs(signs: Sequence[Piece], frame: Frame) -> list[Piece]:
    """Join the signs of the columns, with each run of the same part as one piece."""
    wide = [(sign * frame.cells, part) for sign, part in signs]
    return [("".join(sign for sign, _part in some), part) for part, some in groupby(wide, key=lambda piece: piece[1])]


def _mark(week: YearWeek, tipping: set[date]) -> Piece:
    if week.monday in tipping:
        return TIPS, "over"
    if week.status in ("tight", "over") and week.closed < WORKDAYS:
        return providers.status_symbol(week.status), "over" if week.status == "over" else "tight"
    return " ", "none"


def _sign_of_week(week: YearWeek) -> Piece:
    return (CLOSED if week.closed == WORKDAYS else PARTLY if week.closed else " "), "muted"


def _absence_sign(week: YearWeek) -> Piece:
    return (str(min(week.away, 9)) if week.away else " "), "muted"


# The hours


def _row(frame: Frame, row: int) -> Line:
    pieces = _join_signs([_cell(week, row, frame) for week in frame.weeks], frame)
    return _label_row(_hours_at(frame, row), pieces)


def _hours_at(frame: Frame, row: int) -> str:
    """Label a row with the limit or the maximum; empty for other rows."""
    rooms = {week.after.room for week in frame.weeks if week.after.room is not None}
    at = [room for room in rooms if _row_of(room, frame) == row]
    if at:
        return figures.hours(max(at))
    if row == 0:
        return "0"
    return figures.hours(frame.hours * frame.rows) if row == frame.rows - 1 else ""


def _row_of(hours: Decimal, frame: Frame) -> int:
    return min(frame.rows - 1, int(hours / frame.hours))


def _cell(week: YearWeek, row: int, frame: Frame) -> Piece:
    sign, part = _fill_cell(week, row, frame)
    room, used = week.after.room, max(week.before.used, week.after.used)
    if room is None:
        return sign, part
    limit = _row_of(room, frame)
    if row == limit:
        inside: Part = "limit_over" if used > room else "limit_in"
        return LIMIT, "limit" if part == "none" else inside
    return sign, "over" if row > limit and part != "none" else part


def _fill_cell(week: YearWeek, row: int, frame: Frame) -> Piece:
    """Fill a cell; even the fewest held or proposed hours are visible, and running hours end in eighths."""
    load = week.before.load
    held, proposed = week.before.held, max(ZERO, week.after.used - week.before.used)
    above = [max(1, round(hours / frame.hours)) if hours else 0 for hours in (held, proposed)]
    if not any(above):
        eighths = min(8, round((load / frame.hours - row) * 8))
        return (EIGHTHS[max(1, eighths)], "running") if load > row * frame.hours else (" ", "none")
    filled = min(frame.rows, max(sum(above), round((load + held + proposed) / frame.hours)))
    if row >= filled:
        return " ", "none"
    from_top = filled - 1 - row
    part = _part_at(from_top, *above)
    return SYMBOLS[part].sign, part


def _part_at(from_top: int, held: int, proposed: int) -> Literal["running", "held", "proposed"]:
    """Return the part of the cell at that distance below the top of a column."""
    return "proposed" if from_top < proposed else "held" if from_top < held + proposed else "running"


# The months


def _months(frame: Frame) -> Line:
    axis = ""
    for place, month in _firsts(frame.weeks):
        start = place * frame.cells
        if start >= len(axis) + bool(axis):
            axis = f"{axis:<{start}}{_(MONTHS[month - 1])}"
    return _label_row("", [(axis, "muted")])


def _firsts(weeks: Sequence[YearWeek]) -> Iterator[tuple[int, int]]:
    """Yield the column in which each month begins; the first belongs to the month in which its week ends."""
    months = [(week.monday + WEEK - DAY).month for week in weeks]
    for place, month in enumerate(months):
        if place == 0 or months[place - 1] != month:
            yield place, month
