"""Calendar arithmetic for the law and the balance."""

import re
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
FAR = date(2999, 12, 31)
"""No period lasts longer, so that adding months to any date gives a date."""


_DANISH = r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})"  # compiled on first use, as the first picture reads no date


def danish_date(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a date as Danes write it, such as 2.12.2026 or 02-12-2026.

    The day may not exist. None if the text has another form.
    """
    match = re.fullmatch(_DANISH, text.strip(), re.ASCII)
    return (int(match[3]), int(match[2]), int(match[1])) if match else None


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, at most the month's end: 30 November + 3 months = 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > FAR.year:
        return FAR
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - DAY).day


def age_on(birth_date: date, day: date) -> int:
    """Return the age in whole years on that day; someone born on 29 February has a birthday on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birthday(birth_date: date, age: int) -> date:
    """Return the day on which somebody turns `age`; 29 February becomes 1 March in a common year."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def last_day(start: date, months: int) -> date:
    """Return the last day of a period of whole months: the day before the same day of the month."""
    return add_months(start, months) - DAY


def monday(day: date) -> date:
    """Return the first day of the ISO week."""
    return day - timedelta(days=day.weekday())


def iso_week(day: date) -> str:
    """Return the ISO week, such as `2027-W03`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def days_of_week(iso: str) -> tuple[date, date]:
    """Return the first and last day of an ISO week such as `2027-W03`."""
    year, _, week = iso.partition("-W")
    first = date.fromisocalendar(int(year), int(week), 1)
    return first, first + WEEK - DAY
