"""A decision in principle meets the leader it awaits: confirmed, or taken off again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label, Static

from kpcommittee.domain.meeting.bench import out_of
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Confirm
from kpcommittee.domain.meeting.item import awaited
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack, heading
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.wording import figures, words

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Role

CONFIRMS, REFUSES = "confirms", "refuses"


class ConfirmDialog(Dialog):
    """Asks what the missing leader says to a decision in principle."""

    VERB = N_("Record")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "word('confirms')", N_("confirms"), id="confirm.yes",
                tooltip=N_("The leader confirms the decision; recorded at once.")),
        Binding("n", "word('refuses')", N_("refuses"), id="confirm.no",
                tooltip=N_("The leader refuses: the decision is taken off, and the case is open again.")),
    ]  # fmt: skip

    seat = query_one("#seat", Choice)
    by = query_one(Line)
    word = query_one("#word", Choice)

    def __init__(self, case_view: CaseView) -> None:
        """Ask about the decision in principle of one case."""
        super().__init__(heading(_("In principle"), case_view))
        self._item, self._decision, self._bench = case_view.item, case_view.decision, case_view.bench
        self._roles = awaited(case_view.item)

    def fields(self) -> Iterable[Widget]:
        """Yield the decision, whose word it awaits, who speaks, and the word."""
        decision = self._decision
        if decision is not None:
            sentence = _("{provider}, {person}, from {start}").format(
                provider=decision.provider_name,
                person=decision.staff_name or _("to be named"),
                start=figures.date_short(decision.start),
            )
            yield Static(Content(sentence), classes="fact")
        yield Label(Content(_("Awaited")), classes="asks")
        role = self._roles[0] if self._roles else None
        yield Choice([(awaited, words.sentence(words.role(awaited))) for awaited in self._roles], role, id="seat")
        yield Line(_("Answer given by"), text=self._person(role))
        yield Label(Content(_("Word")), classes="asks")
        spoken = [(CONFIRMS, _("confirms")), (REFUSES, _("refuses: the case is open again"))]
        yield Choice(spoken, CONFIRMS, id="word")

    def on_mount(self) -> None:
        """Begin with the word: the rest is filled in."""
        self.word.focus()

    def action_word(self, word: str) -> None:
        """Record the leader's word."""
        self.word.value = word
        self.action_record()

    @on(Choice.Changed, "#seat")
    def _fill_in_the_leader(self) -> None:
        self.by.value = self._person(self.seat.value)

    def _person(self, role: str | None) -> str:
        """Return who speaks for the seat: whoever sits there now, else the awaited leader unless disqualified."""
        awaits = self._decision.awaits if self._decision else ()
        awaited = next((seat.person or "" for seat in awaits if seat.role == role), "")
        sits = next((seat.person for seat in self._bench.seats if seat.role == role), None)
        return sits or ("" if awaited in out_of(self._item.disqualified) else awaited)

    def intention(self) -> Confirm | Lack:
        """Return the leader's word."""
        if self.seat.value is None:
            return Lack(_("Choose whose word it is."), self.seat)
        return Confirm(
            case=self._item.number,
            role=cast("Role", self.seat.value),
            by=self.by.written or None,
            refuse=self.word.value == REFUSES,
        )
