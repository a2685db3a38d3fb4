"""What a workspace without a database answers with: nothing has happened in it yet."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.store.records import Draft, FollowUp, HistoryQuery, HistoryRow, MeetingRow, OpenAgenda, RebuildReport

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.placement import Placement, Ruling
    from kpcommittee.domain.meeting.events import Recorded, Waiting
    from kpcommittee.store.records import VerifyError
    from kpcommittee.store.store import Store

Readable: TypeAlias = "Store | EmptyStore"
"""What can be read from, whether there is a database or not."""


class EmptyStore:
    """Answers what a new database would answer, and makes no file; nothing can be recorded in it."""

    def read(self, stream: str, after: int = 0) -> "tuple[Recorded, ...]":
        """No events."""
        return ()

    def meeting(self, stream: str) -> Meeting:
        """The meeting before its first event."""
        return Meeting(id=stream)

    def data_version(self) -> int:
        """A number that no database has, so that one which is made later is noticed."""
        return 0

    def verify(self) -> "VerifyError | None":
        """None, as there is no event that could be wrong."""
        return None

    def rebuild(self) -> RebuildReport:
        """Make nothing, of nothing."""
        return RebuildReport(meetings=0, decisions=0, placements=0)

    def meetings(self, *, running: bool = False) -> tuple[MeetingRow, ...]:
        """No meetings."""
        return ()

    def last_before(self, day: date, *, other_than: str | None = None) -> MeetingRow | None:
        """None, as there are no meetings."""
        return None

    def placements(self, running_from: date | None = None) -> "tuple[Placement, ...]":
        """No placements."""
        return ()

    def rulings(
        self,
        *,
        other_than: str | None = None,
        running_from: date | None = None,
    ) -> "tuple[Ruling, ...]":
        """No rulings."""
        return ()

    def waiting(
        self,
        *,
        other_than: str | None = None,
        cases: Iterable[str] = (),
    ) -> "tuple[Waiting, ...]":
        """Nothing that waits."""
        return ()

    def lying_on(self, case_numbers: Iterable[str]) -> tuple[OpenAgenda, ...]:
        """No opened agendas."""
        return ()

    def search(self, query: HistoryQuery) -> tuple[HistoryRow, ...]:
        """No past decisions."""
        return ()

    def follow_ups(self, *, due: date | None = None, done: bool = False) -> tuple[FollowUp, ...]:
        """No follow-ups."""
        return ()

    def drafts(self, stream: str) -> tuple[Draft, ...]:
        """Nothing that was typed."""
        return ()
