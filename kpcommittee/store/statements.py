"""What is written again and again: statements made once from the tables, so that a write costs what plain SQL does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, Table
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.dml import UpdateBase

Row = Mapping[str, Any]


class Driver:
    """Executes on the driver itself, inside the transaction that the connection holds, or in one of its own."""

    __slots__ = ("_connection", "_cursor", "dialect")

    def __init__(self, connection: Connection) -> None:
        """Take the driver's connection; it must stay the same as long as this is used."""
        self.dialect = connection.dialect
        driver: Any = connection.connection.driver_connection
        self._connection, self._cursor = driver, driver.cursor

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that is the only writer from its first moment on; durable when it is left."""
        with self._connection:
            self.run("BEGIN IMMEDIATE")
            yield

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Execute a statement; what comes back is the driver's cursor."""
        cursor = self._cursor()
        cursor.execute(sql, values)
        return cursor

    def run_many(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        """Execute a statement once for each of the values."""
        if many:
            self._cursor().executemany(sql, many)

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or nothing."""
        found = self.run(sql, values).fetchone()
        return found and found[0]


class Statement:
    """One statement made of a table."""

    __slots__ = ("_driver", "_names", "_sql")

    def __init__(self, statement: UpdateBase, driver: Driver, names: Iterable[str]) -> None:
        """Compile; `names` are the columns that are filled."""
        compiled = statement.compile(dialect=driver.dialect, column_keys=list(names))
        self._driver = driver
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())

    def run(self, row: Row) -> Any:
        """Execute with one row's values; what comes back is the driver's cursor."""
        return self._driver.run(self._sql, [row[name] for name in self._names])

    def run_many(self, rows: Iterable[Row]) -> None:
        """Execute with each row's values."""
        self._driver.run_many(self._sql, [[row[name] for name in self._names] for row in rows])


class Query:
    """One question, asked with other values each time."""

    __slots__ = ("_driver", "_fixed", "_names", "_sql")

    def __init__(self, statement: Select[Any], driver: Driver) -> None:
        """Compile."""
        compiled = statement.compile(dialect=driver.dialect)
        self._driver = driver
        self._sql = str(compiled)
        self._fixed = compiled.params
        self._names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())

    def rows(self, values: Row) -> list[tuple[Any, ...]]:
        """All rows that are found with these values."""
        given = {**self._fixed, **values}
        found: list[tuple[Any, ...]] = self._driver.run(self._sql, [given[name] for name in self._names]).fetchall()
        return found


def insert(table: Table, driver: Driver) -> Statement:
    """Inserts a row, with an `id` of the database's own where there is one."""
    return Statement(table.insert(), driver, _filled(table))


def upsert(table: Table, driver: Driver, key: tuple[str, ...]) -> Statement:
    """Inserts a row, or overwrites the one with the same key; gives back its `id` where there is one."""
    names = _filled(table)
    statement = sqlite_insert(table)
    statement = statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in names if name not in key}
    )
    returning = statement.returning(table.c.id) if "id" in table.c and "id" not in key else statement
    return Statement(returning, driver, names)


def _filled(table: Table) -> list[str]:
    serial = table.autoincrement_column
    return [column.name for column in table.c if column is not serial and column.name != "followed_by"]
