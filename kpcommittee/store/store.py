"""The database of a workspace: records events and answers queries."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import dropwhile
from pathlib import Path
from threading import RLock
from typing import Self

from sqlalchemy import Connection

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.capacity.placement import Placement, Ruling
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.events import CASELOAD, CaseloadEvent, Recorded, SetAside
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.left_out import list_set_aside
from kpcommittee.domain.meeting.meeting import Meeting, fold
from kpcommittee.domain.review.endings import Outcomes
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.query import Query
from kpcommittee.domain.review.timeline import Story
from kpcommittee.domain.verification import Head, JournalFault
from kpcommittee.store import decisions as history
from kpcommittee.store import drafts, engine, queries, stories
from kpcommittee.store import open as opening
from kpcommittee.store.access import AccessStream
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.errors import ConflictError, OutdatedError
from kpcommittee.store.failures import explain_errors, moved_error, unsound_journal_error
from kpcommittee.store.former import FormerReading
from kpcommittee.store.journal import Journal, Salt, fresh_salt
from kpcommittee.store.memory import Memory
from kpcommittee.store.purges import PurgeReading
from kpcommittee.store.records import Draft, MeetingRow, OpenAgenda, Particulars, RebuildReport
from kpcommittee.store.rectifying import Rectifying
from kpcommittee.store.soundness import Print, TestedStore
from kpcommittee.store.verification import Examination
from kpcommittee.store.writer import Writer, rebuild

__all__ = ["ConflictError", "Draft", "Store"]

Step = tuple[Recorded, Meeting, Meeting]
"""An event, and the meeting before and after it."""


class Store(AccessStream, FormerReading, PurgeReading, Rectifying, TestedStore):
    """The only access to the database; every method raises `KpError` if the disk or the database fails.

    Threads may share it: a lock admits one caller at a time.
    """

    def __init__(self, path: Path, connection: Connection, salt: Salt = fresh_salt) -> None:
        """Take a connection to an up-to-date database, and the function that salts events; `open` makes a store."""
        self.path = path
        self._files = engine.identities_of(path)
        self._connection = connection
        self._lock = RLock()
        self._journal = Journal(connection, salt)
        self._writer = Writer(connection)
        self._memory = Memory.of(path)
        self.fence: Callable[[], None] = lambda: None
        """Called at the beginning of each writing transaction; refuses a program that only reads."""
        self._all_remembered = False
        """Whether this program knows that every stream is remembered."""

    @classmethod
    def open(cls, path: Path, salt: Salt = fresh_salt, key: DataKey | None = None) -> Self:
        """Open the database; create it if it is missing, and migrate it if it is old.

        Args:
            path: its file.
            salt: makes a random text for each event.
            key: its present or future key; None if it is in the clear.

        Raises:
            KpError: the file cannot be opened, is not a database of this program, or was made by a newer version.
        """
        with explain_errors(path):
            # Nothing else may open the file.
            present = Print.of(path, Memory.of(path))
            store = cls(path, opening.open_database(path, key), salt)
            store._test_as_opened(present)
            return store

    def close(self) -> None:
        """Close the file."""
        with self._lock, explain_errors(self.path):
            is_alone = self._is_alone()
            engine.close(self._connection)
            if is_alone:
                self._remember_print()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._lock, explain_errors(self.path), self._connection.begin():
            yield self._connection

    @contextmanager
    def _writing(self, *, fenced: bool = True) -> Iterator[Connection]:
        """Begin a transaction that holds the write lock from its start; its changes are durable at its end.

        A moved file could still be written to, but its records would be lost. Writes that a program that only reads may
        make, such as looks, are not `fenced`.

        Raises:
            KpError: this program only reads.
            BrokenError: the path now names another file than the open one; nothing is recorded.
        """
        with self._lock, engine.writing(self._connection), self._reading() as connection:
            if fenced:
                self.fence()
            yield connection
            if engine.identities_of(self.path) != self._files:
                raise moved_error(self.path)

    @contextmanager
    def hold_write_lock(self) -> Iterator[None]:
        """Hold the write lock, so that no other program writes meanwhile."""
        with self._writing(fenced=False):
            yield

    # The journal

    def read(self, stream: str, after: int = 0) -> tuple[Recorded, ...]:
        """Return the stream's events, or those with greater numbers than `after`."""
        with self._reading():
            return self._read_from(stream, after)

    def read_tested(self, stream: str) -> tuple[tuple[Recorded, ...], JournalFault | None]:
        """Return the stream's events, and the first of them that does not fit; None if all fit."""
        with self._reading():
            return self._journal.read_tested(stream)

    def meeting(self, stream: str) -> Meeting:
        """Build the meeting from its events."""
        return fold(stream, self.read(stream))

    def append_many(self, steps: Sequence[Step], weighed_on: int | None = None) -> None:
        """Record events of one stream in one commit, all of them or none; durable when this returns.

        Args:
            steps: the events, each with the meeting before and after it.
            weighed_on: `newest_row_elsewhere` when the facts behind the events were read; None to test nothing.

        Raises:
            ConflictError: another program was faster; nothing is recorded.
            OutdatedError: another stream has grown since; nothing is recorded.
        """
        stream = steps[0][0].stream
        with self._writing() as connection:
            if weighed_on is not None and self._journal.newest_row_elsewhere(stream) != weighed_on:
                raise OutdatedError
            appended = []
            for recorded, before, after in steps:
                appended.append(self._journal.append(recorded))
                self._writer.update(before, after)
                if self._writer.is_open_twice(before, after):
                    raise ConflictError(recorded.stream, recorded.number)
                drafts.settle(connection, recorded)
        self._remember(stream, appended[0][0], appended[-1][1])

    def append_caseload(self, event: CaseloadEvent, at: datetime, by: str) -> Recorded:
        """Record an event that belongs to no meeting."""
        with self._writing():
            number = self._journal.head_of(CASELOAD)[0] + 1
            recorded = Recorded(stream=CASELOAD, number=number, at=at, by=by, event=event)
            before, after = self._journal.append(recorded)
            self._writer.update_caseload(recorded)
        self._changed_outside += 1
        self._remember(CASELOAD, before, after)
        return recorded

    def _remember(self, stream: str, before: Head, after: Head) -> None:
        """Remember outside the workspace how far a stream has come; the first time, also every unremembered stream.

        A memory that does not fit the stream stays: only a person can say which is right.

        Args:
            stream: the stream that was appended to.
            before: its newest event before that.
            after: its newest event now.
        """
        remembered = self._memory.read() or {}
        length = remembered.get(self._memory.key(stream))
        if length in (None, before) or self.hash_of(stream, length.number) == length.hash:
            remembered[self._memory.key(stream)] = after
        if not self._all_remembered:
            for other, head in self.heads().items():
                remembered.setdefault(self._memory.key(other), head)
            self._all_remembered = True
        self._memory.write(remembered)

    def accept(self) -> None:
        """Remember the journal as it is, instead of the earlier memory."""
        with self._reading():
            heads = self._journal.heads()
        self._memory.write({self._memory.key(stream): head for stream, head in heads.items()})

    def data_version(self) -> int:
        """Return a number that changes when another program has written."""
        with self._lock, explain_errors(self.path):
            ((version,),) = engine.execute_bare(self._connection, "PRAGMA data_version")
            return int(version)

    def checkpoint(self) -> None:
        """Move recorded events from the write-ahead log into the database file, which is then complete by itself."""
        with self._lock, explain_errors(self.path):
            engine.execute_bare(self._connection, "PRAGMA wal_checkpoint(PASSIVE)")

    def newest_row_elsewhere(self, stream: str) -> int:
        """Return the row of the newest event of all other streams; 0 if there is none."""
        with self._reading():
            return self._journal.newest_row_elsewhere(stream)

    def heads(self) -> dict[str, Head]:
        """Return the newest event of every stream."""
        with self._reading():
            return self._journal.heads()

    def hash_of(self, stream: str, number: int) -> str | None:
        """Return the hash of an event; None if there is no such event."""
        with self._reading():
            return self._journal.hash_of(stream, number)

    def verify(self) -> JournalFault | None:
        """Return the first thing in the journal that does not fit; None if all fits."""
        return self.verification().first_fault

    def rebuild(self) -> RebuildReport:
        """Rebuild the projections from the journal, and delete the drafts of approved meetings.

        Raises:
            KpError: the journal does not fit. The tables, which may have the only copy of what it lacks, stay as they
                are.
        """
        with self._writing() as connection:
            fault = Examination(self._journal.rows()).result(self._memory).first_fault
            if fault is not None:
                raise unsound_journal_error(self.path, fault)
            report = rebuild(self._journal, self._writer)
            for row in queries.meetings(connection):
                if row.state == "approved":
                    drafts.delete_all(connection, row.id)
            return report

    # The stored context of a meeting

    def meetings(self, *, running: bool = False, among: Iterable[str] | None = None) -> tuple[MeetingRow, ...]:
        """Return the opened meetings, earliest date first, all or `among` some; `running` excludes approved ones."""
        with self._reading() as connection:
            return queries.meetings(connection, running=running, among=among)

    def case_counts(self) -> dict[str, int]:
        """Return how many cases each opened meeting has."""
        with self._reading() as connection:
            return queries.case_counts(connection)

    def last_before(self, day: date, *, other_than: str | None = None) -> MeetingRow | None:
        """Return the newest meeting up to that day; None if there is none."""
        with self._reading() as connection:
            return queries.last_before(connection, day, other_than)

    def placements(self, running_from: date | None = None, until: date | None = None) -> tuple[Placement, ...]:
        """Return the imported caseload and changes of decisions; with days, only imports that run between them."""
        with self._reading() as connection:
            return queries.placements(connection, running_from, until=until)

    def rulings(
        self, *, other_than: str | None = None, running_from: date | None = None, until: date | None = None
    ) -> tuple[Ruling, ...]:
        """Return the meetings' rulings; with days, only of cases in which anything runs between them."""
        with self._reading() as connection:
            return queries.rulings(connection, other_than=other_than, running_from=running_from, until=until)

    def particulars(self, cases: Iterable[str]) -> dict[tuple[str, str], Particulars]:
        """Return what the meetings know about these cases: meeting and case → particulars."""
        with self._reading() as connection:
            return queries.particulars(connection, cases)

    def of_children(
        self, cases: Iterable[str], born: Iterable[date], *, other_than: str | None = None
    ) -> tuple[tuple[Placement, ...], tuple[Ruling, ...]]:
        """Return all placements and rulings of these cases, and of children born on these days."""
        with self._reading() as connection:
            return queries.placements_and_rulings_of(
                connection, queries.cases_with_birth_dates(connection, cases, born), other_than
            )

    def waiting(self, *, other_than: str | None = None, cases: Iterable[str] = ()) -> tuple[Waiting, ...]:
        """Return the cases that wait between meetings, as if `other_than` had not been opened.

        Those of `cases` that were returned wait too; any other returned case waits only once it comes back.
        """
        with self._reading() as connection:
            return queries.waiting(connection, other_than=other_than, cases=cases)

    def set_aside(self, *, other_than: str | None = None) -> tuple[LeftOutCase, ...]:
        """Return the unreadable cases that wait between meetings, as if `other_than` had not been opened."""
        with self._reading() as connection:
            rows = [row for row in queries.recent_meetings(connection) if row.id != other_than]
            aside = queries.streams_with(connection, SetAside.kind, [row.id for row in rows])
        in_order = sorted(rows, key=lambda row: (row.opened_at, row.id))
        after = dropwhile(lambda row: row.id not in aside, in_order)
        return list_set_aside([self.meeting(row.id) for row in after])

    def open_agendas_with(self, case_numbers: Iterable[str]) -> tuple[OpenAgenda, ...]:
        """Return every opened agenda that contains one of these cases."""
        with self._reading() as connection:
            return queries.open_agendas_with(connection, case_numbers)

    # Looking back

    def search(self, query: Query) -> tuple[PastDecision, ...]:
        """Return past decisions, newest first."""
        with self._reading() as connection:
            return history.search(connection, query)

    def counts(self, query: Query) -> dict[str, dict[str, int]]:
        """Return for each facet how many of the query's decisions have each value."""
        with self._reading() as connection:
            return history.counts(connection, query)

    def story(self, case_number: str, child: Identity | None = None) -> Story:
        """Return what is known about a case's child over all its cases; an agenda may add `child`."""
        with self._reading() as connection:
            return stories.story(connection, self._journal, case_number, child)

    def mentioning(self, case_numbers: Iterable[str]) -> tuple[Recorded, ...]:
        """Return every event with one of these case numbers, without the access log, in the order of recording."""
        with self._reading():
            return tuple(self._journal.mentioning(case_numbers))

    def outcomes(self, query: Query) -> Outcomes:
        """Return how the placements of the query's decisions went."""
        with self._reading() as connection:
            return history.outcomes(connection, query)

    def names(self) -> dict[str, dict[str, str]]:
        """Return the names in past decisions: `provider`, `district` and `problem`, each id or code with its name."""
        with self._reading() as connection:
            return history.names(connection)

    def people(self) -> dict[str, str]:
        """Return every contact person of a past decision: id → name."""
        with self._reading() as connection:
            return history.people(connection)

    def held_follow_ups(self, cases: Iterable[str] | None = None) -> tuple[FollowedUp, ...]:
        """Return the follow-ups that were held, in the order in which they were recorded: all, or of some cases."""
        with self._reading() as connection:
            return tuple(stories.follow_ups(connection, self._journal, cases))

    # Drafts

    def drafts(self, stream: str | None = None) -> tuple[Draft, ...]:
        """Return the drafts of a meeting, or of all meetings."""
        with self._reading() as connection:
            return drafts.drafts(connection, stream)

    def save_draft(
        self, stream: str, case: str, field: str, by: str, text: str, at: datetime, *, lost_at: datetime | None = None
    ) -> None:
        """Store a draft; after the hold was lost, never replace one saved since."""
        draft = Draft(stream=stream, case=case, field=field, by=by, text=text, at=at)
        with self._writing(fenced=lost_at is None) as connection:
            if lost_at is None or not drafts.is_kept_since(connection, draft, lost_at):
                drafts.save(connection, draft)

    def delete_draft(self, stream: str, case: str, field: str) -> None:
        """Delete the text of a field, whoever typed it."""
        with self._writing() as connection:
            drafts.delete(connection, stream, case, field)

    def delete_drafts(self, stream: str, by: str) -> None:
        """Delete all drafts of a person in a meeting."""
        with self._writing() as connection:
            drafts.delete_all(connection, stream, by)
