"""The entries of a calendar: each has an identity of its own, which tells no provider."""

from datetime import UTC, date, datetime

import icalendar

from kpcommittee.documents.calendar import calendar_of
from kpcommittee.domain.review.follow_ups import FollowUp

NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)


def ending(provider: str, due: date, case: str = "2026-0412") -> FollowUp:
    return FollowUp(case_number=case, provider=provider, kind="ending", due=due, origin=date(2026, 12, 2))


def test_two_of_one_kind_and_of_one_meeting_are_two_entries() -> None:
    """A reader keeps one of two entries with the same identity (RFC 5545, 3.8.4.7)."""
    rows = [ending("klub-oest", date(2027, 6, 1)), ending("klub-havn", date(2027, 7, 1))]
    content = calendar_of([*rows, ending("klub-oest", date(2027, 6, 1), "2026-0409")], str, NOW)
    entries = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len({str(entry["uid"]) for entry in entries}) == 3
    assert [entry.decoded("dtstart") for entry in entries] == [date(2027, 6, 1), date(2027, 7, 1), date(2027, 6, 1)]
    assert b"klub" not in content
