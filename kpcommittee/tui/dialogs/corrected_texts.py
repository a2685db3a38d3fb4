"""Correcting texts after approval: notes, reasons, remarks and answers, each in a field of its own."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Self

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Label, Static, TextArea

from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.corrected_texts import TextChange, TextCorrection, TextPlace
from kpcommittee.domain.meeting.events import Corrected
from kpcommittee.domain.meeting.intentions import Correct
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.item_texts import texts_of
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import N_, _
from kpcommittee.services.weighing import weigh
from kpcommittee.tui.dialogs.base import Dialog, Lack, Styles, heading
from kpcommittee.tui.dialogs.corrected_seats import SeatFields
from kpcommittee.tui.drafts import CaseDrafts, Drafts
from kpcommittee.tui.privacy import secret_style
from kpcommittee.tui.widgets.editors import Editor, Line
from kpcommittee.tui.widgets.pick import Pick
from kpcommittee.tui.widgets.rows import Row
from kpcommittee.wording import sentences
from kpcommittee.wording.corrections import change_sentence, part_named
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession

UNSAID = "–"
"""Replaces the correction's reason until it is written, so that the rest can be weighed."""


class TextFields:
    """The fields of the texts of one case."""

    def __init__(self, dialog: Dialog, item: Item, drafts: str = "correct") -> None:
        """Take the dialog, the item whose texts are corrected, and the prefix of its draft names."""
        self._dialog, self._texts, self._drafts = dialog, texts_of(item), drafts
        self._editors: dict[TextPlace, Editor] = {}

    @property
    def has_texts(self) -> bool:
        """Whether there is a text."""
        return bool(self._texts)

    def fields(self) -> Iterator[Widget]:
        """Yield a field for each text, with room for several lines if it has them."""
        for place, text in self._texts.items():
            label, field = (
                sentences.capitalise_first(part_named(place.code)),
                f"{self._drafts}.text.{place.code}.{place.n or 0}",
            )
            if "\n" in text:
                self._editors[place] = self._dialog.prose(label, field, text=text)
            else:
                yield Label(Content(label), classes="asks")
                self._editors[place] = self._dialog.line("", field, text=text, compact=True)
            yield self._editors[place]

    def corrections(self) -> tuple[TextCorrection, ...]:
        """Return the rewritten texts; an emptied field keeps its text."""
        texts = ((place, editor.written) for place, editor in self._editors.items())
        return tuple(
            TextCorrection(what=place.what, n=place.n, role=place.role, caution=place.caution, text=text)
            for place, text in texts
            if text and text != self._texts[place]
        )


def texts_line(texts: Iterable[TextChange]) -> str:
    """Say which texts are rewritten, in the words of the minutes."""
    return "; ".join(change_sentence(text.code, text.before, text.after) for text in texts)


class CorrectTextsDialog(Dialog):
    """Asks for corrections in approved minutes of a case without a placement."""

    CSS_PATH: ClassVar[Styles] = ["dialog.tcss", "../decide/decide.tcss"]
    DEFAULT_CLASSES = "framed placing correcting"
    VERB = N_("Record the correction")

    why = query_one("#why", Line)
    by = query_one("#by", Line)
    effect = query_one("#effect", Static)

    def __init__(self, case_view: CaseView, meeting_session: "MeetingSession", drafts: Drafts | None = None) -> None:
        """Ask about one case of an approved meeting."""
        super().__init__(heading(_("Correction"), case_view), drafts)
        self._case, self._meeting_session = case_view.item.number, meeting_session
        self._texts = TextFields(self, case_view.item)
        self._seats = SeatFields(self, case_view, meeting_session.config)

    @classmethod
    def at(cls, meeting_session: "MeetingSession", case: str) -> Self:
        """Return the dialog for one case."""
        return cls(meeting_session.view_case(case), meeting_session, CaseDrafts(meeting_session, case))

    def fields(self) -> Iterable[Widget]:
        """Yield every text and seat, then why it is corrected and by whom."""
        yield from self._texts.fields()
        yield from self._seats.fields()
        yield Row(_("Why correct"), self.line("", "correct.why", hint=_("in one line"), compact=True, id="why"))
        proposed = self._meeting_session.config.chair or self._meeting_session.session.by
        yield Row(_("By whom"), self.line("", "correct.by", text=proposed, compact=True, id="by"))

    def below(self) -> Iterable[Widget]:
        """Return what the correction changes, which is always visible."""
        yield Static(id="effect")
        version = self._meeting_session.meeting.version
        text = _("It becomes version {n} of the minutes; version {before} stays as it is.")
        yield Static(Content(text.format(n=version + 1, before=version)), classes="remark")

    def on_mount(self) -> None:
        """Say that nothing is changed yet."""
        self._show()

    @on(Pick.Changed)
    @on(Line.Changed)
    @on(TextArea.Changed)
    def _show(self) -> None:
        weighed = self._weigh(UNSAID)
        if isinstance(weighed, Corrected):
            changes = "; ".join(
                filter(None, (self._seats.changes_line(weighed.seats.changes), texts_line(weighed.texts)))
            )
            effect = Content(_("Corrected: {changes}").format(changes="")) + Content.styled(changes, secret_style())
        else:
            effect = Content(refusal(weighed) if weighed else _("Nothing is changed yet."))
        self.effect.update(effect)
        self.effect.set_class(isinstance(weighed, Corrected), "-changes")

    def _correct(self, why: str) -> Correct:
        return Correct(
            case=self._case,
            why=why,
            by=self.by.written or None,
            texts=self._texts.corrections(),
            attend=self._seats.attend,
            positions=self._seats.positions,
        )

    def _weigh(self, why: str) -> Corrected | Refusal | None:
        correct = self._correct(why)
        return weigh(self._meeting_session, correct) if correct.texts or correct.attend or correct.positions else None

    def intention(self) -> Correct | Lack:
        """Return the correction, once it changes something and says why."""
        weighed = self._weigh(self.why.written or UNSAID)
        if weighed is None:
            return Lack(_("Correct something first."))
        if isinstance(weighed, Refusal):
            return Lack("")  # the refusal is shown already
        if not self.why.written:
            return Lack(_("Write in one line why it is corrected."), self.why)
        return self._correct(self.why.written)
