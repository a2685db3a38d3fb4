"""The room of a provider or person on one day: the hours there are before anybody claims them."""

from datetime import date
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.provider import Provider, Staff

ZERO = Decimal(0)


def room_of(provider: Provider, day: date) -> Decimal | None:
    """The provider's room on that day, in staff hours a week; nothing where no limit is set."""
    if provider.kind == "club":
        hours, share = pedagogue_hours(provider, day), _in_force(provider, day, "contact_share")
        return None if hours is None or share is None else hours * share
    rooms = [room for member in provider.staff if (room := staff_room(member, day)) is not None]
    return sum(rooms, ZERO) if rooms else None


def pedagogue_hours(provider: Provider, day: date) -> Decimal | None:
    """Pedagogue hours a week in force on that day."""
    return _in_force(provider, day, "pedagogue_hours")


def staff_room(staff: Staff, day: date) -> Decimal | None:
    """The person's freed hours on that day: none while on leave or after leaving, nothing where no limit is set."""
    if staff.contact_hours is None:
        return None
    gone = staff.left_on is not None and day > staff.left_on
    return ZERO if gone or staff.on_leave(day) else staff.contact_hours


def _in_force(provider: Provider, day: date, name: Literal["pedagogue_hours", "contact_share"]) -> Decimal | None:
    value: Decimal | None = getattr(provider, name)
    for change in sorted(provider.changes, key=lambda c: c.start):
        changed: Decimal | None = getattr(change, name)
        if change.start <= day and changed is not None:
            value = changed
    return value
