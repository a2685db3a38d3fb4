"""The stored context of a meeting: what its rules need to know from outside."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from kpcommittee.domain.agenda import Agenda, LeftOutCase
from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.frozen import LastMinutes, Waiting
from kpcommittee.domain.meeting.meeting import Meeting


@immutable(kw_only=False)
class MeetingLedger:
    """The ledger with one meeting's rulings so far; it remembers its meeting, and is valid for no other."""

    meeting: Meeting
    outside: Ledger
    ledger: Ledger

    @classmethod
    def of(cls, meeting: Meeting, outside: Ledger) -> "MeetingLedger":
        """Build it from the claims outside the meeting."""
        return cls(meeting, outside, outside.with_rulings(meeting.rulings))

    def with_meeting(self, meeting: Meeting) -> "MeetingLedger":
        """Return the ledger for a later state of the meeting; unchanged books are shared."""
        if meeting is self.meeting:
            return self
        ledger = self.ledger.with_changed_rulings(self.outside, self.meeting.rulings, meeting.rulings)
        return MeetingLedger(meeting, self.outside, ledger)


@immutable
class Context:
    """Config, law, the agenda file, claims outside the meeting, waiting cases, the time and who records."""

    config: Config
    config_digest: str
    law: Law
    ledger: Ledger
    """The claims outside this meeting; the horizon starts on the meeting's date."""
    now: datetime
    by: str
    agenda: Agenda | None = None
    """The agenda file's present content; None if the file is missing or unreadable."""
    left_out: tuple[LeftOutCase, ...] = ()
    """The cases of that file that cannot be read."""
    set_aside: tuple[LeftOutCase, ...] = ()
    """The cases that earlier meetings set aside, which no later meeting has carried."""
    waiting: tuple[Waiting, ...] = ()
    """All cases that wait between meetings."""
    caseload: Caseload = field(default_factory=lambda: Caseload.of((), ()))
    """The placements of the children on the agenda, from tables and other meetings."""
    open_elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Case number → id of another meeting that is open and has it on its agenda."""
    carried_over: Mapping[str, str] = field(default_factory=dict)
    """Case number → id of a later meeting that took this meeting's case over."""
    sent_back: Mapping[str, FollowedUp] = field(default_factory=dict)
    """Case number → the follow-up that sends it to this meeting."""
    last_minutes: LastMinutes | None = None
    """The minutes of the meeting before this one."""
    meeting_ledger: MeetingLedger | None = None
    """The ledger of one meeting, if already computed; `ledger_in` computes it for any other."""

    def waiting_case(self, case_number: str) -> Waiting | None:
        """Return how an earlier meeting left the case; None if it is not waiting."""
        return next((waiting for waiting in self.waiting if waiting.case_number == case_number), None)

    def ledger_in(self, meeting: Meeting) -> Ledger:
        """Return the ledger with the meeting's rulings so far."""
        meeting_ledger = self.meeting_ledger
        if meeting_ledger is not None and meeting_ledger.meeting is meeting and meeting_ledger.outside is self.ledger:
            return meeting_ledger.ledger
        return self.ledger.with_rulings(meeting.rulings)
