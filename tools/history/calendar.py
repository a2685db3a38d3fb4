"""The committee's days: when it meets, and the clock of the invented office."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")
FIRST = date(2024, 1, 17)
LAST = date(2026, 11, 18)
"""The last meeting before that of the sample's agenda."""
UNTIL = date(2026, 12, 1)
"""The last day on which something happens."""
EVERY = timedelta(weeks=3)


def meetings() -> tuple[date, ...]:
    """Return the days of the meetings: every third Wednesday, none in July and around New Year."""
    days, day = [], LAST
    while day >= FIRST:
        if day.month != 7 and (day.month, day.day) < (12, 20) and (day.month, day.day) > (1, 6):
            days.append(day)
        day -= EVERY
    return tuple(reversed(days))


def workday(day: date) -> date:
    """Return that day, or the Friday before it if it is in a weekend."""
    return day - timedelta(max(0, day.weekday() - 4))


class Clock:
    """The time in the office, which only the generator moves."""

    def __init__(self) -> None:
        """Begin in the morning of the first meeting."""
        self.now = datetime.combine(FIRST, time(9), ZONE)

    def __call__(self) -> datetime:
        """Return the time with its offset."""
        return self.now

    def set(self, day: date, hour: int = 14, minute: int = 0) -> None:
        """Go to a time of a day."""
        self.now = datetime.combine(day, time(hour, minute), ZONE)

    def pass_minutes(self, minutes: int) -> None:
        """Let minutes go by."""
        self.now += timedelta(minutes=minutes)
