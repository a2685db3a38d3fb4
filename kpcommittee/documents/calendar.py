"""Writes what is due as a calendar (iCalendar, RFC 5545): case numbers only, no names."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kpcommittee.domain.review.follow_ups import FollowUp

_WHOLE_DAY = timedelta(days=1)


def calendar_of(rows: Iterable[FollowUp], kind_of: Callable[[str], str], now: datetime) -> bytes:
    """Return a calendar with one whole day for each row; the same row keeps its identity from time to time.

    Args:
        rows: what is due.
        kind_of: how a kind is called.
        now: when it is written.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//kpcommittee//followups//DA")
    calendar.add("version", "2.0")
    for row in rows:
        event = Event()
        event.add("uid", f"{row.case_number}-{row.provider}-{row.kind}-{row.due.isoformat()}@kpcommittee")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", row.due)
        event.add("dtend", row.due + _WHOLE_DAY)
        event.add("summary", f"{row.case_number}: {kind_of(row.kind)}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
