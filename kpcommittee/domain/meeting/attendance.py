"""Attendance follows the person, wherever they sit: excusing one school leader excuses no other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

AttendanceStatus = Literal["present", "excused", "absent", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What was said of one person's attendance, from one item on."""

    person: str
    status: AttendanceStatus
    substitute: str | None = None
    case: str | None = None
    """The case number of the first item it holds for; from the first item when left out."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is in the room during one item; whom nothing was said of is present."""

    presences: Mapping[str, Presence]

    def status(self, person: str) -> AttendanceStatus:
        """Whether the person is here."""
        said = self.presences.get(person)
        return said.status if said else "present"

    def is_away(self, person: str) -> bool:
        """Whether the person is not here, for whatever reason."""
        return self.status(person) != "present"

    def substitute(self, person: str) -> str | None:
        """Who was named to sit for a person who is away."""
        return self.presences[person].substitute if self.is_away(person) else None


def attendance_at(place: int, presences: Iterable[Presence], places: Mapping[str, int]) -> Attendance:
    """The attendance during the item at `place`; of what was said of a person the last that holds there counts.

    Whoever is named as a substitute is thereby present.

    Args:
        place: the item's place on the agenda, from 1.
        presences: what was said, in the order it was said.
        places: case number → place.
    """
    said: dict[str, Presence] = {}
    for presence in presences:
        if presence.case is None or places.get(presence.case, 1) <= place:
            said[presence.person] = presence
            if presence.substitute is not None and presence.status != "present":
                said.pop(presence.substitute, None)
    return Attendance(said)
