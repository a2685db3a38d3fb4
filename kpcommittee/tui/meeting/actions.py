"""What the keys of the meeting do: ask in a dialog, record the answer, update the state.

Dialogs and rules are imported here, at the top, and nowhere else on the way to the first picture. The worker that reads
the journal imports this module, and so does the first key that needs it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from kpcommittee.documents.markdown import read_templates
from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.bench import leaders_present
from kpcommittee.domain.meeting.bench_changes import affected_decisions
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.events import Event, Recorded, Undone
from kpcommittee.domain.meeting.intentions import Intention, Open, Undo
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.redo import intention_of
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.weighing import weigh
from kpcommittee.tui.decide.dialog import DecideDialog
from kpcommittee.tui.dialogs import (
    confirm,
    correct,
    disqualify,
    meeting_steps,
    order,
    statements,
    taking_back,
    undecided,
)
from kpcommittee.tui.dialogs.base import Dialogs
from kpcommittee.tui.dialogs.changed_benches import AffectedDialog
from kpcommittee.tui.dialogs.meeting_steps import OpenDialog
from kpcommittee.tui.dialogs.presence import PresenceScreen
from kpcommittee.tui.dialogs.recording import Recording, RecordsFirst
from kpcommittee.tui.dialogs.statements import PositionDialog
from kpcommittee.tui.dialogs.take import TakeDialog, can_be_taken
from kpcommittee.tui.dialogs.taking_back import UndoDialog
from kpcommittee.tui.drafts import CaseDrafts
from kpcommittee.tui.meeting.other_screens import OtherScreens
from kpcommittee.tui.vocabulary import own_words
from kpcommittee.views.case_changes import difference_details
from kpcommittee.wording import sentences
from kpcommittee.wording.events import case_named, event_line
from kpcommittee.wording.news import news_line
from kpcommittee.wording.refusals import refusal
from kpcommittee.wording.unfinished import CHOICES

if TYPE_CHECKING:
    from kpcommittee.store.records import Draft
    from kpcommittee.tui.meeting.screen import MeetingScreen
    from kpcommittee.tui.state import ScreenState


def read_ahead() -> None:
    """Load what the first minutes and the first hiding of names need, while nobody waits for them."""
    read_templates()
    own_words()


class Actions(OtherScreens):
    """The actions of a meeting screen whose journal has been read."""

    def __init__(self, screen: "MeetingScreen") -> None:
        """Act on a screen."""
        super().__init__(screen)
        self._undone: tuple[Event, ...] = ()
        """The intentions that were undone and can be redone, the newest last."""
        self._last = 0
        """The number of the newest event by then; after another event nothing can be redone."""
        self._left: tuple[Draft, ...] = ()
        """The drafts that the chair was warned of when last trying to quit."""

    @property
    def meeting(self) -> Meeting:
        """The meeting as the chair sees it."""
        assert self.state.meeting is not None, "keys wait until the journal is read"
        return self.state.meeting

    # Recording

    def say_refused(self, refused: Refusal) -> None:
        """Show a refusal word for word."""
        self._screen.say(refusal(refused), "warning")

    def act(self, name: str) -> None:
        """Perform the key of that name: open its dialog, or call the method of that name."""
        if name in DIALOGS:
            self.ask(name)
        else:
            methodcaller(name)(self)

    def ask(self, dialog: str) -> None:
        """Open the dialog of that name, and record its answer."""
        self._open(DIALOGS[dialog](self))

    def _open(self, dialog: RecordsFirst, when_closed: Callable[[Any], None] | None = None) -> None:
        """Open a dialog; its answer refers to the meeting as shown now, and is recorded before it closes."""
        recording = Recording(self.meeting_session, self.meeting)

        def close(answer: Any) -> None:
            self._close(recording)
            if when_closed is not None:
                when_closed(answer)

        self._app.push_screen(dialog.recorded_by(recording), close)

    def _close(self, recording: Recording) -> None:
        """Continue after a dialog has recorded; say so if it was out of date."""
        if recording.is_out_of_date and recording.refused is not None:
            self.say_refused(recording.refused)
        if recording.recorded:
            self._go_on(recording.recorded)
        elif recording.refused is not None:
            self._screen.refresh_state()

    def record(self, intention: Intention | None) -> bool:
        """Record an intention, and return whether it was recorded; a refusal is shown word for word."""
        if intention is None:
            return False
        try:
            answer = self.meeting_session.record(intention, self.meeting)
        except KpError as error:
            self._screen.say(error.lines, "error", 20)
            return False
        if isinstance(answer, Refusal):
            self.say_refused(answer)
            self._screen.refresh_state()
            return False
        self._go_on([answer])
        return True

    def _go_on(self, answers: Sequence[Recorded]) -> None:
        """Show the meeting after an event, and announce it with what others recorded meanwhile."""
        screen, before = self._screen, self.meeting
        screen.refresh_state(partial(_next_case, answers[-1]))
        if not screen.state.hidden:
            lines = [event_line(recorded, self.meeting_session.meeting.places) for recorded in answers]
            own = [recorded.number for recorded in answers]
            others = news_line(screen.news[0] if screen.news else before, self.meeting, own)
            screen.news = None
            screen.say("\n".join((*lines, others)).strip(), seconds=8 if others else 3)
        if answers[-1].kind == "reopened":
            self.drafts.keep(self.meeting.settling_event(self.case))

    # The chosen case

    @property
    def case_view(self) -> CaseView:
        """The chosen case, with all agreeing where the chair has said so."""
        case_view = self.state.case_view
        assert case_view is not None, "checked before the key works"
        if case_view.item.number not in self.state.agreed:
            return case_view
        by_role = {position.role: position for position in case_view.positions}
        seats = [seat for seat in case_view.bench.filled_seats if seat.person]
        agreeing = tuple(
            by_role.get(seat.role) or PositionTaken(role=seat.role, person=seat.person or "", stance="agree")
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
        """The leaders in the room while the chosen case is dealt with."""
        return leaders_present(self.state.config, self.meeting.attendance(self.case))

    @property
    def drafts(self) -> CaseDrafts:
        """The drafts of the chosen case."""
        return CaseDrafts(self.meeting_session, self.case)

    def decide(self, chosen: str | None = None) -> None:
        """Decide the case."""
        config, law, session = self.state.config, self.state.law, self.meeting_session
        rules = (config, law, partial(weigh, session), partial(session.view_case, self.case))
        self._open(DecideDialog(self.case_view, *rules, drafts=self.drafts, chosen=chosen))

    def position(self, role: Role) -> None:
        """Record one leader's position."""
        self._open(PositionDialog(self.case_view, role, self.drafts))

    # The meeting

    def open(self) -> None:
        """Open the meeting; ask first if it is on another day or has unreadable cases."""
        left_out, day, today = self.state.left_out, self.state.day, self.meeting_session.session.today
        if left_out or day != today:
            self._app.push_screen(OpenDialog(left_out, day, today), self._opened)
        else:
            self._opened(Open())

    def _opened(self, intention: Intention | None) -> None:
        """Open the meeting, and show how the agenda file differs."""
        self.record(intention)
        if intention and self.state.meeting_state == "open" and self.meeting_session.differences():
            self.differences()

    def undo(self) -> None:
        """Undo the newest event; ask first if the chair may mean another one."""
        newest = self.meeting.newest_to_undo
        assert newest is not None, "checked before the key works"
        # Undo skips comments on the minutes, which the chair may mean.
        passes = newest is not self.meeting.log[-1]
        in_sight = newest.event.of_meeting or newest.event.about in (None, self.state.chosen)
        if in_sight and not passes:
            self._undo(newest, Undo(n=newest.number))
        else:
            dialog = UndoDialog(newest, self.meeting.places, passes=passes)
            self._app.push_screen(dialog, partial(self._undo, newest))

    def _undo(self, newest: Recorded, intention: Intention | None) -> None:
        """Undo the event if it still is the newest; its text becomes a draft, and it can be redone."""
        earlier = self._undone if self._last == self.meeting_session.meeting.last else ()
        if not self.record(intention):
            return
        self._undone, self._last = (*earlier, newest.event), self.meeting_session.meeting.last
        if newest.event.about is not None:
            drafts = CaseDrafts(self.meeting_session, newest.event.about)
            drafts.keep(newest.event)

    def redo(self) -> None:
        """Redo what was undone last, if nothing was recorded since."""
        undone = self._undone if self._last == self.meeting_session.meeting.last else ()
        intention = intention_of(undone[-1]) if undone else None
        if intention is None:
            self._screen.say(_("There is nothing to redo."), "warning")
        elif self.record(intention):
            self._undone, self._last = undone[:-1], self.meeting_session.meeting.last

    def differences(self) -> None:
        """Show what has changed in the agenda file, as it is at this moment."""
        self._screen.tick()
        session, state = self.meeting_session, self.state
        details = partial(difference_details, config=state.config, law=state.law, day=session.day)
        drafts = partial(CaseDrafts, session)
        dialog = TakeDialog(
            session.differences(), session.waiting_cases(), session.left_out(), drafts, details, session.file_faults
        )
        self._open(dialog, self._offer_next)

    def _offer_next(self, intention: Intention | None) -> None:
        """Offer the next case after one was taken over or set aside."""
        session = self.meeting_session
        remains = session.left_out() or any(map(can_be_taken, session.differences()))
        if intention is not None and remains:
            self.differences()

    def presence(self) -> None:
        """Record who is here."""
        before = self.meeting
        screen = PresenceScreen(before, self.state.config, self.state.law, self._current)
        self._open(screen, lambda _changes: self._show_affected(before))

    @property
    def _current(self) -> str | None:
        """The case being dealt with: the first open one, whichever the chair looks at."""
        running = self.state.meeting_state == "open"
        return next((row.number for row in self.state.open_rows), None) if running else None

    def _show_affected(self, before: Meeting) -> None:
        """List the decisions whose bench has changed since."""
        config, law = self.state.config, self.state.law
        earlier = affected_decisions(before, config, law)
        new = [decision for decision in affected_decisions(self.meeting, config, law) if decision not in earlier]
        if new:
            self._app.push_screen(AffectedDialog(new, self.meeting.places), self._look_at)

    def _look_at(self, case: str | None) -> None:
        if case is not None:
            self._screen.choose(case)

    def quit(self) -> None:
        """Quit. Unrecorded drafts are named first, and deleted if the chair quits anyway."""
        # If another program records, drafts may be its own, and are not ours to delete.
        own = () if self.state.reading else self.meeting_session.own_drafts()
        drafts = tuple(draft for draft in own if draft.field != CHOICES)
        if drafts and drafts != self._left:
            self._left = drafts
            places = self.meeting.places
            cases = list(
                dict.fromkeys(case_named(draft.case, places) if draft.case else _("the minutes") for draft in drafts)
            )
            warning = ngettext(
                "Typed and not recorded: {cases}. Quit again to delete the text, or open the dialog and record it.",
                "Typed and not recorded: {cases}. Quit again to delete the texts, or open the dialogs and record them.",
                len(cases),
            )
            self._screen.say(warning.format(cases=sentences.join_words(cases)), "warning", 20)
            return
        # Drafts that a full disk cannot delete are offered when the meeting is opened again.
        with suppress(KpError):
            if self.state.reading is None:
                self.meeting_session.delete_own_drafts()
        self._app.exit()


DIALOGS: Dialogs = {
    name: opens
    for module in (confirm, correct, disqualify, meeting_steps, order, statements, taking_back, undecided)
    for name, opens in module.DIALOGS.items()
}
"""Name of a key → the function that opens its dialog, from all modules whose dialogs return an intention."""


def _next_case(recorded: Recorded, state: "ScreenState") -> str | None:
    """Return the case to choose after an event; None if the chosen one stays."""
    if recorded.event.settles and state.row and state.row.state != "open":
        following = state.next_open()
        return following.number if following is not None else None
    return recorded.event.case_affected if isinstance(recorded.event, Undone) else None
