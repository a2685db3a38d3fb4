"""The meeting: the cases, one case on the table, the balance, the options, and the four seats."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.getters import query_one
from textual.reactive import var

from kpcommittee.tui.meeting.balance import BalancePanel
from kpcommittee.tui.meeting.card import CaseCard
from kpcommittee.tui.meeting.cases import CaseList
from kpcommittee.tui.meeting.head import Head, PanelTabs
from kpcommittee.tui.meeting.keys import BINDINGS
from kpcommittee.tui.meeting.options import OptionsPanel
from kpcommittee.tui.meeting.seats import Seats
from kpcommittee.tui.meeting.views import Views
from kpcommittee.tui.state import ScreenState, with_meeting
from kpcommittee.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.domain.meeting.meeting import Meeting
    from kpcommittee.services.meeting_session import MeetingSession

NARROW = 76
"""Columns from which on the list of cases has room beside another panel."""

TICK = 3.0
"""Seconds between two looks at the clock, the journal and the agenda file."""


class MeetingScreen(Views):
    """Draws the agenda file at once; what the meeting has done follows when the journal is read."""

    BINDINGS = BINDINGS
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (NARROW, "-narrow"), (108, "-wide"), (160, "-broad")]  # noqa: RUF012 (the framework's declaration)
    AUTO_FOCUS = "CaseList"

    state: var[ScreenState] = var(None, init=False)  # type: ignore[arg-type]  # set before the first picture
    panel: var[str] = var("card", init=False)

    cases = query_one(CaseList)
    card = query_one(CaseCard)
    balance = query_one(BalancePanel)
    options = query_one(OptionsPanel)
    tabs = query_one(PanelTabs)
    keys = query_one(KeyBar)

    def __init__(self, state: ScreenState) -> None:
        """Lay the table as it is prepared from the agenda file."""
        panel = "cases" if self.app.size.width < NARROW else "card"
        super().__init__(id="meeting", classes=f"-{panel}")
        self.set_reactive(MeetingScreen.panel, panel)
        self.set_reactive(MeetingScreen.state, state)
        self.meeting_session: MeetingSession | None = None
        self._case_views: dict[str, CaseView] = {}
        self._of: Meeting | None = None

    def compose(self) -> ComposeResult:
        """The panels, in the order of reading."""
        state = MeetingScreen.state
        yield Head().data_bind(state)
        yield PanelTabs().data_bind(MeetingScreen.panel, state)
        yield CaseList("cases").data_bind(state)
        for panel in (CaseCard("card"), BalancePanel("balance"), OptionsPanel("options")):
            yield panel.data_bind(state)
        yield Seats().data_bind(state)
        yield KeyBar(self.works)

    # ---- the table ---------------------------------------------------------------------------

    def sit(self, meeting_session: "MeetingSession") -> None:
        """The journal is read: show what the meeting has done, and go to the first open case."""
        self.meeting_session = meeting_session
        self.refresh_state()
        first = self.state.open_rows[:1]
        if first and self.state.row and self.state.row.state != "open":
            self.choose(first[0].number)
        self.set_interval(TICK, self.tick)

    def refresh_state(self, **changes: object) -> None:
        """Lay the table anew: what the meeting has done by now, and these changes."""
        if self.meeting_session is None:
            self.state = replace(self.state, **changes)  # type: ignore[arg-type]
            return
        if self._of is not self.meeting_session.meeting:
            self._of = self.meeting_session.meeting
            self._case_views.clear()
        state = replace(with_meeting(self.state, self.meeting_session.meeting), **changes)  # type: ignore[arg-type]
        self.state = replace(
            state,
            agenda=self.meeting_session.agenda,
            now=self.meeting_session.session.clock(),
            case_view=self._case_view(state.chosen),
            balance=self.meeting_session.balance() if state.scope == "meeting" else (),
            differing=len(self.meeting_session.differences()),
            notices=self._notices(),
        )

    def _case_view(self, number: str | None) -> "CaseView | None":
        if number is None or self.meeting_session is None:
            return None
        if number not in self._case_views:
            self._case_views[number] = self.meeting_session.view_case(number)
        return self._case_views[number]

    def _notices(self) -> tuple[str, ...]:
        from kpcommittee.tui.meeting.notices import notices_of  # noqa: PLC0415 (not needed to paint)

        assert self.meeting_session is not None, "asked for by `lay` only"
        return notices_of(self.meeting_session)

    def tick(self) -> None:
        """Follow the clock, and what other programs have written."""
        if self.meeting_session is not None and (self.meeting_session.refresh() or self._minute_passed()):
            self.refresh_state()

    def _minute_passed(self) -> bool:
        assert self.meeting_session is not None, "asked for by `tick` only"
        return self.meeting_session.session.clock().replace(second=0) > self.state.now.replace(second=0)

    def choose(self, number: str) -> None:
        """Put a case on the table."""
        if number != self.state.chosen:
            self.state = replace(self.state, chosen=number, revealed=None, case_view=self._case_view(number))

    def watch_state(self, _before: ScreenState | None, _after: ScreenState) -> None:
        """Show the keys that work now."""
        if self.is_mounted:
            self.keys.keys = self.works

    @property
    def works(self) -> tuple[Binding, ...]:
        """The keys that work now."""
        urged = self.urged
        shown = [b for b in BINDINGS if isinstance(b, Binding) and (b.show or b.action in urged)]
        working = [b for b in shown if self.allows(b.action)]
        return tuple(sorted(working, key=lambda b: (b.action != "help", b.action not in urged)))

    # ---- panels ------------------------------------------------------------------------------

    def watch_panel(self, before: str, after: str) -> None:
        """Show the panel where there is room for one only."""
        self.remove_class(f"-{before}")
        self.add_class(f"-{after}")

    @on(events.DescendantFocus)
    def _show_focused(self, event: events.DescendantFocus) -> None:
        if event.widget.id in ("card", "options", "balance", "cases"):
            self.panel = event.widget.id if event.widget.id != "cases" or self.has_class("-tiny") else self.panel

    @on(PanelTabs.Chosen)
    def _open_panel(self, event: PanelTabs.Chosen) -> None:
        self.panel = event.panel
        self.query_exactly_one(f"#{event.panel}").focus()

    @on(CaseList.Chosen)
    def _move(self, event: CaseList.Chosen) -> None:
        self.choose(event.number)
