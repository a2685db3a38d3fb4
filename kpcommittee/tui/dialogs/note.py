"""Noting what was said: the text first, then who said it."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label

from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Note
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack, heading
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.widgets.choice import Choice
from kpcommittee.tui.widgets.editors import Line, Prose
from kpcommittee.wording import words


class NoteDialog(Dialog):
    """Takes down what was said orally and matters (offentlighedsloven § 13)."""

    VERB = N_("Record the note")

    text = query_one(Prose)
    seats = query_one(Choice)
    other = query_one(Line)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Take a note in one case; those who sit in it are offered as who said it."""
        super().__init__(heading(_("Note"), case_view), drafts)
        self._case = case_view.item.number
        self._seats = [(seat.person, words.seat(seat.role)) for seat in case_view.bench.seats if seat.person]

    def fields(self) -> Iterable[Widget]:
        """Yield the text, the seats' names, and room for another name."""
        yield self.prose(_("What was said"), "note.text")
        yield Label(Content(_("Who said it")), classes="asks")
        yield Choice([(person, f"{person} ({seat})") for person, seat in self._seats])
        yield self.line(_("Somebody else"), "note.said_by")

    _nameless = False
    """Whether recording once more takes the note without a name."""

    @on(Choice.Changed)
    def _seat_said_it(self) -> None:
        if self.seats.value:
            self.other.clear()

    @on(Line.Changed)
    def _other_said_it(self, event: Line.Changed) -> None:
        if event.value:
            self.seats.value = None

    def intention(self) -> Note | Lack:
        """Return the note, once there is a text and somebody is named, or it is recorded once more without."""
        text = self.text.written
        if not text:
            return Lack(_("Write what was said."), self.text)
        said_by = self.other.written or self.seats.value
        if not said_by and not self._nameless:
            self._nameless = True
            asked = _("Choose or write who said it. Recording once more takes the note without a name.")
            return Lack(asked, self.seats if self.seats.options else self.other)
        return Note(case=self._case, text=text, said_by=said_by)


class PrivateNoteDialog(Dialog):
    """Takes down what the chair wants to remember, for no eyes but the chair's."""

    VERB = N_("Record the private note")

    text = query_one(Prose)

    def __init__(self, case_view: CaseView, drafts: Drafts | None = None) -> None:
        """Take a private note on one case."""
        super().__init__(heading(_("Private note"), case_view), drafts)
        self._case = case_view.item.number

    def fields(self) -> Iterable[Widget]:
        """Yield the text, and say where it is shown."""
        yield self.prose(_("For yourself: on the card and your run sheet, never in the minutes"), "private_note.text")

    def intention(self) -> Note | Lack:
        """Return the note, once there is a text."""
        text = self.text.written
        if not text:
            return Lack(_("Write what you want to remember."), self.text)
        return Note(case=self._case, text=text, private=True)
