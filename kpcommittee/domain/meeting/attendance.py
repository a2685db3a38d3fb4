"""Attendance belongs to a person, whatever the seat: excusing one school leader excuses no other."""

from collections.abc import Iterable, Mapping
from typing import Literal

from kpcommittee.domain.immutable import immutable

AttendanceStatus = Literal["present", "excused", "absent", "left"]


@immutable
class Presence:
    """One statement on a person's attendance, starting with one item."""

    person: str
    status: AttendanceStatus
    substitute: str | None = None
    case: str | None = None
    """The case number of the first item it applies to; None from the start of the agenda."""


@immutable(kw_only=False)
class Attendance:
    """Who is in the room during one item; a person without a statement is present."""

    presences: Mapping[str, Presence]

    def status_of(self, person: str) -> AttendanceStatus:
        """Return the person's attendance status."""
        presence = self.presences.get(person)
        return presence.status if presence else "present"

    def is_away(self, person: str) -> bool:
        """Whether the person is away, for whatever reason."""
        return self.status_of(person) != "present"

    def substitute_of(self, person: str) -> str | None:
        """Return the substitute for a person who is away; None if there is none."""
        return self.presences[person].substitute if self.is_away(person) else None

    def with_corrections(self, presences: Iterable[Presence]) -> "Attendance":
        """Return the attendance with the corrections for this item alone, in their order."""
        corrected = dict(self.presences)
        for presence in presences:
            _state(corrected, presence)
        return Attendance(corrected)


def attendance_at(place: int, presences: Iterable[Presence], places: Mapping[str, int]) -> Attendance:
    """Return the attendance during the item at `place`: the last statement about each person that applies there.

    A person named as a substitute is thereby present.

    Args:
        place: the item's place on the agenda, from 1.
        presences: the statements, in the order in which they were made.
        places: case number → place.
    """
    latest: dict[str, Presence] = {}
    for presence in presences:
        if presence.case is None or places.get(presence.case, 1) <= place:
            _state(latest, presence)
    return Attendance(latest)


def _state(latest: dict[str, Presence], presence: Presence) -> None:
    latest[presence.person] = presence
    if presence.substitute is not None and presence.status != "present":
        latest.pop(presence.substitute, None)
