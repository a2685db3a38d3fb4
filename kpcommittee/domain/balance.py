"""Room, load and held hours over time: the one formula of the capacity balance.

On every day, in staff hours a week:

    room  = pedagogue hours × contact share for clubs, the sum of freed contact hours for others;
            none (no limit) where that is not set
    load  = Σ granted hours × hours factor of the placements that run on that day
    held  = the same, of decisions in meetings that are not approved yet
    free  = max(0, room − load − held);  over = max(0, load + held − room)
    share = (load + held) / room

A week is as full as its fullest day. Days on which a club is closed do not count for the worst week.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.calendar import DAY, WEEK, iso_week, monday
from kpcommittee.domain.committee import BalanceRules
from kpcommittee.domain.placement import Claim
from kpcommittee.domain.provider import Provider, Staff

RoomStatus = Literal["ok", "tight", "over", "no_limit"]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The balance of one provider or person on one day, in staff hours a week."""

    room: Decimal | None = None
    """Nothing means no limit is set."""
    load: Decimal = ZERO
    held: Decimal = ZERO
    children: int = 0
    unknown: int = 0
    """Placements whose hours nobody stated: counted, not added."""

    @property
    def used(self) -> Decimal:
        """Load and held hours together."""
        return self.load + self.held

    @property
    def free(self) -> Decimal | None:
        """Hours left, never negative."""
        return None if self.room is None else max(ZERO, self.room - self.used)

    @property
    def over(self) -> Decimal:
        """Hours beyond the room, never negative."""
        return ZERO if self.room is None else max(ZERO, self.used - self.room)

    @property
    def share(self) -> Decimal | None:
        """The share of the room in use; nothing without a limit, or where there is no room at all."""
        return self.used / self.room if self.room else None

    @property
    def fullness(self) -> tuple[bool, Decimal]:
        """What days are compared by: hours without any room first, then the share; the hours where no limit is set."""
        if self.room is None:
            return (False, self.used)
        return (False, self.used / self.room) if self.room else (self.used > 0, self.used)

    def status(self, rules: BalanceRules) -> RoomStatus:
        """How full that is under the committee's rules."""
        if self.room is None:
            return "no_limit"
        if self.used > rules.over * self.room:
            return "over"
        return "tight" if self.used >= rules.tight * self.room and self.used > 0 else "ok"

    def plus(self, claim: Claim, hours: Decimal | None) -> "Figures":
        """The figures with one more claim of so many staff hours."""
        return Figures(
            room=self.room,
            load=self.load if claim.held else self.load + (hours or ZERO),
            held=self.held + (hours or ZERO) if claim.held else self.held,
            children=self.children + 1,
            unknown=self.unknown + (hours is None),
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row with the same figures."""

    first: date
    last: date
    figures: Figures
    open: bool = True
    """Whether the provider works on these days; closed ones do not count for the worst week."""


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week and the figures of its fullest day."""

    monday: date
    figures: Figures

    @property
    def iso(self) -> str:
        """The week as `2027-W03`."""
        return iso_week(self.monday)


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures of one provider or person over the horizon, without gaps."""

    stretches: tuple[Stretch, ...]

    def on(self, day: date) -> Figures:
        """The figures on a day of the horizon."""
        return next(s.figures for s in self.stretches if s.first <= day <= s.last)

    def within(self, first: date, last: date) -> tuple[Stretch, ...]:
        """The stretches that lie at least partly between two days."""
        return tuple(s for s in self.stretches if s.first <= last and s.last >= first)

    def worst(self, first: date | None = None, last: date | None = None) -> Week:
        """The fullest week between two days, the earliest of equals; the whole horizon when they are left out."""
        start, end = self.stretches[0].first, self.stretches[-1].last
        first, last = max(first or start, start), min(last or end, end)
        among = self.within(first, last) or self.stretches[-1:]
        fullest = max([s for s in among if s.open] or among, key=lambda s: s.figures.fullness)
        return Week(monday(max(fullest.first, first)), fullest.figures)

    def week(self, day: date) -> Week:
        """The week of a day."""
        start = monday(day)
        return Week(start, max((s.figures for s in self.within(start, start + WEEK - DAY)), key=lambda f: f.fullness))

    def plus(self, claim: Claim, factor: Decimal) -> "Profile":
        """The profile with one more claim."""
        first, last = claim.start or date.min, claim.end or date.max
        hours = None if claim.hours is None else claim.hours * factor
        return Profile(tuple(part for s in self.stretches for part in _split(s, first, last, claim, hours)))


def horizon(day: date, rules: BalanceRules) -> tuple[date, date]:
    """First and last day of the horizon: `horizon_weeks` × 7 days from the day asked for."""
    return day, day + timedelta(weeks=rules.horizon_weeks) - DAY


def provider_profile(provider: Provider, claims: Iterable[Claim], first: date, last: date) -> Profile:
    """The provider's figures from `first` to `last`; `claims` are those of this provider."""
    marks = {change.start for change in provider.changes}
    for period in (*provider.closed, *(leave for member in provider.staff for leave in member.leave)):
        marks |= {period.start, period.end + DAY}
    marks |= {member.left_on + DAY for member in provider.staff if member.left_on}
    profile = _sweep(lambda day: room_of(provider, day), marks, claims, provider.hours_factor, first, last)
    if not provider.closed:
        return profile
    closed = [any(p.covers(s.first) for p in provider.closed) for s in profile.stretches]
    return Profile(tuple(replace(s, open=not c) for s, c in zip(profile.stretches, closed, strict=True)))


def staff_profile(staff: Staff, factor: Decimal, claims: Iterable[Claim], first: date, last: date) -> Profile:
    """The person's figures from `first` to `last`; `claims` are those of this person."""
    marks = {day for leave in staff.leave for day in (leave.start, leave.end + DAY)}
    if staff.left_on:
        marks.add(staff.left_on + DAY)
    profile = _sweep(lambda day: staff_room(staff, day), marks, claims, factor, first, last)
    return Profile(tuple(replace(s, open=staff.on_leave(s.first) is None) for s in profile.stretches))


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


def hours_per_enrolled(provider: Provider, day: date, used: Decimal) -> Decimal | None:
    """The ordinary club offer: pedagogue hours left per enrolled child on that day."""
    hours = pedagogue_hours(provider, day)
    return None if hours is None or not provider.enrolled else (hours - used) / provider.enrolled


def tipping_claim(claims: Sequence[Claim], factor: Decimal, day: date, limit: Decimal) -> Claim | None:
    """The first claim, in the order given, that brings the hours of that day beyond the limit."""
    used = ZERO
    for claim in claims:
        if claim.hours is not None and (claim.start or day) <= day <= (claim.end or day):
            used += claim.hours * factor
            if used > limit:
                return claim
    return None


def _in_force(provider: Provider, day: date, name: Literal["pedagogue_hours", "contact_share"]) -> Decimal | None:
    value: Decimal | None = getattr(provider, name)
    for change in sorted(provider.changes, key=lambda c: c.start):
        changed: Decimal | None = getattr(change, name)
        if change.start <= day and changed is not None:
            value = changed
    return value


def _sweep(
    room: Callable[[date], Decimal | None],
    marks: Iterable[date],
    claims: Iterable[Claim],
    factor: Decimal,
    first: date,
    last: date,
) -> Profile:
    """One pass over all days on which anything changes."""
    changes: dict[date, list[tuple[Claim, int]]] = {first: []}
    for claim in claims:
        start, end = max(claim.start or first, first), min(claim.end or last, last)
        if start <= end:
            changes.setdefault(start, []).append((claim, 1))
            changes.setdefault(end + DAY, []).append((claim, -1))
    for mark in marks:
        if first < mark <= last:
            changes.setdefault(mark, [])
    days = sorted(day for day in changes if day <= last)
    stretches: list[Stretch] = []
    load = held = ZERO
    children = unknown = 0
    for day, until in zip(days, (*days[1:], last + DAY), strict=True):
        for claim, sign in changes[day]:
            children += sign
            if claim.hours is None:
                unknown += sign
            elif claim.held:
                held += sign * claim.hours
            else:
                load += sign * claim.hours
        figures = Figures(room=room(day), load=load * factor, held=held * factor, children=children, unknown=unknown)
        stretches.append(Stretch(day, until - DAY, figures))
    return Profile(tuple(stretches))


def _split(stretch: Stretch, first: date, last: date, claim: Claim, hours: Decimal | None) -> Iterable[Stretch]:
    inside_first, inside_last = max(stretch.first, first), min(stretch.last, last)
    if inside_first > inside_last:
        return (stretch,)
    parts = [Stretch(inside_first, inside_last, stretch.figures.plus(claim, hours), stretch.open)]
    if stretch.first < inside_first:
        parts.insert(0, replace(stretch, last=inside_first - DAY))
    if inside_last < stretch.last:
        parts.append(replace(stretch, first=inside_last + DAY))
    return parts
