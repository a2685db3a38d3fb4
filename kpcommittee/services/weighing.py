"""Previews what the word on a decision in principle would become; nothing is recorded."""

from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.events import Confirmed
from kpcommittee.domain.meeting.intentions import Confirm
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.meeting_session import MeetingSession


def weigh_confirmation(meeting_session: MeetingSession, confirm: Confirm) -> Confirmed | Refusal:
    """Return what a confirmation would become, or why it would be refused."""
    answer = decide(meeting_session.meeting, confirm, meeting_session.context())
    assert isinstance(answer, (Confirmed, Refusal))
    return answer
