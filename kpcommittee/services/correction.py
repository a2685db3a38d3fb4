"""Putting an error of writing right after approval: what it would change, before it is recorded."""

from typing import TYPE_CHECKING

from kpcommittee.documents.items import changes_of
from kpcommittee.documents.markdown import corrected, said
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.events import Corrected
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.locale import _
from kpcommittee.services.meeting_session import MeetingSession

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.decision import Decision
    from kpcommittee.domain.meeting.intentions import Correct
    from kpcommittee.services.session import Session


def weigh_correction(meeting_session: MeetingSession, correct: "Correct") -> Corrected | Refusal:
    """What a correction would be, or why it would be refused; nothing is recorded."""
    answer = decide(meeting_session.meeting, correct, meeting_session.context())
    assert isinstance(answer, (Corrected, Refusal))
    return answer


def change_text(before: "Decision", after: "Decision") -> str:
    """What a correction changes, in the words of the minutes: `provider from Klub A to Klub B`."""
    changes = (
        _("{what} from {before} to {after}").format(
            what=corrected(change.what), before=said(change.before), after=said(change.after)
        )
        for change in changes_of(before, after)
    )
    return "; ".join(changes)


def meeting_session_of(session: "Session", meeting: str, present: MeetingSession | None = None) -> MeetingSession:
    """The meeting with that id, its journal read; the one that is present when it is that.

    Raises:
        KpError: its agenda is no longer there.
    """
    if present is not None and present.id == meeting:
        return present
    found = MeetingSession.find(session, meeting)
    found.load()
    return found
