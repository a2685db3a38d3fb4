"""The access log: who looked at what, and when; numbers of cases and no names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from secrets import SystemRandom
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from kpcommittee.domain.meeting.access_events import Accessed, Looked, Sampled
from kpcommittee.domain.meeting.told import Told

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.events import Recorded
    from kpcommittee.services.session import Session

ONE_OPENING = 300.0
"""Seconds within which the same look is one and the same."""

DAYS_A_MONTH = 365.25 / 12

Key = tuple[Looked, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody looked."""

    number: int
    at: datetime
    by: str
    event: Accessed

    @property
    def who(self) -> str:
        """The system's user, with the name of the key."""
        return f"{self.by} ({self.event.slot})" if self.event.slot else self.by


class AccessLog:
    """Gathers who looked at what, and writes it together, so that no key waits for it.

    It is kept where the database is encrypted, unless the config says otherwise.
    """

    def __init__(self, session: "Session") -> None:
        """Take the session; nothing is read."""
        self._session = session
        self._waiting: list[tuple[Accessed, datetime]] = []
        self._last: dict[Looked, tuple[Key, float]] = {}
        self._guard = Lock()
        self.gathers = False
        """Whether what is noted waits for `flush`; else it is written at once."""

    @property
    def is_kept(self) -> bool:
        """Whether the log is kept in this workspace."""
        wanted = self._session.config.safety_rules.access_log
        lock = self._session.lock
        return (lock.key is not None or lock.is_locked) if wanted is None else wanted

    def note(self, what: Looked, case: str | None = None, *, meeting: str | None = None, why: str = "") -> None:
        """Note that somebody looked; the same look again within minutes is still the one.

        Raises:
            KpError: it is written at once, and the disk refuses.
        """
        if not self.is_kept or not self._session.database.exists():
            return
        key, now = (what, case, meeting), monotonic()
        with self._guard:
            before = self._last.get(what)
            self._last[what] = (key, now)
            if before is not None and before[0] == key and now - before[1] < ONE_OPENING:
                return
            event = Accessed(what=what, case=case, meeting=meeting, why=why)
            self._waiting.append((event, self._session.clock()))
        if not self.gathers:
            self.flush()

    def note_told(self, answers: Iterable[object]) -> None:
        """Note who was told, of what was recorded.

        Raises:
            KpError: it is written at once, and the disk refuses.
        """
        for answer in answers:
            event = getattr(answer, "event", None)
            if isinstance(event, Told):
                self.note("told", event.case)

    @property
    def waits(self) -> bool:
        """Whether something waits to be written."""
        return bool(self._waiting)

    def flush(self) -> None:
        """Write what was gathered; durable when this returns.

        Raises:
            KpError: the disk refuses; what was gathered waits on.
        """
        with self._guard:
            waiting = self._waiting[:]
        if not waiting:
            return
        store = self._session.store
        # Whose key it is shows only now that the database is open.
        slot = self._session.lock.slot
        store.append_access([(replace(event, slot=slot), at) for event, at in waiting], self._session.by)
        with self._guard:
            del self._waiting[: len(waiting)]


def entries(session: "Session", case: str | None = None, since: date | None = None) -> tuple[Entry, ...]:
    """Return who looked, the oldest first: at one case, or since a day."""
    session.access.flush()
    return tuple(
        entry
        for entry in _all(session.store_to_read.accessed())
        if (case is None or entry.event.case == case) and (since is None or entry.at.date() >= since)
    )


def _all(journal: "Iterable[Recorded]") -> Iterable[Entry]:
    for recorded in journal:
        if isinstance(recorded.event, Accessed):
            yield Entry(recorded.number, recorded.at, recorded.by, recorded.event)


def purge_old(session: "Session") -> int:
    """Empty the entries that are older than the config allows; return how many.

    Raises:
        KpError: the disk refuses.
    """
    months = session.config.safety_rules.keep_access_months
    if months is None or not session.database.exists():
        return 0
    return session.store.purge_access(session.clock() - timedelta(days=months * DAYS_A_MONTH))


def sample(session: "Session", count: int) -> tuple[Entry, ...]:
    """Return as many entries, drawn at random from those that no sample had yet, the oldest first."""
    journal = session.store_to_read.accessed()
    seen = {number for recorded in journal if isinstance(recorded.event, Sampled) for number in recorded.event.numbers}
    left = [entry for entry in _all(journal) if entry.number not in seen]
    drawn = SystemRandom().sample(left, min(count, len(left)))
    return tuple(sorted(drawn, key=lambda entry: entry.number))


def confirm(session: "Session", drawn: Sequence[Entry], *, right: bool) -> None:
    """Record that a sample was looked through.

    Raises:
        KpError: the disk refuses.
    """
    event = Sampled(numbers=tuple(entry.number for entry in drawn), confirmed=right)
    session.store.append_access([(event, session.clock())], session.by)


def answer(entries: Iterable[Entry], *, for_subject: bool) -> list[dict[str, Any]]:
    """Answer `access --json`; for the person concerned without the names of staff."""
    return [
        {
            "at": entry.at.isoformat(),
            "who": None if for_subject else entry.who,
            "what": entry.event.what,
            "case_number": entry.event.case,
            "meeting": entry.event.meeting,
            "why": entry.event.why or None,
        }
        for entry in entries
    ]
