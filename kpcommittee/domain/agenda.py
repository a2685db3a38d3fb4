"""A meeting's agenda as its file has it: input, until `open` makes it the meeting's snapshot."""

from dataclasses import dataclass
from datetime import date, time

from kpcommittee.domain.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHead:
    """When and where the committee meets."""

    id: str
    """The file's stem when the file does not say; stays when the meeting is rescheduled."""
    date: date
    start: time | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The meeting's head and its cases, in the order of the file."""

    meeting: MeetingHead
    cases: tuple[Case, ...] = ()

    def case(self, case_number: str) -> Case | None:
        """Return the case with that number; None if it is not on this agenda."""
        return next((case for case in self.cases if case.case_number == case_number), None)
