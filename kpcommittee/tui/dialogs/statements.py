"""Statements in a case: a leader's position, an oral statement, and the chair's own note."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label

from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Note, Position, Stance
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Dialogs, Lack, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.editors import Line, Prose
from kpcommittee.tui.widgets.pick import NOBODY, Pick
from kpcommittee.wording import leaders, sentences

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.decision import PositionTaken

STANCES: tuple[Stance, ...] = ("agree", "disagree", "abstain")


class PositionDialog(Dialog):
    """Asks for one leader's stance, preferred provider and remark."""

    VERB = N_("Record")

    stance = query_one(Choice)
    instead = query_one(Pick)
    remark = query_one(Prose)

    def __init__(self, case_view: CaseView, role: Role, drafts: Drafts | None = None) -> None:
        """Ask the leader in that role, beginning with the recorded position."""
        person = case_view.bench.seat(role).person or sentences.capitalise_first(leaders.role(role))
        super().__init__(heading(f"{person} ({leaders.seat(role)})", case_view), drafts)
        self._case, self._role = case_view.item.number, role
        self._offered = [(option.provider, option.name) for option in case_view.ranked_options]
        self._before: PositionTaken | None = next(
            (position for position in case_view.positions if position.role == role), None
        )

    def fields(self) -> Iterable[Widget]:
        """Yield stance, other provider and remark."""
        before = self._before
        yield Label(Content(_("Position")), classes="asks")
        yield Choice([(code, leaders.stance(code)) for code in STANCES], before.stance if before else None)
        yield Label(Content(_("Whom instead")), classes="asks instead")
        providers = [(NOBODY, _("Nobody named")), *self._offered]
        instead = Pick(_("Whom instead"), providers, (before.provider if before else None) or NOBODY)
        instead.add_class("instead")
        yield instead
        yield self.prose(
            _("Remark (may be left out)"), f"position.{self._role}.remark", text=(before.remark if before else "") or ""
        )

    def on_mount(self) -> None:
        """Show the field for another provider only if the leader disagrees."""
        self._toggle()

    @on(Choice.Changed)
    def _toggle(self) -> None:
        for part in self.query(".instead"):
            part.display = self.stance.value == "disagree"

    def intention(self) -> Position | Lack:
        """Return the position, once a stance is chosen."""
        if self.stance.value is None:
            return Lack(_("Choose agrees, disagrees or abstains."), self.stance)
        stance = cast("Stance", self.stance.value)
        return Position(
            case=self._case,
            role=self._role,
            stance=stance,
            provider=(self.instead.value or None) if stance == "disagree" else None,
            remark=self.remark.written or None,
        )


class NoteDialog(Dialog):
    """Records an oral statement that matters to the case (offentlighedsloven § 13)."""

    VERB = N_("Record the note")

    text = query_one(Prose)
    seats = query_one(Choice)
    other = query_one(Line)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Take a note in one case; its bench is offered as the speakers."""
        super().__init__(heading(_("Note"), case_view), drafts)
        self._case = case_view.item.number
        self._seats = [(seat.person, leaders.seat(seat.role)) for seat in case_view.bench.seats if seat.person]

    def fields(self) -> Iterable[Widget]:
        """Yield the text, the names of the bench, and a line for another name."""
        yield self.prose(_("What was said"), "note.text")
        yield Label(Content(_("Who said it")), classes="asks")
        yield Choice([(person, f"{person} ({seat})") for person, seat in self._seats])
        yield self.line(_("Somebody else"), "note.said_by")

    _nameless = False
    """Whether recording again takes the note without a name."""

    @on(Choice.Changed)
    def _seat_said_it(self) -> None:
        if self.seats.value:
            self.other.clear()

    @on(Line.Changed)
    def _other_said_it(self, event: Line.Changed) -> None:
        if event.value:
            self.seats.value = None

    def intention(self) -> Note | Lack:
        """Return the note, once it has a text, and a speaker unless it is recorded again without."""
        text = self.text.written
        if not text:
            return Lack(_("Write what was said."), self.text)
        said_by = self.other.written or self.seats.value
        if not said_by and not self._nameless:
            self._nameless = True
            question = _("Choose or write who said it. Recording once more takes the note without a name.")
            return Lack(question, self.seats if self.seats.options else self.other)
        return Note(case=self._case, text=text, said_by=said_by)


class PrivateNoteDialog(Dialog):
    """Takes a note that only the chair sees."""

    VERB = N_("Record the private note")

    text = query_one(Prose)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Take a private note on one case."""
        super().__init__(heading(_("Private note"), case_view), drafts)
        self._case = case_view.item.number

    def fields(self) -> Iterable[Widget]:
        """Yield the text, and where it is shown."""
        yield self.prose(_("For yourself: on the card and your run sheet, never in the minutes"), "private_note.text")

    def intention(self) -> Note | Lack:
        """Return the note, once there is a text."""
        text = self.text.written
        if not text:
            return Lack(_("Write what you want to remember."), self.text)
        return Note(case=self._case, text=text, private=True)


DIALOGS: Dialogs = {
    "note": lambda actions: NoteDialog(actions.case_view, actions.drafts),
    "private_note": lambda actions: PrivateNoteDialog(actions.case_view, actions.drafts),
}
