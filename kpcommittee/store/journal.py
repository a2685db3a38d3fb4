"""The journal: streams of events, each chained to the one before it by a hash.

An event's hash is the SHA-256, in hexadecimal, of the UTF-8 bytes of the JSON array

[previous hash, stream, number, at, by, kind, digest of the payload]

written without spaces and with non-ASCII characters as they are. The previous hash of a stream's first event is the
empty text. The digest is the SHA-256, in hexadecimal, of the UTF-8 bytes of the payload in the table. The payload is
canonical JSON: keys sorted, no spaces. A purged event has an empty payload, or one without the purged case. The digest
of the original is then in a column of its own, and an event `purged` names both. Besides what happened, each payload
contains a random salt. That of a witness contains the heads of all other streams. From the second version on, the kind
includes its version: `decided.2`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Connection, Integer, Row, and_, bindparam, func, literal_column, or_, select

from kpcommittee.convert.codec import recall, to_plain
from kpcommittee.convert.json_text import canonical_json, decode
from kpcommittee.domain.meeting.event_base import split_kind
from kpcommittee.domain.meeting.events import ACCESS, EVENTS, Event, Noted, Recorded, Undone
from kpcommittee.domain.meeting.order import Order, is_known
from kpcommittee.domain.meeting.purged import Purged
from kpcommittee.domain.verification import Head, JournalFault, Why
from kpcommittee.store.errors import ConflictError, UnreadableError
from kpcommittee.store.tables import EventTable

EVENT = EventTable.__table__
_LAST = (
    select(EVENT.c.number, EVENT.c.hash)
    .where(EVENT.c.stream == bindparam("stream"))
    .order_by(EVENT.c.number.desc())
    .limit(1)
)
_LENGTHS = select(EVENT.c.stream, func.max(EVENT.c.number).label("number")).group_by(EVENT.c.stream)
_NEWEST = _LENGTHS.subquery()
_HEADS = select(EVENT.c.stream, EVENT.c.number, EVENT.c.hash).join(
    _NEWEST, and_(EVENT.c.stream == _NEWEST.c.stream, EVENT.c.number == _NEWEST.c.number)
)
# Rows are numbered in the order of appending, so the newest one is found without counting all streams.
_ROW = literal_column("rowid", Integer)
_NEWEST_BESIDE = (
    select(_ROW)
    .select_from(EVENT)
    # No decision depends on who looked at what.
    .where(EVENT.c.stream != bindparam("stream"), EVENT.c.stream != ACCESS)
    .order_by(_ROW.desc())
    .limit(1)
)
_AT_ONCE = 1000

HEADS = "heads"
"""The key of a payload under which the heads of the other streams are frozen: stream → [number, hash]."""
SALT = "salt"
"""The key of a random text in a payload; without it, a purged payload could be guessed from its digest."""
Salt = Callable[[], str]
"""Makes a random text for one payload."""


def fresh_salt() -> str:
    """Return 16 random bytes as text."""
    return token_urlsafe(16)


class Journal:
    """Appends to the streams and reads them, on a connection whose transaction the caller holds."""

    def __init__(self, connection: Connection, salt: Salt = fresh_salt) -> None:
        """Take the connection, and the function that makes the salt of each payload."""
        self._connection, self._salt = connection, salt

    def head_of(self, stream: str) -> Head:
        """Return the stream's newest event; number 0 and an empty hash before the first."""
        newest = self._connection.execute(_LAST, {"stream": stream}).first()
        return Head(newest.number, newest.hash) if newest else Head(0, "")

    def heads(self) -> dict[str, Head]:
        """Return the newest event of every stream."""
        rows = self._connection.execute(_HEADS)
        return {row.stream: Head(row.number, row.hash) for row in rows}

    def lengths(self) -> dict[str, int]:
        """Return the number of the newest event of every stream."""
        return {row.stream: row.number for row in self._connection.execute(_LENGTHS).all()}

    def hash_of(self, stream: str, number: int) -> str | None:
        """Return the hash of an event; None if there is no such event."""
        statement = select(EVENT.c.hash).where(EVENT.c.stream == stream, EVENT.c.number == number)
        hashed: str | None = self._connection.execute(statement).scalar()
        return hashed

    def newest_row_elsewhere(self, stream: str) -> int:
        """Return the row of the newest event of all other streams; 0 if there is none."""
        return int(self._connection.execute(_NEWEST_BESIDE, {"stream": stream}).scalar() or 0)

    def append(self, recorded: Recorded) -> tuple[Head, Head]:
        """Append an event to its stream; return the stream's newest event before and after.

        Raises:
            ConflictError: its number is taken, or the number before it is missing.
        """
        before = self.head_of(recorded.stream)
        if recorded.number != before.number + 1:
            raise ConflictError(recorded.stream, recorded.number)
        heads = self.heads() if recorded.event.witness else {}
        row = row_of(recorded, before.hash, self._salt(), heads)
        self._connection.execute(EVENT.insert(), row)
        return before, Head(recorded.number, row["hash"])

    def read(self, stream: str, after: int = 0) -> Iterator[Recorded]:
        """Return the stream's events with numbers greater than `after`, without emptied ones.

        Raises:
            UnreadableError: a row cannot be read as an event any more.
        """
        return map(recorded_of, filter(_has_content, self._rows_of(stream, after)))

    def purge(self, stream: str, before: datetime) -> int:
        """Empty the payloads of events recorded before a moment, but keep their digests; return how many."""
        old = [row for row in self._rows_of(stream) if row.payload != "" and datetime.fromisoformat(row.at) < before]
        for row in old:
            emptied = EVENT.update().where(EVENT.c.stream == stream, EVENT.c.number == row.number)
            self._connection.execute(emptied.values(payload="", digest=digest_of(row.payload)))
        return len(old)

    def read_kind(self, stream: str, kind: str) -> Iterator[Recorded]:
        """Return the stream's events of one kind, in every version."""
        statement = select(EVENT).where(EVENT.c.stream == stream, EVENT.c.kind.op("GLOB")(f"{kind}*"))
        rows = self._connection.execute(statement.order_by(EVENT.c.number))
        with_content = filter(_has_content, rows)
        return (recorded_of(row) for row in with_content if split_kind(row.kind)[0] == kind)

    def read_numbers(self, stream: str, numbers: Iterable[int]) -> Iterator[Recorded]:
        """Return the stream's events with these numbers, in order."""
        return map(recorded_of, filter(_has_content, self.rows_numbered(stream, numbers)))

    def rows_numbered(self, stream: str, numbers: Iterable[int]) -> Iterator[Row[Any]]:
        """Return the rows of the stream's events with these numbers."""
        return iter(
            self._connection.execute(select(EVENT).where(EVENT.c.stream == stream, EVENT.c.number.in_([*numbers])))
        )

    def rows_with(self, texts: Iterable[str]) -> Iterator[Row[Any]]:
        """Return the rows of all streams but `access` with one of these texts in a value."""
        has = or_(*(func.instr(EVENT.c.payload, canonical_json(text)[1:-1]) > 0 for text in texts))
        statement = select(EVENT).where(EVENT.c.stream != ACCESS, has).order_by(EVENT.c.stream, EVENT.c.number)
        return iter(self._connection.execute(statement))

    def replace_payload(self, row: Row[Any], payload: str, digest: str) -> None:
        """Replace an event's payload, or empty it; an event `purged` of its stream must have named it before.

        Args:
            row: the event.
            payload: the remaining payload.
            digest: that of the original payload.
        """
        statement = EVENT.update().where(EVENT.c.stream == row.stream, EVENT.c.number == row.number)
        self._connection.execute(statement.values(payload=payload, digest=digest))

    def mentioning(self, texts: Iterable[str]) -> Iterator[Recorded]:
        """Return the events of all streams but `access` that have one of these texts as a value, the oldest first."""
        has = or_(*(func.instr(EVENT.c.payload, canonical_json(text)) > 0 for text in texts))
        rows = self._connection.execute(select(EVENT).where(EVENT.c.stream != ACCESS, has).order_by(_ROW))
        return map(recorded_of, rows)

    def read_tested(self, stream: str) -> tuple[tuple[Recorded, ...], JournalFault | None]:
        """Return the stream's events, and the first of them that does not fit; None if all fit.

        Raises:
            UnreadableError: a row cannot be read as an event any more.
        """
        recorded, fault, previous, covered = list[Recorded](), None, Head(0, ""), Coverage()
        out_of_order, order = None, Order(stream)
        for row in self._rows_of(stream):
            event = recorded_of(row) if _has_content(row) else None
            recorded += [event] if event else []
            covered.add(row)
            if fault is None:
                fault = fault_in(row, previous)
            if not _follows(order, row, event) and out_of_order is None:
                out_of_order = JournalFault(stream=stream, number=row.number, why="order")
            previous = Head(row.number, row.hash)
        return tuple(recorded), fault or next(covered.faults(), None) or out_of_order

    def _rows_of(self, stream: str, after: int = 0) -> Iterator[Row[Any]]:
        statement = select(EVENT).where(EVENT.c.stream == stream, EVENT.c.number > after).order_by(EVENT.c.number)
        return iter(self._connection.execute(statement).yield_per(_AT_ONCE))

    def streams(self) -> tuple[str, ...]:
        """Return all streams, the oldest first."""
        began = select(EVENT.c.stream).group_by(EVENT.c.stream).order_by(func.min(EVENT.c.at), EVENT.c.stream)
        return tuple(self._connection.execute(began).scalars())

    def rows(self) -> Iterator[Row[Any]]:
        """Return every row of the journal, stream by stream, in the order of its numbers."""
        return iter(
            self._connection.execute(select(EVENT).order_by(EVENT.c.stream, EVENT.c.number)).yield_per(_AT_ONCE)
        )


