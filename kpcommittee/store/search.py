"""Full-text search in reasons, missing information and notes; the only module that uses SQLite's search."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, column, delete, insert, select, table

from kpcommittee.store.projections import Words
from kpcommittee.store.tables import DecisionTable

CREATE = ("CREATE VIRTUAL TABLE search USING fts5(reason, missing, notes, tokenize = 'unicode61', prefix = '2 3')",)

DECISION = DecisionTable.__table__
_BITS = 32
_SEARCH = table("search", *map(column, ("rowid", "search", "reason", "missing", "notes")))
_PUT = insert(_SEARCH).prefix_with("OR REPLACE")
_REMOVE = delete(_SEARCH).where(_SEARCH.c.rowid == bindparam("key"))


def put(connection: Connection, key: int, words: Words) -> None:
    """Replace a decision's words; remove its row if there are none."""
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


def contents(connection: Connection) -> Iterator[tuple[object, ...]]:
    """Yield the words of every decision: meeting, case number, and what is searched; words of no decision too."""
    joined = _SEARCH.outerjoin(DECISION, DECISION.c.id == _SEARCH.c.rowid.op("&")((1 << _BITS) - 1))
    columns = (_SEARCH.c.reason, _SEARCH.c.missing, _SEARCH.c.notes)
    wanted = select(DECISION.c.meeting, DECISION.c.case_number, *columns).select_from(joined)
    return (tuple(row) for row in connection.execute(wanted))


def key_of(day: date, decision: int) -> int:
    """Return the row number of a decision's words: it grows with the day, so that the newest hits come first."""
    return day.toordinal() << _BITS | decision


def hits(decision: ColumnElement[int]) -> tuple[FromClause, ColumnElement[bool]]:
    """Return the searched table, and the condition that joins it to a decision's `id`."""
    return _SEARCH, decision == _SEARCH.c.rowid.op("&")((1 << _BITS) - 1)


def matches(words: str) -> ColumnElement[bool]:
    """Return the condition that an expression matches."""
    return _SEARCH.c.search.op("MATCH", is_comparison=True)(words)


def newest_first() -> ColumnElement[Any]:
    """Return the order of the hits."""
    return _SEARCH.c.rowid.desc()


def expression(words: Iterable[str]) -> str:
    """Return the expression for texts that contain, for each word, a word that begins with it.

    The words are literal text. Empty if they contain no letter or digit.
    """
    wanted = (word.replace("\0", " ") for word in words if any(map(str.isalnum, word)))
    return " AND ".join('"' + word.replace('"', '""') + '"*' for word in wanted)
