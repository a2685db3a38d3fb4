"""What the keys of the meeting screen do to the meeting as a whole, and to what is seen of it."""

from typing import TYPE_CHECKING

from textual import on
from textual.css.query import NoMatches

from kpcommittee.locale import _
from kpcommittee.tui.screens.meeting_actions import Actions
from kpcommittee.tui.widgets.card import CaseCard
from kpcommittee.tui.widgets.cases import CaseList, Left, Narrowed
from kpcommittee.tui.widgets.keys import KeyBar
from kpcommittee.tui.widgets.options import OptionsPanel
from kpcommittee.tui.widgets.seats import Seats

if TYPE_CHECKING:
    from kpcommittee.domain.intentions import Attend, Intention


class Views(Actions):
    """The actions that are not about one case."""

    # ---- the meeting -------------------------------------------------------------------------

    def action_open(self) -> None:
        """Open the meeting."""
        from kpcommittee.domain.intentions import Open  # noqa: PLC0415

        self.record(Open())
        if self.table.state == "open" and self.table.differing:
            self.action_differences()

    def action_close(self) -> None:
        """Close the meeting."""
        from kpcommittee.tui.dialogs.close import CloseDialog  # noqa: PLC0415

        self.ask(CloseDialog(()))

    def action_approve(self) -> None:
        """Approve the minutes."""
        from kpcommittee.tui.dialogs.approve import ApproveDialog  # noqa: PLC0415

        self.ask(ApproveDialog(self.table.config.chair))

    def action_undo(self) -> None:
        """Take back the newest event, if it still is the newest."""
        from kpcommittee.domain.intentions import Undo  # noqa: PLC0415

        log = self.table.meeting.log
        self.record(Undo(n=log[-1].number if log else None))

    def action_differences(self) -> None:
        """See what changed in the agenda file."""
        from kpcommittee.tui.dialogs.take import TakeDialog  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        self.app.push_screen(TakeDialog(self.sitting.differences(), self.sitting.waiting()), self._take)

    def _take(self, intention: "Intention | None") -> None:
        """Take a case over, and offer the next one."""
        from kpcommittee.tui.dialogs.take import CAN_BE_TAKEN  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        self.record(intention)
        if intention is not None and any(one.kind in CAN_BE_TAKEN for one in self.sitting.differences()):
            self.action_differences()

    def action_presence(self) -> None:
        """Say who is here."""
        from kpcommittee.tui.screens.presence import PresenceScreen  # noqa: PLC0415

        screen = PresenceScreen(self.table.meeting, self.table.config, self.table.law, self._current)
        self.app.push_screen(screen, self._record_each)

    @property
    def _current(self) -> str | None:
        """The case the meeting has come to: the first that is open, whichever the chair looks at."""
        running = self.table.state == "open"
        return next((row.number for row in self.table.open_rows), None) if running else None

    def _record_each(self, said: "tuple[Attend, ...] | None") -> None:
        from kpcommittee.domain.recheck import affected_decisions  # noqa: PLC0415
        from kpcommittee.tui.dialogs.affected import AffectedDialog  # noqa: PLC0415

        config, law, before = self.table.config, self.table.law, self.table.meeting
        for one in said or ():
            self.record(one)
        known = affected_decisions(before, config, law)
        new = [one for one in affected_decisions(self.table.meeting, config, law) if one not in known]
        if new:
            self.app.push_screen(AffectedDialog(new, self.table.meeting.places), self._look_at)

    def _look_at(self, case: str | None) -> None:
        if case is not None:
            self.choose(case)

    def action_order(self) -> None:
        """Change the order of the cases."""
        from kpcommittee.tui.screens.order import OrderScreen  # noqa: PLC0415

        self.ask(OrderScreen(self.table.meeting))

    def action_minutes(self) -> None:
        """Read the minutes."""
        from kpcommittee.tui.screens.minutes import MinutesScreen  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        approve = self.action_approve if self.allows("approve") else None
        self.app.push_screen(MinutesScreen.at(self.sitting, approve))

    def action_capacity(self) -> None:
        """Show the capacity over the year, with the case on the table as a proposal."""
        from kpcommittee.tui.screens.capacity import CapacityScreen  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        self.app.push_screen(CapacityScreen(self.sitting, self.table.chosen))

    def action_compare(self) -> None:
        """Compare the options, and go on to the decision when one is taken."""
        from kpcommittee.tui.screens.compare import CompareScreen  # noqa: PLC0415

        if self.table.deliberation is not None:
            screen = CompareScreen(self.table.deliberation, self.table.config, self.table.law)
            self.app.push_screen(screen, self._decide_for)

    async def _decide_for(self, provider: str | None) -> None:
        if provider is not None:
            await self.perform(f"decide({provider!r})")

    def action_history(self) -> None:
        """Search past decisions."""
        from kpcommittee.tui.screens.history import HistoryScreen  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        self.app.push_screen(HistoryScreen.at(self.sitting.desk, self.sitting), lambda _left: self.lay())

    def action_help(self) -> None:
        """Explain the keys."""
        from kpcommittee.tui.screens.help import HelpScreen  # noqa: PLC0415

        found = self.table.deliberation
        names = {provider.id: provider.name for provider in self.table.config.providers}
        self.app.push_screen(HelpScreen(self, found.cautions if found else (), names))

    # ---- what is seen ------------------------------------------------------------------------

    def action_balance(self) -> None:
        """The balance of this case, or of the whole meeting."""
        self.lay(scope="meeting" if self.table.scope == "case" else "case")
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
        self.lay(hidden=not self.table.hidden)

    def action_reveal(self) -> None:
        """Show the personal number of the case on the table, or mask it again."""
        self.lay(revealed=None if self.table.revealed else self.table.chosen)

    def action_copy(self) -> None:
        """Copy the case as it stands on the screen."""
        self.app.copy_to_clipboard(self.query_exactly_one(CaseCard).plain)
        self.say(_("The case is copied, if your terminal allows it."), seconds=3)

    def action_filter(self) -> None:
        """Narrow the list of cases."""
        from kpcommittee.tui.widgets.case_filter import CaseFilter  # noqa: PLC0415

        try:
            self.query_exactly_one(CaseFilter).focus()
        except NoMatches:
            line = CaseFilter(self.table.query)
            self.add_class("-filtering")
            self.mount(line, before=self.query_exactly_one(KeyBar))
            line.focus()

    @on(Narrowed)
    def _narrow(self, event: Narrowed) -> None:
        self.lay(query=event.query)

    @on(Left)
    def _to_the_list(self) -> None:
        self.query_exactly_one(CaseList).focus()

    def action_leave(self) -> None:
        """Leave the filter, and go back to the list of cases."""
        self.query("#filter").remove()
        self.remove_class("-filtering")
        if self.table.query:
            self.lay(query="")
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
