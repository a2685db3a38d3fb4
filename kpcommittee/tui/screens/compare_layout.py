"""The facts of several options side by side, or one below the other if there is no room."""

from collections.abc import Sequence

from textual.content import Content

from kpcommittee.domain.capacity.options import Option
from kpcommittee.locale import _
from kpcommittee.tui.widgets.text import (
    MUTED,
    STRONG,
    bar,
    labelled,
    line_of,
    styled,
    text,
    wrapped,
)
from kpcommittee.views.facts import Fact, Line
from kpcommittee.views.option_facts import OptionFacts
from kpcommittee.wording import figures, providers

LABEL, GAP = 13, 2
WIDE, NARROWEST = 100, 17
"""Cells of the whole and of a column; with fewer, the options are one below the other."""
BAR = 24
ADDED = ("competences", "form", "delivery")
"""Facts that are omitted if no option has them: few committees record them."""

Cell = tuple[Content, ...]
"""One fact of one option: its lines."""


def cells_of(facts: OptionFacts, width: int) -> tuple[Cell, ...]:
    """Return the lines of each fact of an option, in the order of `OptionFacts.rows`, for a column of that width."""
    fact_lines = [_draw_fact(fact, facts, width) for fact in facts.rows]
    return tuple(lines or (text((figures.NONE, MUTED)),) for lines in fact_lines)


def _draw_fact(fact: Fact, facts: OptionFacts, width: int) -> Cell:
    match fact.code:
        case "staff":
            return tuple(line_drawn for line in fact.lines for line_drawn in _name_with_facts(line, width))
        case "list":
            return tuple(line_of(line).truncate(width, ellipsis=True) for line in fact.lines)
        case "capacity" if facts.option.after.room is not None:
            room = bar(facts.option.before, facts.option.after, min(BAR, width))
            return (room, *map(line_of, fact.lines))
        case _:
            return tuple(map(line_of, fact.lines))


def _name_with_facts(line: Line, width: int) -> Cell:
    """Return a name and the person's facts, on one line if there is room."""
    one_line = line_of(line)
    if one_line.cell_length <= width or len(line) == 1:
        return (one_line,)
    return (styled(line[0]), *wrapped(line_of(line[1:]), width, 2))


# Laying out


def column_width(width: int, options: int) -> int | None:
    """Return the width of a column; None if the options must be one below the other."""
    column = (width - LABEL) // max(1, options) - GAP
    return column if width >= WIDE and column >= NARROWEST else None


def place_at(x: int, column: int) -> int | None:
    """Return the option that a cell belongs to, if they are side by side; None for the labels."""
    return (x - LABEL) // (column + GAP) if x >= LABEL else None


def side_by_side(options: Sequence[OptionFacts], heads: Sequence[Content], column: int, height: int) -> list[Content]:
    """Return one column for each option; a row's facts begin on one line, with a gap if it fits."""
    columns = [cells_of(facts, column) for facts in options]
    lists = [[Content.styled(f"  {providers.list_name(facts.option.for_list or '')}", MUTED)] for facts in options]
    lists_row = _row("", lists, column) if any(facts.option.for_list for facts in options) else []
    rows = [[*lists_row, *_row("", [[head] for head in heads], column)]]
    for place, fact in enumerate(options[0].rows if options else ()):
        if fact.code in ADDED and not any(facts.rows[place].lines for facts in options):
            continue
        cells = [[line for content in cell[place] for line in wrapped(content, column)] for cell in columns]
        rows.append(_row(fact.label, cells, column))
    between = [Content("")] if sum(map(len, rows)) + len(rows) <= height else []
    return [line for row in rows for line in (*row, *between)]


def _row(label: str, cells: Sequence[Sequence[Content]], column: int) -> list[Content]:
    lines = []
    for n in range(max(map(len, cells), default=0)):
        parts = [_pad(cell[n] if n < len(cell) else Content(""), column) for cell in cells]
        row_label = label if n == 0 else ""
        lines.append(text((f"{row_label[: LABEL - 1]:<{LABEL}}", MUTED), Content(" " * GAP).join(parts)))
    return lines


def _pad(content: Content, width: int) -> Content:
    short = content.truncate(width, ellipsis=True)
    return short.pad_right(width - short.cell_length)


def stack_facts(facts: OptionFacts, head: Content, width: int) -> list[Content]:
    """Return one option, its facts one below the other."""
    lines = [head]
    for fact, cell in zip(facts.rows, cells_of(facts, width), strict=True):
        if fact.code in ADDED and not fact.lines:
            continue
        lines += labelled(fact.label, cell, width, LABEL)
    return [*lines, Content("")]


def head_of(option: Option, name: str, *, recommended: bool, chosen: bool, width: int, beside: bool) -> Content:
    """Return the shortened name, with the list that offers the option below or `beside` it.

    A star shows that it is recommended; it is reversed if it is marked.
    """
    star = "★ " if recommended else "  "
    role = providers.list_name(option.for_list) if option.for_list and beside else ""
    role = _("candidate") if option.candidate else role
    offered = option.candidate or option.for_list is not None
    style = f"{STRONG} reverse" if chosen else STRONG if offered else MUTED
    head = text((f"{star}{name}", style))
    room = width - head.cell_length - 2
    return head + Content.styled(f"  {role}", MUTED) if role and len(role) <= room else head
