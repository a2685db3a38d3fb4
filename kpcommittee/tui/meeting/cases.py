"""The meeting's cases, grouped by the bench of their district."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from kpcommittee.domain.case import initials_of
from kpcommittee.locale import _, ngettext
from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.state import Row, ScreenState
from kpcommittee.tui.widgets.shielded import ShieldedInput
from kpcommittee.tui.widgets.text import BAD, GOOD, KEY, MUTED, STRONG, WARN, text, wrapped
from kpcommittee.views.cells import cells_of, pad
from kpcommittee.wording import agenda_file, states

STATE_STYLES = {"placed": GOOD, "in_principle": KEY, "postponed": WARN, "returned": WARN, "withdrawn": MUTED}
_INITIALS = 5
"""Cells of a child's initials at least, with the space behind them."""
HERE = "bold $block-cursor-foreground on $block-cursor-background"


class FilterChanged(Message):
    """The filter was changed."""

    def __init__(self, query: str) -> None:
        super().__init__()
        self.query = query


class FilterLeft(Message):
    """The chair left the filter for the list."""


class CaseList(Panel):
    """The list in which the chair moves from case to case; the chosen case is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("home", "move(-1000000)", show=False),
        Binding("G,end", "move(1000000)", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """The chair moved to a case."""

        number: str

    @dataclass
    class Opened(Message):
        """The chair clicked a case twice."""

    GAP = 0

    def __init__(self, id: str) -> None:  # noqa: A002 (the framework's own name)
        super().__init__(id)
        self._rows: list[Row | None] = []
        """The case of each line; None for a heading."""
        self._made: tuple[object, ...] = ()
        """The values that the lines were made from."""
        self._focus_returns = False

    def subject(self, state: ScreenState) -> object:
        """Return one subject for the whole agenda: choosing another case does not scroll back."""
        return state.query

    def titles(self, state: ScreenState) -> tuple[str, str]:
        """Return the list's name, and notices about the agenda file and the imported placements."""
        return _("Cases"), " · ".join(_notices(state))

    def lines(self, state: ScreenState, width: int) -> list[Content]:
        """Return the cases in the agenda's order, with a heading for each run of one district.

        Unreadable cases come last.
        """
        height = self.scrollable_content_region.height
        sources = (state.rows, state.left_out, state.hidden, state.query, state.meeting is None, width, height)
        if self._made[:1] and self._made[0] is state.rows and self._made[1:] == sources[1:]:
            return self._lines
        self._made = sources
        groups = [(district, tuple(rows)) for district, rows in groupby(_matching_rows(state), key=_district)]
        headings = [_heading(district, rows, state, width) for district, rows in groups]
        if sum(map(len, headings)) + sum(len(rows) for _district, rows in groups) > height:
            headings = [_brief_heading(district, rows, state, width) for district, rows in groups]
        lines: list[Content] = []
        self._rows = []
        initials = max((_INITIALS, *(cells_of(state.initials(row.case)) + 1 for row in state.rows)))
        for heading, (_name, rows) in zip(headings, groups, strict=True):
            lines += [*heading, *(_draw_row(row, state, initials).truncate(width, ellipsis=True) for row in rows)]
            self._rows += [*[None] * len(heading), *rows]
        others = [*([] if groups else _no_match_lines(state, width)), *_unreadable_lines(state, width)]
        self._rows += [None] * len(others)
        return [*lines, *others]

    def on_resize(self, event: Resize) -> None:
        """Make the lines again: the form of the headings depends on the room."""
        self._drawn = (None, 0)
        super().on_resize(event)

    def on_hide(self) -> None:
        """Remember whether the list had the focus, before the framework moves it: there is no room for the list now."""
        self._focus_returns = self.has_focus

    def on_show(self) -> None:
        """Take back the focus that was lost when the terminal became too narrow."""
        if self._focus_returns:
            self.focus()

    def line_at(self, place: int) -> Content:
        """Return one line of the list; the chosen case is highlighted."""
        line, row = super().line_at(place), self._rows[place]
        if row is None or self.state is None or row.number != self.state.chosen:
            return line
        return Content(line.plain).pad_right(max(0, self.size.width - line.cell_length)).stylize(HERE)

    def watch_state(self, before: ScreenState | None, after: ScreenState | None) -> None:
        """Draw the list, and keep the chosen case in view: its line may have changed."""
        super().watch_state(before, after)
        if after is not None and (before is None or (before.chosen, before.query) != (after.chosen, after.query)):
            for state in (before, after):
                self._strips.pop(self._place_of(state), None)
                self.refresh_line(self._place_of(state))
            self._keep_in_sight()

    def _place_of(self, state: ScreenState | None) -> int:
        """Return the line of the chosen case; 0 if there is none."""
        number = state.chosen if state else None
        return next((y for y, row in enumerate(self._rows) if row and row.number == number), 0)

    def _keep_in_sight(self) -> None:
        place = self._place_of(self.state)
        first = place if any(self._rows[:place]) else 0
        # Unreadable cases are below the last case.
        below = 0 if any(self._rows[place + 1 :]) else len(self._rows) - place - 1
        height = min(1 + below, max(1, self.scrollable_content_region.height))
        self.scroll_to_region(Region(0, first, 1, height), animate=False, force=True)

    def action_move(self, steps: int) -> None:
        """Move that many cases down the list, or up."""
        rows = [row for row in self._rows if row is not None]
        if rows and self.state is not None:
            current = next((place for place, row in enumerate(rows) if row.number == self.state.chosen), 0)
            self.post_message(self.Chosen(rows[max(0, min(len(rows) - 1, current + steps))].number))

    def on_click(self, event: Click) -> None:
        """Choose the clicked case; a second click does what enter does."""
        place = self.line_under(event)
        row = self._rows[place] if place is not None else None
        if row is not None:
            event.stop()
            self.post_message(self.Chosen(row.number))
            if event.chain == 2:
                self.post_message(self.Opened())


