"""The store of a workspace without a database, in which nothing has happened yet."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.review.endings import COMPARED, Outcomes, Tally
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.query import Query
from kpcommittee.domain.review.timeline import Story, how_identified
from kpcommittee.store.records import Draft, MeetingRow, OpenAgenda, Particulars, RebuildReport

if TYPE_CHECKING:
    from kpcommittee.domain.agenda import LeftOutCase
    from kpcommittee.domain.capacity.placement import Placement, Ruling
    from kpcommittee.domain.meeting.events import Recorded
    from kpcommittee.domain.meeting.followed_up import FollowedUp
    from kpcommittee.domain.meeting.frozen import Waiting
    from kpcommittee.domain.provider import Provider
    from kpcommittee.domain.verification import JournalFault
    from kpcommittee.store.store import Store

Readable: TypeAlias = "Store | EmptyStore"
"""A store to read from, with or without a database."""


class EmptyStore:
    """Answers like a new database, without making a file; nothing can be recorded in it."""

    def read(self, stream: str, after: int = 0) -> "tuple[Recorded, ...]":
        """Return no events."""
        return ()

    def read_tested(self, stream: str) -> "tuple[tuple[Recorded, ...], JournalFault | None]":
        """Return no events, and no fault."""
        return (), None

    def meeting(self, stream: str) -> Meeting:
        """Return the meeting before its first event."""
        return Meeting(id=stream)

    def accessed(self) -> "tuple[Recorded, ...]":
        """Return that nobody looked."""
        return ()

    def purges(self) -> "tuple[Recorded, ...]":
        """Return that no case was purged."""
        return ()

    def newest_row_elsewhere(self, stream: str) -> int:
        """Return that there is no other stream."""
        return 0

    def data_versions(self) -> tuple[int, int]:
        """Return values that no database has, so that a database made later is noticed."""
        return 0, 0

    def verify(self) -> "JournalFault | None":
        """Return None, as there is no event that could be invalid."""
        return None

    def rebuild(self) -> RebuildReport:
        """Report that nothing was rebuilt."""
        return RebuildReport(meetings=0, decisions=0, placements=0)

    def meetings(self, *, running: bool = False, among: Iterable[str] | None = None) -> tuple[MeetingRow, ...]:
        """Return no meetings."""
        return ()

    def case_counts(self) -> dict[str, int]:
        """Return no meetings."""
        return {}

    def last_before(self, day: date, *, other_than: str | None = None) -> MeetingRow | None:
        """Return None, as there are no meetings."""
        return None

    def placements(self, running_from: date | None = None, until: date | None = None) -> "tuple[Placement, ...]":
        """Return no placements."""
        return ()

    def rulings(
        self,
        *,
        other_than: str | None = None,
        running_from: date | None = None,
        until: date | None = None,
    ) -> "tuple[Ruling, ...]":
        """Return no rulings."""
        return ()

    def particulars(self, cases: Iterable[str]) -> "dict[tuple[str, str], Particulars]":
        """Return that no meeting knows any case."""
        return {}

    def of_children(
        self, cases: Iterable[str], born: Iterable[date], *, other_than: str | None = None
    ) -> "tuple[tuple[Placement, ...], tuple[Ruling, ...]]":
        """Return nothing."""
        return (), ()

    def waiting(
        self,
        *,
        other_than: str | None = None,
        cases: Iterable[str] = (),
    ) -> "tuple[Waiting, ...]":
        """Return no waiting cases."""
        return ()

    def set_aside(self, *, other_than: str | None = None) -> "tuple[LeftOutCase, ...]":
        """Return no cases."""
        return ()

    def open_agendas_with(self, case_numbers: Iterable[str]) -> tuple[OpenAgenda, ...]:
        """Return no opened agendas."""
        return ()

    def search(self, query: Query) -> tuple[PastDecision, ...]:
        """Return no past decisions."""
        return ()

    def counts(self, query: Query) -> dict[str, dict[str, int]]:
        """Count nothing."""
        return {"postponed": {}, "departed": {}}

    def mentioning(self, case_numbers: Iterable[str]) -> "tuple[Recorded, ...]":
        """Return no events."""
        return ()

    def story(self, case_number: str, child: Identity | None = None) -> Story:
        """Return that nothing is known about the child."""
        kinship = how_identified([(case_number, child)] if child else [], case_number)
        return Story(case_numbers=(case_number,), same_by=kinship, caseload=Caseload.of((), ()))

    def outcomes(self, query: Query) -> Outcomes:
        """Return no outcomes."""
        return Outcomes(all=Tally(), by={name: {} for name in COMPARED}, reasons=())

    def names(self) -> dict[str, dict[str, str]]:
        """Return no names."""
        return {"provider": {}, "district": {}, "problem": {}}

    def former_providers(self, ids: Collection[str]) -> "tuple[Provider, ...]":
        """Return no providers."""
        return ()

    def people(self) -> dict[str, str]:
        """Return nobody."""
        return {}

    def held_follow_ups(self, cases: Iterable[str] | None = None) -> "tuple[FollowedUp, ...]":
        """Return no follow-ups."""
        return ()

    def drafts(self, stream: str | None = None) -> tuple[Draft, ...]:
        """Return no drafts."""
        return ()
