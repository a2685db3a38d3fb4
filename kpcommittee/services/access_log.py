"""Notes who looked at what, from the first picture on."""

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from kpcommittee.domain.look import Look, Looked

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

ONE_OPENING = 300.0
"""Seconds within which repeated looks count once."""

Key = tuple[Looked, str | None, str | None]


class AccessLog:
    """Gathers who looked at what, and writes it in batches, so that no key waits for it.

    By default it is kept if the database is encrypted.
    """

    def __init__(self, session: "Session") -> None:
        """Take the session; nothing is read."""
        self._session = session
        self._waiting: list[Look] = []
        self._last: dict[Looked, tuple[Key, float]] = {}
        self._guard, self._flushing = Lock(), Lock()
        self.gathers = False
        """Whether notes wait for `flush`; else they are written at once."""

    @property
    def is_kept(self) -> bool:
        """Whether the log is kept in this workspace."""
        setting = self._session.config.safety_rules.access_log
        lock = self._session.lock
        return (lock.key is not None or lock.is_locked) if setting is None else setting

    def note(self, looked: Looked, case: str | None = None, *, meeting: str | None = None, why: str = "") -> None:
        """Note that somebody looked; the same look within minutes counts once.

        Raises:
            KpError: it is written at once, and the disk refuses.
        """
        if not self.is_kept or not self._session.database.exists():
            return
        key, now = (looked, case, meeting), monotonic()
        with self._guard:
            before = self._last.get(looked)
            self._last[looked] = (key, now)
            if before is not None and before[0] == key and now - before[1] < ONE_OPENING:
                return
            self._waiting.append(Look(self._session.clock(), looked, case, meeting, why))
        if not self.gathers:
            self.flush()

    @property
    def has_waiting(self) -> bool:
        """Whether notes wait to be written."""
        return bool(self._waiting)

    def flush(self) -> None:
        """Write the gathered notes; they are durable when this returns.

        Raises:
            KpError: the disk refuses; the notes keep waiting.
        """
        with self._flushing:
            with self._guard:
                waiting = self._waiting[:]
            if not waiting:
                return
            store = self._session.store
            # Only an open database tells whose key was used.
            store.append_looks(waiting, self._session.by, self._session.lock.slot)
            with self._guard:
                del self._waiting[: len(waiting)]
