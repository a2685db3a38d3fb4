"""The comments on minutes that are not approved yet: recording, answering and adopting them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from kpcommittee.domain.meeting.comments import Comment
from kpcommittee.domain.meeting.intentions import Intention
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog
from kpcommittee.tui.dialogs.comments import (
    AnswerDialog,
    CirculateDialog,
    CommentDialog,
    TakeInDialog,
    WithdrawCommentDialog,
)
from kpcommittee.tui.dialogs.recording import Recording
from kpcommittee.tui.drafts import CaseDrafts
from kpcommittee.tui.privacy import secret_style
from kpcommittee.tui.screens.help import help_key, leave_key
from kpcommittee.tui.screens.tasks import TasksScreen
from kpcommittee.tui.widgets.pick import PickList
from kpcommittee.tui.widgets.text import GOOD, MUTED, STRONG, WARN
from kpcommittee.views.cells import pad
from kpcommittee.views.review import comment_on
from kpcommittee.wording import sentences
from kpcommittee.wording.comments import circulation_line, comments_until, open_comments, resolution_line
from kpcommittee.wording.events import event_line

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession

_WHOLE = ""
"""Stands for the minutes as a whole in the list of subjects, and in the names of drafts."""
_ON, _WHO = 10, 18
_SHOWN = 200
"""Characters of a comment in its row; more than any terminal is wide."""


class ReviewScreen(TasksScreen[Comment]):
    """Lists the comments; at first only the open ones."""

    UNDONE = N_("only open ones")
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("review"),
        Binding("enter", "answer", N_("answer"), id="review.answer", tooltip=N_("Answer the comment with a line.")),
        Binding("i", "take_in", N_("take in"), id="review.take_in",
                tooltip=N_("Change the minutes as the comment asks: rewrite texts of its case.")),
        Binding("n", "comment", N_("new"), id="review.comment",
                tooltip=N_("Write a comment down: on which item, by whom, and what it says.")),
        Binding("w", "withdraw", N_("take back"), id="review.withdraw",
                tooltip=N_("Record that the author withdraws the comment.")),
        Binding("s", "send", N_("send out"), id="review.send",
                tooltip=N_("Record that the minutes are sent out for reading, and until when.")),
        leave_key("review", N_("Go back.")),
        Binding("d", "done", N_("all"), id="review.done",
                tooltip=N_("Show the comments that are dealt with too, or hide them.")),
    ]  # fmt: skip

    def __init__(self, meeting_session: "MeetingSession", case: str | None = None) -> None:
        """List the comments on a meeting's minutes; a new one is about that case unless another is picked."""
        super().__init__(meeting_session.day)
        self._meeting_session, self._case = meeting_session, case

    @property
    def _meeting(self) -> Meeting:
        return self._meeting_session.meeting

    def tasks(self) -> Sequence[Comment]:
        """Return the open comments, or all of them."""
        return self._meeting.comments if self.shows_done else self._meeting.open_comments

    def heading(self) -> str:
        """Say how many comments are open, and the last day for new ones."""
        count, circulation = (
            sentences.capitalise_first(open_comments(len(self._meeting.open_comments))),
            self._meeting.circulation,
        )
        return " · ".join(part for part in (count, comments_until(circulation) if circulation else "") if part)

    def none_left(self) -> str:
        """Say that there are no comments, and whether the minutes were sent out."""
        none = (
            _("Every comment is dealt with.") if self._meeting.comments else _("Nobody has commented on the minutes.")
        )
        return f"{none}\n{self._circulated()}"

    def _circulated(self) -> str:
        circulation = self._meeting.circulation
        return circulation_line(circulation) if circulation else _("The minutes are not sent out for reading.")

    def row(self, task: Comment) -> Content:
        """Return a comment's number, subject and author, and how it begins."""
        mark, style = ("✓", GOOD) if task.resolution else ("·", WARN)
        place = self._meeting.places.get(task.case) if task.case else None
        on_what = _("item {n}").format(n=place) if place else _("the whole")
        return Content.assemble(
            (f"{mark} ", style), (f"{task.number:>2}  ", MUTED), f"{sentences.capitalise_first(on_what):<{_ON}}",
            (f"{pad(task.said_by, _WHO)}  ", "" if task.resolution else STRONG),
            (task.text[:_SHOWN].replace("\n", " "), secret_style()),
        )  # fmt: skip

    def about(self, task: Comment) -> Content:
        """Return the whole comment, and what became of it."""
        resolved = f"\n→ {sentences.capitalise_first(resolution_line(task.resolution))}" if task.resolution else ""
        return Content.styled(f"{task.text}{resolved}", secret_style())

    # Recording

    @on(OptionList.OptionSelected)
    def action_answer(self) -> None:
        """Answer the highlighted comment."""
        if (comment := self.chosen) is not None:
            self._ask(AnswerDialog(comment, self._head(comment), self._drafts(comment.case)))

    def action_take_in(self) -> None:
        """Change the minutes as the highlighted comment asks."""
        if (comment := self.chosen) is not None:
            item = self._meeting.item(comment.case) if comment.case else None
            self._ask(TakeInDialog(comment, self._head(comment), self._drafts(comment.case), item))

    def action_withdraw(self) -> None:
        """Record that the highlighted comment is withdrawn."""
        if (comment := self.chosen) is not None:
            self._ask(WithdrawCommentDialog(comment, self._head(comment), self._drafts(comment.case)))

    def action_send(self) -> None:
        """Record that the minutes are sent out for reading."""
        session = self._meeting_session.session
        self._ask(CirculateDialog(session.today, session.by))

    def action_comment(self) -> None:
        """Choose what a new comment is about, and record it."""
        # The list numbers its rows, so that a digit means the item's own number; the whole comes after them.
        offered = [
            (
                item.number,
                sentences.capitalise_first(
                    " · ".join((comment_on(self._meeting, item.number), item.case.child.initials))
                ),
            )
            for item in self._meeting.items
        ]
        offered.append((_WHOLE, sentences.capitalise_first(_("the whole"))))
        self.app.push_screen(PickList(_("What the comment is on"), offered, self._case or _WHOLE), self._comment_on)

    def _comment_on(self, case: str | None) -> None:
        if case is None:
            return
        on_what = comment_on(self._meeting, case or None)
        config = self._meeting_session.config
        self._ask(CommentDialog(case or None, on_what, sorted(config.people), self._drafts(case or None)))

    def _head(self, comment: Comment) -> str:
        """Return the number, subject and author of a comment."""
        return " · ".join(
            (_("Comment {n}").format(n=comment.number), comment_on(self._meeting, comment.case), comment.said_by)
        )

    def _drafts(self, case: str | None) -> CaseDrafts:
        return CaseDrafts(self._meeting_session, case or _WHOLE)

    def _ask(self, dialog: Dialog) -> None:
        """Open a dialog, which records its answer; then announce it and list the comments again."""
        recording = Recording(self._meeting_session)

        def go_on(_answer: Intention | None) -> None:
            for recorded in recording.recorded:
                self.notify(event_line(recorded, self._meeting.places), timeout=3, markup=False)
            self.renew()

        self.app.push_screen(dialog.recorded_by(recording), go_on)
