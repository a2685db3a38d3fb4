"""Recording a dialog's answer while it is still open, so that a refusal loses no typed text."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from textual.screen import ModalScreen

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Intention
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.errors import KpError
from kpcommittee.tui.screens.help import ExplainedScreen
from kpcommittee.wording import sentences
from kpcommittee.wording.refusals import refusal

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.refusal import Refusal
    from kpcommittee.services.meeting_session import MeetingSession

_OVERTAKEN = frozenset({"conflict", "read_only", "already_decided", "already_closed", "already_approved"})
"""Refusals that nothing in the dialog can resolve: another program was faster, or records now."""

Recorder = Callable[[Intention], str | None]
"""Records an answer; returns why it is refused, None if the dialog may close."""


class RecordsFirst(ExplainedScreen, ModalScreen[Any]):
    """A dialog that closes only once its answer is recorded."""

    _recorder: Recorder | None = None
    """None if the opener uses the answer otherwise."""

    def recorded_by(self, recorder: Recorder | None) -> Self:
        """Let `recorder` record the answer before the dialog closes."""
        self._recorder = recorder
        return self

    def carry_out(self, answer: Any) -> str | None:
        """Record the answer; return what prevents it, None if nothing does."""
        return self._recorder(answer) if self._recorder else None


class Recording:
    """Records the answers of one dialog in a meeting, and keeps the results until it has closed."""

    def __init__(self, meeting_session: "MeetingSession", seen: Meeting | None = None) -> None:
        """Record in a meeting.

        Args:
            meeting_session: the meeting.
            seen: the meeting as the dialog shows it; None if the answer depends on nothing others may change.
        """
        self._meeting_session, self._seen = meeting_session, seen
        self.recorded: tuple[Recorded, ...] = ()
        """The recorded events, in order."""
        self.refused: Refusal | None = None
        """The last refusal; None if nothing was refused."""

    def __call__(self, intention: Intention) -> str | None:
        """Record an answer; return why it is refused, None if it is recorded or the dialog is out of date."""
        try:
            answer = self._meeting_session.record(intention, self._seen)
        except KpError as error:
            return sentences.capitalise_first(error.line)
        if isinstance(answer, Recorded):
            self.recorded = (*self.recorded, answer)
            return None
        self.refused = answer
        return None if self.is_out_of_date else refusal(answer)

    @property
    def is_out_of_date(self) -> bool:
        """Whether others have changed what the dialog shows: it closes, and keeps its texts as drafts."""
        return self._seen is not None and self.refused is not None and self.refused.code in _OVERTAKEN
