"""The records that the store returns."""

from datetime import date, datetime
from typing import NamedTuple

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import PlacementKind
from kpcommittee.domain.meeting.event_base import MeetingState


@immutable
class MeetingRow:
    """An opened meeting."""

    id: str
    date: date
    state: MeetingState
    version: int
    opened_at: str
    """When it was opened, as ISO time."""
    last: int
    """The number of its newest event."""


class Particulars(NamedTuple):
    """What the meeting that decided a placement knows about its case."""

    outcome: str
    child: str | None
    birth_date: date | None
    cpr: str | None
    district: str
    problems: tuple[str, ...]
    municipality: str | None
    """None if the case names none, and that of the district counts."""
    basis: str
    kind: PlacementKind | None
    """The kind of such a placement by the meeting's law table; None if that has none."""
    first_due: date | None
    """The first follow-up by law."""


@immutable
class OpenAgenda:
    """An opened agenda that contains a case."""

    case_number: str
    meeting: str
    state: MeetingState
    opened_at: str
    """When it was opened, as ISO time."""


@immutable
class Draft:
    """Text that was typed but not recorded."""

    stream: str
    case: str
    field: str
    by: str
    text: str
    at: datetime


@immutable
class RebuildReport:
    """The numbers of rebuilt rows."""

    meetings: int
    decisions: int
    placements: int
