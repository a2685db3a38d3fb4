"""Notices at opening that a database is not as it was closed, and then tests it from end to end.

A full test takes a second for some thousand events, a digest of the file a few milliseconds. So the digest of a sound
database is remembered outside the workspace at closing, and compared at opening. The database is tested again after a
disk flipped a bit, or a program was killed or wrote to it. A large database is only tested for missing events that this
computer remembers. Even that is skipped if file, log and memory are untouched since it was closed.
"""

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from platformdirs import user_state_path
from sqlalchemy.exc import DBAPIError

from kpcommittee import open_files
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.events import ACCESS, CASELOAD
from kpcommittee.domain.verification import JournalFault, Verification
from kpcommittee.errors import KpError
from kpcommittee.store import engine, queries, search
from kpcommittee.store.failures import explain_errors, is_of_the_disk, unsound_error
from kpcommittee.store.memory import FOLDER, Memory
from kpcommittee.store.verification import Examination, differences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from contextlib import AbstractContextManager
    from threading import RLock

    from sqlalchemy import Connection

    from kpcommittee.domain.meeting.events import Recorded
    from kpcommittee.domain.receipt import Receipt
    from kpcommittee.store.journal import Journal

LARGEST = 32 * 1024 * 1024
"""The most bytes of a database that is tested at opening: ten years' worth. `verify` and backups test larger ones."""
_KEY, _DIGEST, _AT_ONCE = 16, 16, 1 << 20
_END = 1 << 16
"""Bytes that are read at each end of a larger database."""
_MOST = 64
"""The most databases that are remembered."""


class Print(NamedTuple):
    """The fingerprint of a database file at one time."""

    digest: str
    """The digest of all its bytes; for a large one, of both its ends and its memory."""
    size: int
    time: int
    """When it was last written, in nanoseconds since 1970."""

    @classmethod
    def of(cls, path: Path, memory: Memory) -> Self | None:
        """Return the print of a database; None if it is in use here, large with a log, or no file.

        Args:
            path: the database.
            memory: what this computer remembers of it.
        """
        digest = blake2b(digest_size=_DIGEST)
        with suppress(OSError):
            status = path.lstat()
            if open_files.is_open(path) or not stat.S_ISREG(status.st_mode) or not status.st_size:
                return None
            with path.open("rb") as file:
                if status.st_size > LARGEST:
                    if engine.side_files(path)[0].exists():
                        return None
                    digest.update(f"{memory.version()}".encode() + file.read(_END))
                    file.seek(-_END, os.SEEK_END)
                while part := file.read(_AT_ONCE):
                    digest.update(part)
            return cls(digest.hexdigest(), status.st_size, status.st_mtime_ns)
        return None

    @property
    def is_of_all(self) -> bool:
        """Whether it covers all bytes, so that two files with the same digest are equal."""
        return self.size <= LARGEST


