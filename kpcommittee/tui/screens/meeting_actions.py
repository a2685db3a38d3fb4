"""What the keys of the meeting screen do: ask in a dialog, record the answer, lay the table anew."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.screen import ModalScreen, Screen

from kpcommittee.errors import KpError

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from kpcommittee.domain.committee import Role
    from kpcommittee.domain.deliberation import Deliberation
    from kpcommittee.domain.events import Recorded
    from kpcommittee.domain.intentions import Intention
    from kpcommittee.domain.meeting import Meeting
    from kpcommittee.domain.refusal import Refusal
    from kpcommittee.services.sitting import Sitting
    from kpcommittee.tui.table import Table


class Actions(Screen[None]):
    """The actions; dialogs and rules are imported when the first key asks for them."""

    table: Any
    sitting: "Sitting | None"

    def lay(self, **changes: object) -> None:
        """Lay the table anew."""
        raise NotImplementedError

    def choose(self, number: str) -> None:
        """Put a case on the table."""
        raise NotImplementedError

    # ---- allowing and refusing ---------------------------------------------------------------

    def refusal(self, action: str) -> "Refusal | None":
        """Why an action would be refused now."""
        table: Table = self.table
        if table.meeting is None:
            return None
        from kpcommittee.tui.screens.refusing import refusal_of  # noqa: PLC0415 (needs the rules)

        return refusal_of(table, action.partition("(")[0])

    def allows(self, action: str) -> bool:
        """Whether the action works now."""
        return self.refusal(action) is None

    @property
    def urged(self) -> frozenset[str]:
        """The actions that the case on the table asks for."""
        if self.table.meeting is None:
            return frozenset()
        from kpcommittee.tui.screens.refusing import urged_by  # noqa: PLC0415 (needs the rules)

        return urged_by(self.table)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing for what is refused now: it is dimmed, and pressing it says why."""
        del parameters
        return True if self.allows(action) else None

    async def perform(self, action: str) -> None:
        """Do it, or say why not."""
        if refused := self.refusal(action):
            self.say_refused(refused)
        else:
            await self.run_action(action)

    @on(events.Key)
    def _say_why(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if refused := self.refusal(binding.action):
                event.stop()
                self.say_refused(refused)

    def say_refused(self, refused: "Refusal") -> None:
        """Say a refusal word for word."""
        from kpcommittee.wording.refusals import refusal  # noqa: PLC0415

        self.say(refusal(refused), "warning")

    def say(self, notice: str, severity: "SeverityLevel" = "information", seconds: float = 5) -> None:
        """Show one notice, in the place of any other."""
        self.app.clear_notifications()
        self.notify(notice, severity=severity, timeout=seconds, markup=False)

    @on(events.ScreenSuspend)
    def _stop_saying(self) -> None:
        """A notice is gone when something else is opened: it would lie over it."""
        self.app.clear_notifications()

    # ---- recording ---------------------------------------------------------------------------

    def ask(self, dialog: "ModalScreen[Intention | None]") -> None:
        """Ask the chair, and record what they say about the meeting as they see it now."""
        self.app.push_screen(dialog, partial(self.record, seen=self.table.meeting))

    def record(self, intention: "Intention | None", seen: "Meeting | None" = None) -> None:
        """Record what the table wants; a refusal is said word for word."""
        if intention is None or self.sitting is None:
            return
        from kpcommittee.domain.refusal import Refusal  # noqa: PLC0415

        try:
            answer = self.sitting.record(intention, seen or self.table.meeting)
        except KpError as error:
            self.fail(error)
            return
        if isinstance(answer, Refusal):
            self.say_refused(answer)
            self.lay()
        else:
            self._go_on(answer)

    def fail(self, error: KpError) -> None:
        """Say what broke, and what to do; nothing was recorded."""
        self.say(f"{error.message}\n{error.remedy}".strip(), "error", 20)

    def _go_on(self, recorded: "Recorded") -> None:
        from kpcommittee.wording.events import event_line  # noqa: PLC0415

        self.lay()
        if not self.table.hidden:
            self.say(event_line(recorded, self.sitting.meeting.places if self.sitting else None), seconds=3)
        if recorded.event.settles and self.table.row and self.table.row.state != "open":
            following = self.table.next_open()
            if following is not None:
                self.choose(following.number)
        elif recorded.kind == "undone" and (number := recorded.event.about):
            self.choose(number)

    @property
    def deliberation(self) -> "Deliberation":
        """What lies on the table; with everybody agreeing where the chair has said so."""
        from kpcommittee.domain.decision import PositionTaken  # noqa: PLC0415

        found: Deliberation = self.table.deliberation
        if found.item.number not in self.table.agreed:
            return found
        taken = {position.role: position for position in found.positions}
        seats = [seat for seat in found.bench.filled if seat.person]
        agreeing = tuple(
            taken.get(seat.role) or PositionTaken(role=seat.role, person=seat.person or "", stance="agree")
            for seat in seats
        )
        return replace(found, positions=agreeing)

    # ---- a case ------------------------------------------------------------------------------

    def action_agree(self) -> None:
        """All agree, or take that back; recorded with the decision."""
        self.lay(agreed=self.table.agreed ^ {self.table.chosen})

    def action_decide(self, chosen: str | None = None) -> None:
        """Decide the case."""
        from kpcommittee.tui.dialogs.decide import DecideDialog  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        self.ask(DecideDialog(self.deliberation, self.table.config, self.sitting.weigh, self._drafts(), chosen))

    def _drafts(self) -> Any:
        from kpcommittee.tui.case_drafts import CaseDrafts  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        return CaseDrafts(self.sitting, self.table.chosen)

    def action_postpone(self) -> None:
        """Let the case wait."""
        from kpcommittee.tui.dialogs.postpone import PostponeDialog  # noqa: PLC0415

        self.ask(PostponeDialog(self.deliberation, self._drafts()))

    def action_send_back(self) -> None:
        """Return the case to the authority."""
        from kpcommittee.tui.dialogs.send_back import ReturnDialog  # noqa: PLC0415

        self.ask(ReturnDialog(self.deliberation, self._drafts()))

    def action_withdraw(self) -> None:
        """Take the case off the agenda."""
        from kpcommittee.tui.dialogs.withdraw import WithdrawDialog  # noqa: PLC0415

        self.ask(WithdrawDialog(self.deliberation, self._drafts()))

    def action_note(self) -> None:
        """Write down what was said."""
        from kpcommittee.tui.dialogs.note import NoteDialog  # noqa: PLC0415

        self.ask(NoteDialog(self.deliberation, self._drafts()))

    def action_disqualify(self) -> None:
        """Decide whether a leader stays."""
        from kpcommittee.tui.dialogs.disqualify import DisqualifyDialog  # noqa: PLC0415

        self.ask(DisqualifyDialog(self.deliberation, self.table.config, self._drafts()))

    def action_position(self, role: "Role") -> None:
        """Record one leader's position."""
        from kpcommittee.tui.dialogs.position import PositionDialog  # noqa: PLC0415

        self.ask(PositionDialog(self.deliberation, role, self._drafts()))

    def action_correct(self) -> None:
        """Put an error of writing right."""
        from kpcommittee.tui.dialogs.correct import CorrectDialog  # noqa: PLC0415

        assert self.sitting is not None, "keys wait until the journal is read"
        self.ask(CorrectDialog.at(self.sitting, self.table.chosen))

    def action_confirm(self) -> None:
        """Give a decision in principle the word it awaits."""
        from kpcommittee.tui.dialogs.confirm import ConfirmDialog  # noqa: PLC0415

        self.ask(ConfirmDialog(self.deliberation))
