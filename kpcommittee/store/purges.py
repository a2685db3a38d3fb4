"""Reads about purges: what one would affect, which cases are over, and which were purged."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, union

from kpcommittee.domain.meeting.purged import Erasure, Purged
from kpcommittee.store import purging
from kpcommittee.store.journal import EVENT, recorded_of
from kpcommittee.store.tables import DecisionTable, PlacementTable

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from kpcommittee.domain.meeting.events import Recorded
    from kpcommittee.store.journal import Journal

DECISION, PLACEMENT = DecisionTable.__table__, PlacementTable.__table__
_STREAMS = select(EVENT.c.stream).where(EVENT.c.kind == Purged.kind).distinct()


class PurgeReading:
    """The part of the store that examines cases before a purge, and purges afterwards."""

    _journal: "Journal"

    if TYPE_CHECKING:

        def _reading(self) -> AbstractContextManager[Connection]:
            """Begin to read."""

    def touched_events(self, erasure: Erasure, places: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
        """Return stream and number of each event that contains a case."""
        with self._reading() as connection:
            return tuple(
                (event.row.stream, event.row.number) for event in purging.find_touched(connection, erasure, places)
            )

    def names_of_others(self, cases: Iterable[str]) -> frozenset[str]:
        """Return the names of all children with other case numbers."""
        with self._reading() as connection:
            return purging.names_of_others(connection, cases)

    def events_with(self, texts: Iterable[str]) -> "tuple[Recorded, ...]":
        """Return every event, except looks, with one of these texts in a value, stream by stream."""
        with self._reading():
            return tuple(map(recorded_of, self._journal.rows_with(texts)))

    def names_of(self, cases: Iterable[str]) -> dict[str, str]:
        """Return the child's name for each of these cases that was dealt with or placed."""
        numbers = tuple(cases)
        names: dict[str, str] = {}
        with self._reading() as connection:
            for table in (PLACEMENT, DECISION):
                rows = select(table.c.case_number, table.c.child).where(table.c.case_number.in_(numbers))
                names |= {number: name for number, name in connection.execute(rows) if name}
        return names

    def cases_over_before(self, day: date) -> tuple[str, ...]:
        """Return the cases whose meetings and placements were all over before a day."""
        limit = day.isoformat()
        cases = union(select(DECISION.c.case_number), select(PLACEMENT.c.case_number)).subquery()
        last = func.coalesce(DECISION.c.ended_on, DECISION.c.end, DECISION.c.date)
        decided = select(DECISION.c.case_number).where(or_(DECISION.c.date >= limit, last >= limit))
        runs = select(PLACEMENT.c.case_number).where(or_(PLACEMENT.c.end.is_(None), PLACEMENT.c.end >= limit))
        over = select(cases.c.case_number).where(cases.c.case_number.not_in(decided), cases.c.case_number.not_in(runs))
        with self._reading() as connection:
            return tuple(connection.scalars(over.order_by(cases.c.case_number)))

    def purges(self) -> "tuple[Recorded, ...]":
        """Return every `purged` event."""
        with self._reading() as connection:
            streams = [*connection.scalars(_STREAMS)]
            return tuple(recorded for stream in streams for recorded in self._journal.read_kind(stream, Purged.kind))
