"""The journal: streams of events, each chained to the one before it by a hash.

An event's hash is the SHA-256, in hexadecimal, of the UTF-8 bytes of the JSON array

    [previous hash, stream, number, at, by, kind, digest of the payload]

written without spaces and with non-ASCII characters as they are. The previous hash of a stream's first event is the
empty text; the digest is the SHA-256, in hexadecimal, of the UTF-8 bytes of the payload in the table. The payload is
canonical JSON: keys sorted, no spaces. A purged event has an empty payload, and its digest is in a column of its own.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from kpcommittee.convert.codec import canonical, plain, recall_kind
from kpcommittee.domain.meeting.events import EVENTS, Recorded
from kpcommittee.store.errors import ConflictError, UnreadableError
from kpcommittee.store.records import VerifyError, Why
from kpcommittee.store.tables import EventTable

EVENT = EventTable.__table__
_LAST = (
    select(EVENT.c.number, EVENT.c.hash)
    .where(EVENT.c.stream == bindparam("stream"))
    .order_by(EVENT.c.number.desc())
    .limit(1)
)
_AT_ONCE = 1000


class Journal:
    """Appends to the streams and reads them, on a connection whose transaction the caller holds."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection to read and write on."""
        self._connection = connection

    def last(self, stream: str) -> tuple[int, str]:
        """Return number and hash of the stream's newest event; 0 and an empty text before the first."""
        newest = self._connection.execute(_LAST, {"stream": stream}).first()
        return (newest.number, newest.hash) if newest else (0, "")

    def append(self, recorded: Recorded) -> None:
        """Append one event to its stream.

        Raises:
            ConflictError: its number is taken, or the number before it is missing.
        """
        number, previous = self.last(recorded.stream)
        if recorded.number != number + 1:
            raise ConflictError(recorded.stream, recorded.number)
        self._connection.execute(EVENT.insert(), row_of(recorded, previous))

    def read(self, stream: str, after: int = 0) -> Iterator[Recorded]:
        """Return the stream's events with greater numbers than `after`.

        Raises:
            UnreadableError: a row cannot be read as an event any more.
        """
        wanted = select(EVENT).where(EVENT.c.stream == stream, EVENT.c.number > after).order_by(EVENT.c.number)
        return map(recorded_of, self._connection.execute(wanted).yield_per(_AT_ONCE))

    def streams(self) -> tuple[str, ...]:
        """Return all streams, the oldest first."""
        began = select(EVENT.c.stream).group_by(EVENT.c.stream).order_by(func.min(EVENT.c.at), EVENT.c.stream)
        return tuple(self._connection.execute(began).scalars())

    def verify(self) -> VerifyError | None:
        """Return the first invalid event, stream by stream; None if all are valid."""
        everything = select(EVENT).order_by(EVENT.c.stream, EVENT.c.number)
        stream, number, previous = None, 0, ""
        for row in self._connection.execute(everything).yield_per(_AT_ONCE):
            if row.stream != stream:
                stream, number, previous = row.stream, 0, ""
            if row.number != number + 1:
                return VerifyError(stream=row.stream, number=number + 1, why="gap")
            why = _misfit(row, previous)
            if why is not None:
                return VerifyError(stream=row.stream, number=row.number, why=why)
            number, previous = row.number, row.hash
        return None


def row_of(recorded: Recorded, previous: str) -> dict[str, Any]:
    """Return the row of an event after the event with that hash."""
    at, kind, payload = recorded.at.isoformat(), recorded.kind, canonical(plain(recorded.event))
    chained = chain(previous, recorded.stream, recorded.number, at, recorded.by, kind, digest_of(payload))
    return {
        "stream": recorded.stream,
        "number": recorded.number,
        "at": at,
        "by": recorded.by,
        "kind": kind,
        "payload": payload,
        "hash": chained,
        "digest": None,
    }


def chain(previous: str, *parts: str | int) -> str:
    """Return the hash of an event, as the top of this module defines it."""
    link = json.dumps([previous, *parts], ensure_ascii=False, separators=(",", ":"))
    return sha256(link.encode()).hexdigest()


def digest_of(payload: str) -> str:
    """Return the digest of a payload in the table."""
    return sha256(payload.encode()).hexdigest()


def recorded_of(row: Row[Any]) -> Recorded:
    """Return the event of a row.

    Raises:
        UnreadableError: the row cannot be read as an event any more.
    """
    try:
        event = recall_kind(row.kind, json.loads(row.payload), EVENTS)
        at = datetime.fromisoformat(row.at)
    except (ValueError, TypeError) as error:
        raise UnreadableError(row.stream, row.number) from error
    return Recorded(stream=row.stream, number=row.number, at=at, by=row.by, event=event)


def _misfit(row: Row[Any], previous: str) -> Why | None:
    if not all(isinstance(part, str) for part in (row.stream, row.at, row.by, row.kind, row.payload)):
        return "hash"
    digest = row.digest if row.digest is not None and row.payload == "" else digest_of(row.payload)
    if chain(previous, row.stream, row.number, row.at, row.by, row.kind, digest) != row.hash:
        return "hash"
    if row.kind not in EVENTS:
        return "kind"
    if row.payload == "":
        return None
    try:
        recorded_of(row)
    except UnreadableError:
        return "payload"
    return None