def _notices(state: ScreenState) -> Iterator[str]:
    """Yield what is wrong in the agenda file, how many cases changed, and whether the balance lacks placements."""
    if unread := len(state.left_out):
        yield ngettext("{n} unreadable case", "{n} unreadable cases", unread).format(n=unread)
    if errors := len(state.file_faults):
        yield ngettext("{n} error in the file", "{n} errors in the file", errors).format(n=errors)
    if changes := state.differing - unread:
        yield ngettext("d: {n} change", "d: {n} changes", changes).format(n=changes)
    if state.lacks_import:
        yield _("placements missing")


def _matching_rows(state: ScreenState) -> tuple[Row, ...]:
    query = state.query.casefold()
    return tuple(row for row in state.rows if query in _searchable_text(row, state)) if query else state.rows


def _searchable_text(row: Row, state: ScreenState) -> str:
    """Return the text that the filter searches."""
    child = row.case.child
    parts = (row.number, child.name, child.initials, state.config.district_name(child.district))
    return " ".join((*parts, states.case_state(row.state), outcome_word(row))).casefold()


def _district(row: Row) -> str:
    return row.case.child.district


def _heading(district: str, rows: tuple[Row, ...], state: ScreenState, width: int) -> list[Content]:
    """Return the district and its leaders, on as many lines as they need."""
    lines = [text((_district_name(district, state), STRONG), " ")]
    leaders = _leaders(rows, state)
    for place, leader in enumerate(leaders):
        comma = "," if place < len(leaders) - 1 else ""
        name = text((f" {state.name(short_name(leader))}{comma}", MUTED))
        if lines[-1].cell_length + name.cell_length <= width:
            lines[-1] += name
        else:
            lines.append(text(" ", name))
    return [line.truncate(width, ellipsis=True) for line in lines]


def _brief_heading(district: str, rows: tuple[Row, ...], state: ScreenState, width: int) -> list[Content]:
    """Return the heading on one line, with the leaders' initials if their names do not fit."""
    lines = _heading(district, rows, state, width)
    if len(lines) == 1:
        return lines
    initials = ", ".join(state.name(initials_of(leader).replace(".", "")) for leader in _leaders(rows, state))
    return [text((_district_name(district, state), STRONG), (f"  {initials}", MUTED)).truncate(width, ellipsis=True)]


def _district_name(district: str, state: ScreenState) -> str:
    return state.name(state.config.district_name(district))


def _no_match_lines(state: ScreenState, width: int) -> Iterator[Content]:
    """Say that no case matches the filter, and how to see all again."""
    if state.query:
        nothing = _("No case contains “{word}”. Escape shows all cases.").format(word=state.prose(state.query))
        yield from wrapped(text((nothing, WARN)), width)


def _unreadable_lines(state: ScreenState, width: int) -> Iterator[Content]:
    """Return the unreadable cases of the file: which, where, and what is wrong."""
    if state.left_out:
        yield text((_("Cannot be read"), f"bold {BAD}")).truncate(width, ellipsis=True)
    for entry in state.left_out:
        yield from wrapped(text(("! ", BAD), state.case_number(agenda_file.unread_case(entry))), width, 1)
        yield from wrapped(text((state.prose(entry.message), MUTED)), width, 3)


def _leaders(rows: tuple[Row, ...], state: ScreenState) -> list[str]:
    """Return who sits for the district, school leaders first, once the journal is read."""
    if state.meeting is None:
        return []
    from kpcommittee.domain.meeting.bench import leader_of  # noqa: PLC0415 (not needed to paint)

    roles: tuple[Literal["school", "club"], ...] = ("school", "club")
    seated = (leader_of(role, row.case, state.config) for role in roles for row in rows)
    return [*dict.fromkeys(leader for leader in seated if leader)]


def _draw_row(row: Row, state: ScreenState, initials: int) -> Content:
    """Return one line of the list; so many cells are for the initials."""
    symbol = states.case_symbol(row.state)
    child = row.case.child
    flagged = child.protected_address or child.do_not_contact_family
    style = STATE_STYLES.get(row.state, "")
    return text(
        (f" {symbol} ", style),
        (f"{row.place:>2} ", MUTED),
        (pad(state.initials(row.case), initials), STRONG if row.state == "open" else ""),
        ("! " if flagged else "  ", BAD),
        (outcome_word(row), style or MUTED),
    )


def outcome_word(row: Row) -> str:
    """Return the case's state in one or two words: the provider's name if it was placed."""
    item = row.item
    if item is None:
        return ""
    decision = item.decision or item.carried_decision
    if decision is not None and item.state in ("open", "placed", "in_principle"):
        return decision.provider_name if item.state == "placed" else f"({decision.provider_name})"
    return states.case_state_brief(item.state) if item.state != "open" else ""


def short_name(name: str) -> str:
    """Shorten `Lone Bech` to `Lone B.`, for narrow places."""
    first, _space, others = name.partition(" ")
    return f"{first} {others.split()[-1][0]}." if others else name


class CaseFilter(ShieldedInput):
    """A filter that narrows the list while it is typed; enter goes to the list, escape leaves."""

    def __init__(self, query: str) -> None:
        """Begin with the present filter."""
        hint = _("Name, number, district or state; escape leaves")
        super().__init__(query, placeholder=hint, id="filter")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FilterChanged(event.value))

    @on(Input.Submitted)
    def _leave(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(FilterLeft())
