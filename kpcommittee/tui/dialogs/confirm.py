"""Confirming or refusing a decision in principle, once the awaited leader has answered."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label, Static

from kpcommittee.domain.capacity.proposal import proposed_start
from kpcommittee.domain.committee import StartRule
from kpcommittee.domain.meeting.bench import disqualified_people
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.events import Confirmed
from kpcommittee.domain.meeting.intentions import Confirm
from kpcommittee.domain.meeting.item import awaited_roles
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import N_, _
from kpcommittee.services.weighing import weigh
from kpcommittee.tui.dialogs.base import Dialog, Dialogs, Lack, heading
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.views.facts import BY
from kpcommittee.wording import figures, leaders, providers, sentences
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Role
    from kpcommittee.services.meeting_session import MeetingSession

Weigh = Callable[[Confirm], Confirmed | Refusal]
"""Returns what the leader's answer would become, or why it would be refused."""

CONFIRMS, REFUSES = "confirms", "refuses"


class ConfirmDialog(Dialog):
    """Asks for the awaited leader's answer to a decision in principle."""

    VERB = N_("Record")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "word('confirms')", N_("confirms"), id="confirm.yes",
                tooltip=N_("The leader confirms the decision; recorded at once.")),
        Binding("n", "word('refuses')", N_("refuses"), id="confirm.no",
                tooltip=N_("The leader refuses: the decision is taken off, and the case is open again.")),
    ]  # fmt: skip

    seat = query_one("#seat", Choice)
    by = query_one("#by", Line)
    start = query_one("#start", Line)
    word = query_one("#word", Choice)
    effect = query_one("#effect", Static)

    def __init__(self, case_view: CaseView, weigh: Weigh, rule: StartRule | None = None) -> None:
        """Ask about the decision in principle of one case; `weigh` is called for each start, `rule` proposes one."""
        super().__init__(heading(_("In principle"), case_view))
        self._day, self._weigh, self._rule = case_view.day, weigh, rule
        self._item, self._decision, self._bench = case_view.item, case_view.decision, case_view.bench
        self._roles = awaited_roles(case_view.item)

    @classmethod
    def at(cls, meeting_session: "MeetingSession", case_view: CaseView) -> Self:
        """Ask about one case of the meeting."""
        rule = meeting_session.config.default_start
        return cls(case_view, lambda confirm: weigh(meeting_session, confirm), rule)

    def fields(self) -> Iterable[Widget]:
        """Yield the decision, the awaited leader, who answers, and the answer."""
        decision = self._decision
        if decision is not None:
            sentence = _("{provider}, {person}, from {start}").format(
                provider=decision.provider_name,
                person=decision.staff_name or _("to be named"),
                start=figures.date_numeric(decision.start),
            )
            yield Static(Content(sentence), classes="fact")
        yield Label(Content(_("Awaited")), classes="asks")
        role = self._roles[0] if self._roles else None
        yield Choice(
            [(seat_role, sentences.capitalise_first(leaders.role(seat_role))) for seat_role in self._roles],
            role,
            id="seat",
        )
        yield Line(_("Answer given by"), text=self._person(role), id="by")
        yield Line(_("Start"), text=figures.date_numeric(self._proposed_start), proposed=True, id="start")
        yield Label(Content(_("Answer")), classes="asks")
        answers = [(CONFIRMS, _("confirms")), (REFUSES, _("refuses: the case is open again"))]
        yield Choice(answers, CONFIRMS, id="word")

    def below(self) -> Iterable[Widget]:
        """Return what becomes of the placement, which is always visible."""
        yield Static(id="effect", classes="fact")

    def on_mount(self) -> None:
        """Focus the answer: the rest is filled in."""
        self.word.focus()
        self._show()

    @property
    def _proposed_start(self) -> date:
        """The decided start if it is still to come; else the one proposed for the day of the meeting."""
        decided = self._decision.start if self._decision else self._day
        return decided if decided > self._day else proposed_start(self._item.case, self._day, self._rule)

    @on(Line.Changed, "#start")
    @on(Choice.Changed)
    def _show(self) -> None:
        confirm = self._answer()
        if self.word.value == REFUSES:
            self.effect.update(Content(_("The decision is taken off, and its hours are released.")))
        elif isinstance(confirm, Lack):
            self.effect.update(Content(confirm.sentence))
        else:
            self.effect.update(Content(self._told(self._weigh(confirm))))

    def _told(self, weighed: Confirmed | Refusal) -> str:
        """Return the period, and how full the provider is if that has changed since the decision."""
        if isinstance(weighed, Refusal):
            return refusal(weighed)
        decision = weighed.decision or self._decision
        assert decision is not None, "there is a decision to confirm"
        period = figures.period(decision.start, decision.end)
        if weighed.decision is None:
            return _("{period}, as decided").format(period=period)
        option = decision.option
        change = f"{figures.change(option.before, option.after)} {figures.week(option.worst_week, decision.start)}"
        decided = self._decision.start if self._decision else decision.start
        instead = _("first decided: {date}").format(date=figures.date_numeric(decided))
        return BY.join((period, instead, change, providers.status(option.room)))

    def action_word(self, word: str) -> None:
        """Record the leader's answer."""
        self.word.value = word
        self.action_record()

    @on(Choice.Changed, "#seat")
    def _fill_in_the_leader(self) -> None:
        self.by.value = self._person(self.seat.value)

    def _person(self, role: str | None) -> str:
        """Return who answers for the seat: whoever fills it now, else the awaited leader unless disqualified."""
        awaits = self._decision.awaits if self._decision else ()
        person = next((seat.person or "" for seat in awaits if seat.role == role), "")
        sits = next((seat.person for seat in self._bench.seats if seat.role == role), None)
        return sits or ("" if person in disqualified_people(self._item.disqualified) else person)

    def intention(self) -> Confirm | Lack:
        """Return the leader's answer, unless it would be refused."""
        answer = self._answer()
        weighed = self._weigh(answer) if isinstance(answer, Confirm) else None
        if isinstance(answer, Confirm) and isinstance(weighed, Refusal):
            return Lack(refusal(weighed), self.by if answer.start is None else self.start)
        return answer

    def _answer(self) -> Confirm | Lack:
        if self.seat.value is None:
            return Lack(_("Choose who gives the answer."), self.seat)
        role, by = cast("Role", self.seat.value), self.by.written or None
        if self.word.value == REFUSES:
            return Confirm(case=self._item.number, role=role, by=by, refuse=True)
        start = parse_date(self.start.value, self._proposed_start)
        if start is None:
            return Lack(_("Write the start as a date, such as 4/1 or 4.1.2027."), self.start)
        moved = self._decision is not None and start != self._decision.start
        return Confirm(case=self._item.number, role=role, by=by, start=start if moved else None)


DIALOGS: Dialogs = {"confirm": lambda actions: ConfirmDialog.at(actions.meeting_session, actions.case_view)}
