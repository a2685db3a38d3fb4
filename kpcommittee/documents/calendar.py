"""Writes what is due as a calendar (iCalendar, RFC 5545): case numbers only, no names."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kpcommittee.domain.review.follow_ups import FollowUp

_WHOLE_DAY = timedelta(days=1)


def calendar_of(rows: Iterable[FollowUp], kind_of: Callable[[str], str], now: datetime, sequence: int = 0) -> bytes:
    """Return a calendar with one whole day for each row; a row keeps its identity when its day moves.

    Args:
        rows: what is due.
        kind_of: how a kind is called.
        now: when it is written.
        sequence: how many events the journal has by then: what moved is newer than it was (RFC 5545, 3.8.7.4).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//kpcommittee//followups//DA")
    calendar.add("version", "2.0")
    named: dict[str, int] = {}
    for row in rows:
        # No provider in it: of a child with a protected address it would tell where it goes.
        name = "-".join((row.case_number, row.kind, *([row.origin.isoformat()] if row.origin else [])))
        named[name] = named.get(name, 0) + 1
        same = f"-{named[name]}" if named[name] > 1 else ""
        event = Event()
        event.add("uid", f"{name}{same}@kpcommittee")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("sequence", sequence)
        event.add("dtstart", row.due)
        event.add("dtend", row.due + _WHOLE_DAY)
        event.add("summary", f"{row.case_number}: {kind_of(row.kind)}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
