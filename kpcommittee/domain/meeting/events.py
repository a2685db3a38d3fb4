"""The events: each freezes the facts it rests on, so that it prints the same years later."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, get_args

from kpcommittee.domain.agenda import Agenda, LeftOutCase, MeetingHead
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config, Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.access_events import Accessed, Sampled
from kpcommittee.domain.meeting.attendance import AttendanceStatus
from kpcommittee.domain.meeting.caseload_events import Exported, Imported, ImportUndone, PlacementChanged, Restored
from kpcommittee.domain.meeting.comments import BesideEvent
from kpcommittee.domain.meeting.corrected_texts import TextChange
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.event_base import EventBase, SettledState
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.frozen import BalanceLine, LastMinutes, Waiting
from kpcommittee.domain.meeting.rectified import EverywhereEvent
from kpcommittee.domain.meeting.seat_changes import UNCHANGED, CorrectedSeats
from kpcommittee.domain.text import Prose


@immutable
class Opened(EventBase):
    """The agenda as the committee saw it became the meeting's snapshot."""

    kind = "opened"
    do = "open"
    witness = True
    within = frozenset({"preparing"})
    leads_to = "open"

    agenda: Agenda
    config: Config
    config_digest: str
    law: Law
    waiting: tuple[Waiting, ...] = ()
    last_minutes: LastMinutes | None = None
    """The minutes whose approval is the second item of the agenda; None at the first meeting."""
    left_out: tuple[LeftOutCase, ...] = ()
    """The cases of the file that could not be read; the meeting closes only when each is dealt with."""


@immutable
class Taken(EventBase):
    """A change of the agenda file was taken over: a case, a late case, or date, start and place."""

    kind = "taken"
    do = "take"

    case: Case | None = None
    late: bool = False
    waiting: Waiting | None = None
    puts_right: int | None = None
    """The place in the file, from 0, of a case that was unreadable before; else None."""
    head: MeetingHead | None = None
    """When and where the committee meets now; None if it was about a case."""

    @property
    def about(self) -> str | None:
        """The number of the case it is about; None if it is about the meeting."""
        return self.case.case_number if self.case else None


@immutable
class SetAside(EventBase):
    """A case of the agenda file that cannot be read waits for the next meeting."""

    kind = "set_aside"
    do = "set_aside"

    case: str
    """Its number, or its place in the file where it has none."""
    left_out: LeftOutCase
    reason: Prose


@immutable
class Attended(EventBase):
    """Somebody is here, excused, absent or has left; starting with one item."""

    kind = "attended"
    do = "attend"
    of_meeting = True

    person: str
    status: AttendanceStatus
    substitute: str | None = None
    case: str | None = None


@immutable
class Disqualified(EventBase):
    """The others decided whether a leader stays in one case."""

    kind = "disqualified"
    do = "disqualify"
    undecided_only = True

    case: str
    role: Role
    person: str
    ground: Prose
    decided_by: tuple[Role, ...]
    outcome: Literal["out", "stays"]
    substitute: str | None = None


@immutable
class Positioned(EventBase):
    """One leader took a position."""

    kind = "positioned"
    do = "position"
    undecided_only = True

    case: str
    position: PositionTaken


@immutable
class Decided(EventBase):
    """A provider was chosen."""

    kind = "decided"
    do = "place"
    settles = True
    undecided_only = True

    case: str
    decision: Decision


@immutable
class Confirmed(EventBase):
    """A missing leader confirmed a decision in principle, or refused it."""

    kind = "confirmed"
    do = "confirm"
    settles = True

    case: str
    role: Role
    by: str
    refuse: bool = False
    decision: Decision | None = None
    """The decision with another start, weighed again; None if it starts as decided."""

    @property
    def start(self) -> date | None:
        """The start if it differs from the decided one; else None."""
        return self.decision.start if self.decision else None


@immutable
class Postponed(EventBase):
    """The case waits for the next meeting."""

    kind = "postponed"
    do = "postpone"
    settles = True
    undecided_only = True

    case: str
    reason: Prose
    missing: Prose | None = None
    from_role: Role | None = None
    times: int = 1
    """How many times the case has been postponed, this time included."""
    to: date | None = None
    """The day of the meeting it is postponed to; None for the next one."""


