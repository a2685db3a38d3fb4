"""Who took part in a meeting, and who was away, gathered from the benches of its items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpcommittee.documents.model import Attendee, Away, MinutesItem
from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.attendance import AttendanceStatus


@dataclass(slots=True)
class _Seen:
    """Where somebody sat, or was missed, so far."""

    role: Role
    house: str | None
    substitute_for: str | None = None
    substitutes: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


def attendees_of(items: Sequence[MinutesItem], meeting: Meeting) -> tuple[Attendee, ...]:
    """Everybody who sat at the table, in the order of the seats."""
    seen: dict[tuple[str, str | None], _Seen] = {}
    for item in items:
        for row in item.seats:
            if row.seat.person is not None:
                key = (row.seat.person, row.seat.substitute_for)
                at = seen.setdefault(key, _Seen(row.seat.role, row.house, row.seat.substitute_for))
                at.places.append(item.place)
    chair = meeting.config.committee.chair if meeting.config else None
    return tuple(
        Attendee(
            name=name,
            role=at.role,
            house=at.house,
            substitute_for=instead,
            places=_sorted(at.places),
            every_item=len(set(at.places)) == len(items),
            chair=at.role == chair,
        )
        for (name, instead), at in sorted(seen.items(), key=lambda one: _order(one[1]))
    )


def away_of(items: Sequence[MinutesItem], meeting: Meeting, names: Names) -> tuple[Away, ...]:
    """Everybody whose seat it was and who was excused, absent or had left, in the order of the seats."""
    seen: dict[tuple[str, AttendanceStatus], _Seen] = {}
    for item in items:
        attendance = meeting.attendance(item.item.number)
        for row in item.seats:
            leader = row.seat.leader
            said = attendance.presences.get(leader) if leader else None
            if leader is None or said is None or said.status == "present":
                continue
            house = names.house(row.seat, item.case)
            at = seen.setdefault((leader, said.status), _Seen(row.seat.role, house))
            at.places.append(item.place)
            if row.seat.substitute_for and row.seat.person and row.seat.person not in at.substitutes:
                at.substitutes.append(row.seat.person)
    by_right = _places_by_right(items)
    return tuple(
        Away(
            name=name,
            status=status,
            role=at.role,
            house=at.house,
            substitutes=tuple(at.substitutes),
            places=_sorted(at.places),
            every_item=set(at.places) == by_right.get(name),
        )
        for (name, status), at in sorted(seen.items(), key=lambda one: _order(one[1]))
    )


def _places_by_right(items: Iterable[MinutesItem]) -> dict[str, set[int]]:
    """The items in which each leader would sit."""
    places: dict[str, set[int]] = {}
    for item in items:
        for row in item.seats:
            if row.seat.leader:
                places.setdefault(row.seat.leader, set()).add(item.place)
    return places


def _order(seen: _Seen) -> tuple[int, int]:
    return ROLES.index(seen.role), min(seen.places)


def _sorted(places: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(places)))
