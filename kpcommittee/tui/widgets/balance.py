"""The balance before and after: how full the providers are in their worst week."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from kpcommittee.locale import _
from kpcommittee.tui.table import Table
from kpcommittee.tui.widgets.lines import MUTED, STATUS_STYLES, STRONG, bar, joined, text, wrapped
from kpcommittee.tui.widgets.panel import Panel
from kpcommittee.wording import figures, words

if TYPE_CHECKING:
    from datetime import date

    from kpcommittee.domain.balance import Figures
    from kpcommittee.domain.deliberation import Deliberation
    from kpcommittee.domain.options import Option

SHARES = 12
"""Cells for `104 → 127 %` and the space before it."""

NAME = 14
"""Cells of a name where there is little room."""

WIDEST = 30
"""Cells of a bar where there is more than enough room."""


class Line(NamedTuple):
    """One provider's balance."""

    name: str
    before: "Figures"
    after: "Figures"
    week: str


class BalancePanel(Panel):
    """Of the case on the table, or of the whole meeting."""

    def subject(self, table: Table) -> object:
        """The case, as long as the balance is that of one case."""
        return table.scope, table.chosen if table.scope == "case" else None

    def titles(self, table: Table) -> tuple[str, str]:
        """Whose balance it is; it is that of the worst week."""
        return _("Balance: this case") if table.scope == "case" else _("Balance: the meeting"), _("worst week")

    def lines(self, table: Table, width: int) -> list[Content]:
        """One provider after the other."""
        lines = [*(_of_case(table) if table.scope == "case" else _of_meeting(table))]
        column = min(max((len(line.name) for line in lines), default=0) + 1, max(NAME, width // 3))
        drawn = [part for line in lines for part in _drawn(line, table, width, column)]
        return drawn or wrapped(text((_("No figures yet."), MUTED)), width)


def _of_case(table: Table) -> Iterator[Line]:
    found = table.deliberation
    if found is not None:
        for option in _on_the_table(found):
            yield Line(option.name, option.before, option.after, option.worst_week)


def _on_the_table(deliberation: "Deliberation") -> "Iterator[Option]":
    """The child's own clubs, and who else is a candidate or known to the child."""
    chosen = deliberation.decision.provider if deliberation.decision else None
    for option in deliberation.ranked:
        own_club = option.kind == "club" and option.own_district
        if own_club or option.candidate or option.relation or option.provider == chosen:
            yield option


def _of_meeting(table: Table) -> Iterator[Line]:
    for line in table.balance:
        yield Line(line.name, line.before, line.after, line.week)


def _drawn(line: Line, table: Table, width: int, column: int) -> Iterator[Content]:
    rules = table.config.balance
    was, becomes = line.before.status(rules), line.after.status(rules)
    room = min(WIDEST, max(4, width - column - SHARES))
    shares = f"{figures.share(line.before.share).rstrip(' %')} → {figures.share(line.after.share)}"
    if line.after.room is None:
        shares = _("{hours} h").format(hours=figures.hours(line.after.used))
    name = f"{line.name[: column - 1]:<{column}}"
    style = STATUS_STYLES[becomes]
    yield text((name, STRONG), bar(line.before, line.after, room), (f"{shares:>{SHARES}}", style))
    now = (f"{words.status_symbol(becomes)} {words.status(becomes)}", style)
    change = text((f"{words.status(was)} → ", MUTED), now) if was != becomes else text(now)
    yield from wrapped(joined([change, *_left(line.after), (figures.week(line.week, _day(table)), MUTED)]), width, 2)


def _left(after: "Figures") -> Iterator[str]:
    if after.free is None:
        return
    yield _("{hours} h free").format(hours=figures.hours(after.free))
    if after.over:
        yield _("{hours} h over").format(hours=figures.hours(after.over))


def _day(table: Table) -> "date | None":
    return table.meeting.date if table.meeting and table.meeting.head else None
