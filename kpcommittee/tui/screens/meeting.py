"""The meeting: the cases, one case on the table, the balance, the options, and the four seats."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.getters import query_one
from textual.reactive import var

from kpcommittee.tui.screens.meeting_keys import BINDINGS
from kpcommittee.tui.screens.meeting_views import Views
from kpcommittee.tui.table import Table, seated
from kpcommittee.tui.widgets.balance import BalancePanel
from kpcommittee.tui.widgets.card import CaseCard
from kpcommittee.tui.widgets.cases import CaseList
from kpcommittee.tui.widgets.head import Head
from kpcommittee.tui.widgets.keys import KeyBar
from kpcommittee.tui.widgets.options import OptionsPanel
from kpcommittee.tui.widgets.seats import Seats
from kpcommittee.tui.widgets.tabs import PanelTabs

if TYPE_CHECKING:
    from kpcommittee.domain.deliberation import Deliberation
    from kpcommittee.domain.meeting import Meeting
    from kpcommittee.services.sitting import Sitting

NARROW = 76
"""Columns from which on the list of cases has room beside another panel."""

TICK = 3.0
"""Seconds between two looks at the clock, the journal and the agenda file."""


class MeetingScreen(Views):
    """Draws the agenda file at once; what the meeting has done follows when the journal is read."""

    BINDINGS = BINDINGS
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (NARROW, "-narrow"), (108, "-wide"), (160, "-broad")]  # noqa: RUF012 (the framework's declaration)
    AUTO_FOCUS = "CaseList"

    table: var[Table] = var(None, init=False)  # type: ignore[arg-type]  # set before the first picture
    panel: var[str] = var("card", init=False)

    cases = query_one(CaseList)
    card = query_one(CaseCard)
    balance = query_one(BalancePanel)
    options = query_one(OptionsPanel)
    tabs = query_one(PanelTabs)
    keys = query_one(KeyBar)

    def __init__(self, table: Table) -> None:
        """Lay the table as it is prepared from the agenda file."""
        panel = "cases" if self.app.size.width < NARROW else "card"
        super().__init__(id="meeting", classes=f"-{panel}")
        self.set_reactive(MeetingScreen.panel, panel)
        self.set_reactive(MeetingScreen.table, table)
        self.sitting: Sitting | None = None
        self._deliberated: dict[str, Deliberation] = {}
        self._of: Meeting | None = None

    def compose(self) -> ComposeResult:
        """The panels, in the order of reading."""
        table = MeetingScreen.table
        yield Head().data_bind(table)
        yield PanelTabs().data_bind(MeetingScreen.panel, table)
        yield CaseList("cases").data_bind(table)
        for panel in (CaseCard("card"), BalancePanel("balance"), OptionsPanel("options")):
            yield panel.data_bind(table)
        yield Seats().data_bind(table)
        yield KeyBar(self.works)

    # ---- the table ---------------------------------------------------------------------------

    def sit(self, sitting: "Sitting") -> None:
        """The journal is read: show what the meeting has done, and go to the first open case."""
        self.sitting = sitting
        self.lay()
        first = self.table.open_rows[:1]
        if first and self.table.row and self.table.row.state != "open":
            self.choose(first[0].number)
        self.set_interval(TICK, self.tick)

    def lay(self, **changes: object) -> None:
        """Lay the table anew: what the meeting has done by now, and these changes."""
        if self.sitting is None:
            self.table = replace(self.table, **changes)  # type: ignore[arg-type]
            return
        if self._of is not self.sitting.meeting:
            self._of = self.sitting.meeting
            self._deliberated.clear()
        table = replace(seated(self.table, self.sitting.meeting), **changes)  # type: ignore[arg-type]
        self.table = replace(
            table,
            agenda=self.sitting.agenda,
            now=self.sitting.desk.clock(),
            deliberation=self._deliberation(table.chosen),
            balance=self.sitting.balance() if table.scope == "meeting" else (),
            differing=len(self.sitting.differences()),
            notices=self._notices(),
        )

    def _deliberation(self, number: str | None) -> "Deliberation | None":
        if number is None or self.sitting is None:
            return None
        if number not in self._deliberated:
            self._deliberated[number] = self.sitting.deliberate(number)
        return self._deliberated[number]

    def _notices(self) -> tuple[str, ...]:
        from kpcommittee.tui.notices import notices_of  # noqa: PLC0415 (not needed to paint)

        assert self.sitting is not None, "asked for by `lay` only"
        return notices_of(self.sitting)

    def tick(self) -> None:
        """Follow the clock, and what other programs have written."""
        if self.sitting is not None and (self.sitting.refresh() or self._minute_passed()):
            self.lay()

    def _minute_passed(self) -> bool:
        assert self.sitting is not None, "asked for by `tick` only"
        return self.sitting.desk.clock().replace(second=0) > self.table.now.replace(second=0)

    def choose(self, number: str) -> None:
        """Put a case on the table."""
        if number != self.table.chosen:
            self.table = replace(self.table, chosen=number, revealed=None, deliberation=self._deliberation(number))

    def watch_table(self, _before: Table | None, _after: Table) -> None:
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
