"""The options and their people as rows: facts in columns that everyone at the table can check."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from rich.cells import cell_len
from textual.content import Content

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.capacity.options import Option, RelationFact, StaffOption
from kpcommittee.locale import _, ngettext
from kpcommittee.tui.widgets.text import MUTED, STATUS_STYLES
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import caution_name

WIDE = 96
"""From this width on the known person and the cost have columns of their own."""

STATUS = 9
"""Cells of the room's status."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of each column; a column is as wide as it must be, and the facts take what is left."""

    name: int
    known: int
    change: int
    facts: int
    cost: int
    """No cells where there is no room for the cost."""

    @classmethod
    def of(cls, options: Sequence[Option], width: int) -> Self:
        """For those options in so many cells."""
        wide = width >= WIDE
        known = _widest([_relation(one.relation, named=True) for one in options], 17) if wide else 4
        name = _widest([one.name for one in options], 20 if wide else 17)
        change = _widest([_briefly(one.before, one.after) for one in options], 16)
        cost = _widest([_cost(one) for one in options], 20) if wide else 0
        return cls(name, known, change, max(1, width - 2 - name - known - STATUS - change - cost), cost)


def option_row(option: Option, columns: Columns, *, recommended: bool) -> Content:
    """One provider: name, relation, room before → after, facts, and last the cost."""
    style = "" if option.candidate else MUTED
    row = Content("").join(
        [
            Content.styled("★ " if recommended else "  ", "bold"),
            _cell(option.name, columns.name, style),
            _cell(_relation(option.relation, named=columns.cost > 0), columns.known, style),
            _room(option, STATUS + columns.change),
            _cell(" · ".join(_facts(option)), columns.facts, style or MUTED),
            Content.styled(_cost(option).rjust(columns.cost) if columns.cost else "", style or MUTED),
        ]
    )
    return row.rstrip()  # blanks behind the last fact must not be what a narrower list cuts off


def effect_line(option: Option) -> Content:
    """What the placement does to the provider: its worst week, before → after."""
    after, before = option.after, option.before
    said = _("{provider}, {week}: {change}").format(
        provider=option.name, week=figures.week(option.worst_week), change=_change(before, after)
    )
    word = f"{words.status_symbol(option.room)} {words.status(option.room)}"
    return Content.assemble(f"{said}  ", (word, STATUS_STYLES[option.room]), _left(after))


def staff_row(one: StaffOption) -> Content:
    """One person: relation, free hours, children, what speaks against."""
    facts = [
        _("{hours} h free").format(hours=figures.hours(one.free)) if one.free is not None else _("no limit"),
        ngettext("{n} child", "{n} children", one.children).format(n=one.children),
        _("trained for this") if one.competent else "",
    ]
    if one.excluded_by:
        # Beside the free hours "no free hours" would read as a contradiction: they are too few for this case.
        facts.insert(0, _("no room") if one.excluded_by == "person_over_max" else caution_name(one.excluded_by))
    strength = words.strength(one.relation.strength if one.relation else 0)
    style = MUTED if one.excluded_by else ""
    return Content("").join(
        [_cell(one.name, 20, style), _cell(strength, 4, style), Content.styled(" · ".join(filter(None, facts)), MUTED)]
    )


def _facts(option: Option) -> list[str]:
    """What sets it apart comes first, so that it survives where the column is narrow."""
    facts = [words.wish(option.wish)] if option.wish else []
    if option.excluded_by and option.excluded_by not in ("declined", "over_capacity"):
        facts.append(caution_name(option.excluded_by))
    if option.room == "no_limit":
        facts.append(words.status("no_limit"))
    if not option.own_district:
        facts.append(_("other district"))
    facts.append(_("on the list") if option.on_list else _("off the list"))
    return facts


def _cost(option: Option) -> str:
    if option.cost_per_month is None:
        return ""
    whole = option.cost_per_month.quantize(Decimal(1), ROUND_HALF_UP)
    return _("{amount} a month").format(amount=figures.kroner(whole))


def _relation(relation: RelationFact | None, *, named: bool) -> str:
    if relation is None:
        return ""
    strength = words.strength(relation.strength)
    return f"{strength} {relation.person}" if named else strength


def _room(option: Option, width: int) -> Content:
    word = f"{words.status_symbol(option.room)} {words.status(option.room)}"
    if option.room == "no_limit":
        word = words.status_symbol(option.room)
    change = _briefly(option.before, option.after)
    return Content.styled(_fit(word, STATUS), STATUS_STYLES[option.room]) + Content(_fit(change, width - STATUS))


def _change(before: Figures, after: Figures) -> str:
    """`68 → 87 %`, or the hours where no limit is set."""
    if after.room is None:
        return f"{figures.hours(before.used)} → {figures.hours_a_week(after.used)}"
    return f"{figures.share(before.share).rstrip('% ')} → {figures.share(after.share)}"


def _briefly(before: Figures, after: Figures) -> str:
    """The same for a row: all hours here are those of a week."""
    if after.room is None:
        hours = _("{hours} h").format(hours=figures.hours(after.used))
        return f"{figures.hours(before.used)} → {hours}"
    return _change(before, after)


def _left(after: Figures) -> str:
    if after.room is None:
        return ""
    said = _("{free} h free, {over} h over") if after.over else _("{free} h free")
    return "  " + said.format(free=figures.hours(after.free), over=figures.hours(after.over))


def _widest(texts: Sequence[str], most: int) -> int:
    """The cells of the widest one and of the space behind it."""
    return min(most, max((cell_len(text) + 1 for text in texts if text), default=0))


def _cell(text: str, width: int, style: str = "") -> Content:
    return Content.styled(_fit(text, width), style)


def _fit(text: str, width: int) -> str:
    content = Content(text).truncate(width - 1, ellipsis=True)
    return content.plain + " " * max(0, width - content.cell_length)