def row_of(recorded: Recorded, previous: str, salt: str, heads: Mapping[str, Head]) -> dict[str, Any]:
    """Return the row of an event.

    Args:
        recorded: the event.
        previous: the hash of the event before it.
        salt: a random text.
        heads: the newest event of every stream, which a witness freezes.
    """
    at, kind = recorded.at.isoformat(), recorded.event.versioned_kind()
    own: dict[str, Any] = {SALT: salt}
    if recorded.event.witness:
        own[HEADS] = {stream: list(head) for stream, head in heads.items() if stream != recorded.stream}
    payload = canonical_json(to_plain(recorded.event) | own)
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
        event = event_of(row.kind, row.payload)
        at = datetime.fromisoformat(row.at)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise UnreadableError(row.stream, row.number) from error
    return Recorded(stream=row.stream, number=row.number, at=at, by=row.by, event=event)


def event_of(kind_in_version: str, payload: str) -> Event:
    """Return the event that a kind with its version and a payload stand for.

    Raises:
        LookupError: no event is of that kind.
        ValueError: the payload is none of that kind.
    """
    kind, version = split_kind(kind_in_version)
    return recall(EVENTS[kind].lift_payload(version, json.loads(payload)), EVENTS[kind])


def _has_content(row: Row[Any]) -> bool:
    return bool(row.payload != "")


