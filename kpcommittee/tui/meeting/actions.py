"""What the keys of the meeting do: ask in a dialog, record the answer, renew the state.

Dialogs and rules are imported here, at the top, and nowhere else on the way to the first picture. The worker that reads
the journal imports this module, and so does the first key that needs it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from kpcommittee.convert.scalars import YEARS
from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.bench import leaders_here
from kpcommittee.domain.meeting.bench_changes import affected_decisions
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.events import Event, Recorded, Undone
from kpcommittee.domain.meeting.intentions import Attend, Intention, Open, Undo
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.redo import intention_of
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.budget import budget_of
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.stories import similar_to
from kpcommittee.services.weighing import weigh
from kpcommittee.tui.capacity.screen import CapacityScreen
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs.affected import AffectedDialog
from kpcommittee.tui.dialogs.approve import ApproveDialog
from kpcommittee.tui.dialogs.close import CloseDialog
from kpcommittee.tui.dialogs.confirm import ConfirmDialog
from kpcommittee.tui.dialogs.correct import correction_at
from kpcommittee.tui.dialogs.disqualify import DisqualifyDialog
from kpcommittee.tui.dialogs.note import NoteDialog, PrivateNoteDialog
from kpcommittee.tui.dialogs.open import OpenDialog
from kpcommittee.tui.dialogs.order import OrderScreen
from kpcommittee.tui.dialogs.position import PositionDialog
from kpcommittee.tui.dialogs.postpone import PostponeDialog
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.dialogs.reopen import ReopenDialog
from kpcommittee.tui.dialogs.return_case import ReturnDialog
from kpcommittee.tui.dialogs.take import CAN_BE_TAKEN, TakeDialog
from kpcommittee.tui.dialogs.undo import UndoDialog
from kpcommittee.tui.dialogs.withdraw import WithdrawDialog
from kpcommittee.tui.drafts import CaseDrafts
from kpcommittee.tui.screens.budget import BudgetScreen
from kpcommittee.tui.screens.compare import CompareScreen
from kpcommittee.tui.screens.follow_ups import FollowUpsScreen
from kpcommittee.tui.screens.help import HelpScreen, signs_topic
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.meetings import MeetingsScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.screens.missing import MissingScreen
from kpcommittee.tui.screens.story import StoryScreen
from kpcommittee.tui.screens.told import ToldScreen
from kpcommittee.tui.state import ScreenState
from kpcommittee.views.case_changes import difference_details
from kpcommittee.views.caution_facts import caution_facts
from kpcommittee.views.legend import legend
from kpcommittee.views.money import budget_text
from kpcommittee.wording import words
from kpcommittee.wording.events import case_named, event_line
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.store.records import Draft
    from kpcommittee.tui.meeting.screen import MeetingScreen


class Actions:
    """The actions of a meeting screen, once its journal is read."""

    def __init__(self, screen: "MeetingScreen") -> None:
        """Act on a screen."""
        self._screen, self._app = screen, screen.app
        self._undone: tuple[Event, ...] = ()
        """The intentions that were taken back and can be recorded again, the newest last."""
        self._last = 0
        """The number of the newest event by then; after another one nothing can be recorded again."""
        self._left: tuple[Draft, ...] = ()
        """The drafts that the chair was told of when leaving was last tried."""

    @property
    def state(self) -> ScreenState:
        """What the screen shows now."""
        return self._screen.state

    @property
    def meeting_session(self) -> MeetingSession:
        """The session that records; keys wait until the journal is read."""
        assert self._screen.meeting_session is not None, "keys wait until the journal is read"
        return self._screen.meeting_session

    @property
    def meeting(self) -> Meeting:
        """The meeting as the chair sees it."""
        assert self.state.meeting is not None, "keys wait until the journal is read"
        return self.state.meeting

    # ---- recording ---------------------------------------------------------------------------

    def say_refused(self, refused: Refusal) -> None:
        """Say a refusal word for word."""
        self._screen.say(refusal(refused), "warning")

    def act(self, name: str) -> None:
        """Do what the key of that name is for: the method is called like it, as the framework's own actions are."""
        methodcaller(name)(self)

    def ask(self, dialog: str) -> None:
        """Ask in the dialog of that name, and record the answer."""
        self._open(DIALOGS[dialog](self))

    def _open(self, dialog: ModalScreen[Intention | None]) -> None:
        """Open a dialog; its answer is recorded about the meeting as the chair sees it now."""
        seen = self.meeting

        def record(intention: Intention | None) -> None:
            self.record(intention, seen)

        self._app.push_screen(dialog, record)

    def record(self, intention: Intention | None, seen: Meeting | None = None) -> bool:
        """Record an intention, and return whether it is; a refusal is shown word for word."""
        if intention is None:
            return False
        try:
            answer = self.meeting_session.record(intention, seen or self.meeting)
        except KpError as error:
            self._screen.say(f"{error.message}\n{error.remedy}".strip(), "error", 20)
            return False
        if isinstance(answer, Refusal):
            self.say_refused(answer)
            self._screen.refresh_state()
            return False
        self._go_on(answer)
        return True

    def _go_on(self, recorded: Recorded) -> None:
        screen = self._screen
        screen.refresh_state()
        if not screen.state.hidden:
            screen.say(event_line(recorded, self.meeting_session.meeting.places), seconds=3)
        if recorded.event.settles and screen.state.row and screen.state.row.state != "open":
            following = screen.state.next_open()
            if following is not None:
                screen.choose(following.number)
        elif recorded.kind == "reopened":
            self.drafts.keep(self.meeting.settled(self.case))
        elif isinstance(undone := recorded.event, Undone) and undone.what != "attended" and (number := undone.case):
            screen.choose(number)

    # ---- a case ------------------------------------------------------------------------------

    @property
    def case_view(self) -> CaseView:
        """The chosen case, with everybody agreeing where the chair has said so."""
        case_view = self.state.case_view
        assert case_view is not None, "checked before the key works"
        if case_view.item.number not in self.state.agreed:
            return case_view
        taken = {position.role: position for position in case_view.positions}
        seats = [seat for seat in case_view.bench.filled if seat.person]
        agreeing = tuple(
            taken.get(seat.role) or PositionTaken(role=seat.role, person=seat.person or "", stance="agree")
            for seat in seats
        )
        return replace(case_view, positions=agreeing)

    @property
    def case(self) -> str:
        """The number of the chosen case."""
        assert self.state.chosen is not None, "checked before the key works"
        return self.state.chosen

    @property
    def leaders_here(self) -> tuple[str, ...]:
        """The leaders who are in the room while the chosen case is dealt with."""
        return leaders_here(self.state.config, self.meeting.attendance(self.case))

    @property
    def drafts(self) -> CaseDrafts:
        """Where the dialogs keep what is not recorded yet."""
        return CaseDrafts(self.meeting_session, self.case)

    def decide(self, chosen: str | None = None) -> None:
        """Decide the case."""
        config, law, session = self.state.config, self.state.law, self.meeting_session
        rules = (config, law, partial(weigh, session), partial(session.view_case, self.case))
        self._open(DecideDialog(self.case_view, *rules, drafts=self.drafts, chosen=chosen))

    def position(self, role: Role) -> None:
        """Record one leader's position."""
        self._open(PositionDialog(self.case_view, role, self.drafts))

    # ---- the meeting -------------------------------------------------------------------------

    def open(self) -> None:
        """Open the meeting; ask first if it is another day, or if cases of its agenda file cannot be read."""
        left_out, day, today = self.state.left_out, self.state.day, self.meeting_session.session.today
        if left_out or day != today:
            self._app.push_screen(OpenDialog(left_out, day, today), self._opened)
        else:
            self._opened(Open())

    def _opened(self, intention: Intention | None) -> None:
        """Open the meeting, and show what differs in the agenda file."""
        self.record(intention)
        if intention and self.state.meeting_state == "open" and self.meeting_session.differences():
            self.differences()

    def undo(self) -> None:
        """Take back the newest event; ask first if it is about another case than the chosen one."""
        newest = self.meeting.log[-1]
        # Who is here is said of the meeting, whatever case it was said from.
        if newest.kind == "attended" or newest.event.about in (None, self.state.chosen):
            self._undo(newest, Undo(n=newest.number))
        else:
            self._app.push_screen(UndoDialog(newest, self.meeting.places), partial(self._undo, newest))

    def _undo(self, newest: Recorded, intention: Intention | None) -> None:
        """Take it back if it still is the newest; its text becomes a draft, and it can be done again."""
        earlier = self._undone if self._last == self.meeting_session.meeting.last else ()
        if not self.record(intention):
            return
        self._undone, self._last = (*earlier, newest.event), self.meeting_session.meeting.last
        if newest.event.about is not None:
            drafts = CaseDrafts(self.meeting_session, newest.event.about)
            drafts.keep(newest.event)

    def redo(self) -> None:
        """Record again what was taken back last, if nothing was recorded since."""
        undone = self._undone if self._last == self.meeting_session.meeting.last else ()
        intention = intention_of(undone[-1]) if undone else None
        if intention is None:
            self._screen.say(_("There is nothing to redo."), "warning")
        elif self.record(intention):
            self._undone, self._last = undone[:-1], self.meeting_session.meeting.last

    def differences(self) -> None:
        """See what changed in the agenda file."""
        session, state = self.meeting_session, self.state
        details = partial(difference_details, config=state.config, law=state.law, day=session.day)
        drafts = partial(CaseDrafts, session)
        dialog = TakeDialog(session.differences(), session.waiting(), session.left_out(), drafts, details)
        self._app.push_screen(dialog, self._take)

    def _take(self, intention: Intention | None) -> None:
        """Take a case over or set it aside, and offer the next one."""
        self.record(intention)
        session = self.meeting_session
        left = session.left_out() or any(change.kind in CAN_BE_TAKEN for change in session.differences())
        if intention is not None and left:
            self.differences()

    def missing(self) -> None:
        """See what the cases lack, and whom to ask."""
        self._app.push_screen(MissingScreen.of(self.meeting_session, self.state.left_out))

    def presence(self) -> None:
        """Say who is here."""
        screen = PresenceScreen(self.meeting, self.state.config, self.state.law, self._current)
        self._app.push_screen(screen, self._record_each)

    @property
    def _current(self) -> str | None:
        """The case that the meeting deals with: the first open one, whichever the chair looks at."""
        running = self.state.meeting_state == "open"
        return next((row.number for row in self.state.open_rows), None) if running else None

    def _record_each(self, intentions: Sequence[Attend] | None) -> None:
        config, law, before = self.state.config, self.state.law, self.meeting
        for attend in intentions or ():
            self.record(attend)
        known = affected_decisions(before, config, law)
        new = [decision for decision in affected_decisions(self.meeting, config, law) if decision not in known]
        if new:
            self._app.push_screen(AffectedDialog(new, self.meeting.places), self._look_at)

    def _look_at(self, case: str | None) -> None:
        if case is not None:
            self._screen.choose(case)

    def quit(self) -> None:
        """Quit; what was typed and not recorded is named first, and deleted when the chair quits all the same."""
        left = self.meeting_session.own_drafts()
        if left and left != self._left:
            self._left = left
            cases = list(dict.fromkeys(case_named(draft.case, self.meeting.places) for draft in left))
            warning = ngettext(
                "Typed and not recorded: {cases}. Quit again to delete the text, or open the dialog and record it.",
                "Typed and not recorded: {cases}. Quit again to delete the texts, or open the dialogs and record them.",
                len(cases),
            )
            self._screen.say(warning.format(cases=words.listed(cases)), "warning", 20)
            return
        # What a full disk cannot delete is asked about when the meeting is opened again.
        with suppress(KpError):
            self.meeting_session.delete_own_drafts()
        self._app.exit()

    # ---- other screens -----------------------------------------------------------------------

    def minutes(self) -> None:
        """Read the minutes."""
        approve = partial(self.ask, "approve") if self._screen.allows("approve") else None
        self._app.push_screen(MinutesScreen.at(self.meeting_session, approve))

    def capacity(self) -> None:
        """Show the capacity over the year, with the chosen case as a proposal."""
        self._app.push_screen(CapacityScreen(self.meeting_session, self.state.chosen))

    def budget(self) -> None:
        """Show the money of the meeting's year, as of the meeting's day."""
        session, day = self.meeting_session.session, self.meeting_session.day

        def text_of(year: int) -> str:
            return budget_text(budget_of(session, year, day), session.config)

        self._app.push_screen(BudgetScreen(day.year, text_of, YEARS))

    def meetings(self) -> None:
        """Show every meeting, and go to the one that is chosen."""
        self._app.push_screen(MeetingsScreen(self.meeting_session, self._screen.turn_to))

    def follow_ups(self) -> None:
        """Show what is to be followed up, as of today."""
        session = self.meeting_session.session
        self._app.push_screen(FollowUpsScreen(session, session.today))

    def told(self) -> None:
        """Show who is still to be told of the decisions of this meeting."""
        self._app.push_screen(ToldScreen(self.meeting_session), lambda _left: self._screen.refresh_state())

    def compare(self) -> None:
        """Compare the options, and go on to the decision when one is taken."""
        state = self.state
        if state.case_view is not None:
            screen = CompareScreen(state.case_view, state.config, state.law)
            self._app.push_screen(screen, self._decide_for)

    async def _decide_for(self, provider: str | None) -> None:
        if provider is not None:
            await self._screen.perform(f"decide({provider!r})")

    def history(self, query: str = "") -> None:
        """Search past decisions, at first for those that the query asks for."""
        screen = HistoryScreen.at(self.meeting_session.session, self.meeting_session)
        screen.begin_with = query
        self._app.push_screen(screen, lambda _left: self._screen.refresh_state())

    def story(self) -> None:
        """Tell what happened to the child of the chosen case."""
        row = self.state.row
        if row is None:
            return
        try:
            screen = StoryScreen.at(self.meeting_session.session, row.number, row.case)
        except KpError as error:
            self._screen.say(f"{error.message}\n{error.remedy}", "error")
        else:
            self._app.push_screen(screen)

    def similar(self) -> None:
        """List past decisions in cases like the chosen one."""
        row, session = self.state.row, self.meeting_session.session
        if row is not None:
            self.history(similar_to(session, row.number, row.case, self.meeting_session.day))

    def help(self) -> None:
        """Explain the keys, and the cautions of the chosen case."""
        cautions = caution_facts(self.state.cautions_at_issue, self.state.config)
        self._app.push_screen(HelpScreen(self._screen, cautions, [signs_topic(legend())]))


DIALOGS: dict[str, Callable[[Actions], ModalScreen[Intention | None]]] = {
    "postpone": lambda actions: PostponeDialog(actions.case_view, actions.drafts),
    "send_back": lambda actions: ReturnDialog(actions.case_view, actions.drafts),
    "withdraw": lambda actions: WithdrawDialog(actions.case_view, actions.drafts),
    "note": lambda actions: NoteDialog(actions.case_view, actions.drafts),
    "private_note": lambda actions: PrivateNoteDialog(actions.case_view, actions.drafts),
    "disqualify": lambda actions: DisqualifyDialog(
        actions.case_view, actions.state.config, actions.drafts, actions.leaders_here
    ),
    "confirm": lambda actions: ConfirmDialog.at(actions.meeting_session, actions.case_view),
    "correct": lambda actions: correction_at(actions.meeting_session, actions.case),
    "reopen": lambda actions: ReopenDialog(actions.case_view, actions.drafts),
    "close": lambda _actions: CloseDialog(()),
    "approve": lambda actions: ApproveDialog(actions.state.config.chair),
    "order": lambda actions: OrderScreen(actions.meeting),
}
"""The name in a key's action → how its dialog is opened."""
