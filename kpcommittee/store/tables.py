"""The tables: the journal, and the projections that answer questions about it.

Days, times and decimals are stored as text, as in the journal: text is exact, and sorts the same everywhere.
"""

from typing import ClassVar

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every constraint has a name, so that a migration can find it."""


class Base(SQLModel):
    """What all tables share."""

    __table__: ClassVar[Table]
    metadata = METADATA


class EventTable(Base, table=True):
    """The journal: nothing in it is changed or deleted, except that a purge removes a case from payloads."""

    __tablename__ = "event"
    __table_args__ = (PrimaryKeyConstraint("stream", "number"),)

    stream: str = Field(sa_type=Text, primary_key=True)
    number: int = Field(primary_key=True)
    at: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    payload: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)
    digest: str | None = Field(default=None, sa_type=Text)
    """The digest of the original payload, if a purge changed it."""


EVENT = EventTable.__table__
_PURGES = EVENT.c.kind == "purged"
Index("ix_event_purged", EVENT.c.stream, sqlite_where=_PURGES)


class DraftTable(Base, table=True):
    """Text being typed: outside the journal, deleted with the event it becomes."""

    __tablename__ = "draft"
    __table_args__ = (PrimaryKeyConstraint("stream", "case", "field", "by"),)

    stream: str = Field(sa_type=Text, primary_key=True)
    case: str = Field(sa_type=Text, primary_key=True)
    field: str = Field(sa_type=Text, primary_key=True)
    by: str = Field(sa_type=Text, primary_key=True)
    text: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)


class MeetingTable(Base, table=True):
    """The meetings that were opened."""

    __tablename__ = "meeting"
    __table_args__ = (
        PrimaryKeyConstraint("id"),
        Index("ix_meeting_date", "date", "opened_at"),
        Index("ix_meeting_state", "state"),
    )

    id: str = Field(sa_type=Text, primary_key=True)
    date: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    version: int
    opened_at: str = Field(sa_type=Text)


class DecisionTable(Base, table=True):
    """A meeting's work on a case of its agenda so far."""

    __tablename__ = "decision"
    __table_args__ = (
        PrimaryKeyConstraint("id"),
        UniqueConstraint("meeting", "case_number"),
        Index("ix_decision_case_number", "case_number", "opened_at"),
        Index("ix_decision_date", "date"),
        Index("ix_decision_birth_date", "birth_date"),
    )

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    meeting: str = Field(sa_type=Text, foreign_key="meeting.id")
    case_number: str = Field(sa_type=Text)
    date: str = Field(sa_type=Text)
    opened_at: str = Field(sa_type=Text)
    followed_by: str | None = Field(sa_type=Text)
    """The next meeting, by time of opening, with the case on its agenda."""
    child: str | None = Field(sa_type=Text)
    birth_date: str | None = Field(sa_type=Text)
    cpr: str | None = Field(sa_type=Text)
    district: str = Field(sa_type=Text)
    age: int
    problems: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=Text)
    released: bool
    provider: str | None = Field(sa_type=Text)
    provider_name: str | None = Field(sa_type=Text)
    provider_kind: str | None = Field(sa_type=Text)
    staff: str | None = Field(sa_type=Text)
    staff_name: str | None = Field(sa_type=Text)
    relation: str | None = Field(sa_type=Text)
    """Whether a known relation was kept; None without a placement."""
    hours: str | None = Field(sa_type=Text)
    start: str | None = Field(sa_type=Text)
    end: str | None = Field(sa_type=Text)
    followed_recommendation: bool | None
    departures: str = Field(sa_type=Text)
    dissent: str = Field(sa_type=Text)
    postponed_times: int
    waiting_days: int
    """Days from the grant to the meeting."""
    reason: str | None = Field(sa_type=Text)
    missing: str | None = Field(sa_type=Text)
    reasons: str = Field(sa_type=Text)
    """Every reason and answer that was given (JSON)."""
    ended: str | None = Field(sa_type=Text)
    """How the placement ends by what is known now; None if it does not count."""
    ended_on: str | None = Field(sa_type=Text)
    """Its last day."""
    ended_why: str | None = Field(sa_type=Text)
    corrected: int
    """The version of the minutes that last corrected it, or 0."""
    municipality: str | None = Field(sa_type=Text)
    """The child's municipality, if the case names one; else that of the district counts."""
    basis: str = Field(sa_type=Text)
    """The legal basis of the grant."""
    kind: str | None = Field(sa_type=Text)
    """The kind of such a placement by the meeting's law table; None if that has none."""
    first_due: str | None = Field(sa_type=Text)
    """The first follow-up of a placement by law; None without one."""
    by_list: str | None = Field(sa_type=Text)
    """The provider that the lists alone would have chosen; None without a candidate."""
    by_order: str | None = Field(sa_type=Text)
    """The provider that the order of the config alone would have chosen."""
    waiting: str | None = Field(sa_type=Text)
    """The case as it waits for the next meeting (JSON)."""


