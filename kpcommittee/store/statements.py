"""Prepared statements: the text is made once from the tables, so that a write costs little more than plain SQL."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.dml import UpdateBase

Row = Mapping[str, Any]


class Statement:
    """One statement, ready for the driver."""

    __slots__ = ("_names", "_sql")

    def __init__(self, statement: UpdateBase, dialect: Dialect, names: Iterable[str] | None = None) -> None:
        """Compile for a database; `names` are the columns an insert fills, all of them when left out."""
        compiled = statement.compile(dialect=dialect, column_keys=None if names is None else list(names))
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())

    def run(self, connection: Connection, row: Row) -> Any:
        """Execute with one row's values; what comes back is the driver's result."""
        return connection.exec_driver_sql(self._sql, tuple([row[name] for name in self._names]))

    def run_many(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Execute with each row's values."""
        many = [tuple([row[name] for name in self._names]) for row in rows]
        if many:
            connection.exec_driver_sql(self._sql, many)


def insert(table: Table, dialect: Dialect) -> Statement:
    """Inserts a row, with an `id` of the database's own where there is one."""
    return Statement(table.insert(), dialect, _filled(table))


def upsert(table: Table, dialect: Dialect, key: tuple[str, ...]) -> Statement:
    """Inserts a row, or overwrites the one with the same key; gives back its `id` where there is one."""
    names = _filled(table)
    statement = sqlite_insert(table)
    statement = statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in names if name not in key}
    )
    returning = statement.returning(table.c.id) if "id" in table.c and "id" not in key else statement
    return Statement(returning, dialect, names)


def _filled(table: Table) -> list[str]:
    serial = table.autoincrement_column
    return [column.name for column in table.c if column is not serial and column.name != "followed_by"]
