"""The story of one child, read by the numbers of its cases."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, select

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.events import CASELOAD, Corrected, Undone
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.told import Told
from kpcommittee.domain.review.children import group_by_child
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.timeline import Correction, PlacementChange, Story, how_identified
from kpcommittee.store import decisions, queries
from kpcommittee.store.journal import Journal
from kpcommittee.store.tables import FollowUpTable, PlacementChangeTable

FOLLOW_UP, CHANGE = FollowUpTable.__table__, PlacementChangeTable.__table__


def story(connection: Connection, journal: Journal, case_number: str, child: Identity | None = None) -> Story:
    """Return what the journal contains about the child of a case.

    Args:
        connection: to the database.
        journal: on the same connection.
        case_number: the case.
        child: the child's identity, if an agenda has more than the journal.
    """
    records = queries.identities_of(connection, queries.cases_of_same_children(connection, [case_number], child))
    records.append((case_number, child or Identity(None, None, None)))
    # Children with the same name are searched together; a personal number tells them apart.
    group = next(group for group in group_by_child(records) if len(records) - 1 in group)
    records = [records[place] for place in group]
    cases = {case for case, _identity in records}
    past = decisions.of_cases(connection, cases)
    return Story(
        case_numbers=tuple(sorted(cases)),
        same_by=how_identified(records, case_number),
        decisions=past,
        caseload=Caseload.of(*queries.placements_and_rulings_of(connection, cases)),
        changes=tuple(_changes(connection, cases)),
        follow_ups=tuple(follow_ups(connection, journal, cases)),
        corrections=tuple(_corrections(journal, past)),
        told=tuple(_tellings(journal, past)),
    )


_HELD_IN = select(FOLLOW_UP.c.number).where(FOLLOW_UP.c.case_number.in_(queries.LISTED))


def _changes(connection: Connection, cases: Iterable[str]) -> Iterator[PlacementChange]:
    statement = select(CHANGE).where(CHANGE.c.case_number.in_(cases)).order_by(CHANGE.c.number)
    for row in connection.execute(statement):
        changes = {field: (before, after) for field, (before, after) in json.loads(row.changes).items()}
        yield PlacementChange(
            case_number=row.case_number,
            provider=row.provider,
            on=date.fromisoformat(row.changed_on),
            changes=changes,
            why=row.why,
        )


def follow_ups(connection: Connection, journal: Journal, cases: Iterable[str] | None) -> Iterator[FollowedUp]:
    """Yield the follow-ups that were held, in the order of recording: all, or of some cases."""
    if cases is None:
        entries = journal.read_kind(CASELOAD, FollowedUp.kind)
    else:
        numbers = connection.scalars(_HELD_IN, {"listed": queries.bind_list(cases)})
        entries = journal.read_numbers(CASELOAD, numbers)
    for recorded in entries:
        if isinstance(recorded.event, FollowedUp):
            yield recorded.event


def _tellings(journal: Journal, past: Iterable[PastDecision]) -> Iterator[Told]:
    """Yield the tellings of decisions, without those undone."""
    for decision in past:
        tellings = list(journal.read_kind(decision.meeting, Told.kind))
        undone = {
            recorded.event.number
            for recorded in (journal.read_kind(decision.meeting, Undone.kind) if tellings else ())
            if isinstance(recorded.event, Undone)
        }
        for recorded in tellings:
            event = recorded.event
            if isinstance(event, Told) and event.case == decision.case_number and recorded.number not in undone:
                yield event


def _corrections(journal: Journal, past: Iterable[PastDecision]) -> Iterator[Correction]:
    for decision in past:
        corrected = journal.read_kind(decision.meeting, Corrected.kind) if decision.version > 1 else ()
        for recorded in corrected:
            event = recorded.event
            if isinstance(event, Corrected) and event.case == decision.case_number:
                yield Correction(
                    case_number=event.case,
                    provider=event.decision.provider if event.decision else None,
                    staff=event.decision.staff if event.decision else None,
                    on=recorded.at.date(),
                    why=event.why,
                )
