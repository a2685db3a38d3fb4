"""Words in reasons, in what was missing and in notes: SQLite's full-text search."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, column, table

CREATE = ("CREATE VIRTUAL TABLE search USING fts5(reason, missing, notes, tokenize = 'unicode61', prefix = '2 3')",)

WRITE = "INSERT OR REPLACE INTO search (rowid, reason, missing, notes) VALUES (?, ?, ?, ?)"
DELETE = "DELETE FROM search WHERE rowid = ?"
EMPTY = "DELETE FROM search"

_BITS = 32
_SEARCH = table("search", column("rowid"), column("search"))


def key_of(day: date, decision: int) -> int:
    """The row of a decision's words: the newest day has the greatest, so that the newest hits are found first."""
    return day.toordinal() << _BITS | decision


def hits(decision: ColumnElement[int]) -> tuple[FromClause, ColumnElement[bool]]:
    """What is searched, and that it belongs to a decision with that `id`."""
    return _SEARCH, decision == _SEARCH.c.rowid.op("&")((1 << _BITS) - 1)


def matches(words: ColumnElement[str]) -> ColumnElement[bool]:
    """That an expression holds."""
    return _SEARCH.c.search.op("MATCH", is_comparison=True)(words)


def newest_first() -> ColumnElement[Any]:
    """The order of the hits."""
    return _SEARCH.c.rowid.desc()


def expression(words: Iterable[str]) -> str:
    """What finds texts in which each of the words begins a word; whatever the words hold is only text.

    Empty when there is no letter or digit to look for.
    """
    wanted = (word.replace("\0", " ") for word in words if any(map(str.isalnum, word)))
    return " AND ".join('"' + word.replace('"', '""') + '"*' for word in wanted)
