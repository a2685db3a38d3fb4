"""Words in reasons, in what was missing and in notes: SQLite's full-text search, which nothing else here knows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, column, delete, insert, table

from kpcommittee.store.projections import Words

CREATE = ("CREATE VIRTUAL TABLE search USING fts5(reason, missing, notes, tokenize = 'unicode61', prefix = '2 3')",)

_BITS = 32
_SEARCH = table("search", *map(column, ("rowid", "search", "reason", "missing", "notes")))
_PUT = insert(_SEARCH).prefix_with("OR REPLACE")
_REMOVE = delete(_SEARCH).where(_SEARCH.c.rowid == bindparam("key"))


def put(connection: Connection, key: int, words: Words) -> None:
    """Write a decision's words over those it had; none are kept of a decision without any."""
    if words:
        row = {"rowid": key, "reason": words.reason, "missing": words.missing, "notes": words.notes}
        connection.execute(_PUT, row)
    else:
        remove(connection, key)


def remove(connection: Connection, key: int) -> None:
    """Remove a decision's words."""
    connection.execute(_REMOVE, {"key": key})


def empty(connection: Connection) -> None:
    """Remove all words."""
    connection.execute(delete(_SEARCH))


def key_of(day: date, decision: int) -> int:
    """The row of a decision's words: the newest day has the greatest, so that the newest hits are found first."""
    return day.toordinal() << _BITS | decision


def hits(decision: ColumnElement[int]) -> tuple[FromClause, ColumnElement[bool]]:
    """What is searched, and that it belongs to a decision with that `id`."""
    return _SEARCH, decision == _SEARCH.c.rowid.op("&")((1 << _BITS) - 1)


def matches(words: str) -> ColumnElement[bool]:
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