class Coverage:
    """Checks that every changed payload is the one that a purge names."""

    def __init__(self) -> None:
        """Begin before the first row."""
        self.left: dict[tuple[str, int], tuple[str, str]] = {}
        """Stream and number of a purged event → digests of its original and of its remaining payload."""
        self._told: dict[tuple[str, int], tuple[str, str]] = {}

    def add(self, row: Row[Any]) -> None:
        """Take one more row; rows of a stream come in the order of their numbers."""
        # Access events are emptied by age, without a purge, and never rewritten.
        if row.digest is not None and (row.stream != ACCESS or _has_content(row)):
            self.left[row.stream, row.number] = (row.digest, _digest_left(row))
        if split_kind(str(row.kind))[0] == Purged.kind:
            payload = decode(row.payload) if isinstance(row.payload, str) else None
            entries = payload.get("events") if isinstance(payload, Mapping) else None
            for entry in entries if isinstance(entries, list) else ():
                self._add_told(row.stream, entry)

    def _add_told(self, stream: str, entry: Any) -> None:
        match entry:
            case {"number": int(number), "digest": str(digest), "left": str(left)}:
                # A later purge of the same event overrides the earlier one.
                self._told[stream, number] = (digest, left)

    def faults(self) -> Iterator[JournalFault]:
        """Yield the first event of each stream whose payload is not the one that a purge names."""
        wrong = {
            place for place in self.left.keys() | self._told.keys() if self.left.get(place) != self._told.get(place)
        }
        first: dict[str, int] = {}
        for stream, number in sorted(wrong):
            first.setdefault(stream, number)
        return (JournalFault(stream=stream, number=number, why="hash") for stream, number in first.items())


def _digest_left(row: Row[Any]) -> str:
    return digest_of(str(row.payload)) if _has_content(row) else ""


def fault_in(row: Row[Any], previous: Head) -> JournalFault | None:
    """Return what is wrong with the place or the hash of a row; None if it fits the previous one."""
    if row.number != previous.number + 1:
        return JournalFault(stream=row.stream, number=previous.number + 1, why="gap")
    parts = (row.stream, row.at, row.by, row.kind, row.payload, row.digest or "")
    if all(isinstance(part, str) for part in parts):
        # `Coverage` checks whether the remaining payload is the one that a purge left.
        digest = digest_of(row.payload) if row.digest is None else row.digest
        if chain(previous.hash, row.stream, row.number, row.at, row.by, row.kind, digest) == row.hash:
            return None
    return JournalFault(stream=row.stream, number=row.number, why="hash")


def why_misplaced(row: Row[Any], order: Order) -> Why | None:
    """Return why a row cannot be at its place although its hash fits; None if it can.

    Args:
        row: the event.
        order: the kinds before it; it advances by this event.
    """
    if not is_known(row.kind):
        return "kind"
    kind = split_kind(row.kind)[0]
    undoes, early = None, kind == Noted.kind
    if row.payload != "":
        try:
            event = recorded_of(row).event
        except UnreadableError:
            return "payload"
        undoes, early = undone_number(event), event.early
    return None if order.follow(row.number, kind, undoes, early=early) else "order"


def _follows(order: Order, row: Row[Any], recorded: Recorded | None) -> bool:
    if recorded is None:
        kind = split_kind(row.kind)[0]
        return order.follow(row.number, kind, early=kind == Noted.kind)
    event = recorded.event
    return order.follow(recorded.number, recorded.kind, undone_number(event), early=event.early)


def undone_number(event: Event) -> int | None:
    """Return the number of the event that an undo takes back; None for other events."""
    return event.number if isinstance(event, Undone) else None
