"""Purges again, in a restored backup, what was purged since it was made."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.events import ACCESS, CASELOAD, Approved, Recorded
from kpcommittee.domain.meeting.purged import Purged
from kpcommittee.store import search
from kpcommittee.store.journal import EVENT, Journal, digest_of
from kpcommittee.store.writer import Writer, rebuild

_PURGES = select(EVENT.c.stream).where(EVENT.c.kind == Purged.kind).distinct()


@immutable(kw_only=False)
class PurgeRemains:
    """What purges have left in a database."""

    purges: tuple[Recorded, ...]
    """The events `purged`, in the order of their streams."""
    payloads: dict[tuple[str, int], tuple[str, str]]
    """Stream and number of each event that a purge changed → its hash and its remaining payload."""


NOTHING = PurgeRemains((), {})


def read_remains(connection: Connection) -> PurgeRemains:
    """Return the purges of a database, and what they left of the events."""
    journal = Journal(connection)
    streams = [*connection.scalars(_PURGES)]
    purges = tuple(recorded for stream in streams for recorded in journal.read_kind(stream, Purged.kind))
    rows = connection.execute(select(EVENT).where(EVENT.c.digest.is_not(None), EVENT.c.stream != ACCESS))
    return PurgeRemains(purges, {(row.stream, row.number): (row.hash, row.payload) for row in rows})


def missing_purges(connection: Connection, remains: PurgeRemains) -> tuple[tuple[Recorded, ...], int]:
    """Return the purges made after a backup, and how many of those cases come back nevertheless.

    A case comes back if one of its meetings was not approved yet in the backup: that meeting continues.

    Args:
        connection: to the backup.
        remains: what purges have left in the replaced database.
    """
    journal = Journal(connection)
    present, returning = set[str](), set[str]()
    for stream, event in _by_stream(remains.purges):
        if _has_touched_event(journal, stream, event, remains):
            present.add(event.proof)
            if stream != CASELOAD and not any(True for _event in journal.read_kind(stream, Approved.kind)):
                returning.add(event.proof)
    missing = present - returning - proofs_of(journal.read_kind(CASELOAD, Purged.kind))
    return tuple(purge for purge in remains.purges if proofs_of((purge,)) <= missing), len(returning)


def _by_stream(purges: Iterable[Recorded]) -> Iterator[tuple[str, Purged]]:
    for purge in purges:
        if isinstance(purge.event, Purged):
            yield purge.stream, purge.event


def _has_touched_event(journal: Journal, stream: str, event: Purged, remains: PurgeRemains) -> bool:
    """Whether a backup has one of the events that a purge touched."""
    return any(
        journal.hash_of(stream, emptied.number) == remains.payloads[stream, emptied.number][0]
        for emptied in event.events
    )


def purge_again(connection: Connection, remains: PurgeRemains, at: datetime, by: str) -> int:
    """Purge again what was purged since a backup was made, in the caller's transaction.

    Returns:
        The number of cases.
    """
    journal = Journal(connection)
    purges, _returning = missing_purges(connection, remains)
    for purge in purges:
        _repeat_purge(journal, purge, remains, at, by)
    if purges:
        rebuild(journal, Writer(connection))
        search.rebuild_index(connection)
    return len(proofs_of(purges))


def proofs_of(purges: Iterable[Recorded]) -> frozenset[str]:
    """Return the proofs of purges: one for each case."""
    return frozenset(purge.event.proof for purge in purges if isinstance(purge.event, Purged))


def _repeat_purge(journal: Journal, purge: Recorded, remains: PurgeRemains, at: datetime, by: str) -> None:
    assert isinstance(purge.event, Purged), "only purges are gathered"
    rows = {
        row.number: row
        for row in journal.rows_numbered(purge.stream, [emptied.number for emptied in purge.event.events])
    }
    events = tuple(
        replace(emptied, left=digest_of(payload) if payload else "")
        for emptied in purge.event.events
        for hashed, payload in [remains.payloads[purge.stream, emptied.number]]
        if emptied.number in rows and rows[emptied.number].hash == hashed
    )
    number = journal.head_of(purge.stream).number + 1
    event = replace(purge.event, events=events)
    journal.append(Recorded(stream=purge.stream, number=number, at=at, by=by, event=event))
    for emptied in events:
        row, payload = rows[emptied.number], remains.payloads[purge.stream, emptied.number][1]
        if row.payload != payload:
            journal.replace_payload(row, payload, emptied.digest)
