"""Comments on minutes before their approval: recording one, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.meeting.comments import Comment, Outcome
from kpcommittee.domain.meeting.intentions import Circulate, Resolve
from kpcommittee.domain.meeting.intentions import Comment as AddComment
from kpcommittee.domain.meeting.item import Item
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack, Styles
from kpcommittee.tui.dialogs.corrected_texts import TextFields
from kpcommittee.tui.drafts import Drafts
from kpcommittee.tui.privacy import secret_style
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line, Prose


class CirculateDialog(Dialog):
    """Asks for the last day for comments on the minutes."""

    VERB = N_("Record that they are sent out")

    until = query_one(Line)

    def __init__(self, today: date, by: str) -> None:
        """Ask about the minutes of a closed meeting."""
        super().__init__(_("Sent out for reading"))
        self._today, self._by = today, by

    def fields(self) -> Iterable[Widget]:
        """Yield the last day for comments, and what it means."""
        yield self.line(_("Comments by (may be left out)"), "")
        text = _("The draft says from now on that it is for reading. Export it, and send it to those who took part.")
        yield Static(Content(text), classes="remark")

    def intention(self) -> Circulate | Lack:
        """Return the circulation, once the day can be read."""
        until = parse_date(self.until.written, self._today) if self.until.written else None
        if self.until.written and until is None:
            return Lack(_("Write the last day for comments, such as 9/12."), self.until)
        return Circulate(until=until, by=self._by)


class CommentDialog(Dialog):
    """Records who commented on the minutes, and what they said."""

    VERB = N_("Record the comment")

    text = query_one(Prose)
    said_by = query_one(Line)

    def __init__(self, case: str | None, on: str, people: Sequence[str], drafts: Drafts) -> None:
        """Record a comment.

        Args:
            case: the number of the case it is on; None for the minutes as a whole.
            on: the same, in words.
            people: the names that are completed while typing.
            drafts: where what is typed is kept.
        """
        super().__init__(" · ".join((_("Comment"), on)), drafts)
        self._case, self._people = case, people

    def fields(self) -> Iterable[Widget]:
        """Yield the text and the name, in the order of a note."""
        yield self.prose(_("The comment"), "comment.text")
        yield self.line(_("Who comments"), "comment.said_by", suggests=self._people)
        yield Static(Content(_("Comments appear in no document; changes made because of them do.")), classes="remark")

    def intention(self) -> AddComment | Lack:
        """Return the comment, once there is a text and a name."""
        if not self.text.written:
            return Lack(_("Write the comment."), self.text)
        if not self.said_by.written:
            return Lack(_("Write who comments."), self.said_by)
        return AddComment(case=self._case, text=self.text.written, said_by=self.said_by.written)


class ResolveDialog(Dialog):
    """Asks for a line about what becomes of a comment."""

    CSS_PATH: ClassVar[Styles] = ["dialog.tcss", "../decide/decide.tcss"]
    OUTCOME: ClassVar[Outcome]

    line_about = query_one("#line", Prose)

    def __init__(self, comment: Comment, head: str, drafts: Drafts) -> None:
        """Ask about one comment; the heading says its number, its subject and its author."""
        super().__init__(head, drafts)
        self._comment = comment

    def label(self) -> str:
        """Return the label of the line."""
        return _("A line about it (may be left out)")

    def fields(self) -> Iterable[Widget]:
        """Yield the comment and the line."""
        yield Static(Content.styled(self._comment.text, secret_style()), classes="fact")
        yield self.prose(self.label(), f"resolve.{self._comment.number}.text", id="line")

    def intention(self) -> Resolve | Lack:
        """Return what becomes of the comment, once the line is written."""
        return Resolve(comment=self._comment.number, outcome=self.OUTCOME, text=self.line_about.written or None)


class AnswerDialog(ResolveDialog):
    """Asks for the answer to a comment."""

    VERB = N_("Record the answer")
    OUTCOME = "answered"

    def label(self) -> str:
        """Return the label of the line."""
        return _("The answer")

    def intention(self) -> Resolve | Lack:
        """Return the answer, once it is written."""
        return super().intention() if self.line_about.written else Lack(_("Write the answer."), self.line_about)


class WithdrawCommentDialog(ResolveDialog):
    """Asks whether the author of a comment withdraws it."""

    VERB = N_("Record that it is withdrawn")
    OUTCOME = "withdrawn"


class TakeInDialog(ResolveDialog):
    """Asks which texts of a case are rewritten because of a comment."""

    DEFAULT_CLASSES = "framed placing correcting"
    VERB = N_("Take it in")
    OUTCOME = "taken_in"

    def __init__(self, comment: Comment, head: str, drafts: Drafts, item: Item | None) -> None:
        """Ask about one comment; its case is None if it is on the minutes as a whole."""
        super().__init__(comment, head, drafts)
        self._texts = TextFields(self, item, "resolve") if item else None

    def fields(self) -> Iterable[Widget]:
        """Yield the comment, a line for the answer, and the texts of its case."""
        yield from super().fields()
        if self._texts is not None and self._texts.has_texts:
            text = _("What is rewritten here goes into the minutes. What must be decided again is reopened.")
            yield Static(Content(text), classes="remark")
            yield from self._texts.fields()

    def intention(self) -> Resolve:
        """Return that the comment is taken in, with the rewritten texts."""
        return Resolve(
            comment=self._comment.number,
            outcome=self.OUTCOME,
            text=self.line_about.written or None,
            texts=self._texts.corrections() if self._texts else (),
        )
