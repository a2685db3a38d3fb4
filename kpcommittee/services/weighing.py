"""Previews what an intention would become, before it is recorded."""

from typing import overload

from kpcommittee.documents.items import changes_of
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Confirmed, Corrected, Decided
from kpcommittee.domain.meeting.intentions import Confirm, Correct, Place
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.wording.corrections import change_sentence


@overload
def weigh(meeting_session: MeetingSession, intention: Place) -> Decided | Refusal: ...
@overload
def weigh(meeting_session: MeetingSession, intention: Confirm) -> Confirmed | Refusal: ...
@overload
def weigh(meeting_session: MeetingSession, intention: Correct) -> Corrected | Refusal: ...
def weigh(
    meeting_session: MeetingSession, intention: Place | Confirm | Correct
) -> Decided | Confirmed | Corrected | Refusal:
    """Return what an intention would become, or why it would be refused; nothing is recorded."""
    answer = decide(meeting_session.meeting, intention, meeting_session.context())
    assert isinstance(answer, (Decided, Confirmed, Corrected, Refusal))
    return answer


def change_text(before: Decision, after: Decision) -> str:
    """Say what a correction changes, in the words of the minutes: `the start 4/1 is changed to 11/1`."""
    changes = (
        change_sentence(change.what, change.before, change.after, before.start) for change in changes_of(before, after)
    )
    return "; ".join(changes)
