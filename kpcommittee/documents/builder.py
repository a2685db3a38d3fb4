"""Builds the minutes of a meeting from its events alone, so that they print the same years later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpcommittee.documents.items import item_of
from kpcommittee.documents.model import Attendee, Away, BalanceRow, Minutes, MinutesItem
from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.meeting.events import Approved, BalanceLine, Corrected, Opened, Recorded
from kpcommittee.domain.meeting.meeting import Meeting, apply
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.attendance import AttendanceStatus

KIND_ORDER = ("club", "internal", "external")
"""In the balance clubs come first: their ordinary offer must not suffer (document 001, line 44)."""


class NeverOpened(ValueError):
    """A meeting that was never opened has no minutes."""


def minutes_of(meeting: Meeting, balance: Sequence[BalanceLine] = ()) -> Minutes:
    """The minutes of the meeting as it stands.

    Args:
        meeting: folded from its events.
        balance: how the balance would be if the meeting closed now; one that is closed has its own.

    Raises:
        NeverOpened: there is no snapshot of the agenda yet.
    """
    if meeting.config is None or meeting.law is None or meeting.head is None:
        raise NeverOpened(meeting.id)
    names = Names(meeting.config)
    items = [item_of(meeting, item, names, meeting.law) for item in meeting.items]
    carries = [one.item.waiting is not None and one.item.waiting.state == "in_principle" for one in items]
    return Minutes(
        id=meeting.id,
        head=meeting.head,
        committee=meeting.config.committee,
        state=meeting.state,
        version=meeting.version,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        approved_at=meeting.approved_at,
        approved_by=meeting.approved_by,
        attendees=attendees_of(items, meeting),
        away=away_of(items, meeting, names),
        in_principle=tuple(one for one, carried in zip(items, carries, strict=True) if carried),
        cases=tuple(one for one, carried in zip(items, carries, strict=True) if not carried),
        balance=_balance(meeting.balance or tuple(balance), names),
        names=names,
        law=meeting.law,
        last_minutes=meeting.last_minutes,
        config_digest=_digest(meeting),
    )


def versions(recorded: Iterable[Recorded]) -> tuple[Meeting, ...]:
    """The meeting as it was at its approval and after each correction, the first version first."""
    found: list[Meeting] = []
    meeting: Meeting | None = None
    for one in recorded:
        meeting = apply(meeting or Meeting(id=one.stream), one)
        if isinstance(one.event, Approved | Corrected):
            found.append(meeting)
    return tuple(found)


def _balance(lines: Sequence[BalanceLine], names: Names) -> tuple[BalanceRow, ...]:
    rules = names.config.balance
    ordered = sorted(lines, key=lambda line: KIND_ORDER.index(line.kind))
    return tuple(
        BalanceRow(line=line, status_before=line.before.status(rules), status_after=line.after.status(rules))
        for line in ordered
    )


def _digest(meeting: Meeting) -> str:
    opened = (one.event for one in meeting.log if isinstance(one.event, Opened))
    return next((event.config_digest for event in opened), "")


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
