"""Removes a case from a database: payloads, tables, index, drafts, and the bytes they leave behind.

The chain stays whole: each event keeps its hash and the digest of its original payload. All of it is one transaction. A
program that is killed meanwhile leaves either all or nothing of the case.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import DBAPIError

from kpcommittee.convert.json_text import canonical_json
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.access_events import Accessed
from kpcommittee.domain.meeting.event_base import split_kind
from kpcommittee.domain.meeting.events import ACCESS, CASELOAD, Event, Recorded
from kpcommittee.domain.meeting.purged import Emptied, Erasure, Purged
from kpcommittee.domain.verification import Head
from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.store import engine, search
from kpcommittee.store.backup_failures import in_use_error
from kpcommittee.store.backups import fitting_key
from kpcommittee.store.copying import DamagedError, sync
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.failures import explain_errors, is_busy
from kpcommittee.store.journal import SALT, Journal, digest_of, fresh_salt
from kpcommittee.store.memory import Memory
from kpcommittee.store.overwriting import old_bytes, overwrite
from kpcommittee.store.tables import DecisionTable, DraftTable, PlacementTable
from kpcommittee.store.writer import Writer, rebuild

DECISION, PLACEMENT, DRAFT = DecisionTable.__table__, PlacementTable.__table__, DraftTable.__table__


@dataclass(frozen=True, kw_only=True)
class Purge:
    """One case to be purged."""

    erasure: Erasure
    proof: str
    """The proof in the `purged` event, instead of the case number."""
    places: Mapping[str, int]
    """Meeting → the number of its item."""
    years: tuple[int, ...]
    """The years in which a placement of the case ran."""


@immutable
class TouchedEvent:
    """An event that contains a case."""

    row: Row[Any]
    remainder: str
    """The remaining payload; empty if nothing is left."""

    @property
    def recorded_digest(self) -> str:
        """The digest of the original payload."""
        return str(self.row.digest or digest_of(self.row.payload))


def find_touched(connection: Connection, erasure: Erasure, places: Mapping[str, int]) -> Iterator[TouchedEvent]:
    """Yield every event that contains a case, stream by stream, with its remainder."""
    for row in Journal(connection).rows_with(erasure.texts):
        kind = split_kind(row.kind)[0]
        data = json.loads(row.payload)
        # With its salt, the original payload could be guessed from its digest.
        data.pop(SALT, None)
        # Purge events name no case.
        remainder = None if kind == Purged.kind else erasure.remainder_of(kind, data, places.get(row.stream))
        if remainder is None and kind != Purged.kind:
            yield TouchedEvent(row=row, remainder="")
        elif remainder is not None and remainder != data:
            yield TouchedEvent(row=row, remainder=canonical_json(remainder | {SALT: fresh_salt()}))


def names_of_others(connection: Connection, cases: Iterable[str]) -> frozenset[str]:
    """Return the names of all children that the tables have under other case numbers."""
    excluded = tuple(cases)
    names = [
        connection.execute(select(table.c.child).where(table.c.case_number.not_in(excluded)).distinct()).scalars()
        for table in (DECISION, PLACEMENT)
    ]
    return frozenset(name for listed in names for name in listed if name)


def purge(
    database: Path,
    key: DataKey | None,
    purges: Sequence[Purge],
    heads: Mapping[str, Head],
    recorded: tuple[datetime, str],
    looks: Iterable[Accessed] = (),
    *,
    before_commit: Callable[[], None] = lambda: None,
) -> int:
    """Remove cases from a database; when this returns, that is durable, and their bytes are gone.

    Args:
        database: the file.
        key: its key; None if it is in the clear.
        purges: the cases.
        heads: the newest event of each stream when the hindrances were tested.
        recorded: the time and the user.
        looks: notes for the access log in the same transaction.
        before_commit: called when nothing but the commit is left to do.

    Returns:
        The number of events that were emptied or rewritten.

    Raises:
        KpError: another program has it open or has recorded something since, or the disk refuses; nothing is changed.
    """
    log, _index, rollback = engine.side_files(database)
    with (
        explain_errors(database),
        ExitStack() as open_files,
        old_bytes(log) as old_log,
        _open_alone(database, key) as connection,
    ):
        # A log or rollback that returned after a power cut would be read, so names must go before bytes.
        sync(database.parent)
        overwrite(old_log)
        with engine.writing(connection), connection.begin():
            work = _PurgeTransaction(connection, *recorded)
            work.refuse_outdated(heads, database)
            for case in purges:
                work.remove_case(case)
            for look in looks:
                work.append(ACCESS, look)
            rebuild(work.journal, Writer(connection))
            search.rebuild_index(connection)
            remembered = work.heads()
            # It contains the old pages, and is deleted by the commit.
            old_pages = open_files.enter_context(old_bytes(rollback))
            before_commit()
        sync(database.parent)
        overwrite(old_pages)
        with suppress(DBAPIError, sqlite3.Error):
            # Freed pages are overwritten already; this gives their room back.
            engine.execute_bare(connection, "VACUUM")
    _remember(Memory.of(database), remembered)
    return work.changed


class _PurgeTransaction:
    """A transaction that removes cases."""

    def __init__(self, connection: Connection, at: datetime, by: str) -> None:
        self.journal = Journal(connection)
        self.changed = 0
        self._connection, self._at, self._by = connection, at, by
        self._before = self.journal.heads()

    def refuse_outdated(self, heads: Mapping[str, Head], database: Path) -> None:
        """Refuse if anything was recorded since the test; looks do not count.

        Raises:
            KpError: something was; nothing is purged.
        """
        present = {stream: head for stream, head in self._before.items() if stream != ACCESS}
        if present != {stream: head for stream, head in heads.items() if stream != ACCESS}:
            raise KpError(
                _("Something was recorded in {file} meanwhile.").format(file=database.name),
                _("Nothing was purged. Try again."),
            )

    def remove_case(self, purge: Purge) -> None:
        """Record the purge in every stream that contains the case, and remove the case."""
        by_stream: dict[str, list[TouchedEvent]] = {CASELOAD: []}
        for event in find_touched(self._connection, purge.erasure, purge.places):
            by_stream.setdefault(event.row.stream, []).append(event)
        for stream in sorted(by_stream.keys() | purge.places.keys()):
            self._purge(stream, by_stream.get(stream, ()), purge)
        self._connection.execute(DRAFT.delete().where(DRAFT.c.case == purge.erasure.case_number))

    def _purge(self, stream: str, events: Sequence[TouchedEvent], purge: Purge) -> None:
        emptied = tuple(
            Emptied(
                number=entry.row.number,
                digest=entry.recorded_digest,
                left=digest_of(entry.remainder) if entry.remainder else "",
            )
            for entry in events
        )
        event = Purged(proof=purge.proof, events=emptied, place=purge.places.get(stream))
        self.append(stream, replace(event, years=purge.years) if stream == CASELOAD else event)
        for entry in events:
            self.journal.replace_payload(entry.row, entry.remainder, entry.recorded_digest)
        self.changed += len(events)

    def append(self, stream: str, event: Event) -> None:
        """Record an event."""
        number = self.journal.head_of(stream).number + 1
        self.journal.append(Recorded(stream=stream, number=number, at=self._at, by=self._by, event=event))

    def heads(self) -> dict[str, tuple[Head, Head]]:
        """Return the newest event of each changed stream, before and after."""
        after = self.journal.heads()
        return {
            stream: (self._before.get(stream, Head(0, "")), head)
            for stream, head in after.items()
            if head != self._before.get(stream)
        }


def _remember(memory: Memory, streams: Mapping[str, tuple[Head, Head]]) -> None:
    """Remember outside the workspace how far streams have come; earlier misfits are still noticed."""
    remembered = memory.read() or {}
    for stream, (before, after) in streams.items():
        if remembered.get(memory.key(stream)) in (None, before):
            remembered[memory.key(stream)] = after
    memory.write(remembered)


@contextmanager
def _open_alone(database: Path, key: DataKey | None) -> Iterator[Connection]:
    """Open the database for this program alone, with its log moved into it, and without a log from then on.

    Raises:
        KpError: another program has it open.
    """
    with engine.open_connection(database, key) as connection:
        try:
            # Leaving the log mode needs exclusive access, so that even an idle program that has the file open is
            # noticed.
            ((mode,),) = engine.execute_bare(connection, "PRAGMA journal_mode=DELETE")
            if mode != "delete":
                raise in_use_error(database)
            yield connection
        except (DBAPIError, sqlite3.Error) as error:
            if is_busy(error):
                raise in_use_error(database) from error
            raise


def contains_case(file: Path, key: DataKey | None, texts: Iterable[str]) -> bool | None:
    """Whether a copy of a database contains a case; None if it cannot be read."""
    with suppress(KpError, DBAPIError, sqlite3.Error, DamagedError, OSError):
        fitting = fitting_key(file, file, [key] if key else [])
        with engine.open_connection(file, fitting, read_only=True) as connection, connection.begin():
            return next(Journal(connection).rows_with(texts), None) is not None
    return None
