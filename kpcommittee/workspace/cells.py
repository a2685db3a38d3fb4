"""Reads the cells of a table from any spreadsheet: Danish or ISO dates, comma or point, yes or ja.

Each function raises InvalidValue for any other cell.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from kpcommittee.convert import scalars
from kpcommittee.convert.issues import InvalidValue, nearest

if TYPE_CHECKING:
    # The names of the columns must be available without importing the table reader.
    from kpcommittee.workspace.sheets import Cell

# Compiled on first use, since the first picture seldom needs them.
_BETWEEN_WORDS = r"[,;|/\s]+"
_BETWEEN_SENTENCES = r"[;|\n]+"
_DATE_NUMBER = r"\d{5}(?:\.\d+)?"
_FIRST_NUMBER, _LAST_NUMBER = 14_000, 74_000
"""The numbers of days in 1938 and 2102 (in 1942 and 2106 of a workbook that counts from 1904)."""
_TRUTHS = {"ja": True, "yes": True, "true": True, "1": True, "nej": False, "no": False, "false": False, "0": False}


def read_value(cell: "Cell", parse: Callable[["Cell"], Any], days_since: date) -> Any:
    """Read a cell, even if it only contains the number of a day.

    Args:
        cell: the cell.
        parse: what reads it.
        days_since: the day 0 of the workbook's date numbers.

    Raises:
        InvalidValue: it cannot be parsed, or is a formula whose value is not stored.
    """
    if isinstance(cell, Enum):
        raise InvalidValue("formula_without_value")
    return parse(_day_of(cell, days_since) if parse is read_day else cell)


def _day_of(cell: "Cell", days_since: date) -> "Cell":
    """Return the day of a date number of this or the last century; anything else unchanged."""
    number = Decimal(cell) if isinstance(cell, str) and re.fullmatch(_DATE_NUMBER, cell, re.ASCII) else cell
    if not isinstance(number, Decimal) or not _FIRST_NUMBER <= number <= _LAST_NUMBER:
        return cell
    return days_since + timedelta(days=int(number))


def read_text(cell: "Cell") -> str:
    """Read a text on one line; a workbook stores a case number of digits only as a number."""
    return scalars.read_text(_as_plain_text(cell))


def read_prose(cell: "Cell") -> str:
    """Read a text that may keep its line breaks."""
    return scalars.read_prose(_as_plain_text(cell))


def read_day(cell: "Cell") -> date:
    """Read a day, in Danish or ISO form; the error for an invalid day shows the cell as written."""
    try:
        return _day(cell)
    except InvalidValue as error:
        raise InvalidValue(error.code, cell, **error.values) from None


def _day(cell: "Cell") -> date:
    if isinstance(cell, Decimal):
        raise InvalidValue("bad_date", cell)
    return scalars.read_day((scalars.iso_day(cell) or cell) if isinstance(cell, str) else cell)


def read_decimal(cell: "Cell") -> Decimal:
    """Read a number, with a decimal comma or point; the error for an invalid number shows the cell as written."""
    if isinstance(cell, date):
        raise InvalidValue("bad_number", cell)
    try:
        return scalars.read_decimal(cell.replace(",", ".") if isinstance(cell, str) else cell)
    except InvalidValue as error:
        raise InvalidValue(error.code, cell, **error.values) from None


def read_whole_number(cell: "Cell") -> int:
    """Read a whole number; the error for others asks for one without decimals."""
    try:
        number = read_decimal(cell)
    except InvalidValue:
        raise InvalidValue("wrong_type", cell, expected="whole") from None
    if number != number.to_integral_value():
        raise InvalidValue("wrong_type", cell, expected="whole")
    return int(number)


def read_truth(cell: "Cell") -> bool:
    """Read yes or no, in Danish or English, or as a workbook stores it."""
    word = _as_plain_text(cell).casefold()
    if word not in _TRUTHS:
        raise InvalidValue("not_one_of", cell, allowed=("ja", "nej"))
    return _TRUTHS[word]


def read_words(cell: "Cell") -> tuple[str, ...]:
    """Read several words without spaces in them, such as ids."""
    return tuple(word for word in re.split(_BETWEEN_WORDS, read_text(cell)) if word)


def read_sentences(cell: "Cell") -> tuple[str, ...]:
    """Read several texts, separated by a semicolon, a vertical bar or a line break."""
    parts = (scalars.read_text(part.strip()) for part in re.split(_BETWEEN_SENTENCES, read_prose(cell)))
    return tuple(part for part in parts if part)


def read_one_of(cell: "Cell", allowed: Iterable[str]) -> str:
    """Read one of the allowed words."""
    word, possible = read_text(cell), tuple(allowed)
    if word not in possible:
        raise InvalidValue("not_one_of", word, allowed=possible, nearest=nearest(word, possible))
    return word


def _as_plain_text(cell: "Cell") -> str:
    return scalars.plain_decimal(cell) if isinstance(cell, Decimal) else str(cell)