DECISION = DecisionTable.__table__
# These cover only running and waiting cases, so that a long history does not slow them down.
Index(
    "ix_decision_running",
    DECISION.c.end,
    DECISION.c.start,
    DECISION.c.case_number,
    sqlite_where=DECISION.c.end.is_not(None),
)
Index(
    "ix_decision_ended_on",
    DECISION.c.ended_on,
    sqlite_where=DECISION.c.ended_on.is_not(None),
)
_NEWEST = DECISION.c.followed_by.is_(None)
Index("ix_decision_outcome", DECISION.c.outcome, DECISION.c.case_number, sqlite_where=_NEWEST)


class FacetTable(Base, table=True):
    """Which decisions have a value of a facet: one bit each, in blocks, so that counting is fast."""

    __tablename__ = "facet"
    __table_args__ = (PrimaryKeyConstraint("name", "value", "block"),)

    name: str = Field(sa_type=Text, primary_key=True)
    value: str = Field(sa_type=Text, primary_key=True)
    block: int = Field(primary_key=True)
    """The number of the block, which begins at the decision with the id `block × facets.BLOCK`."""
    bits: bytes = Field(sa_type=LargeBinary)
    """The bits of the set, lowest first; trailing zeros are left out."""


class PlacementTable(Base, table=True):
    """The running caseload as it was imported."""

    __tablename__ = "placement"
    __table_args__ = (
        PrimaryKeyConstraint("id"),
        Index("ix_placement_case_number", "case_number", "provider"),
        Index("ix_placement_end", "end"),
        Index("ix_placement_born", "born"),
    )

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    case_number: str = Field(sa_type=Text)
    provider: str = Field(sa_type=Text)
    staff: str | None = Field(sa_type=Text)
    hours_per_week: str | None = Field(sa_type=Text)
    start: str | None = Field(sa_type=Text)
    end: str | None = Field(sa_type=Text)
    child: str | None = Field(sa_type=Text)
    birth_date: str | None = Field(sa_type=Text)
    cpr: str | None = Field(sa_type=Text)
    born: str | None = Field(sa_type=Text)
    """The birth date, possibly from the personal number."""
    district: str | None = Field(sa_type=Text)
    problems: str = Field(sa_type=Text)
    kind: str | None = Field(sa_type=Text)
    decided_in: str | None = Field(sa_type=Text)
    ended_because: str | None = Field(sa_type=Text)
    changes: str = Field(sa_type=Text)
    """What changed while it ran (JSON)."""
    changed_here: str | None = Field(sa_type=Text)
    """Which fields of the decision were changed since (JSON)."""


PLACEMENT = PlacementTable.__table__
_CHANGED = PLACEMENT.c.decided_in.is_not(None)
Index("ix_placement_decided_in", PLACEMENT.c.decided_in, sqlite_where=_CHANGED)


class PlacementChangeTable(Base, table=True):
    """Changes of placements, for the story of a child."""

    __tablename__ = "placement_change"
    __table_args__ = (PrimaryKeyConstraint("number"), Index("ix_placement_change_case_number", "case_number"))

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    """The number of the event in the stream `caseload`."""
    case_number: str = Field(sa_type=Text)
    provider: str = Field(sa_type=Text)
    changed_on: str = Field(sa_type=Text)
    """The day on which it was recorded."""
    changes: str = Field(sa_type=Text)
    """What was changed → its value before and after (JSON)."""
    why: str = Field(sa_type=Text)


class FollowUpTable(Base, table=True):
    """The follow-up events of the stream `caseload`, for the story of a child."""

    __tablename__ = "follow_up"
    __table_args__ = (PrimaryKeyConstraint("number"), Index("ix_follow_up_case_number", "case_number"))

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    case_number: str = Field(sa_type=Text)
