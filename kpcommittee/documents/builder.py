"""Builds the minutes of a meeting from its events alone, so that they print the same years later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from kpcommittee.documents.items import item_of
from kpcommittee.documents.model import Attendee, Away, BalanceRow, InPlace, Minutes, MinutesItem, Reweighed
from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.domain.meeting.differences import HeadChange, head_changes
from kpcommittee.domain.meeting.events import Approved, Corrected, Opened, Recorded, Taken
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.meeting import Meeting, apply, unopened_meeting
from kpcommittee.domain.meeting.rectified import Rectified
from kpcommittee.domain.receipt import Receipt
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.domain.meeting.attendance import AttendanceStatus

KIND_ORDER = ("club", "internal", "external")
"""The order of the balance. Clubs come first: their ordinary offer must not suffer (document 001, line 44)."""


class NeverOpened(ValueError):
    """The error for a meeting that was never opened, and has no minutes."""


def minutes_of(
    meeting: Meeting, balance: Sequence[BalanceLine] = (), receipt: Receipt | None = None, form: MinutesForm = "full"
) -> Minutes:
    """Build the minutes of the meeting in its current state.

    Args:
        meeting: folded from its events.
        balance: the balance if the meeting closed now; a closed meeting has its own.
        receipt: that of the meeting's newest event; it is printed last.
        form: `short` for reading, `full` for the records system.

    Raises:
        NeverOpened: no snapshot of the agenda exists yet.
    """
    if meeting.config is None or meeting.law is None or meeting.head is None:
        raise NeverOpened(meeting.id)
    names = Names(meeting.config)
    items = [item_of(meeting, item, names, meeting.law) for item in meeting.items]
    first = tuple(takewhile(_was_in_principle, items))
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
        in_principle=first,
        cases=tuple(items[len(first) :]),
        purged=meeting.purged,
        balance=_balance(meeting.balance or tuple(balance), names),
        reweighed=_reweighed_balance(meeting),
        names=names,
        law=meeting.law,
        last_minutes=meeting.last_minutes,
        head_changes=_head_changes(meeting),
        left_out=meeting.left_out,
        set_aside=meeting.set_aside,
        receipt=receipt,
        circulation=meeting.circulation if meeting.state == "closed" else None,
        form=form,
    )


def versions(recorded: Iterable[Recorded]) -> tuple[Meeting, ...]:
    """Return the meeting at its approval and after each correction, the first version first."""
    approved: list[Meeting] = []
    events = tuple(recorded)
    meeting = unopened_meeting(events[0].stream if events else "", events)
    for event in events:
        meeting = apply(meeting, event)
        if isinstance(event.event, Approved | Corrected | Rectified):
            approved.append(meeting)
    return tuple(approved)


def _balance(lines: Sequence[BalanceLine], names: Names) -> tuple[BalanceRow, ...]:
    rules = names.config.balance
    ordered = sorted(lines, key=lambda line: KIND_ORDER.index(line.kind))
    return tuple(
        BalanceRow(line=line, status_before=line.before.status(rules), status_after=line.after.status(rules))
        for line in ordered
    )


def _was_in_principle(row: MinutesItem) -> bool:
    """Whether an earlier meeting decided the case in principle."""
    return row.item.waiting is not None and row.item.waiting.state == "in_principle"


def _head_changes(meeting: Meeting) -> tuple[HeadChange, ...]:
    """List changes in date, start and place after the opening, in the order of the changes."""
    heads = [event.event.agenda.meeting for event in meeting.log if isinstance(event.event, Opened)]
    heads += [event.event.head for event in meeting.log if isinstance(event.event, Taken) and event.event.head]
    return tuple(change for before, after in pairwise(heads) for change in head_changes(before, after))


def _reweighed_balance(meeting: Meeting) -> Reweighed | None:
    """Return what the newest correction that moved hours changed in the balance."""
    anew = meeting.reweighed
    if anew is None:
        return None
    worst_now = {line.provider: _worst_of(line) for line in meeting.balance}
    before = (line for line in anew.before if _worst_of(line) != worst_now.get(line.provider))
    ordered = tuple(sorted(before, key=lambda line: KIND_ORDER.index(line.kind)))
    if not ordered:
        return None
    return Reweighed(version=anew.version, at=anew.at, before=ordered)


def _worst_of(line: BalanceLine) -> tuple[str, Decimal, Decimal | None]:
    return line.week, line.after.used, line.after.room


@dataclass(slots=True)
class _Participation:
    """The items in which somebody took part or was missing, so far."""

    role: Role
    house: str | None
    instead: dict[int, str | None] = field(default_factory=dict)
    """Item → who sat instead of somebody missing."""
    places: list[int] = field(default_factory=list)


def attendees_of(items: Sequence[MinutesItem], meeting: Meeting) -> tuple[Attendee, ...]:
    """List everybody who took a seat in the meeting, once for each kind of seat, in seat order."""
    people: dict[tuple[str, Role, str | None], _Participation] = {}
    for item in items:
        for row in item.seats:
            if row.seat.person is not None:
                key = (row.seat.person, row.seat.role, row.seat.substitute_for)
                people.setdefault(key, _Participation(row.seat.role, row.house)).places.append(item.place)
    chair = meeting.config.committee.chair if meeting.config else None
    return tuple(
        Attendee(
            name=name,
            role=role,
            house=at.house,
            substitute_for=instead,
            places=_sorted(at.places),
            every_item=len(set(at.places)) == len(items),
            chair=role == chair,
        )
        for (name, role, instead), at in sorted(people.items(), key=lambda entry: _order(entry[1]))
    )


def away_of(items: Sequence[MinutesItem], meeting: Meeting, names: Names) -> tuple[Away, ...]:
    """List the leaders who were excused, absent or had left, in the order of the seats."""
    people: dict[tuple[str, AttendanceStatus], _Participation] = {}
    for item in items:
        attendance = meeting.attendance(item.item.number)
        for row in item.seats:
            leader = row.seat.leader
            presence = attendance.presences.get(leader) if leader else None
            if leader is None or presence is None or presence.status == "present" or row.seat.person == leader:
                continue
            house = names.house(row.seat, item.case)
            at = people.setdefault((leader, presence.status), _Participation(row.seat.role, house))
            at.places.append(item.place)
            at.instead[item.place] = row.seat.person if row.seat.substitute_for else None
    by_right = _places_by_right(items)
    return tuple(
        Away(
            name=name,
            status=status,
            role=at.role,
            house=at.house,
            instead=_in_place(at.instead),
            places=_sorted(at.places),
            every_item=set(at.places) == by_right.get(name),
        )
        for (name, status), at in sorted(people.items(), key=lambda entry: _order(entry[1]))
    )


def _in_place(instead: Mapping[int, str | None]) -> tuple[InPlace, ...]:
    """Group the items by who sat there instead; those with nobody come last."""
    people = dict.fromkeys(instead[place] for place in sorted(instead))
    ordered = sorted(people, key=lambda name: name is None)
    return tuple(
        InPlace(name=name, places=_sorted(place for place, person in instead.items() if person == name))
        for name in ordered
    )


def _places_by_right(items: Iterable[MinutesItem]) -> dict[str, set[int]]:
    """Map each leader to the items in which the seat is theirs."""
    places: dict[str, set[int]] = {}
    for item in items:
        for row in item.seats:
            if row.seat.leader:
                places.setdefault(row.seat.leader, set()).add(item.place)
    return places


def _order(person: _Participation) -> tuple[int, int]:
    return ROLES.index(person.role), min(person.places)


def _sorted(places: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(places)))
