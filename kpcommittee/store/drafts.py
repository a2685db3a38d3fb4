"""Drafts: text being typed, kept outside the journal until it becomes an event."""

from datetime import datetime

from sqlalchemy import Connection, select

from kpcommittee.domain.events import Recorded
from kpcommittee.store.rows import Draft
from kpcommittee.store.statements import Driver
from kpcommittee.store.tables import DraftTable

DRAFT = DraftTable.__table__

_SAVE = """INSERT INTO draft (stream, "case", field, "by", text, at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (stream, "case", field, "by") DO UPDATE SET text = excluded.text, at = excluded.at"""
_DELETE = 'DELETE FROM draft WHERE stream = ? AND "case" = ? AND field = ?'
# All that begins with the intention and a full stop; what follows the full stop among the characters ends it.
_SETTLE = 'DELETE FROM draft WHERE stream = ? AND "case" = ? AND "by" = ? AND field >= ? AND field < ?'

_VERBS = {
    "attended": "attend",
    "disqualified": "disqualify",
    "positioned": "position",
    "decided": "place",
    "confirmed": "confirm",
    "postponed": "postpone",
    "returned": "return",
    "withdrawn": "withdraw",
    "noted": "note",
    "approved": "approve",
    "corrected": "correct",
}
"""The kind of an event with typed text → the intention it came from."""


def drafts(connection: Connection, stream: str) -> tuple[Draft, ...]:
    """All drafts of a meeting, the oldest first."""
    wanted = select(DRAFT).where(DRAFT.c.stream == stream).order_by(DRAFT.c.at, DRAFT.c.case, DRAFT.c.field)
    return tuple(
        Draft(
            stream=row.stream,
            case=row.case,
            field=row.field,
            by=row.by,
            text=row.text,
            at=datetime.fromisoformat(row.at),
        )
        for row in connection.execute(wanted)
    )


def save(connection: Connection, draft: Draft) -> None:
    """Keep text that is being typed."""
    values = (draft.stream, draft.case, draft.field, draft.by, draft.text, draft.at.isoformat())
    connection.exec_driver_sql(_SAVE, values)


def delete(connection: Connection, stream: str, case: str, field: str, by: str | None = None) -> None:
    """Drop what was typed into a field, by anyone or by one person."""
    if by is None:
        connection.exec_driver_sql(_DELETE, (stream, case, field))
    else:
        connection.exec_driver_sql(f'{_DELETE} AND "by" = ?', (stream, case, field, by))


def settle(driver: Driver, recorded: Recorded, case: str | None) -> None:
    """Drop the drafts that became this event; other text typed in the case, or by others, stays.

    A draft's field begins with the intention it is for: `note.text`, `postpone.reason`.
    """
    verb = _VERBS.get(recorded.kind)
    if verb is not None:
        driver.run(_SETTLE, (recorded.stream, case or "", recorded.by, f"{verb}.", f"{verb}/"))
