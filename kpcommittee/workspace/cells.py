"""Reads the cells of a table from any spreadsheet: Danish or ISO dates, comma or point, yes or ja."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kpcommittee.convert import scalars
from kpcommittee.convert.issues import InvalidValue, nearest

if TYPE_CHECKING:
    # Whoever only needs the columns' names must not import the table reader.
    from kpcommittee.workspace.tables import Cell

# Compiled on first use, since the first picture seldom needs them.
_BETWEEN_WORDS = r"[,;|/\s]+"
_BETWEEN_SENTENCES = r"[;|\n]+"
_TRUTHS = {"ja": True, "yes": True, "true": True, "1": True, "nej": False, "no": False, "false": False, "0": False}


def text(cell: "Cell") -> str:
    """Read a text on one line; a workbook stores a case number of digits only as a number."""
    return scalars.text(_plain(cell))


def prose(cell: "Cell") -> str:
    """Read a text that may keep its line breaks."""
    return scalars.prose(_plain(cell))


def day(cell: "Cell") -> date:
    """Read a day, in Danish or ISO form; the error for an invalid day shows the cell as it is written."""
    try:
        return _day(cell)
    except InvalidValue as error:
        raise InvalidValue(error.code, cell, **error.values) from None


def _day(cell: "Cell") -> date:
    if isinstance(cell, Decimal):
        raise InvalidValue("bad_date", cell)
    return scalars.day((scalars.iso_day(cell) or cell) if isinstance(cell, str) else cell)


def decimal(cell: "Cell") -> Decimal:
    """Read a number, with a decimal comma or point."""
    if isinstance(cell, date):
        raise InvalidValue("bad_number", cell)
    return scalars.decimal(cell.replace(",", ".") if isinstance(cell, str) else cell)


def whole(cell: "Cell") -> int:
    """Read a whole number."""
    number = decimal(cell)
    if number != number.to_integral_value():
        raise InvalidValue("bad_number", cell)
    return int(number)


def truth(cell: "Cell") -> bool:
    """Read yes or no, in Danish or English, or as a workbook stores it."""
    word = _plain(cell).casefold()
    if word not in _TRUTHS:
        raise InvalidValue("not_one_of", cell, allowed=("ja", "nej"))
    return _TRUTHS[word]


def words(cell: "Cell") -> tuple[str, ...]:
    """Read several words without spaces in them, such as ids."""
    return tuple(word for word in re.split(_BETWEEN_WORDS, text(cell)) if word)


def sentences(cell: "Cell") -> tuple[str, ...]:
    """Read several texts, separated by a semicolon, a vertical bar or a line break."""
    parts = (scalars.text(part.strip()) for part in re.split(_BETWEEN_SENTENCES, prose(cell)))
    return tuple(part for part in parts if part)


def one_of(cell: "Cell", allowed: Iterable[str]) -> str:
    """Read one of the allowed words."""
    word, possible = text(cell), tuple(allowed)
    if word not in possible:
        raise InvalidValue("not_one_of", word, allowed=possible, nearest=nearest(word, possible))
    return word


def _plain(cell: "Cell") -> str:
    return scalars.plain_decimal(cell) if isinstance(cell, Decimal) else str(cell)
