"""The access log: who looked at what, and when; with case numbers, without names."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from secrets import SystemRandom
from typing import TYPE_CHECKING

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.access_events import Accessed, Sampled
from kpcommittee.domain.meeting.told import Told
from kpcommittee.views.json_values import Json

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.events import Recorded
    from kpcommittee.services.access_log import AccessLog
    from kpcommittee.services.session import Session

DAYS_A_MONTH = 365.25 / 12


@immutable(kw_only=False)
class Entry:
    """Somebody looked."""

    number: int
    at: datetime
    by: str
    event: Accessed

    @property
    def who(self) -> str:
        """The user of the system, with the name of the key."""
        return f"{self.by} ({self.event.slot})" if self.event.slot else self.by


def note_told(log: "AccessLog", answers: Iterable[object]) -> None:
    """Note in the access log who was told, from a recorded event.

    Raises:
        KpError: it is written at once, and the disk refuses.
    """
    for answer in answers:
        event = getattr(answer, "event", None)
        if isinstance(event, Told):
            log.note("told", event.case)


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
    """Return that many entries, drawn at random from those not yet sampled, the oldest first."""
    journal = session.store_to_read.accessed()
    sampled = {
        number for recorded in journal if isinstance(recorded.event, Sampled) for number in recorded.event.numbers
    }
    unsampled = [entry for entry in _all(journal) if entry.number not in sampled]
    entries = SystemRandom().sample(unsampled, min(count, len(unsampled)))
    return tuple(sorted(entries, key=lambda entry: entry.number))


def confirm(session: "Session", entries: Sequence[Entry], *, right: bool) -> None:
    """Record that a sample was reviewed.

    Raises:
        KpError: the disk refuses.
    """
    event = Sampled(numbers=tuple(entry.number for entry in entries), confirmed=right)
    session.store.append_access([(event, session.clock())], session.by)


def answer(entries: Iterable[Entry], *, for_subject: bool) -> list[Json]:
    """Answer `access --json`; for the person concerned, without the names of staff."""
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
