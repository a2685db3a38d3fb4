"""What the keys of the meeting do: ask in a dialog, record the answer, lay the table anew.

Dialogs and rules are imported here, at the top, and nowhere else on the way to the first picture: the worker that reads
the journal imports this module, and so does the first key that needs it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.bench_changes import affected_decisions
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Attend, Intention, Open, Undo
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.errors import KpError
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.tui.capacity.screen import CapacityScreen
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.affected import AffectedDialog
from kpcommittee.tui.dialogs.approve import ApproveDialog
from kpcommittee.tui.dialogs.close import CloseDialog
from kpcommittee.tui.dialogs.confirm import ConfirmDialog
from kpcommittee.tui.dialogs.correct import CorrectDialog
from kpcommittee.tui.dialogs.disqualify import DisqualifyDialog
from kpcommittee.tui.dialogs.note import NoteDialog
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.position import PositionDialog
from kpcommittee.tui.dialogs.postpone import PostponeDialog
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.dialogs.return_case import ReturnDialog
from kpcommittee.tui.dialogs.take import CAN_BE_TAKEN, TakeDialog
from kpcommittee.tui.dialogs.withdraw import WithdrawDialog
from kpcommittee.tui.drafts import CaseDrafts
from kpcommittee.tui.screens.compare import CompareScreen
from kpcommittee.tui.screens.help import HelpScreen
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.state import ScreenState
from kpcommittee.wording.events import event_line
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.tui.meeting.views import Views


class Actions:
    """The actions of a meeting screen, once its journal is read."""

    def __init__(self, screen: "Views") -> None:
        """Act on a screen."""
        self._screen, self._app = screen, screen.app

    @property
    def _state(self) -> ScreenState:
        state: ScreenState = self._screen.state
        return state

    @property
    def _meeting_session(self) -> MeetingSession:
        assert self._screen.meeting_session is not None, "keys wait until the journal is read"
        return self._screen.meeting_session

    @property
    def _meeting(self) -> Meeting:
        assert self._state.meeting is not None, "keys wait until the journal is read"
        return self._state.meeting

    # ---- recording ---------------------------------------------------------------------------

    def say_refused(self, refused: Refusal) -> None:
        """Say a refusal word for word."""
        self._screen.say(refusal(refused), "warning")

    def ask(self, dialog: ModalScreen[Intention | None]) -> None:
        """Ask the chair, and record what they say about the meeting as they see it now."""
        self._app.push_screen(dialog, partial(self.record, seen=self._meeting))

    def record(self, intention: Intention | None, seen: Meeting | None = None) -> None:
        """Record what the table wants; a refusal is said word for word."""
        if intention is None:
            return
        try:
            answer = self._meeting_session.record(intention, seen or self._meeting)
        except KpError as error:
            self._screen.say(f"{error.message}\n{error.remedy}".strip(), "error", 20)
            return
        if isinstance(answer, Refusal):
            self.say_refused(answer)
            self._screen.refresh_state()
        else:
            self._go_on(answer)

    def _go_on(self, recorded: Recorded) -> None:
        screen = self._screen
        screen.refresh_state()
        if not screen.state.hidden:
            screen.say(event_line(recorded, self._meeting_session.meeting.places), seconds=3)
        if recorded.event.settles and screen.state.row and screen.state.row.state != "open":
            following = screen.state.next_open()
            if following is not None:
                screen.choose(following.number)
        elif recorded.kind == "undone" and (number := recorded.event.about):
            screen.choose(number)

    # ---- a case ------------------------------------------------------------------------------

    @property
    def case_view(self) -> CaseView:
        """What lies on the table; with everybody agreeing where the chair has said so."""
        found = self._state.case_view
        assert found is not None, "checked before the key works"
        if found.item.number not in self._state.agreed:
            return found
        taken = {position.role: position for position in found.positions}
        seats = [seat for seat in found.bench.filled if seat.person]
        agreeing = tuple(
            taken.get(seat.role) or PositionTaken(role=seat.role, person=seat.person or "", stance="agree")
            for seat in seats
        )
        return replace(found, positions=agreeing)

    @property
    def _case(self) -> str:
        assert self._state.chosen is not None, "checked before the key works"
        return self._state.chosen

    @property
    def _drafts(self) -> CaseDrafts:
        return CaseDrafts(self._meeting_session, self._case)

    def decide(self, chosen: str | None = None) -> None:
        """Decide the case."""
        self.ask(DecideDialog(self.case_view, self._state.config, self._meeting_session.weigh, self._drafts, chosen))

    def postpone(self) -> None:
        """Let the case wait."""
        self.ask(PostponeDialog(self.case_view, self._drafts))

    def send_back(self) -> None:
        """Return the case to the authority."""
        self.ask(ReturnDialog(self.case_view, self._drafts))

    def withdraw(self) -> None:
        """Take the case off the agenda."""
        self.ask(WithdrawDialog(self.case_view, self._drafts))

    def note(self) -> None:
        """Write down what was said."""
        self.ask(NoteDialog(self.case_view, self._drafts))

    def disqualify(self) -> None:
        """Decide whether a leader stays."""
        self.ask(DisqualifyDialog(self.case_view, self._state.config, self._drafts))

    def position(self, role: Role) -> None:
        """Record one leader's position."""
        self.ask(PositionDialog(self.case_view, role, self._drafts))

    def correct(self) -> None:
        """Put an error of writing right."""
        self.ask(CorrectDialog.at(self._meeting_session, self._case))

    def confirm(self) -> None:
        """Give a decision in principle the word it awaits."""
        self.ask(ConfirmDialog(self.case_view))

    # ---- the meeting -------------------------------------------------------------------------

    def open(self) -> None:
        """Open the meeting, and show what differs in the agenda file."""
        self.record(Open())
        if self._state.meeting_state == "open" and self._state.differing:
            self.differences()

    def close(self) -> None:
        """Close the meeting."""
        self.ask(CloseDialog(()))

    def approve(self) -> None:
        """Approve the minutes."""
        self.ask(ApproveDialog(self._state.config.chair))

    def undo(self) -> None:
        """Take back the newest event, if it still is the newest."""
        log = self._meeting.log
        self.record(Undo(n=log[-1].number if log else None))

    def differences(self) -> None:
        """See what changed in the agenda file."""
        self._app.push_screen(
            TakeDialog(self._meeting_session.differences(), self._meeting_session.waiting()), self._take
        )

    def _take(self, intention: Intention | None) -> None:
        """Take a case over, and offer the next one."""
        self.record(intention)
        if intention is not None and any(change.kind in CAN_BE_TAKEN for change in self._meeting_session.differences()):
            self.differences()

    def presence(self) -> None:
        """Say who is here."""
        screen = PresenceScreen(self._meeting, self._state.config, self._state.law, self._current)
        self._app.push_screen(screen, self._record_each)

    @property
    def _current(self) -> str | None:
        """The case the meeting has come to: the first that is open, whichever the chair looks at."""
        running = self._state.meeting_state == "open"
        return next((row.number for row in self._state.open_rows), None) if running else None

    def _record_each(self, said: Sequence[Attend] | None) -> None:
        config, law, before = self._state.config, self._state.law, self._meeting
        for attend in said or ():
            self.record(attend)
        known = affected_decisions(before, config, law)
        new = [decision for decision in affected_decisions(self._meeting, config, law) if decision not in known]
        if new:
            self._app.push_screen(AffectedDialog(new, self._meeting.places), self._look_at)

    def _look_at(self, case: str | None) -> None:
        if case is not None:
            self._screen.choose(case)

    def order(self) -> None:
        """Change the order of the cases."""
        self.ask(OrderScreen(self._meeting))

    # ---- other screens -----------------------------------------------------------------------

    def minutes(self) -> None:
        """Read the minutes."""
        approve = self.approve if self._screen.allows("approve") else None
        self._app.push_screen(MinutesScreen.at(self._meeting_session, approve))

    def capacity(self) -> None:
        """Show the capacity over the year, with the case on the table as a proposal."""
        self._app.push_screen(CapacityScreen(self._meeting_session, self._state.chosen))

    def compare(self) -> None:
        """Compare the options, and go on to the decision when one is taken."""
        state = self._state
        if state.case_view is not None:
            screen = CompareScreen(state.case_view, state.config, state.law)
            self._app.push_screen(screen, self._decide_for)

    async def _decide_for(self, provider: str | None) -> None:
        if provider is not None:
            await self._screen.perform(f"decide({provider!r})")

    def history(self) -> None:
        """Search past decisions."""
        self._app.push_screen(
            HistoryScreen.at(self._meeting_session.session, self._meeting_session),
            lambda _left: self._screen.refresh_state(),
        )

    def help(self) -> None:
        """Explain the keys, and the cautions of the case on the table."""
        found = self._state.case_view
        names = {provider.id: provider.name for provider in self._state.config.providers}
        self._app.push_screen(HelpScreen(self._screen, found.cautions if found else (), names))
