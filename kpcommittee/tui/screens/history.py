"""Past decisions: a search by words and terms while they are typed, and one decision in full."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self, get_args

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.worker import WorkerCancelled

from kpcommittee.domain.review.facets import Count
from kpcommittee.domain.review.grammar import tokens
from kpcommittee.domain.review.past import Order, PastDecision
from kpcommittee.domain.review.query import Vocabulary
from kpcommittee.domain.review.suggestions import Suggestion, last_word, suggestions, toggle
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.services.minutes import meeting_session_of
from kpcommittee.tui.dialogs.correct import correction_at
from kpcommittee.tui.dialogs.recording import Recording
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.screens.after_meeting import ToldScreen
from kpcommittee.tui.screens.help import ExplainedScreen, Topic, signs_topic
from kpcommittee.tui.screens.history_query import HINTED, Finder, QueryLine, count_of, terms_topic
from kpcommittee.tui.screens.history_rows import Facets, Rows
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.veil import veil
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.markdown import sections_of
from kpcommittee.tui.widgets.page import Page
from kpcommittee.tui.widgets.text import KEY, MUTED, join_pieces, text
from kpcommittee.views.legend import past_signs
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.services.session import Session

MOST = 500
"""The most rows; a narrower search finds the others."""

PAUSE = 0.15
"""Seconds without a key before a search begins."""


class HistoryScreen(ExplainedScreen, Screen[None]):
    """Searches past decisions."""

    CSS_PATH = "history.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]  # noqa: RUF012 (the framework's declaration)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("help"), id="history.help", tooltip=N_("Explain the keys that work here.")),
        Binding("enter", "open", N_("read it"), id="history.open", tooltip=N_("Read the whole decision.")),
        Binding("f", "narrow", N_("breakdown"), id="history.narrow",
                tooltip=N_("Count the results by outcome, provider, problem and more, and narrow by them.")),
        Binding("s", "sort", N_("sort"), id="history.sort", tooltip=N_("Sort the list in the next order.")),
        Binding("x", "correct", N_("correct"), id="history.correct",
                tooltip=N_("Correct a clerical error in the decision: a new version of its minutes.")),
        Binding("m", "minutes", N_("minutes"), id="history.minutes",
                tooltip=N_("Read the minutes that the decision is in, and write them to their file.")),
        Binding("escape", "leave", N_("back"), id="history.leave",
                tooltip=N_("Go back to the list, and from there to the meeting.")),
        Binding("slash", "search", N_("search"), key_display="/", id="history.search",
                tooltip=N_("Go to the search line.")),
        Binding("U", "told", N_("who is told"), id="history.told", show=False,
                tooltip=N_("Show who is still to be told of the decisions of its meeting.")),
        Binding("H", "story", N_("the child's story"), id="history.story", show=False,
                tooltip=N_("Show what happened to the child, over all its cases.")),
        Binding("L", "similar", N_("cases like this"), id="history.similar", show=False,
                tooltip=N_("List past decisions with a shared problem and of the same age.")),
        Binding("c", "copy", N_("copy"), id="history.copy", show=False,
                tooltip=N_("Copy the whole decision as text.")),
        Binding("down", "rows", N_("to the list"), id="history.rows", tooltip=N_("Go to the list."), show=False),
    ]  # fmt: skip

    reading: var[bool] = var(False, toggle_class="-reading")  # noqa: FBT003 (the framework's order)

    narrowing: var[bool] = var(False, toggle_class="-narrowing")  # noqa: FBT003 (the framework's order)

    begin_with = ""
    """The query when the screen opens."""
    is_awaited = True  # until the first search has ended

    query_line = query_one("#query", QueryLine)
    rows = query_one(Rows)
    facets = query_one(Facets)
    full = query_one("#full", Page)
    summary = query_one("#found", Static)
    cut = query_one("#cut", Static)

    def __init__(self, finder: Finder, meeting_session_of: "Callable[[str], MeetingSession] | None" = None) -> None:
        """Begin with no results; `meeting_session_of` opens the meeting of a decision, if any can be opened."""
        super().__init__()
        self._finder, self._meeting_session_of = finder, meeting_session_of
        self._decisions: tuple[PastDecision, ...] = ()
        self._order: Order = "newest"
        self._vocabulary = Vocabulary()
        self._searched = ""
        """The query whose decisions are shown."""
        self._shown_for: str | None = None
        """What was typed for them; None before the first search."""

    @classmethod
    def at(cls, session: "Session", present: "MeetingSession | None" = None) -> Self:
        """Return the screen for a workspace; corrections in the `present` meeting go through its own session.

        While that meeting runs, its decisions are not among the past.
        """
        running = present.meeting.id if present and present.meeting.state == "open" else None
        return cls(Finder.at(session, MOST, running), partial(meeting_session_of, session, present=present))

    def compose(self) -> ComposeResult:
        """Yield the query, the facets, the rows, and one decision beside or over them."""
        examples = "  ".join(map(self._finder.example, HINTED))
        query = QueryLine(placeholder=_("words, or {examples}").format(examples=examples), id="query")
        query.border_title = Content(_("Past decisions"))
        yield query
        yield Static(id="found")
        with Horizontal():
            yield Facets(self._finder.name_of)
            yield Rows()
            yield Page(id="full")
        yield Static(id="cut")
        yield ScreenKeys()

    def topics(self) -> Iterable[Topic]:
        """Yield the terms of a query, and the meaning of the outcome's signs."""
        return terms_topic(self._finder.example), signs_topic([past_signs()])

    def on_mount(self) -> None:
        """Begin with the newest decisions, or with the given query."""
        self.query_line.value = self.begin_with
        self._look(self.begin_with)

    # Searching

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        query = event.value
        self.query_line.suggested = suggestions(query, self._vocabulary)
        if self.query_line.suggested:
            self.summary.update(self._suggestions())
            self.summary.remove_class("-error")
        self.set_timer(PAUSE, lambda: self._look(query) if self._waits_for(query) else None)

    def _waits_for(self, query: str) -> bool:
        """Whether the query is still the typed one, and its rows are not shown yet."""
        return query == self.query_line.value and query != self._shown_for

    def _suggestions(self) -> Content:
        """Return as many completions of the last word as there is room for."""
        offered = (
            text((suggestion.text, KEY), " ", (self._finder.meaning_of(suggestion), MUTED))
            for suggestion in self.query_line.suggested
        )
        return join_pieces(offered, "  ").truncate(max(0, self.size.width - 4), ellipsis=True)

    @work(thread=True, exclusive=True)
    def _look(self, query: str) -> None:
        error = ""
        try:
            self._vocabulary = self._finder.vocabulary()
            decisions = self._searched_for(query)
        except KpError as failed:
            decisions, error = (), failed.line
        self.app.call_from_thread(self._show, query, decisions, error)
        if not error and (self.narrowing or len(decisions) >= MOST):
            self.app.call_from_thread(self._show_facets, query, self._finder.facets(self._searched))

    def _searched_for(self, query: str) -> tuple[PastDecision, ...]:
        """Search, without an unfinished last word that can still become a term.

        Raises:
            KpError: the query cannot be read, or the search failed.
        """
        self._searched = query
        try:
            return tuple(self._finder.search(query, self._order))
        except KpError:
            last = last_word(query)
            if last is None or not suggestions(query, self._vocabulary):
                raise
            self._searched = query[: last.start]
            return tuple(self._finder.search(self._searched, self._order))

    def _show(self, query: str, decisions: tuple[PastDecision, ...], error: str) -> None:
        # While another thread searched, the screen may have been left, or the query changed.
        if self._pruning or query != self.query_line.value:
            return
        self._decisions, self._shown_for, self.is_awaited = decisions[:MOST], query, False
        self.rows.show(self._decisions)
        if error:
            self.facets.show({}, ())
        self.query_line.suggested = suggestions(query, self._vocabulary)
        if self.query_line.suggested and not error:
            self.summary.update(self._suggestions())
        else:
            self.summary.update(Content(error or self._count(len(decisions))))
        self.summary.set_class(bool(error), "-error")
        self.refresh_bindings()

    def _count(self, total: int) -> str:
        return count_of(total, self._decisions, self._order, MOST, filtered=bool(self.query_line.value.strip()))

    def _show_facets(self, query: str, facets: Mapping[str, Sequence[Count]]) -> None:
        if self._pruning or query != self.query_line.value:
            return
        if self.narrowing:
            self.facets.show(facets, {token.text for token in tokens(query)})
        if not self.query_line.suggested:
            total = sum(by_outcome.count for by_outcome in facets.get("udfald", ()))
            self.summary.update(Content(self._count(total)))

    # Narrowing and sorting

    def action_narrow(self) -> None:
        """Show the facets, or go to them."""
        self.narrowing = True
        self.facets.focus()
        if not self._waits_for(self.query_line.value):
            self._break_down(self.query_line.value)

    @work(thread=True, exclusive=True, group="facets")
    def _break_down(self, query: str) -> None:
        """Count the facets of what is shown."""
        with suppress(KpError):
            self.app.call_from_thread(self._show_facets, query, self._finder.facets(self._searched))

    @on(OptionList.OptionSelected)
    def _narrow(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        term, _colon, value = (event.option_id or "").partition(":")
        self.query_line.value = toggle(self.query_line.value, Suggestion(term=term, value=value))

    def action_sort(self) -> None:
        """Sort the list in the next order."""
        orders: tuple[Order, ...] = get_args(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._look(self.query_line.value)

    # The keys

    @on(Input.Submitted)
    async def action_rows(self) -> None:
        """Focus the list, with the results for the typed query: the next key is about one of its rows."""
        query = self.query_line.value
        if self._waits_for(query):
            with suppress(WorkerCancelled):
                await self._look(query).wait()
        self.rows.focus()

    def action_search(self) -> None:
        """Focus the query."""
        self.reading = False
        self.query_line.focus()

    @on(Rows.Selected)
    def action_open(self) -> None:
        """Read the whole decision."""
        markdown = self._whole_decision()
        if markdown is None:
            return
        self.reading, self.narrowing = True, False
        self.full.show(sections_of(markdown))
        self.full.scroll_home(animate=False)
        self.full.focus()

    def _whole_decision(self) -> str | None:
        """Return the highlighted decision in full, as the room may read it; None if it cannot be read."""
        row = self._row
        if row is None:
            return None
        try:
            return self._finder.full(row, veil().rewrite) if hides(self.app) else self._finder.full(row)
        except KpError as error:
            self._fail(error)
            return None

    def action_copy(self) -> None:
        """Copy the whole decision."""
        markdown = self._whole_decision()
        if markdown is not None:
            self.app.copy_to_clipboard(markdown)
            self.notify(_("Copied."), timeout=2, markup=False)

    def action_story(self) -> None:
        """Tell what happened to the child of the highlighted decision."""
        self._open(lambda row: self._finder.story(row.case_number))

    def action_similar(self) -> None:
        """Search for cases similar to that of the highlighted decision."""
        assert self._row is not None, "checked before the key works"
        self.reading = False
        self.query_line.value = self._finder.similar(self._row.case_number)
        self.rows.focus()

    def action_minutes(self) -> None:
        """Read the minutes that contain the highlighted decision."""
        self._open(lambda row: MinutesScreen.at(self._meeting_of(row)))

    def action_told(self) -> None:
        """Show who is still to be told of the decisions of that meeting."""
        self._open(lambda row: ToldScreen(self._meeting_of(row)))

    def _open(self, screen_of: "Callable[[PastDecision], Screen[None]]") -> None:
        """Open a screen about the highlighted decision."""
        assert self._row is not None, "checked before the key works"
        try:
            self.app.push_screen(screen_of(self._row))
        except KpError as error:
            self._fail(error)

    def _meeting_of(self, row: "PastDecision") -> "MeetingSession":
        assert self._meeting_session_of is not None, "checked before the key works"
        return self._meeting_session_of(row.meeting)

    @property
    def _row(self) -> "PastDecision | None":
        """The highlighted decision."""
        place = self.rows.cursor_row
        return self._decisions[place] if 0 <= place < len(self._decisions) else None

    def show_again(self) -> None:
        """Redraw the rows and the decision as the room may read them now."""
        self.rows.show_again()
        if self.reading:
            self.call_next(self.action_open)

    def _fail(self, error: KpError) -> None:
        self.notify(error.lines, severity="error", markup=False)

    # Correcting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read what exists, and to correct only what is in approved minutes."""
        if action == "search":
            return not self.query_line.has_focus  # a slash that is typed there belongs to the query
        if action in ("open", "copy", "story", "similar"):
            return self._row is not None or None
        if action in ("minutes", "told"):
            return bool(self._row and self._meeting_session_of) or None
        if action != "correct":
            return super().check_action(action, parameters)
        decision = self._row if self._meeting_session_of else None
        return bool(decision and decision.meeting_state == "approved") or None

    @on(Rows.Highlighted)
    @on(events.Resize)
    def _other_row(self) -> None:
        self.cut.update(join_pieces(self.rows.cut), layout=False)
        self.refresh_bindings()

    def action_correct(self) -> None:
        """Correct a clerical error in the highlighted decision."""
        assert self._row is not None, "checked before the key works"
        try:
            meeting_session = self._meeting_of(self._row)
            dialog = correction_at(meeting_session, self._row.case_number)
        except KpError as error:
            self._fail(error)
        else:
            recording = Recording(meeting_session, meeting_session.meeting)
            self.app.push_screen(dialog.recorded_by(recording), partial(self._go_on, meeting_session, recording))

    def _go_on(self, meeting_session: "MeetingSession", recording: Recording, _answer: object) -> None:
        if recording.is_out_of_date and recording.refused is not None:
            self.notify(refusal(recording.refused), severity="warning", markup=False)
        if not recording.recorded:
            return
        self.notify(_("Corrected: version {n}.").format(n=meeting_session.meeting.version), timeout=3, markup=False)
        self.action_open()
        self._look(self.query_line.value)

    def action_leave(self) -> None:
        """Go back to the list; from there, to the meeting."""
        if self.reading or self.narrowing:
            self.reading = self.narrowing = False
            self.rows.focus()
        else:
            self.dismiss(None)

    @on(events.Key)
    def _read_on(self, event: events.Key) -> None:
        steps = {"j": 1, "k": -1}
        if self.reading and self.full.has_focus and event.key in steps:
            event.stop()
            self.full.scroll_relative(y=steps[event.key], animate=False)