@immutable
class Returned(EventBase):
    """The case went back to the authority."""

    kind = "returned"
    do = "return"
    settles = True
    undecided_only = True

    case: str
    missing: Prose


@immutable
class Withdrawn(EventBase):
    """The case was taken off the agenda by someone."""

    kind = "withdrawn"
    do = "withdraw"
    settles = True
    undecided_only = True

    case: str
    by: str
    reason: Prose


@immutable
class Reopened(EventBase):
    """A case that was dealt with in this meeting was taken up again; later events stay."""

    kind = "reopened"
    do = "reopen"

    case: str
    was: SettledState
    reason: Prose | None = None


@immutable
class Noted(EventBase):
    """An important oral statement was noted (offentlighedsloven § 13)."""

    kind = "noted"
    do = "note"

    case: str
    text: Prose
    said_by: str | None = None
    private: bool = False
    """Whether it is the chair's own, and appears in no document but the run sheet."""

    @property
    def early(self) -> bool:
        """Private notes can be written before the meeting too."""
        return self.private

    @property
    def draft_prefix(self) -> str | None:
        """The prefix of its draft fields; a private note has fields of its own."""
        return "private_note" if self.private else self.do


@immutable
class Reordered(EventBase):
    """The cases got a new order."""

    kind = "reordered"
    do = "order"

    cases: tuple[str, ...]


@immutable
class Undone(EventBase):
    """An event was taken back."""

    kind = "undone"
    do = "undo"
    within = frozenset({"open", "closed"})

    number: int
    what: str
    """The kind of the event that was taken back."""
    case: str | None = None

    @property
    def early(self) -> bool:
        """Private notes can be undone before the meeting too."""
        return self.what == Noted.kind

    @property
    def case_affected(self) -> str | None:
        """The case that the event was about; None if it belongs to the meeting."""
        # A damaged journal may name any kind.
        undone = EVENTS.get(self.what, Undone)
        return None if undone.of_meeting else self.case


@immutable
class Closed(EventBase):
    """The meeting ended, with this balance."""

    kind = "closed"
    do = "close"
    witness = True
    leads_to = "closed"

    balance: tuple[BalanceLine, ...]


@immutable
class Approved(EventBase):
    """The minutes were approved."""

    kind = "approved"
    do = "approve"
    witness = True
    within = frozenset({"closed"})
    leads_to = "approved"

    by: str


@immutable
class Corrected(EventBase):
    """A clerical error was corrected after approval: a new version of the minutes."""

    kind = "corrected"
    do = "correct"
    witness = True
    within = frozenset({"approved"})

    case: str
    decision: Decision | None = None
    why: Prose
    by: str
    texts: tuple[TextChange, ...] = ()
    seats: CorrectedSeats = UNCHANGED
    balance: tuple[BalanceLine, ...] = ()
    """The balance of all providers with the corrected decision; empty if the correction moves no hours."""


PutOff = Postponed | Returned | Withdrawn
"""A case that is dealt with without a placement."""

MeetingEvent = (
    Opened | Taken | Attended | Disqualified | Positioned | Decided | Confirmed | Postponed | Returned | Withdrawn
    | Noted | Reordered | Undone | Closed | Approved | Corrected | SetAside | Reopened | BesideEvent
)  # fmt: skip
CaseloadEvent = Imported | ImportUndone | PlacementChanged | FollowedUp | Restored | Exported | EverywhereEvent
AccessEvent = Accessed | Sampled
Event = MeetingEvent | CaseloadEvent | AccessEvent

EVENTS: Mapping[str, type[Event]] = {event.kind: event for event in get_args(Event)}
"""The kind in the journal, without its version → the event."""

CASELOAD = "caseload"
"""The stream of events that belong to no meeting."""
ACCESS = "access"
"""The stream of who looked at what; all other streams are named by their meeting's id."""


@immutable
class Recorded:
    """An event with its place in the journal."""

    stream: str
    number: int
    at: datetime
    by: str
    event: Event

    @property
    def kind(self) -> str:
        """The event's kind, without its version."""
        return self.event.kind
