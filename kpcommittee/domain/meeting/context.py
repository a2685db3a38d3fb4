"""What lies outside a meeting when something is decided in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.events import LastMinutes, Waiting
from kpcommittee.domain.meeting.meeting import Meeting


@dataclass(frozen=True, slots=True)
class Within:
    """The ledger with what one meeting has ruled so far; kept with both it is made from, so it is used for no other."""

    meeting: Meeting
    outside: Ledger
    ledger: Ledger

    @classmethod
    def of(cls, meeting: Meeting, outside: Ledger) -> "Within":
        """Made from what is claimed outside the meeting."""
        return cls(meeting, outside, outside.ruled(meeting.rulings))

    def moved_to(self, meeting: Meeting) -> "Within":
        """The same for the meeting as it is further on; the books that stay are shared."""
        if meeting is self.meeting:
            return self
        ledger = self.ledger.moved(self.outside, self.meeting.rulings, meeting.rulings)
        return Within(meeting, self.outside, ledger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Config, law, the agenda's file, who claims which hours elsewhere, what waits; the time and who records."""

    config: Config
    config_digest: str
    law: Law
    ledger: Ledger
    """What is claimed outside this meeting; its horizon starts on the meeting's date."""
    now: datetime
    by: str
    agenda: Agenda | None = None
    """As it lies in its file now; nothing when the file is gone or cannot be read."""
    waiting: tuple[Waiting, ...] = ()
    """All cases that wait between meetings."""
    open_elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Case number → id of another meeting that is open and has it on its agenda."""
    carried_over: Mapping[str, str] = field(default_factory=dict)
    """Case number → id of a later meeting that this meeting's case lies on."""
    last_minutes: LastMinutes | None = None
    """Of the meeting before this one."""
    within: Within | None = None
    """What a meeting has ruled so far, where that is at hand; for any other meeting `ledger_in` makes it."""

    def waits(self, case_number: str) -> Waiting | None:
        """How an earlier meeting left the case, when it waits."""
        return next((one for one in self.waiting if one.case_number == case_number), None)

    def ledger_in(self, meeting: Meeting) -> Ledger:
        """The ledger with what the meeting has ruled so far."""
        known = self.within
        if known is not None and known.meeting is meeting and known.outside is self.ledger:
            return known.ledger
        return self.ledger.ruled(meeting.rulings)
