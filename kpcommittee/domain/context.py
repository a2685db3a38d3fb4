"""What lies outside a meeting when something is decided in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.committee import Config
from kpcommittee.domain.events import LastMinutes, Waiting
from kpcommittee.domain.law import Law
from kpcommittee.domain.ledger import Ledger
from kpcommittee.domain.meeting import Meeting


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
    within: Ledger | None = None
    """The ledger with what this meeting has ruled so far, where it is at hand; `ledger_in` makes it otherwise."""

    def waits(self, case_number: str) -> Waiting | None:
        """How an earlier meeting left the case, when it waits."""
        return next((one for one in self.waiting if one.case_number == case_number), None)

    def ledger_in(self, meeting: Meeting) -> Ledger:
        """The ledger with what the meeting has ruled so far."""
        return self.within or ledger_in(meeting, self.ledger)


def ledger_in(meeting: Meeting, ledger: Ledger) -> Ledger:
    """The ledger with what this meeting has ruled so far; `ledger` is what is claimed outside it."""
    return ledger.ruled(meeting.rulings)
