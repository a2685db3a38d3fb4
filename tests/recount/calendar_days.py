"""Days, months and ages counted one by one, as one would on a wall calendar."""

from collections.abc import Iterator
from datetime import date, timedelta

DAY = timedelta(days=1)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    day = first
    while day <= last:
        yield day
        day += DAY


def months_later(day: date, months: int) -> date:
    """The same day of the month, turned that many pages later; the page's last day where it is shorter."""
    year, month = day.year, day.month
    for _page in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def birthday(born: date, age: int) -> date:
    """The day on which somebody has lived that many years; after 28 February where there is no 29th."""
    try:
        return date(born.year + age, born.month, born.day)
    except ValueError:
        return date(born.year + age, 2, 28) + DAY


def age_on(born: date, day: date) -> int:
    """How many birthdays there have been until that day."""
    age = 0
    while birthday(born, age + 1) <= day:
        age += 1
    return age


def monday(day: date) -> date:
    """The nearest Monday, not after that day."""
    while day.isoweekday() != 1:
        day -= DAY
    return day


def iso_week(day: date) -> str:
    """`2027-W03`: the week is of the year that its Thursday is of."""
    thursday = monday(day) + 3 * DAY
    first = date(thursday.year, 1, 1)
    return f"{thursday.year}-W{(thursday - first).days // 7 + 1:02}"
