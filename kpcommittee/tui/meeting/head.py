"""The head of the meeting: the committee, the progress, the clock and the expected end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from kpcommittee.domain.holder import ReadOnly
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.tui.meeting.keys import shown_key_of
from kpcommittee.tui.meeting.seats import recommendation_line
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.text import LOUD, MUTED, STRONG, Piece, join_pieces, text
from kpcommittee.wording import figures, states
from kpcommittee.wording.holders import held_briefly, held_by, takes_over


class Head(Widget):
    """One line; parts that do not fit are left out, the clock last."""

    state: var[ScreenState | None] = var(None, init=False)

    def watch_state(self, _before: ScreenState | None, _after: ScreenState | None) -> None:
        """Redraw the line."""
        self.refresh()

    def render(self) -> Content:
        """Return the line."""
        if self.state is None:
            return Content("")
        if self.state.misfit:
            return join_pieces([_sign(self.state), (f" {self.state.misfit} ", LOUD)], " ")
        width = self.content_size.width
        if self.state.reading is not None:
            return _reader_line(self.state, self.state.reading, width)
        # No part is cut. The planned end is left out first, then the expected one. The sign that names are hidden
        # outranks both.
        parts = _right_half(self.state)
        right_halves = [join_pieces(parts[:count], "   ") for count in range(len(parts), 0, -1)]
        if self.state.hidden:
            right_halves = [right_halves[0], join_pieces([_case_of_count(self.state), _clock(self.state)], "   ")]
        for right_half in right_halves:
            for left_half in _left_halves(self.state):
                gap = width - cell_len(left_half.plain) - cell_len(right_half.plain)
                if gap >= (2 if left_half else 0):
                    return text(left_half, " " * gap, right_half)
        return _sign(self.state) if self.state.hidden else right_halves[-1]


def _reader_line(state: ScreenState, reading: ReadOnly, width: int) -> Content:
    """Return the line of a program that only reads: the reason first, then the rest as far as it fits."""
    key = takes_over(shown_key_of("take_over", state.config.keys))
    why, brief = held_by(reading), held_briefly(reading)
    for sentence in (f"{why} {key}", why, f"{brief} · {key}", brief):
        left_half = join_pieces([_sign(state), (f" {sentence} ", LOUD)], "  ")
        right_halves = (join_pieces([_case_of_count(state), _clock(state)], "   "), text(_clock(state)), Content(""))
        room = [
            right_half
            for right_half in right_halves
            if cell_len(left_half.plain) + cell_len(right_half.plain) + 2 <= width
        ]
        if room:
            return text(left_half, " " * (width - cell_len(left_half.plain) - cell_len(room[0].plain)), room[0])
    return join_pieces([_sign(state), (f" {brief} ", LOUD)], "  ").truncate(width, ellipsis=True)


def _left_halves(state: ScreenState) -> list[Content]:
    """Return the left half in several lengths, the longest first."""
    committee = state.config.committee
    day = _day(state)
    left_halves = [
        join_pieces([(committee.name, STRONG), committee.municipality, day]),
        join_pieces([(committee.name, STRONG), day]),
        join_pieces([(day, STRONG)]),
        Content(""),
    ]
    return [join_pieces([_sign(state), left_half], "  ") for left_half in left_halves]


def _sign(state: ScreenState) -> Content:
    """Return the sign that names are hidden, so that the room may look; empty while they are not."""
    notice = _("NAMES HIDDEN")
    return text((f" {notice} ", LOUD)) if state.hidden else Content("")


def _day(state: ScreenState) -> str:
    head = state.meeting.head if state.meeting else None
    head = head or (state.agenda.meeting if state.agenda else None)
    if head is None:
        return ""
    # Names of days come from a library that is not loaded for the first picture.
    return figures.date_weekday(head.date) if state.meeting else figures.date_numeric(head.date)


def _case_of_count(state: ScreenState) -> str:
    place = state.row.place if state.row else 0
    purged = len(state.meeting.purged) if state.meeting else 0
    return _("case {n} of {count}").format(n=place, count=len(state.rows) + purged)


def _clock(state: ScreenState) -> tuple[str, str]:
    return figures.time(state.now), STRONG


def _right_half(state: ScreenState) -> list[Piece]:
    """Return the parts of the right half, in the order in which they are kept."""
    progress = _case_of_count(state)
    if state.meeting_state == "open" and state.differing:
        return [(f" {_difference_notice(state)} ", LOUD), progress, *_progress(state)]
    if state.meeting_state == "preparing" and state.left_out:
        unread = ngettext("{n} unreadable case", "{n} unreadable cases", len(state.left_out))
        return [(f" {unread.format(n=len(state.left_out))} ", LOUD), progress, *_progress(state)]
    if state.meeting is None:
        return [progress, _clock(state)]
    return [progress, *_progress(state)]


def _difference_notice(state: ScreenState) -> str:
    """Say how the agenda file differs; unreadable cases come first."""
    unread = len(state.left_out)
    if unread:
        return ngettext("d: {n} unreadable", "d: {n} unreadable", unread).format(n=unread)
    return ngettext("d: {n} change", "d: {n} changes", state.differing).format(n=state.differing)


def _progress(state: ScreenState) -> list[tuple[str, str]]:
    clock = _clock(state)
    if state.meeting_state != "open":
        return [(states.meeting_state(state.meeting_state), MUTED), clock]
    end, plan = expected_end(state), planned_end(state)
    planned = [(_("planned end {time}").format(time=figures.time(plan)), MUTED)] if plan else []
    expected = [(_("expected end {time}").format(time=figures.time(end)), "")] if end else []
    return [clock, *planned, *expected]


def expected_end(state: ScreenState) -> datetime | None:
    """Return when the meeting ends if every open case takes its planned minutes; None on any other day."""
    if state.meeting and state.meeting.head and state.meeting.date != state.now.date():
        return None
    return state.now + timedelta(minutes=state.config.committee.minutes_per_case * len(state.open_rows))


def planned_end(state: ScreenState) -> datetime | None:
    """Return when the meeting should end by the plan."""
    head = state.meeting.head if state.meeting else None
    if head is None or head.start is None:
        return None
    minutes = state.config.committee.minutes_per_case * len(state.rows)
    return datetime.combine(head.date, head.start, state.now.tzinfo) + timedelta(minutes=minutes)


PANELS = {"cases": N_("Cases"), "card": N_("Case"), "options": N_("Options"), "balance": N_("Balance")}
"""Panel → its name."""


SHORTEST = 12
"""The fewest cells for the beginning of a recommendation."""


class PanelTabs(Widget):
    """One line; the name of the open panel stands out."""

    panel: var[str] = var("card", init=False)
    state: var[ScreenState | None] = var(None, init=False)

    @dataclass
    class Chosen(Message):
        """The chair wants to see a panel."""

        panel: str

    def watch_panel(self, _before: str, _after: str) -> None:
        """Redraw the line."""
        self.refresh()

    def watch_state(self, _before: ScreenState | None, _after: ScreenState | None) -> None:
        """Redraw the line."""
        self.refresh()

    def render(self) -> Content:
        """Return the names in a row, with the recommendation if there is room for it."""
        names = self._names()
        room = self.content_size.width - names.cell_length - 2
        if room < SHORTEST or self.state is None:
            return names
        recommendation = recommendation_line(self.state, room).truncate(room, ellipsis=True)
        return text(names, " " * (room + 2 - recommendation.cell_length), recommendation)

    def _names(self) -> Content:
        return text(
            *(
                (f" {_(name)} ", "reverse bold" if panel == self.panel else MUTED)
                for panel, name in self._offered_panels()
            )
        )

    def _offered_panels(self) -> list[tuple[str, str]]:
        """Return the panels; the list of cases only where it is not beside them."""
        return [(panel, name) for panel, name in PANELS.items() if panel != "cases" or self.screen.has_class("-tiny")]

    def on_click(self, event: Click) -> None:
        """Open the clicked panel."""
        right = 0
        for panel, name in self._offered_panels():
            right += len(_(name)) + 2
            if event.x < right:
                self.post_message(self.Chosen(panel))
                return
