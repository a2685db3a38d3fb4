"""The meeting's keys: which work now, and what they do to what is seen; the rest is in `meeting_actions`."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.css.query import NoMatches
from textual.screen import Screen

from kpcommittee.locale import _
from kpcommittee.tui.meeting.card import CaseCard
from kpcommittee.tui.meeting.cases import CaseList, Left, Narrowed
from kpcommittee.tui.meeting.options import OptionsPanel
from kpcommittee.tui.meeting.seats import Seats
from kpcommittee.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from kpcommittee.domain.committee import Role
    from kpcommittee.domain.meeting.refusal import Refusal
    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.tui.meeting.actions import Actions


class Views(Screen[None]):
    """The actions of the meeting screen."""

    state: Any
    meeting_session: "MeetingSession | None"

    def refresh_state(self, **changes: object) -> None:
        """Lay the table anew."""
        raise NotImplementedError

    def choose(self, number: str) -> None:
        """Put a case on the table."""
        raise NotImplementedError

    @cached_property
    def actions(self) -> "Actions":
        """What needs dialogs and rules."""
        # The seam: the first picture is painted without them, and the worker that reads the journal imports them.
        from kpcommittee.tui.meeting.actions import Actions  # noqa: PLC0415 (see above)

        return Actions(self)

    # ---- allowing and refusing ---------------------------------------------------------------

    def refusal(self, action: str) -> "Refusal | None":
        """Why an action would be refused now; nothing is before the journal is read."""
        if self.state.meeting is None:
            return None
        from kpcommittee.tui.meeting.availability import refusal_of  # noqa: PLC0415 (needs the rules)

        return refusal_of(self.state, action.partition("(")[0])

    def allows(self, action: str) -> bool:
        """Whether the action works now."""
        return self.refusal(action) is None

    @property
    def urged(self) -> frozenset[str]:
        """The actions that the case on the table asks for."""
        if self.state.meeting is None:
            return frozenset()
        from kpcommittee.tui.meeting.availability import urged_by  # noqa: PLC0415 (needs the rules)

        return urged_by(self.state)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing for what is refused now: it is dimmed, and pressing it says why."""
        del parameters
        return True if self.allows(action) else None

    async def perform(self, action: str) -> None:
        """Do it, or say why not."""
        if refused := self.refusal(action):
            self.actions.say_refused(refused)
        else:
            await self.run_action(action)

    @on(events.Key)
    def _say_why(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if refused := self.refusal(binding.action):
                event.stop()
                self.actions.say_refused(refused)

    def say(self, notice: str, severity: "SeverityLevel" = "information", seconds: float = 5) -> None:
        """Show one notice, in the place of any other."""
        self.app.clear_notifications()
        self.notify(notice, severity=severity, timeout=seconds, markup=False)

    @on(events.ScreenSuspend)
    def _stop_saying(self) -> None:
        """A notice is gone when something else is opened: it would lie over it."""
        self.app.clear_notifications()

    # ---- with dialogs and rules --------------------------------------------------------------

    def action_agree(self) -> None:
        """All agree, or take that back; recorded with the decision."""
        self.refresh_state(agreed=self.state.agreed ^ {self.state.chosen})

    def action_decide(self, chosen: str | None = None) -> None:
        """Decide the case."""
        self.actions.decide(chosen)

    def action_position(self, role: "Role") -> None:
        """Record one leader's position."""
        self.actions.position(role)

    def action_postpone(self) -> None:
        """Let the case wait."""
        self.actions.postpone()

    def action_send_back(self) -> None:
        """Return the case to the authority."""
        self.actions.send_back()

    def action_withdraw(self) -> None:
        """Take the case off the agenda."""
        self.actions.withdraw()

    def action_note(self) -> None:
        """Write down what was said."""
        self.actions.note()

    def action_disqualify(self) -> None:
        """Decide whether a leader stays."""
        self.actions.disqualify()

    def action_correct(self) -> None:
        """Put an error of writing right."""
        self.actions.correct()

    def action_confirm(self) -> None:
        """Give a decision in principle the word it awaits."""
        self.actions.confirm()

    def action_open(self) -> None:
        """Open the meeting."""
        self.actions.open()

    def action_close(self) -> None:
        """Close the meeting."""
        self.actions.close()

    def action_approve(self) -> None:
        """Approve the minutes."""
        self.actions.approve()

    def action_undo(self) -> None:
        """Take back the newest event."""
        self.actions.undo()

    def action_differences(self) -> None:
        """See what changed in the agenda file."""
        self.actions.differences()

    def action_presence(self) -> None:
        """Say who is here."""
        self.actions.presence()

    def action_order(self) -> None:
        """Change the order of the cases."""
        self.actions.order()

    def action_minutes(self) -> None:
        """Read the minutes."""
        self.actions.minutes()

    def action_capacity(self) -> None:
        """Show the capacity over the year."""
        self.actions.capacity()

    def action_compare(self) -> None:
        """Compare the options."""
        self.actions.compare()

    def action_history(self) -> None:
        """Search past decisions."""
        self.actions.history()

    def action_help(self) -> None:
        """Explain the keys."""
        self.actions.help()

    # ---- what is seen ------------------------------------------------------------------------

    def action_balance(self) -> None:
        """The balance of this case, or of the whole meeting."""
        self.refresh_state(scope="meeting" if self.state.scope == "case" else "case")
        self.panel = "balance"

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
        """Show the personal number of the case on the table, or mask it again."""
        self.refresh_state(revealed=None if self.state.revealed else self.state.chosen)

    def action_copy(self) -> None:
        """Copy the case as it stands on the screen."""
        self.app.copy_to_clipboard(self.query_exactly_one(CaseCard).plain)
        self.say(_("The case is copied, if your terminal allows it."), seconds=3)

    def action_filter(self) -> None:
        """Narrow the list of cases."""
        from kpcommittee.tui.meeting.cases import CaseFilter  # noqa: PLC0415 (not needed to paint)

        try:
            self.query_exactly_one(CaseFilter).focus()
        except NoMatches:
            line = CaseFilter(self.state.query)
            self.add_class("-filtering")
            self.mount(line, before=self.query_exactly_one(KeyBar))
            line.focus()

    @on(Narrowed)
    def _narrow(self, event: Narrowed) -> None:
        self.refresh_state(query=event.query)

    @on(Left)
    def _to_the_list(self) -> None:
        self.query_exactly_one(CaseList).focus()

    def action_leave(self) -> None:
        """Leave the filter, and go back to the list of cases."""
        self.query("#filter").remove()
        self.remove_class("-filtering")
        if self.state.query:
            self.refresh_state(query="")
        self.query_exactly_one(CaseList).focus()

    def action_quit(self) -> None:
        """Quit; everything recorded is safe."""
        self.app.exit()

    # ---- the mouse ---------------------------------------------------------------------------

    @on(KeyBar.Pressed)
    async def _press(self, event: KeyBar.Pressed) -> None:
        await self.perform(event.action)

    @on(OptionsPanel.Chosen)
    async def _choose_option(self, event: OptionsPanel.Chosen) -> None:
        await self.perform(f"decide({event.provider!r})")

    @on(Seats.Chosen)
    async def _ask_seat(self, event: Seats.Chosen) -> None:
        await self.perform(f"position('{event.role}')")
