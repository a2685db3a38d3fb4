"""Past decisions: searched by words and terms while they are typed, and one of them in full."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _, ngettext
from kpcommittee.services.decisions import history, minutes_item
from kpcommittee.services.minutes import meeting_session_of
from kpcommittee.tui.dialogs.correct import CorrectDialog
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.screens.help import ExplainedScreen
from kpcommittee.tui.veil import HIDDEN, veil
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import row_keys
from kpcommittee.tui.widgets.markdown import sections_of
from kpcommittee.tui.widgets.shielded import ShieldedInput
from kpcommittee.wording import figures, words
from kpcommittee.wording.cautions import departures
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.intentions import Intention
    from kpcommittee.domain.meeting.meeting import Meeting
    from kpcommittee.domain.review.past import PastDecision
    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.services.session import Session

WIDEST, SHORTEST, LEAST = 30, 8, 12
"""Cells of a name at most and at least, and of the remarks at least."""

NAMES = slice(4, 6)
"""The columns of the provider and the person, which are shortened where there is little room."""

PADDING = 2
"""Cells of a column beside its text."""


class Rows(DataTable[Text]):
    """The decisions found; enter belongs to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*row_keys("rows", "scroll_top", "scroll_bottom")]

    def __init__(self) -> None:
        """Begin with no results."""
        super().__init__(cursor_type="row", zebra_stripes=True)
        self._found: tuple[PastDecision, ...] = ()
        self._cells: tuple[tuple[Text, ...], ...] = ()
        self._made_for = -1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the screen."""
        return False if action == "select_cursor" else super().check_action(action, parameters)

    def show(self, found: "Sequence[PastDecision]") -> None:
        """Show these, the first one highlighted."""
        self._found = tuple(found)
        self._show(0)

    def show_again(self) -> None:
        """Show of the same as much as the room may read now."""
        self._show(self.cursor_row)

    def _show(self, cursor: int) -> None:
        hidden = hides(self.app)
        seen = (veil() if hidden else number_mask()).over(self._found)
        self._cells = tuple(_row(row, hidden=hidden) for row in seen)
        self._fill(cursor)

    @on(events.Resize)
    def _fit(self) -> None:
        if self.scrollable_content_region.width != self._made_for:
            self._fill(self.cursor_row)

    def _fill(self, cursor: int) -> None:
        self._made_for = self.scrollable_content_region.width
        heads = (_("Date"), _("Case"), _("Age"), _("Outcome"), _("Provider"), _("Person"), _("Remarks"))
        self.clear(columns=True)
        for head, width in zip(heads, self._widths(heads), strict=True):
            self.add_column(Text(head), width=width)
        self.add_rows(self._cells)
        self.move_cursor(row=cursor)

    def _widths(self, heads: Sequence[str]) -> list[int]:
        columns = zip(*((Text(head) for head in heads), *self._cells), strict=True) if self._cells else ()
        widths = [min(WIDEST, max(cell.cell_len for cell in column)) for column in columns]
        widths = widths[:-1] or [len(head) for head in heads[:-1]]
        room = self._made_for - PADDING * len(heads)
        while room - sum(widths) < LEAST and max(widths[NAMES]) > SHORTEST:
            longest = widths.index(max(widths[NAMES]), NAMES.start)
            widths[longest] -= 1
        return [*widths, max(LEAST, room - sum(widths))]


def _row(one: "PastDecision", *, hidden: bool) -> tuple[Text, ...]:
    remarks = []
    if one.departures:
        remarks.append(departures(",".join(one.departures)))
    if one.dissent:
        remarks.append(_("dissent: {roles}").format(roles=", ".join(words.seat(role) for role in one.dissent)))
    if one.reason or one.missing:
        remarks.append(one.reason or one.missing or "")
    cells = (
        figures.date_short(one.date),
        one.case_number,
        HIDDEN if hidden else str(one.age),
        f"{words.case_symbol(one.outcome)} {words.case_state(one.outcome)}",
        one.provider_name or one.provider or "",
        one.staff_name or one.staff or "",
        "; ".join(remarks),
    )
    return tuple(Text(cell, overflow="ellipsis", no_wrap=True) for cell in cells)


MOST = 500
"""Rows at a time; more are found by narrowing the search."""

PAUSE = 0.15
"""Seconds without a key before the search begins."""

Search = Callable[[str], "Sequence[PastDecision]"]


class HistoryScreen(ExplainedScreen, Screen[None]):
    """Looks for past decisions."""

    CSS_PATH = "history.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]  # noqa: RUF012 (the framework's declaration)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("help"), id="history.help", tooltip=N_("Explain the keys that work here.")),
        Binding("enter", "open", N_("read it"), id="history.open", tooltip=N_("Read the whole decision.")),
        Binding("x", "correct", N_("correct"), id="history.correct",
                tooltip=N_("Correct an error of writing in the decision: a new version of its minutes.")),
        Binding("slash", "search", N_("search"), key_display="/", id="history.search",
                tooltip=N_("Go to the line that is searched for.")),
        Binding("escape", "leave", N_("back"), id="history.leave",
                tooltip=N_("Go back to the list, and from there to the meeting.")),
        Binding("down", "rows", N_("to the list"), id="history.rows", tooltip=N_("Go to the list."), show=False),
    ]  # fmt: skip

    reading: var[bool] = var(False, toggle_class="-reading")  # noqa: FBT003 (the framework's order)

    begin_with = ""
    """What the line says when the screen opens."""

    query_line = query_one("#query", Input)
    rows = query_one(Rows)
    full = query_one("#full", VerticalScroll)
    found = query_one("#found", Static)

    def __init__(
        self,
        search: Search,
        full: "Callable[..., str]",
        meeting_session_of: "Callable[[str], MeetingSession] | None" = None,
    ) -> None:
        """Begin with no results.

        `meeting_session_of` opens the meeting of a decision that is corrected; None if none can be.
        """
        super().__init__()
        self._search_for, self._full, self._meeting_session_of = search, full, meeting_session_of
        self._found: tuple[PastDecision, ...] = ()

    @classmethod
    def at(cls, session: "Session", present: "MeetingSession | None" = None) -> Self:
        """Return the past decisions of a workspace; the meeting that is present is corrected where it sits."""
        return cls(
            partial(history, session, limit=MOST),
            partial(minutes_item, session),
            partial(meeting_session_of, session, present=present),
        )

    def compose(self) -> ComposeResult:
        """Yield the query above, the rows, and one decision beside or over them."""
        hint = _("words, or klub:oest  problem:school  udsat:ja  afveg:ja  alder:12-15  fra:2026-01  til:2026")
        query = ShieldedInput(placeholder=hint, id="query")
        query.border_title = Content(_("Past decisions"))
        yield query
        yield Static(id="found")
        with Horizontal():
            yield Rows()
            yield VerticalScroll(id="full")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin with the newest decisions, or with what is searched for already."""
        self.query_line.value = self.begin_with
        self._look(self.begin_with)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        query = event.value
        self.set_timer(PAUSE, lambda: self._look(query) if query == self.query_line.value else None)

    @work(thread=True, exclusive=True)
    def _look(self, query: str) -> None:
        try:
            found, error = tuple(self._search_for(query)), ""
        except KpError as failed:
            found, error = (), f"{failed.message}. {failed.remedy}"
        self.app.call_from_thread(self._show, found, error)

    def _show(self, found: "tuple[PastDecision, ...]", error: str) -> None:
        self._found = found[:MOST]
        self.rows.show(self._found)
        count = ngettext("{n} decision", "{n} decisions", len(found)).format(n=len(found))
        more = _("the newest {n}; narrow the search for more").format(n=MOST) if len(found) >= MOST else count
        self.found.update(Content(error or more))
        self.found.set_class(bool(error), "-error")
        self.refresh_bindings()

    # ---- the keys ----------------------------------------------------------------------------

    @on(Input.Submitted)
    def action_rows(self) -> None:
        """Go to the list."""
        self.rows.focus()

    def action_search(self) -> None:
        """Go to the line that is searched for."""
        self.reading = False
        self.query_line.focus()

    @on(DataTable.RowSelected)
    async def action_open(self) -> None:
        """Read the whole decision."""
        if self._row is None:
            return
        try:
            markdown = self._full(self._row, veil().over) if hides(self.app) else self._full(self._row)
        except KpError as error:
            self._fail(error)
            return
        self.reading = True
        await self.full.remove_children()
        await self.full.mount_all(sections_of(markdown))
        self.full.scroll_home(animate=False)
        self.full.focus()

    @property
    def _row(self) -> "PastDecision | None":
        """The highlighted decision."""
        place = self.rows.cursor_row
        return self._found[place] if 0 <= place < len(self._found) else None

    def show_again(self) -> None:
        """Show of the rows and of the decision as much as the room may read now."""
        self.rows.show_again()
        if self.reading:
            self.call_next(self.action_open)

    def _fail(self, error: KpError) -> None:
        self.notify(f"{error.message}\n{error.remedy}".strip(), severity="error", markup=False)

    # ---- correcting --------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read what there is, and the correction only of a decision whose minutes are approved."""
        if action == "open":
            return self._row is not None or None
        if action != "correct":
            return super().check_action(action, parameters)
        chosen = self._row if self._meeting_session_of else None
        return bool(chosen and chosen.meeting_state == "approved" and chosen.provider) or None

    @on(DataTable.RowHighlighted)
    def _other_row(self) -> None:
        self.refresh_bindings()

    def action_correct(self) -> None:
        """Correct an error of writing in the highlighted decision."""
        assert self._row is not None, "checked before the key works"
        assert self._meeting_session_of is not None, "checked before the key works"
        try:
            meeting_session = self._meeting_session_of(self._row.meeting)
            dialog = CorrectDialog.at(meeting_session, self._row.case_number)
        except KpError as error:
            self._fail(error)
        else:
            self.app.push_screen(dialog, partial(self._record, meeting_session, meeting_session.meeting))

    async def _record(self, meeting_session: "MeetingSession", seen: "Meeting", intention: "Intention | None") -> None:
        if intention is None:
            return
        try:
            answer = meeting_session.record(intention, seen)
        except KpError as error:
            self._fail(error)
            return
        if isinstance(answer, Refusal):
            self.notify(refusal(answer), severity="warning", markup=False)
            return
        self.notify(_("Corrected: version {n}.").format(n=meeting_session.meeting.version), timeout=3, markup=False)
        await self.action_open()
        self._look(self.query_line.value)

    def action_leave(self) -> None:
        """Go back to the list, and from there to the meeting."""
        if self.reading:
            self.reading = False
            self.rows.focus()
        else:
            self.dismiss(None)

    @on(events.Key)
    def _read_on(self, event: events.Key) -> None:
        steps = {"j": 1, "k": -1}
        if self.reading and self.full.has_focus and event.key in steps:
            event.stop()
            self.full.scroll_relative(y=steps[event.key], animate=False)
