"""Full-text search in texts, numbers and names; the only module that uses SQLite's search."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    bindparam,
    column,
    delete,
    insert,
    select,
    table,
)

from kpcommittee.domain.review.query import Query
from kpcommittee.store.projections import Words
from kpcommittee.store.tables import DecisionTable

COLUMNS = tuple(field.name for field in fields(Words))
"""The searched columns of a decision."""

CREATE = (f"CREATE VIRTUAL TABLE search USING fts5({', '.join(COLUMNS)}, tokenize = 'unicode61', prefix = '1 2 3 4')",)

DECISION = DecisionTable.__table__
_BITS = 32
_SEARCH = table("search", *map(column, ("rowid", "search", *COLUMNS)))
_DECISION_OF = _SEARCH.c.rowid.op("&")((1 << _BITS) - 1)
# Plain statements, whose rows the driver returns without wrappers; 4294967295 is 2 ** 32 - 1.
_NEWEST = "SELECT rowid & 4294967295 FROM search WHERE search MATCH ? ORDER BY rowid DESC"
_NEWEST_AMONG = _NEWEST.replace("?", "? AND rowid & 4294967295 IN (SELECT value FROM json_each(?))")
_ALL = "SELECT json_group_array(rowid & 4294967295) FROM search WHERE search MATCH ?"
_PUT = insert(_SEARCH).prefix_with("OR REPLACE")
_REMOVE = delete(_SEARCH).where(_SEARCH.c.rowid == bindparam("key"))


def replace_words(connection: Connection, key: int, words: Words) -> None:
    """Replace a decision's words."""
    connection.execute(_PUT, {"rowid": key, **{name: getattr(words, name) for name in COLUMNS}})


def remove(connection: Connection, key: int) -> None:
    """Remove a decision's words."""
    connection.execute(_REMOVE, {"key": key})


def clear(connection: Connection) -> None:
    """Remove all words, even from a damaged index."""
    connection.exec_driver_sql("DROP TABLE search")
    for statement in CREATE:
        connection.exec_driver_sql(statement)


def test_index(connection: Connection) -> None:
    """Let SQLite test that the index fits the words; the connection must be writable.

    Raises:
        DBAPIError: it does not.
    """
    connection.exec_driver_sql("INSERT INTO search (search) VALUES ('integrity-check')")


def rebuild_index(connection: Connection) -> None:
    """Rebuild the index from the words: otherwise it still contains removed words, marked as deleted."""
    connection.exec_driver_sql("INSERT INTO search(search) VALUES('rebuild')")


def contents(connection: Connection) -> Iterator[tuple[object, ...]]:
    """Yield the words of every decision: meeting, case number, and searched texts; also orphaned words."""
    joined = _SEARCH.outerjoin(DECISION, DECISION.c.id == _DECISION_OF)
    statement = select(DECISION.c.meeting, DECISION.c.case_number, *(_SEARCH.c[name] for name in COLUMNS))
    return (tuple(row) for row in connection.execute(statement.select_from(joined)))


def key_of(day: date, decision: int) -> int:
    """Return the row number of a decision's words: it grows with the day, so that the newest hits come first."""
    return day.toordinal() << _BITS | decision


def hits(decision: ColumnElement[int]) -> tuple[FromClause, ColumnElement[bool]]:
    """Return the searched table, and the condition that joins it to a decision's `id`."""
    return _SEARCH, decision == _DECISION_OF


def matches(words: str) -> ColumnElement[bool]:
    """Return the condition that an expression matches."""
    return _SEARCH.c.search.op("MATCH", is_comparison=True)(words)


def newest(connection: Connection, words: str, among: Sequence[int] | None = None) -> Iterator[int]:
    """Yield the decisions that match an expression, optionally only those in a set, newest meeting first."""
    cursor = connection.connection.cursor()
    if among is None:
        hits = cursor.execute(_NEWEST, (words,))
    else:
        hits = cursor.execute(_NEWEST_AMONG, (words, json.dumps([*among])))
    return (decision for (decision,) in hits)


def decisions(connection: Connection, words: str) -> list[int]:
    """Return all decisions that match an expression, as one text: the fastest way out of the database."""
    ((text,),) = connection.connection.cursor().execute(_ALL, (words,))
    listed: list[int] = json.loads(text)
    return listed


def newest_first() -> ColumnElement[Any]:
    """Return the ordering of the hits."""
    return _SEARCH.c.rowid.desc()


def expression(query: Query) -> str:
    """Return the expression for what a query searches in texts; empty if that contains no letter or digit.

    Typed text is literal. Each word matches the beginning of a word; a term's first word matches at the start of its
    text.
    """
    everywhere = (_beginning(word) for word in query.words)
    numbers = (f"number : ^ {_beginning(text)}" for text in query.numbers if _is_word(text))
    children = (f"child : {_beginning(text)}" for text in query.children)
    people = (f"staff : {_beginning(text)}" for text in query.people)
    return " AND ".join(part for part in (*everywhere, *numbers, *children, *people) if _is_word(part))


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _beginning(text: str) -> str:
    return '"' + text.replace("\0", " ").replace('"', '""') + '"*'
