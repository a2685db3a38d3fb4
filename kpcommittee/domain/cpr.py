"""Personal numbers: only for unique identification (databeskyttelsesloven § 11), masked wherever they are shown.

A replacement number has the day + 60. Since 2007 numbers are given out whose modulus 11 does not come out, so a
checksum is a hint of a slip of the pen at most, never an error. The birth date is read here and not by the library,
which rejects replacement numbers and dates by the clock.
"""

import re
from datetime import date

_SHAPE = re.compile(r"\s*(\d{2})(\d{2})(\d{2})[ \-–]?(\d{4})\s*")
_REPLACED = 60
_LAST_CHECKED = date(2007, 10, 1)


def birth_date_of(cpr: str) -> date | None:
    """The birth date the number says, or nothing when it has not the shape of one or says no date."""
    match = _SHAPE.fullmatch(cpr)
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    try:
        return date(_century(int(match[4][0]), year) + year, month, day - _REPLACED if day > _REPLACED else day)
    except ValueError:
        return None


def is_replacement(cpr: str) -> bool:
    """Whether the number is a replacement number (day + 60)."""
    return int(cpr.strip()[:2]) > _REPLACED if _SHAPE.fullmatch(cpr) else False


def is_implausible(cpr: str, birth_date: date) -> bool:
    """Whether the number cannot be that of somebody born on that day."""
    return birth_date_of(cpr) != birth_date


def checksum_fails(cpr: str) -> bool:
    """Whether modulus 11 fails although the number is of a kind and time in which it should come out."""
    said = birth_date_of(cpr)
    if said is None or is_replacement(cpr) or said >= _LAST_CHECKED:
        return False
    from stdnum.dk import cpr as numbers  # noqa: PLC0415 (the first screen hints at nothing)

    return bool(numbers.checksum(numbers.compact(cpr)))


def masked(cpr: str) -> str:
    """The number as it is shown: only that there is one."""
    return "••••••-••••" if cpr else ""


def _century(seventh: int, year: int) -> int:
    """The century by the seventh digit, as the CPR office publishes it."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800
