"""The order in which kinds of events can follow each other in a stream, regardless of their content."""

from kpcommittee.domain.meeting.event_base import MeetingState, split_kind
from kpcommittee.domain.meeting.events import ACCESS, CASELOAD, EVENTS, AccessEvent, CaseloadEvent, Undone
from kpcommittee.domain.meeting.purged import Purged
from kpcommittee.domain.meeting.rectified import Rectified

_STATES: tuple[MeetingState, ...] = ("approved", "closed", "open")
"""The states that events lead to, the last one first."""


def is_known(kind_text: str) -> bool:
    """Whether this program can read events of that kind and version."""
    kind, version = split_kind(kind_text)
    return kind in EVENTS and 1 <= version <= len(EVENTS[kind].lifts) + 1


class Order:
    """Follows one stream and notices an event that cannot be there, such as a decision after the approval."""

    def __init__(self, stream: str) -> None:
        """Begin before the first event."""
        self._of_meeting = stream not in (CASELOAD, ACCESS)
        self._of_access = stream == ACCESS
        self._in_force: dict[int, str] = {}
        """Number → kind of the events that are not taken back."""

    def follow(self, number: int, kind: str, undoes: int | None = None, *, early: bool = False) -> bool:
        """Advance by one event; return whether it is possible here.

        Args:
            number: its number.
            kind: its kind, without the version.
            undoes: the number of the event that it undoes; None if none.
            early: whether it can happen before the meeting is opened, regardless of its kind.
        """
        event = EVENTS[kind]
        if self._of_access != issubclass(event, AccessEvent):
            return False
        # These are recorded in every stream that they concern.
        if event not in (Purged, Rectified) and self._of_meeting == issubclass(event, CaseloadEvent | AccessEvent):
            return False
        if not self._of_meeting:
            return True
        if self._state not in event.within and not (early and self._state == "preparing"):
            return False
        if event is Undone:
            return undoes is None or self._in_force.pop(undoes, None) is not None
        self._in_force[number] = kind
        return True

    @property
    def _state(self) -> MeetingState:
        reached = {EVENTS[kind].leads_to for kind in self._in_force.values()}
        return next((state for state in _STATES if state in reached), "preparing")
