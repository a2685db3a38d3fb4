"""Drafts: text being typed, stored outside the journal until it becomes an event."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from kpcommittee.domain.meeting.events import Approved, Recorded
from kpcommittee.store.records import Draft
from kpcommittee.store.tables import DraftTable

DRAFT = DraftTable.__table__

_SETTLE = DRAFT.delete().where(
    DRAFT.c.stream == bindparam("stream"),
    DRAFT.c.case == bindparam("case"),
    DRAFT.c.by == bindparam("by"),
    DRAFT.c.field.like(bindparam("fields")),
)


def drafts(connection: Connection, stream: str | None = None) -> tuple[Draft, ...]:
    """Return all drafts of a meeting, or of all meetings, the oldest first."""
    statement = select(DRAFT).order_by(DRAFT.c.at, DRAFT.c.stream, DRAFT.c.case, DRAFT.c.field)
    if stream is not None:
        statement = statement.where(DRAFT.c.stream == stream)
    return tuple(
        Draft(
            stream=row.stream,
            case=row.case,
            field=row.field,
            by=row.by,
            text=row.text,
            at=datetime.fromisoformat(row.at),
        )
        for row in connection.execute(statement)
    )


def save(connection: Connection, draft: Draft) -> None:
    """Store text that is being typed."""
    key = {"stream": draft.stream, "case": draft.case, "field": draft.field, "by": draft.by}
    values = {"text": draft.text, "at": draft.at.isoformat()}
    conditions = (DRAFT.c[name] == value for name, value in key.items())
    if not connection.execute(DRAFT.update().where(*conditions).values(values)).rowcount:
        connection.execute(DRAFT.insert(), key | values)


def is_kept_since(connection: Connection, draft: Draft, moment: datetime) -> bool:
    """Whether somebody with the same name has saved a text in the same field since."""
    conditions = (DRAFT.c[name] == getattr(draft, name) for name in ("stream", "case", "field", "by"))
    kept_at = connection.execute(select(DRAFT.c.at).where(*conditions)).scalar()
    return kept_at is not None and datetime.fromisoformat(kept_at) > moment


def delete(connection: Connection, stream: str, case: str, field: str) -> None:
    """Delete the text of a field, whoever typed it."""
    connection.execute(DRAFT.delete().where(DRAFT.c.stream == stream, DRAFT.c.case == case, DRAFT.c.field == field))


def delete_all(connection: Connection, stream: str, by: str | None = None) -> None:
    """Delete all texts typed in a meeting, by anyone or by one person."""
    dropped = DRAFT.delete().where(DRAFT.c.stream == stream)
    connection.execute(dropped if by is None else dropped.where(DRAFT.c.by == by))


def settle(connection: Connection, recorded: Recorded) -> None:
    """Delete the drafts that became this event; others stay until the approval.

    A draft's field begins with the intention it is for: `note.text`, `postpone.reason`.
    """
    event = recorded.event
    if isinstance(event, Approved):
        delete_all(connection, recorded.stream)
        return
    draft = {
        "stream": recorded.stream,
        "case": event.about or "",
        "by": recorded.by,
        "fields": f"{event.draft_prefix}.%",
    }
    connection.execute(_SETTLE, draft)
