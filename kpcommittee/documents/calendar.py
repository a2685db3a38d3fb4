"""Writes what is due as a calendar (iCalendar, RFC 5545): case numbers only, no names."""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from kpcommittee.domain.review.follow_ups import FOLLOW_UP_KINDS, FollowUp
from kpcommittee.locale import _

_WHOLE_DAY = timedelta(days=1)
_UID = re.compile(rf"(?P<case>.+)-(?:{'|'.join(FOLLOW_UP_KINDS)})(?:-\d{{4}}-\d\d-\d\d)?(?:-\d+)?@kpcommittee")
"""The identity of an entry, with its case number."""
_UID_LINE = re.compile(r"^UID:(.*?)\r?$", re.MULTILINE)


def calendar_of(
    rows: Iterable[FollowUp],
    kind_of: Callable[[str], str],
    now: datetime,
    sequence: int = 0,
    fallen_away: Iterable[Event] = (),
) -> bytes:
    """Return a calendar with one whole day for each row; a row keeps its identity when its day moves.

    Args:
        rows: what is due.
        kind_of: returns the name of a kind.
        now: when it is written.
        sequence: the number of events in the journal, so that a moved entry is newer (RFC 5545, 3.8.7.4).
        fallen_away: entries of the previous calendar that are no longer due.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//kpcommittee//followups//DA")
    calendar.add("version", "2.0")
    for uid, row in _with_identity(rows):
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("sequence", sequence)
        event.add("dtstart", row.due)
        event.add("dtend", row.due + _WHOLE_DAY)
        event.add("summary", f"{row.case_number}: {kind_of(row.kind)}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    for event in fallen_away:
        calendar.add_component(_cancel(event, now, sequence))
    return bytes(calendar.to_ical())


def entries_fallen_away(before: bytes, listed: Iterable[FollowUp], cases: Container[str], day: date) -> Iterator[Event]:
    """Yield the entries of an earlier calendar from that day on that are no longer listed.

    Args:
        before: the earlier calendar; unreadable parts are left out.
        listed: everything that is due or done now.
        cases: the case numbers that are still known; others, such as purged ones, are not written again.
        day: the day; earlier entries are past, whatever became of them.
    """
    listed_ids = {uid for uid, _row in _with_identity(listed)}
    try:
        entries = Calendar.from_ical(before).walk("VEVENT") if before else []
    except ValueError:
        return
    for entry in entries:
        uid, starts = str(entry.get("uid", "")), entry.get("dtstart")
        ours = _UID.fullmatch(uid)
        if ours is None or ours["case"] not in cases or uid in listed_ids:
            continue
        if isinstance(entry, Event) and starts and _day(starts.dt) >= day:
            yield entry


def cases_in(before: bytes) -> frozenset[str]:
    """Return the case numbers of an earlier calendar."""
    text = before.decode("utf-8", "replace").replace("\r\n ", "").replace("\n ", "")
    return frozenset(ours["case"] for uid in _UID_LINE.findall(text) if (ours := _UID.fullmatch(uid)))


def _with_identity(rows: Iterable[FollowUp]) -> Iterator[tuple[str, FollowUp]]:
    """Yield the rows, each with its permanent identity."""
    numbers: dict[str, int] = {}
    for row in rows:
        # It contains no provider, which would reveal where a child with a protected address goes.
        name = "-".join((row.case_number, row.kind, *([row.origin.isoformat()] if row.origin else [])))
        numbers[name] = numbers.get(name, 0) + 1
        same = f"-{numbers[name]}" if numbers[name] > 1 else ""
        yield f"{name}{same}@kpcommittee", row


def _cancel(entry: Event, now: datetime, sequence: int) -> Event:
    """Return an entry as one that is cancelled (RFC 5545, 3.8.1.11), once newer than it was."""
    if str(entry.get("status", "")) == "CANCELLED":
        return entry
    text = _("{entry} (cancelled)").format(entry=entry.get("summary", ""))
    changed = {"status": "CANCELLED", "sequence": sequence, "dtstamp": now.astimezone(UTC), "summary": text}
    for name, value in changed.items():
        entry.pop(name, None)
        entry.add(name, value)
    return entry


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
