"""Recording what a dialog answers while it is still open, so that a refusal loses nothing that was typed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from textual.screen import ModalScreen

from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Intention
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.errors import KpError
from kpcommittee.tui.screens.help import ExplainedScreen
from kpcommittee.wording.refusals import refusal
from kpcommittee.wording.words import sentence

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.refusal import Refusal
    from kpcommittee.services.meeting_session import MeetingSession

_OVERTAKEN = frozenset({"conflict", "read_only", "already_decided", "already_closed", "already_approved"})
"""Refusals that no change in the dialog resolves: another program was quicker, or records now."""

Recorder = Callable[[Intention], str | None]
"""Records an answer; returns why it is refused, None if the dialog is done with it."""


class RecordsFirst(ExplainedScreen, ModalScreen[Any]):
    """A dialog that closes only when its answer is recorded."""

    _recorder: Recorder | None = None
    """None if whoever opened the dialog does something else with its answer."""

    def recorded_by(self, recorder: Recorder | None) -> Self:
        """Have the answer recorded before the dialog closes."""
        self._recorder = recorder
        return self

    def carry_out(self, answer: Any) -> str | None:
        """Have what was answered recorded; return what prevents it, None if nothing does."""
        return self._recorder(answer) if self._recorder else None


class Recording:
    """Records the answers of one dialog in a meeting, and keeps what came of them for when it has closed."""

    def __init__(self, meeting_session: "MeetingSession", seen: Meeting | None = None) -> None:
        """Record in a meeting.

        Args:
            meeting_session: the meeting.
            seen: the meeting as the dialog shows it; None if its answer rests on nothing that others may change.
        """
        self._meeting_session, self._seen = meeting_session, seen
        self.recorded: tuple[Recorded, ...] = ()
        """What was recorded, in that order."""
        self.refused: Refusal | None = None
        """The last refusal; None if nothing was refused."""

    def __call__(self, intention: Intention) -> str | None:
        """Record an answer; return why it is refused, None if it is recorded or the dialog is out of date."""
        try:
            answer = self._meeting_session.record(intention, self._seen)
        except KpError as error:
            return sentence(error.line)
        if isinstance(answer, Recorded):
            self.recorded = (*self.recorded, answer)
            return None
        self.refused = answer
        return None if self.is_out_of_date else refusal(answer)

    @property
    def is_out_of_date(self) -> bool:
        """Whether others have dealt with what the dialog shows: it closes, and its texts are kept as drafts."""
        return self._seen is not None and self.refused is not None and self.refused.code in _OVERTAKEN
