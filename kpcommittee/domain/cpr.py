"""Personal numbers: only for unique identification (databeskyttelsesloven § 11), masked wherever they are shown.

A replacement number has the day + 60. Some numbers issued since 2007 fail modulus 11, so a wrong checksum hints at a
typing error and proves nothing. The birth date is read here: the library rejects replacement numbers and consults the
clock.
"""

import re
from datetime import date

_SHAPE = re.compile(r"\s*(\d{2})(\d{2})(\d{2})[ \-–]?(\d{4})\s*")
_BETWEEN = "[ .\u00a0\u2009/\u2010-\u2015\u2212-]"
NUMBERS = re.compile(
    rf"(?<!\w)(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]){_BETWEEN}?(?:0[1-9]|1[0-2]){_BETWEEN}?"
    rf"(?:\d\d|(?:18|19|20)\d\d(?=[/-])){_BETWEEN}{{0,3}}\d{{4}}(?!\w)"
)
"""A personal number in a text, however it is spelled: `060512-4001`, `06.05.12-4001`, `06 05 12 4001`, `0605124001`.

Day and month must exist; the day is 60 more in a replacement number. The year may have its century.
"""

MASK = "••••••-••••"
_REPLACED = 60
_LAST_CHECKED = date(2007, 10, 1)


def birth_date_of(cpr: str) -> date | None:
    """Return the birth date in the number; None if the text is no such number or contains no date."""
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
    """Whether the number contains another birth date than this, or none."""
    return birth_date_of(cpr) != birth_date


def checksum_fails(cpr: str) -> bool:
    """Whether modulus 11 fails for a number that should pass it: no replacement, born before October 2007."""
    birth_date = birth_date_of(cpr)
    if birth_date is None or is_replacement(cpr) or birth_date >= _LAST_CHECKED:
        return False
    from stdnum.dk import cpr as numbers  # noqa: PLC0415 (the first screen checks no number)

    return bool(numbers.checksum(numbers.compact(cpr)))


def masked(cpr: str) -> str:
    """Return the mask that is shown instead of the number; empty if there is no number."""
    return MASK if cpr else ""


def without_numbers(text: str) -> str:
    """Return the text with each personal number replaced by a mask of fixed length."""
    return NUMBERS.sub(MASK, text)


def _century(seventh: int, year: int) -> int:
    """Return the century that the seventh digit means, as the CPR office publishes it."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800
