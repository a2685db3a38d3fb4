"""The meeting: the cases, the chosen case, the balance, the options, and the four seats."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.getters import query_one
from textual.reactive import var

from kpcommittee.domain.number_mask import number_mask
from kpcommittee.locale import _
from kpcommittee.tui.meeting.balance import BalancePanel
from kpcommittee.tui.meeting.card import CaseCard
from kpcommittee.tui.meeting.cases import CaseFilter, CaseList, FilterChanged, FilterLeft
from kpcommittee.tui.meeting.head import Head, PanelTabs
from kpcommittee.tui.meeting.keys import BINDINGS, key_line, name_of, rebind
from kpcommittee.tui.meeting.options import OptionsPanel
from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.meeting.seats import Seats
from kpcommittee.tui.painting import PaintedOnce
from kpcommittee.tui.privacy import privacy_filter_of
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.veil import veil
from kpcommittee.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from kpcommittee.domain.committee import Role
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.domain.meeting.meeting import Meeting
    from kpcommittee.domain.meeting.refusal import Refusal
    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.tui.meeting.actions import Actions

NARROW = 76
"""The width from which the list of cases fits beside another panel."""

TICK = 3.0
"""Seconds between two checks of the clock, the journal and the agenda file."""


class MeetingScreen(PaintedOnce):
    """Shows the agenda file at once, and the meeting's events as soon as the journal is read."""

    BINDINGS = BINDINGS
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (NARROW, "-narrow"), (108, "-wide"), (160, "-broad")]  # noqa: RUF012 (the framework's declaration)
    AUTO_FOCUS = "CaseList"
    _holds, _waits = False, 0  # the first picture is drawn as soon as possible

    state: var[ScreenState] = var(None, init=False)  # type: ignore[arg-type]  # set before the first picture
    shown_state: var[ScreenState] = var(None, init=False)  # type: ignore[arg-type]  # so is this
    """The state as the room may read it: what the panels draw."""
    panel: var[str] = var("card", init=False)

    cases = query_one(CaseList)
    card = query_one(CaseCard)
    balance = query_one(BalancePanel)
    options = query_one(OptionsPanel)
    keys = query_one(KeyBar)

    def __init__(self, state: ScreenState, keys: Mapping[str, str] | None = None) -> None:
        """Begin with the state from the agenda file; `keys` are those of the config."""
        panel = "cases" if self.app.size.width < NARROW else "card"
        super().__init__(id="meeting", classes=f"-{panel}")
        self.set_reactive(MeetingScreen.panel, panel)
        self.set_reactive(MeetingScreen.state, state)
        self.set_reactive(MeetingScreen.shown_state, state)
        self._number_mask, self._veil = number_mask(), veil()
        self.meeting_session: MeetingSession | None = None
        self._shortcuts = rebind(keys or {})
        self._case_views: dict[str, CaseView] = {}
        self._viewed_basis: tuple[Meeting, object] | None = None
        self.news: tuple[Meeting, Meeting] | None = None
        """The meeting before and after events of other programs that have not been announced yet."""

    def compose(self) -> ComposeResult:
        """Yield the panels in the order of reading."""
        state = MeetingScreen.shown_state
        yield Head().data_bind(state=state)
        yield PanelTabs().data_bind(MeetingScreen.panel, state=state)
        yield CaseList("cases").data_bind(state=state)
        for panel in (CaseCard("card"), BalancePanel("balance"), OptionsPanel("options")):
            yield panel.data_bind(state=state)
        yield Seats().data_bind(state=state)
        yield KeyBar(self.shown_keys)

    # The state

    def show_meeting(self, meeting_session: "MeetingSession") -> None:
        """Show the meeting's events once the journal is read; choose the first open case."""
        self.meeting_session = meeting_session
        self.refresh_state()
        first = self.state.open_rows[:1]
        if first and self.state.row and self.state.row.state != "open":
            self.choose(first[0].number)
        self.set_interval(TICK, self.tick)

    def turn_to(self, meeting_session: "MeetingSession") -> None:
        """Show another meeting instead of this one."""
        session, hidden = meeting_session.session, self.state.hidden
        state = ScreenState.from_agenda(session.config, session.law, meeting_session.agenda, session.clock())
        self.__dict__.pop("actions", None)  # what they remember belongs to the previous meeting
        self.meeting_session, self._viewed_basis, self.news = meeting_session, None, None
        self._case_views.clear()
        self.state = replace(state.with_meeting(meeting_session.meeting), hidden=hidden)
        self.refresh_state()
        if self.state.open_rows:
            self.choose(self.state.open_rows[0].number)

    def refresh_state(
        self, go_to: Callable[[ScreenState], str | None] = lambda _state: None, **changes: object
    ) -> None:
        """Update the state with the meeting as it is now and with these changes, and choose the next case."""
        if self.meeting_session is None:
            self.state = replace(self.state, **changes)  # type: ignore[arg-type]
            return
        if self._viewed_basis != self.meeting_session.basis:
            self._viewed_basis = self.meeting_session.basis
            self._case_views.clear()
        state = replace(self.state.with_meeting(self.meeting_session.meeting), **changes)  # type: ignore[arg-type]
        if (number := go_to(state)) != state.chosen and any(row.number == number for row in state.rows):
            state = replace(state, chosen=number, revealed=None)
        left_out = self.meeting_session.left_out()
        self.state = replace(
            state,
            agenda=self.meeting_session.agenda,
            now=self.meeting_session.session.clock(),
            case_view=self._case_view(state.chosen),
            balance=self.meeting_session.balance() if state.scope == "meeting" else (),
            differing=len(self.meeting_session.differences()) + len(left_out),
            left_out=left_out,
            unprepared=self.meeting_session.unprepared,
            lacks_import=self.meeting_session.lacks_import,
            reading=self.meeting_session.session.hold.reading,
            misfit=self.meeting_session.warning,
            file_faults=self.meeting_session.file_faults,
        )

    def _case_view(self, number: str | None) -> "CaseView | None":
        if number is None or self.meeting_session is None:
            return None
        if number not in self._case_views:
            self._case_views[number] = self.meeting_session.view_case(number)
        return self._case_views[number]

    def tick(self) -> None:
        """Update the clock, and follow what other programs have written."""
        if self.meeting_session is None:
            return
        before = self.meeting_session.meeting
        if self.meeting_session.refresh() or self._is_another_minute():
            self._keep_news(before)
            self.refresh_state()

    def follow(self) -> None:
        """Show what other programs have written, and whether this one records."""
        if self.meeting_session is None:
            return
        before, reading = self.meeting_session.meeting, self.meeting_session.session.hold.reading
        self.meeting_session.follow()
        if self._keep_news(before) or self._viewed_basis != self.meeting_session.basis or self.state.reading != reading:
            self.refresh_state()

    def _keep_news(self, before: "Meeting") -> bool:
        """Remember where the unannounced news begins; return whether there is any."""
        assert self.meeting_session is not None, "the callers have looked"
        after = self.meeting_session.meeting
        if after is not before and self.meeting_session.by_others:
            self.news = (self.news[0] if self.news else before, after)
        return after is not before

    def _is_another_minute(self) -> bool:
        assert self.meeting_session is not None, "`tick` is the one caller"
        # A clock that was set back must be followed too, instead of waiting until it has caught up.
        return self.meeting_session.session.clock().replace(second=0) != self.state.now.replace(second=0)

    def choose(self, number: str) -> None:
        """Choose the case to show; ignore one that is not on the agenda."""
        if number != self.state.chosen and any(row.number == number for row in self.state.rows):
            self.state = replace(self.state, chosen=number, revealed=None, case_view=self._case_view(number))

    def watch_state(self, _before: ScreenState | None, after: ScreenState) -> None:
        """Show the state as the room may read it, and the keys that work now."""
        self.shown_state = self._as_room_sees(after)
        if bar := self.query_one_optional(KeyBar):  # none before the first picture, and none while the screen closes
            bar.keys = self.shown_keys

    def _as_room_sees(self, state: ScreenState) -> ScreenState:
        if state.meeting is None and not state.hidden:
            return state  # the first picture: personal numbers are masked while drawing
        return (self._veil if state.hidden else self._number_mask).rewrite(state)

    # Panels

    def watch_panel(self, before: str, after: str) -> None:
        """Show the panel where there is room for only one."""
        self.remove_class(f"-{before}", update=False)  # the next line styles all of it
        self.add_class(f"-{after}")

    def on_resize(self, event: events.Resize) -> None:
        """Show the card again once there is room for the list of cases beside it."""
        self.panel = "card" if self.panel == "cases" and event.size.width >= NARROW else self.panel

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

    # Allowing and refusing

    def refusal(self, action: str) -> "Refusal | None":
        """Return why an action would be refused now; None if it works, or before the journal is read."""
        if self.state.meeting is None:
            return None
        from kpcommittee.tui.meeting.availability import refusal_of  # noqa: PLC0415 (needs the rules)

        return refusal_of(self.state, name_of(action))

    def allows(self, action: str) -> bool:
        """Return whether the action works now."""
        return self.refusal(action) is None

    @property
    def urged(self) -> frozenset[str]:
        """The actions that the chosen case requires."""
        if self.state.meeting is None:
            return frozenset()
        from kpcommittee.tui.meeting.availability import urgent_actions  # noqa: PLC0415 (needs the rules)

        return urgent_actions(self.state)

    @property
    def shown_keys(self) -> tuple[tuple[Binding, bool], ...]:
        """The keys of the key line, each with whether it works: help first, then the next steps."""
        return key_line(self._shortcuts, self.urged, self.refusal)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return None for an action that is refused now: it is dimmed, and pressing it says why."""
        name = str(parameters[0]) if action == "act" else action
        return True if self.allows(name) else None

    async def perform(self, action: str) -> None:
        """Run an action, or say why it is refused."""
        if refused := self.refusal(action):
            self.actions.say_refused(refused)
        else:
            await self.run_action(action)

    @on(events.Key)
    def _say_why(self, event: events.Key) -> None:
        refusals = [self.refusal(binding.action) for binding in self._shortcuts if event.key in binding.key.split(",")]
        if refusals and refusals[0] is not None and all(refusals):
            event.stop()
            self.actions.say_refused(refusals[0])

    def say(self, notice: str, severity: "SeverityLevel" = "information", seconds: float = 5) -> None:
        """Show one notice, instead of any other."""
        self.app.clear_notifications()
        self.notify(notice, severity=severity, timeout=seconds, markup=False)

    @on(events.ScreenSuspend)
    def _stop_saying(self) -> None:
        """Clear notices when another screen opens, which they would cover."""
        self.app.clear_notifications()

    # Dialogs and rules

    @cached_property
    def actions(self) -> "Actions":
        """The actions that need dialogs and rules; a worker imports them once the meeting is painted."""
        from kpcommittee.tui.meeting.actions import Actions  # noqa: PLC0415 (the seam: not needed to paint)

        return Actions(self)

    def action_agree(self) -> None:
        """Let all agree, or no longer; recorded with the decision."""
        self.refresh_state(agreed=self.state.agreed ^ {self.state.chosen})

    def action_act(self, name: str) -> None:
        """Perform the key of that name: open a dialog, act, or show another screen."""
        self.actions.act(name)

    def action_help(self) -> None:
        """Explain the keys."""
        self.actions.help()

    def action_decide(self, chosen: str | None = None) -> None:
        """Decide the case."""
        self.actions.decide(chosen)

    def action_position(self, role: "Role") -> None:
        """Record one leader's position."""
        self.actions.position(role)

    # Panels and screens

    def action_balance(self) -> None:
        """Show the balance of this case, or of the whole meeting."""
        self.refresh_state(scope="meeting" if self.state.scope == "case" else "case")
        self.panel = "balance"

    def action_read_on(self) -> None:
        """Scroll the visible panel by a page, the card if all are visible; start again after the end."""
        alone = self.panel if self.has_class("-narrow") or self.has_class("-tiny") else "card"
        focused = self.focused if isinstance(self.focused, Panel) and self.focused is not self.cases else None
        (focused or self.query_exactly_one(f"#{alone}", Panel)).read_on()

    def action_next_panel(self) -> None:
        """Go to the next panel."""
        self._step(1)

    def action_previous_panel(self) -> None:
        """Go to the previous panel."""
        self._step(-1)

    def _step(self, step: int) -> None:
        names = ["cases", "card", "options", "balance"]
        focused = self.focused.id if self.focused and self.focused.id in names else "cases"
        name = names[(names.index(focused) + step) % len(names)]
        self.panel = name if name != "cases" or self.has_class("-tiny") else self.panel
        self.query_exactly_one(f"#{name}").focus()

    def action_hide(self) -> None:
        """Hide names and numbers, or show them again."""
        self.refresh_state(hidden=not self.state.hidden)

    def action_reveal(self) -> None:
        """Show the personal number of the chosen case, or mask it again."""
        self.refresh_state(revealed=None if self.state.revealed else self.state.chosen)

    def action_copy(self) -> None:
        """Copy the case as the room may read it, with unwrapped lines."""
        self.app.copy_to_clipboard(privacy_filter_of(self.state).mask_text(self.card.text_to_copy))
        self.say(_("The case is copied, if your terminal allows it."), seconds=3)

    def action_filter(self) -> None:
        """Narrow the list of cases."""
        try:
            self.query_exactly_one(CaseFilter).focus()
        except NoMatches:
            line = CaseFilter(self.state.query)
            self.add_class("-filtering")
            self.mount(line, before=self.keys)
            line.focus()

    @on(FilterChanged)
    def _narrow(self, event: FilterChanged) -> None:
        self.refresh_state(query=event.query)

    @on(FilterLeft)
    def _to_the_list(self) -> None:
        self.cases.focus()

    def action_leave(self) -> None:
        """Leave the filter, and go back to the list of cases."""
        self.query("#filter").remove()
        self.remove_class("-filtering")
        if self.state.query:
            self.refresh_state(query="")
        self.cases.focus()

    def action_quit(self) -> None:
        """Quit; everything recorded is saved."""
        if self.meeting_session is None:
            self.app.exit()
        else:
            self.actions.quit()

    # The mouse

    @on(KeyBar.Pressed)
    async def _press(self, event: KeyBar.Pressed) -> None:
        await self.perform(event.action)

    @on(CaseList.Opened)
    async def _open_case(self) -> None:
        await self.perform("decide")

    @on(OptionsPanel.Chosen)
    async def _choose_option(self, event: OptionsPanel.Chosen) -> None:
        await self.perform(f"decide({event.provider!r})")

    @on(Seats.Chosen)
    async def _ask_seat(self, event: Seats.Chosen) -> None:
        await self.perform(f"position('{event.role}')")
