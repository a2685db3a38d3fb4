"""The cells and rows of a spreadsheet, whatever kind of file they come from."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

from kpcommittee.domain.immutable import immutable


class Formula(Enum):
    """A formula whose value the spreadsheet program has not stored, so that it is unknown."""

    WITHOUT_VALUE = "="


Cell = str | date | Decimal | Formula | None

MAX_ROWS = 100_000
MAX_COLUMNS = 256
MAX_CELLS = 2_000_000

HEADER_WITHIN = 20
"""The number of first rows that are searched for headings, such as below a title."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""A text that spreadsheets read as a formula, guarded or not."""


@immutable
class Sheet:
    """The rows of one sheet, and the sheets of its workbook that are not read."""

    rows: Iterable[Sequence[Cell]]
    name: str | None = None
    """None for a file that has no sheets."""
    others: tuple[str, ...] = ()
    """The names of the other sheets, including hidden ones."""
    days_since: date = date(1899, 12, 30)
    """The day 0 of date numbers."""


def headings_in(row: Iterable[Cell], headings: frozenset[str]) -> int:
    """Count the cells that are headings."""
    return sum(isinstance(cell, str) and cell.strip().casefold() in headings for cell in row)


def guard_text(text: str) -> str:
    """Return a text for a .csv: an apostrophe precedes it if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_text(text: str) -> str:
    """Return the text without such an apostrophe."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
