"""Reads single values from outside: which texts, numbers, days and times are valid.

Each function raises InvalidValue for any other value.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from kpcommittee.convert.issues import InvalidValue
from kpcommittee.domain.calendar import danish_date
from kpcommittee.domain.text import MAX_LENGTH, TooLong, clean

YEARS = range(1900, 2200)
"""Valid years of a date from outside; calculations from them stay within the calendar."""

LARGEST = Decimal(10) ** 12
"""The limit of a number from outside, which must be smaller."""

_DIGITS = LARGEST.adjusted()
_FINEST = -9
_DANISH_NUMBER = r"(-?\d{1,3}(?:\.\d{3})+|-?\d+),(\d+)"
_DANISH_TIME = r"(?:kl\.?\s*)?(\d{1,2})[:.](\d{2})"
# Compiled on first use, since the first picture seldom needs them. Only the digits 0 to 9 are digits here.
_ISO_DATE = r"\d{4}-\d{2}-\d{2}"
_ISO_TIME = r"\d{2}:\d{2}(:\d{2})?"
_NUMBER = r"-?\d{1,12}(\.\d{1,9})?"


def read_text(value: Any, _: Any = None) -> str:
    """Read a text on one line."""
    return _read_clean(value, prose=False)


def read_prose(value: Any, _: Any = None) -> str:
    """Read a text that may keep its line breaks."""
    return _read_clean(value, prose=True)


def _read_clean(value: Any, *, prose: bool) -> str:
    if not isinstance(value, str):
        raise InvalidValue("wrong_type", value, expected="text")
    try:
        return clean(value, prose=prose)
    except TooLong as error:
        raise InvalidValue("too_long", value, length=error.length, limit=MAX_LENGTH) from None


def read_decimal(value: Any, _: Any = None) -> Decimal:
    """Read a number that keeps its digits; it may be text, since a float would lose them."""
    if isinstance(value, str):
        if not re.fullmatch(_NUMBER, value.strip(), re.ASCII):
            raise _slip_error("decimal_comma", "bad_number", value, _with_point(value))
    elif isinstance(value, bool) or not isinstance(value, (Decimal, int, float)):
        raise InvalidValue("wrong_type", value, expected="number")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else str(value))
    except InvalidOperation:
        raise InvalidValue("bad_number", value) from None
    # No arithmetic before this check: `1E+999999999` would overflow.
    if not number.is_finite() or number.adjusted() >= _DIGITS or int(number.as_tuple().exponent) < _FINEST:
        raise InvalidValue("bad_number", value)
    return number


def read_number(value: Any, _: Any = None) -> float:
    """Read a floating-point number, such as a computed share."""
    return float(read_decimal(value))


def read_whole_number(value: Any, _: Any = None) -> int:
    """Read a whole number."""
    if isinstance(value, str) and re.fullmatch(_NUMBER, value.strip(), re.ASCII):
        raise InvalidValue("quoted_number", value)
    if abs(recall_whole_number(value)) >= LARGEST:
        raise InvalidValue("bad_number", "…")
    return int(value)


def read_truth(value: Any, _: Any = None) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise InvalidValue("wrong_type", value, expected="truth")
    return value


def read_day(value: Any, _: Any = None) -> date:
    """Read a calendar day, from a TOML date or ISO text."""
    if isinstance(value, str) and re.fullmatch(_ISO_DATE, value.strip(), re.ASCII):
        value = _parse_existing(date.fromisoformat, value.strip())
    if isinstance(value, str):
        raise _slip_error("danish_day", "bad_date", value, iso_day(value))
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidValue("wrong_type", value, expected="date")
    if value.year not in YEARS:
        raise InvalidValue("date_too_far", value)
    return value


def read_clock(value: Any, _: Any = None) -> time:
    """Read a time of day."""
    if isinstance(value, str) and re.fullmatch(_ISO_TIME, value.strip(), re.ASCII):
        value = _parse_existing(time.fromisoformat, value.strip())
    if not isinstance(value, time):
        raise _slip_error("short_time", "wrong_type", value, _with_seconds(value), expected="time")
    return value


def read_moment(value: Any, _: Any = None) -> datetime:
    """Read a point in time."""
    instant = recall_moment(value)
    if instant.year not in YEARS:
        raise InvalidValue("date_too_far", value)
    return instant


def iso_day(text: str) -> str:
    """Return a Danish date such as 2.12.2026 in ISO form; empty if it is no existing date."""
    parts = danish_date(text)
    try:
        return date(*parts).isoformat() if parts else ""
    except ValueError:
        return ""


def _with_point(text: str) -> str:
    """Return a number with a decimal comma as one with a point; empty if the text is not one."""
    match = re.fullmatch(_DANISH_NUMBER, text.strip(), re.ASCII)
    return f"{match[1].replace('.', '')}.{match[2]}" if match else ""


def _with_seconds(value: Any) -> str:
    """Return a time such as 8.30, given as text or number, in full; empty if it is not one."""
    match = re.fullmatch(_DANISH_TIME, str(value).strip(), re.ASCII) if isinstance(value, (str, Decimal)) else None
    if match is None or int(match[1]) >= 24 or int(match[2]) >= 60:
        return ""
    return f"{match[1]:0>2}:{match[2]}:00"


def _slip_error(slip: str, code: str, value: Any, correction: str, **values: str) -> InvalidValue:
    """Return the error for a value; a common slip has a code of its own, and names what was meant."""
    return InvalidValue(slip, value, meant=correction) if correction else InvalidValue(code, value, **values)


def _parse_existing(parse: Callable[[str], Any], value: str) -> Any:
    try:
        return parse(value)
    except ValueError:
        raise InvalidValue("bad_date", value) from None


def recall_text(value: Any, _: Any = None) -> str:
    """Read a text that the program stored; it was cleaned when it entered."""
    if not isinstance(value, str):
        raise InvalidValue("wrong_type", value, expected="text")
    return value


def recall_whole_number(value: Any, _: Any = None) -> int:
    """Read a whole number the program stored."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue("wrong_type", value, expected="whole")
    return value


def recall_decimal(value: Any, _: Any = None) -> Decimal:
    """Read a number that the program stored; a computed one may have any number of digits."""
    try:
        return Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise InvalidValue("bad_number", value) from None


def recall_day(value: Any, _: Any = None) -> date:
    """Read a day the program stored; a computed day may be later than a file may contain."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidValue("bad_date", value) from None


def recall_moment(value: Any, _: Any = None) -> datetime:
    """Read a point in time the program stored."""
    if isinstance(value, str) and len(value) > len("2026-12-02"):
        value = _parse_existing(datetime.fromisoformat, value.strip())
    if not isinstance(value, datetime):
        raise InvalidValue("wrong_type", value, expected="moment")
    return value


def recall_clock(value: Any, _: Any = None) -> time:
    """Read a time of day the program stored."""
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidValue("wrong_type", value, expected="time") from None


def plain_decimal(value: Decimal) -> str:
    """Return the number as text without an exponent and trailing zeros: `5`, `12.5`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
