"""The database's schema: the revision the code needs, and how a new database is made."""

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect

from kpcommittee.store import search
from kpcommittee.store.tables import METADATA

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012")
"""All revisions, the oldest first."""

HEAD = REVISIONS[-1]
"""The revision that the code needs."""

_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

APPEND_ONLY = (
    """CREATE TRIGGER event_comes_once BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE stream = new.stream AND number = new.number)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER event_is_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER event_stands BEFORE UPDATE ON event
WHEN NOT (
  new.payload IS NOT old.payload AND new.digest IS NOT NULL AND new.digest IS coalesce(old.digest, new.digest)
  AND new.stream IS old.stream AND new.number IS old.number AND new.at IS old.at AND new."by" IS old."by"
  AND new.kind IS old.kind AND new.hash IS old.hash AND (
    (new.stream = 'access' AND new.payload = '') OR EXISTS (
      SELECT 1 FROM event AS purge WHERE purge.stream = new.stream AND purge.number > new.number
      AND purge.kind = 'purged' AND instr(purge.payload, new.digest) > 0
    )
  )
)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)
"""Events are never replaced or deleted. Only a purge may change a payload, once an event `purged` names it."""


def revision(connection: Connection) -> str | None:
    """Return the database's revision; None if it is empty.

    Raises:
        LookupError: there are tables but no revision: the database is another program's.
    """
    tables = inspect(connection).get_table_names()
    if _VERSION.name in tables:
        number = connection.execute(_VERSION.select()).scalar()
        return None if number is None else str(number)
    if tables:
        raise LookupError(tables[0])
    return None


def definitions(connection: Connection) -> dict[tuple[str, str], str]:
    """Return the statements that made the database: type and name → statement, without spaces.

    In a damaged file, other values become texts, so that they can be compared.
    """
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {(str(kind), str(name)): "".join(str(statement or "").split()) for kind, name, statement in rows}


def create(connection: Connection) -> None:
    """Create everything in an empty database, as the migrations would."""
    _VERSION.create(connection)
    METADATA.create_all(connection)
    for statement in (*APPEND_ONLY, *search.CREATE):
        connection.exec_driver_sql(statement)
    connection.execute(_VERSION.insert().values(version_num=HEAD))
