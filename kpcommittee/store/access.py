"""The stream `access` of the journal: who looked at what."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from kpcommittee.domain.look import Look
from kpcommittee.domain.meeting.access_events import Accessed
from kpcommittee.domain.meeting.events import ACCESS, AccessEvent, Recorded

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from kpcommittee.domain.verification import Head
    from kpcommittee.store.journal import Journal


class AccessStream:
    """The part of the store that records who looked at what; nothing else depends on it."""

    _journal: "Journal"

    if TYPE_CHECKING:

        def _reading(self) -> AbstractContextManager[Connection]:
            """Begin to read."""

        def _writing(self, *, fenced: bool = True) -> AbstractContextManager[Connection]:
            """Begin to write."""

        def _remember(self, stream: str, before: Head, after: Head) -> None:
            """Remember how far a stream has come."""

    def append_access(self, events: Iterable[tuple[AccessEvent, datetime]], by: str) -> None:
        """Record looks in one commit; no decision depends on them."""
        with self._writing(fenced=False):
            head = self._journal.head_of(ACCESS)
            appended = [(head, head)]
            for event, at in events:
                number = appended[-1][1].number + 1
                appended.append(self._journal.append(Recorded(stream=ACCESS, number=number, at=at, by=by, event=event)))
        self._remember(ACCESS, head, appended[-1][1])

    def append_looks(self, looks: Iterable[Look], by: str, slot: str | None) -> None:
        """Record looks in one commit, with the name of the key that opened the database."""
        self.append_access(
            (
                (Accessed(what=look.what, case=look.case, meeting=look.meeting, why=look.why, slot=slot), look.at)
                for look in looks
            ),
            by,
        )

    def accessed(self) -> tuple[Recorded, ...]:
        """Return who looked at what, without emptied entries."""
        with self._reading():
            return tuple(self._journal.read(ACCESS))

    def purge_access(self, before: datetime) -> int:
        """Empty the entries of the access log that are older than a moment; return how many."""
        with self._writing():
            return self._journal.purge(ACCESS, before)
