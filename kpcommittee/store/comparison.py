"""Compares a database with one that is made anew from its journal, in memory: schema, triggers and tables."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from kpcommittee.domain.verification import VerifyError, Why
from kpcommittee.store import engine, facets, schema, search
from kpcommittee.store.journal import Journal
from kpcommittee.store.writer import PROJECTIONS, Writer, rebuild

Rows = Counter[tuple[object, ...]]
"""The rows of a table in no order, without the numbers that the database gives by itself."""


def differences(connection: Connection, *, tables: bool) -> Iterator[VerifyError]:
    """Yield what is not as a database made anew from the journal has it.

    Args:
        connection: to the database, in a transaction.
        tables: whether to compare the rows of the tables too, for which every event must be readable.
    """
    with engine.in_memory() as fresh, fresh.begin():
        schema.create(fresh)
        yield from _of_schema(connection, fresh)
        if tables:
            yield from _of_tables(connection, fresh)


def _of_schema(connection: Connection, fresh: Connection) -> Iterator[VerifyError]:
    present, wanted = schema.definitions(connection), schema.definitions(fresh)
    for kind, name in sorted(present.keys() | wanted.keys()):
        own = (kind, name) in wanted
        # Tables and indexes that somebody added change nothing of ours; a trigger can.
        if present.get((kind, name)) != wanted.get((kind, name)) and (own or kind == "trigger"):
            why: Why = "trigger" if kind == "trigger" else "schema"
            yield VerifyError(stream=None, number=None, why=why, name=name)


def _of_tables(connection: Connection, fresh: Connection) -> Iterator[VerifyError]:
    try:
        rebuild(Journal(connection), Writer(fresh))
    except (LookupError, AttributeError, AssertionError, TypeError, ValueError):
        # Every event can be read, and yet they make no meeting.
        yield VerifyError(stream=None, number=None, why="tables", name="meeting")
        return
    for table in PROJECTIONS:
        if _rows(connection, table) != _rows(fresh, table):
            yield VerifyError(stream=None, number=None, why="tables", name=table.name)
    if not facets.is_as_decided(connection):
        yield VerifyError(stream=None, number=None, why="tables", name="facet")
    if Counter(search.contents(connection)) != Counter(search.contents(fresh)):
        yield VerifyError(stream=None, number=None, why="tables", name="search")


def _rows(connection: Connection, table: Table) -> Rows:
    given = {column.name for column in table.primary_key if column.name == "id" and column.type.python_type is int}
    columns = [column for column in table.columns if column.name not in given]
    return Counter(tuple(row) for row in connection.execute(select(*columns)))