class PrintMemory:
    """The prints of databases that were sound when closed, in one small file without names."""

    def __init__(self, file: Path, key: str) -> None:
        """Take the file, and the key of the database in it; `of` finds both."""
        self._file, self._key = file, key

    @classmethod
    def of(cls, database: Path) -> Self:
        """Return the memory of the database at that path."""
        key = blake2b(str(database.resolve()).encode("utf-8", "surrogateescape"), digest_size=_KEY).hexdigest()
        return cls(user_state_path(FOLDER, appauthor=False) / "tested.json", key)

    def knows(self, present: Print) -> bool:
        """Whether a file with these bytes was sound: this one, or its original."""
        return any(remembered.digest == present.digest for remembered in self._read().values())

    def is_as_closed(self, present: Print) -> bool:
        """Whether nobody has touched the file since it was closed."""
        return self._read().get(self._key) == present

    def was_left_alone(self, present: Print) -> bool:
        """Whether the bytes have changed since closing although nobody has written the file."""
        remembered = self._read().get(self._key)
        return remembered is not None and remembered.digest != present.digest and remembered.time == present.time

    def note(self, present: Print) -> None:
        """Remember that these bytes are sound; an error of the disk changes nothing."""
        prints = {key: remembered for key, remembered in self._read().items() if key != self._key}
        newest = {self._key: present} | dict([*prints.items()][: _MOST - 1])
        temporary = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary.write_text(json.dumps(newest), "utf-8")
            temporary.replace(self._file)

    def _read(self) -> Mapping[str, Print]:
        try:
            return {str(key): _print_of(remembered) for key, remembered in json.loads(self._file.read_bytes()).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


@immutable
class ExaminedDatabase:
    """A database that was tested from end to end."""

    state: tuple[int, int]
    """The state of the database at the test; any write changes it."""
    examination: Examination
    around: tuple[JournalFault, ...]
    """The faults outside the journal."""

    def result(
        self, memory: Memory, receipts: "Iterable[Receipt]" = (), beside: "Iterable[JournalFault]" = ()
    ) -> Verification:
        """Return the result, with what memory, receipts and faults from elsewhere add to it."""
        return self.examination.result(memory, receipts, (*self.around, *beside))


class TestedStore:
    """The part of the store that tests at opening, and remembers at closing."""

    fault: JournalFault | None = None
    """What did not fit at opening or a later reading; the journal can still be read."""
    path: Path
    _connection: "Connection"
    _journal: "Journal"
    _memory: Memory
    _files: tuple[open_files.Identity | None, open_files.Identity | None]
    _opened: Print | None = None
    """The print with which the database is known to be sound; None if unknown, or if it is new."""
    _is_large = False
    """Whether it was not fully tested at opening, so that each stream is tested when it is read."""
    _version = 0
    """Changes when another program has written since the opening."""
    _at_opening: ExaminedDatabase | None = None
    """The result of the test at opening, which answers the first request for a test."""
    _lock: "RLock"

    if TYPE_CHECKING:

        def _reading(self) -> AbstractContextManager[Connection]:
            """Begin to read."""

        def data_version(self) -> int:
            """Return a number that changes when another program has written."""

    def _test_as_opened(self, present: Print | None) -> None:
        """Test the database, unless it is as it was when closed.

        Args:
            present: its print before it was opened; None if it has none.

        Raises:
            BrokenError: the file itself is damaged; it is closed again.
        """
        try:
            self._compare_prints(present)
        except BaseException:
            engine.close(self._connection)
            raise

    def _compare_prints(self, present: Print | None) -> None:
        self._version = self.data_version()
        self._is_large = self.path.stat().st_size > LARGEST
        remembered = PrintMemory.of(self.path)
        if present is None or not present.is_of_all:
            if present is not None and remembered.is_as_closed(present):
                self._opened = present
            else:
                self.fault = self._first_forgotten_event()
            return
        if remembered.knows(present):
            self.fault, self._opened = self._first_forgotten_event(), present
            return
        self._at_opening = self._examine()
        self.fault = self._at_opening.result(self._memory).first_fault
        if self.fault is None and remembered.was_left_alone(present):
            self.fault = JournalFault(stream=None, number=None, why="changed")
        if self.fault is None:
            remembered.note(present)
            self._opened = present

    def verification(self, receipts: "Iterable[Receipt]" = ()) -> Verification:
        """Test the whole journal, also against what this computer remembers and against receipts.

        The test at opening is not repeated, unless something was written since.
        """
        with self._lock, explain_errors(self.path):
            examined, self._at_opening = self._at_opening, None
            if examined is None or examined.state != self._state():
                examined = self._examine()
            changed = self.fault if self.fault is not None and self.fault.why == "changed" else None
            return examined.result(self._memory, receipts, () if changed is None else (changed,))

    def _examine(self) -> ExaminedDatabase:
        with self._lock, explain_errors(self.path):
            self._test_file()
            words_fault = self._words_fault()
            with self._reading():
                examination = Examination(self._journal.rows())
                around = tuple(differences(self._connection, tables=examination.is_readable))
            beside = () if words_fault is None else (words_fault,)
            return ExaminedDatabase(state=self._state(), examination=examination, around=(*around, *beside))

    def _state(self) -> tuple[int, int]:
        """Return a value that changes with anything written, here or by another program."""
        return self.data_version(), engine.rows_written(self._connection)

    def _read_from(self, stream: str, after: int) -> "tuple[Recorded, ...]":
        """Read a stream's events with numbers greater than `after`; in a large database, test the whole stream."""
        if after or not self._is_large:
            return tuple(self._journal.read(stream, after))
        events, fault = self._journal.read_tested(stream)
        self.fault = self.fault or fault
        return events

    def _first_forgotten_event(self) -> JournalFault | None:
        """Return the first event that this computer remembers and the journal lacks."""
        remembered = self._memory.read() or {}
        lengths = self._lengths_of(remembered)
        for key, head in remembered.items():
            stream, number = lengths.get(key, (None, 0))
            if head.number > number:
                return JournalFault(stream=stream, number=number + 1 if stream else None, why="behind")
        return None

    def _lengths_of(self, remembered: "Collection[str]") -> dict[str, tuple[str, int]]:
        """Return each remembered key with its stream and length.

        The memory names no stream. Growing streams are tried first, then the newest meetings; all streams are counted
        only if that does not find everything.
        """
        streams: dict[str, tuple[str, int]] = {}
        with self._reading() as connection:
            for stream in chain((CASELOAD, ACCESS), queries.newest_meetings(connection)):
                if len(streams) == len(remembered):
                    return streams
                if (key := self._memory.key(stream)) in remembered:
                    streams[key] = stream, self._journal.head_of(stream).number
            if len(streams) < len(remembered):
                every = self._journal.lengths()
                streams = {self._memory.key(stream): (stream, number) for stream, number in every.items()}
        return streams

    def _test_file(self) -> None:
        """Let SQLite test the file: pages, rows and indexes.

        Raises:
            BrokenError: it is damaged.
        """
        if engine.execute_bare(self._connection, "PRAGMA integrity_check(1)") != [("ok",)]:
            raise unsound_error(self.path)

    def _is_alone(self) -> bool:
        """Whether certainly no other program has written since it was opened."""
        with suppress(KpError):
            return not self._connection.closed and self.data_version() == self._version
        return False

    def _words_fault(self) -> JournalFault | None:
        """Return what is wrong with the index of words; SQLite tests it only if it may write, but changes nothing.

        A larger database than those tested at opening would be locked for too long.
        """
        if self.path.stat().st_size > LARGEST:
            return None
        try:
            with engine.writing(self._connection), self._connection.begin():
                search.test_index(self._connection)
        except DBAPIError as error:
            if is_of_the_disk(error):
                return None
            return JournalFault(stream=None, number=None, why="tables", name="search")
        return None

    def _remember_print(self) -> None:
        """Remember the file as it is now, if it is sound."""
        if self.fault is not None or engine.identities_of(self.path)[0] != self._files[0]:
            return
        with suppress(OSError):
            status = self.path.stat()
            if self._opened is not None and (status.st_size, status.st_mtime_ns) == self._opened[1:]:
                return
            self._opened = Print.of(self.path, self._memory)
            if self._opened is not None:
                PrintMemory.of(self.path).note(self._opened)


def _print_of(content: Any) -> Print:
    digest, size, time = content
    return Print(str(digest), int(size), int(time))
