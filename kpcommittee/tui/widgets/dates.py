"""Dates as people type them in a meeting: `4/1`, `4.1.27`, `04-01-2027`, `2027-01-04`."""

import re
from datetime import date

from kpcommittee.convert.scalars import YEARS

_TYPED = re.compile(r"(\d{1,2})[./\- ](\d{1,2})\.?(?:[./\- ](\d{2}|\d{4}))?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def parse_date(text: str, near: date) -> date | None:
    """Return the day that was typed, day before month; without a year the first such day on or after `near`.

    Returns:
        Nothing, when the text is not a date.
    """
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        return _day(*(int(part) for part in iso.groups()))
    match = _TYPED.fullmatch(text)
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), match[3]
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _day(near.year, month, day)
    return this_year if this_year and this_year >= near else _day(near.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
