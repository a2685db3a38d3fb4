"""The head of the meeting: the committee, how far it is, the clock and the expected end."""

from datetime import datetime, timedelta

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from kpcommittee.locale import _, ngettext
from kpcommittee.tui.table import Table
from kpcommittee.tui.widgets.lines import LOUD, MUTED, STRONG, joined, text
from kpcommittee.wording import figures, words


class Head(Widget):
    """One line; what has no room is left out, the clock last."""

    table: var[Table | None] = var(None, init=False)

    def watch_table(self, _before: Table | None, _after: Table | None) -> None:
        """Draw the line anew."""
        self.refresh()

    def render(self) -> Content:
        """The line."""
        if self.table is None:
            return Content("")
        width = self.content_size.width
        right = _right(self.table)
        for left in _lefts(self.table):
            gap = width - cell_len(left.plain) - cell_len(right.plain)
            if gap >= 2:
                return text(left, " " * gap, right)
        return right


def _lefts(table: Table) -> list[Content]:
    """The left half, from the whole to the shortest."""
    committee = table.config.committee
    day = _day(table)
    return [
        joined([(committee.name, STRONG), committee.municipality, day]),
        joined([(committee.name, STRONG), day]),
        joined([(day, STRONG)]),
        Content(""),
    ]


def _day(table: Table) -> str:
    head = table.meeting.head if table.meeting else None
    head = head or (table.agenda.meeting if table.agenda else None)
    if head is None:
        return ""
    # The names of days come from a library that the first picture does without.
    return figures.date_weekday(head.date) if table.meeting else figures.date_numeric(head.date)


def _right(table: Table) -> Content:
    place = table.row.place if table.row else 0
    where = _("case {n} of {count}").format(n=place, count=len(table.rows))
    if table.state == "open" and table.differing:
        differs = ngettext("d: {n} change", "d: {n} changes", table.differing).format(n=table.differing)
        return joined([(f" {differs} ", LOUD), where, *_progress(table)], "   ")
    if table.meeting is None:
        return joined([where, (figures.time(table.now), STRONG)], "   ")
    return joined([where, *_progress(table)], "   ")


def _progress(table: Table) -> list[tuple[str, str]]:
    clock = (figures.time(table.now), STRONG)
    if table.state != "open":
        return [(words.meeting_state(table.state), MUTED), clock]
    end = _("expected end {time}").format(time=figures.time(expected_end(table)))
    plan = planned_end(table)
    planned = [(_("plan {time}").format(time=figures.time(plan)), MUTED)] if plan else []
    return [clock, *planned, (end, "")]


def expected_end(table: Table) -> datetime:
    """When the meeting ends if every open case takes its planned minutes."""
    return table.now + timedelta(minutes=table.config.committee.minutes_per_case * len(table.open_rows))


def planned_end(table: Table) -> datetime | None:
    """When it would end by the plan."""
    head = table.meeting.head if table.meeting else None
    if head is None or head.start is None:
        return None
    minutes = table.config.committee.minutes_per_case * len(table.rows)
    return datetime.combine(head.date, head.start, table.now.tzinfo) + timedelta(minutes=minutes)
