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

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal

from kpcommittee.domain.calendar import DAY, WEEK, iso_week, monday
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.committee import BalanceRules
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Provider, Staff

ZERO = Decimal(0)


def room_of(provider: Provider, day: date) -> Decimal | None:
    """Return the provider's room on that day, in staff hours a week; None if no limit is set."""
    if provider.kind == "club":
        hours, share = pedagogue_hours(provider, day), _value_on(provider, day, "contact_share")
        return None if hours is None or share is None else hours * share
    rooms = [room for member in provider.staff if (room := staff_room(member, day)) is not None]
    return sum(rooms, ZERO) if rooms else None


def pedagogue_hours(provider: Provider, day: date) -> Decimal | None:
    """Return the pedagogue hours a week in force on that day."""
    return _value_on(provider, day, "pedagogue_hours")


def limit_set_on(provider: Provider, day: date) -> date | None:
    """Return when the limit in force on that day was set; None if the config does not say."""
    for change in sorted(provider.changes, key=lambda change: change.start, reverse=True):
        if change.start <= day and (change.set_on is not None or change.contact_share is not None):
            return change.set_on
    return provider.set_on


def limit_changed(provider: Provider, after: date, until: date) -> date | None:
    """Return the day of the newest change between both days; None if the limit is the same on both."""
    if room_of(provider, after) == room_of(provider, until):
        return None
    return max((change.start for change in provider.changes if after < change.start <= until), default=None)


def staff_room(staff: Staff, day: date) -> Decimal | None:
    """Return the person's freed hours on that day: 0 on leave or after leaving, None if no limit is set."""
    if staff.contact_hours is None:
        return None
    return ZERO if staff.is_away(day) else staff.contact_hours


def _value_on(provider: Provider, day: date, name: Literal["pedagogue_hours", "contact_share"]) -> Decimal | None:
    value: Decimal | None = getattr(provider, name)
    for change in sorted(provider.changes, key=lambda change: change.start):
        changed: Decimal | None = getattr(change, name)
        if change.start <= day and changed is not None:
            value = changed
    return value


RoomStatus = Literal["ok", "tight", "over", "no_limit"]
ONE = Decimal(1)


@immutable
class Figures:
    """The balance of one provider or person on one day, in staff hours a week."""

    room: Decimal | None = None
    """None if no limit is set."""
    load: Decimal = ZERO
    held: Decimal = ZERO
    children: int = 0
    unknown: int = 0
    """Placements without stated hours: counted here, not added to the load."""

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
        """The share of the room in use; None without a limit or without any room."""
        return self.used / self.room if self.room else None

    @property
    def fullness(self) -> tuple[int, Decimal]:
        """The key that ranks days: hours without any room first, then by share, and hours without a limit last."""
        if self.room is None:
            return (0, self.used)
        return (1, self.used / self.room) if self.room else (2 if self.used else 1, self.used)

    def status(self, rules: BalanceRules) -> RoomStatus:
        """Return how full the room is under the committee's rules."""
        if self.room is None:
            return "no_limit"
        if self.used > rules.over * self.room:
            return "over"
        return "tight" if self.used >= rules.tight * self.room and self.used > 0 else "ok"

    def with_claim(self, claim: Claim, factor: Decimal) -> "Figures":
        """Return the figures with one more claim."""
        hours = None if claim.hours is None else claim.hours * factor
        return Figures(
            room=self.room,
            load=self.load if claim.held else self.load + (hours or ZERO),
            held=self.held + (hours or ZERO) if claim.held else self.held,
            children=self.children + 1,
            unknown=self.unknown + (hours is None),
        )


@immutable(kw_only=False)
class Interval:
    """Days in a row with the same figures."""

    first: date
    last: date
    figures: Figures
    is_open: bool = True
    """Whether the provider works on these days; closed ones do not count for the worst week."""


@immutable(kw_only=False)
class Week:
    """One ISO week, which is as full as its fullest day."""

    day: date
    """The fullest day: the first of equals; a closed one only if there is no other."""
    figures: Figures
    """The figures of that day."""

    @property
    def monday(self) -> date:
        """The week's first day."""
        return monday(self.day)

    @property
    def iso(self) -> str:
        """The week as `2027-W03`."""
        return iso_week(self.day)


@immutable(kw_only=False)
class StaffLoad:
    """A person's load over some days."""

    free: Decimal | None
    """Hours left in the fullest week that contains any of the days; None if no limit is set."""
    children: int
    """The greatest number on any of the days."""


@immutable(kw_only=False)
class Profile:
    """The figures of one provider or person over the horizon, without gaps."""

    intervals: tuple[Interval, ...]
    _firsts: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _used: tuple[Decimal, ...] = field(init=False, repr=False, compare=False)
    _runs: tuple[range, ...] = field(init=False, repr=False, compare=False)
    """Runs of intervals with the same room; the fullest of a run has the most hours in use."""

    def __post_init__(self) -> None:
        """Index the intervals, so that `worst_week` compares only a few days."""
        rooms = groupby(enumerate(self.intervals), key=lambda numbered: (numbered[1].figures.room, numbered[1].is_open))
        places = [[place for place, _ in alike] for _, alike in rooms]
        object.__setattr__(self, "_firsts", tuple(interval.first for interval in self.intervals))
        object.__setattr__(self, "_used", tuple(interval.figures.used for interval in self.intervals))
        object.__setattr__(self, "_runs", tuple(range(place[0], place[-1] + 1) for place in places))

    def figures_on(self, day: date) -> Figures:
        """Return the figures of a day of the horizon."""
        return self.interval_on(day).figures

    def interval_on(self, day: date) -> Interval:
        """Return the days around a day of the horizon that have the same figures."""
        return self.intervals[self._index_of(day)]

    def worst_week(
        self, first: date | None = None, last: date | None = None, claim: Claim | None = None, factor: Decimal = ONE
    ) -> Week:
        """Return the fullest week between two days, the earliest of equals; by default of the whole horizon.

        Args:
            first: the first day to look at.
            last: the last one.
            claim: a claim to add to those in the profile.
            factor: staff hours per granted hour of that claim.
        """
        start, end = self.intervals[0].first, self.intervals[-1].last
        first = min(max(first or start, start), end)
        last = max(min(last or end, end), first)
        peaks = [peak for part in _split_around(first, last, claim) for peak in self._run_peaks(*part, factor)]
        fullest = max([peak for peak in peaks if peak.is_open] or peaks, key=lambda peak: peak.figures.fullness)
        return Week(fullest.first, fullest.figures)

    def week_of(self, day: date) -> Week:
        """Return the week that contains a day."""
        return self.worst_week(monday(day), monday(day) + WEEK - DAY)

    def load_between(self, first: date, last: date) -> StaffLoad:
        """Return the person's load from the first day to the last."""
        fullest = self.worst_week(monday(first), monday(last) + WEEK - DAY)
        among = self.intervals[self._index_of(first) : self._index_of(last) + 1]
        return StaffLoad(fullest.figures.free, max(interval.figures.children for interval in among))

    def _index_of(self, day: date) -> int:
        return max(bisect_right(self._firsts, day) - 1, 0)

    def _run_peaks(self, first: date, last: date, claim: Claim | None, factor: Decimal) -> Iterator[Interval]:
        """Yield the fullest interval of each run from first to last, in the order of days."""
        low, high = self._index_of(first), self._index_of(last)
        for alike in self._runs:
            places = alike[max(low - alike.start, 0) : max(high + 1 - alike.start, 0)]
            if places:
                peak = self.intervals[max(places, key=self._used.__getitem__)]
                figures = peak.figures.with_claim(claim, factor) if claim else peak.figures
                yield Interval(max(peak.first, first), min(peak.last, last), figures, peak.is_open)


def horizon(day: date, rules: BalanceRules) -> tuple[date, date]:
    """Return the first and last day of the horizon: `horizon_weeks` × 7 days from this day."""
    return day, day + timedelta(weeks=rules.horizon_weeks) - DAY


def provider_profile(provider: Provider, claims: Iterable[Claim], first: date, last: date) -> Profile:
    """Compute the provider's figures from `first` to `last`; `claims` are those of this provider."""
    marks = {change.start for change in provider.changes}
    for period in (*provider.closed, *(leave for member in provider.staff for leave in member.leave)):
        marks |= {period.start, period.end + DAY}
    marks |= {member.left_on + DAY for member in provider.staff if member.left_on}

    def room_on(day: date) -> _RoomOnDay:
        return room_of(provider, day), not any(period.covers(day) for period in provider.closed)

    return _compute_profile(room_on, marks, claims, provider.hours_factor, first, last)


def staff_profile(staff: Staff, factor: Decimal, claims: Iterable[Claim], first: date, last: date) -> Profile:
    """Compute the person's figures from `first` to `last`; `claims` are those of this person."""
    marks = {day for leave in staff.leave for day in (leave.start, leave.end + DAY)}
    if staff.left_on:
        marks.add(staff.left_on + DAY)
    return _compute_profile(
        lambda day: (staff_room(staff, day), not staff.on_leave(day)), marks, claims, factor, first, last
    )


def hours_per_enrolled(provider: Provider, day: date, used: Decimal) -> Decimal | None:
    """Return the hours left for the ordinary club: pedagogue hours per enrolled child on that day."""
    hours = pedagogue_hours(provider, day)
    return None if hours is None or not provider.enrolled else (hours - used) / provider.enrolled


def tipping_claim(claims: Sequence[Claim], factor: Decimal, day: date, limit: Decimal) -> Claim | None:
    """Return the first claim, in the given order, that brings the hours of that day beyond the limit."""
    used = ZERO
    for claim in claims:
        if claim.hours is not None and claim.runs_on(day):
            used += claim.hours * factor
            if used > limit:
                return claim
    return None


_RoomOnDay = tuple[Decimal | None, bool]
"""The room on a day, and whether the day counts for the worst week."""


def _compute_profile(
    room_on: Callable[[date], _RoomOnDay],
    marks: Iterable[date],
    claims: Iterable[Claim],
    factor: Decimal,
    first: date,
    last: date,
) -> Profile:
    """Compute the figures in one pass over all days on which anything changes."""
    changes: dict[date, list[tuple[Claim, int]]] = {first: []}
    for claim in claims:
        start, end = max(claim.start or first, first), min(claim.end or last, last)
        if start <= end:
            changes.setdefault(start, []).append((claim, 1))
            changes.setdefault(end + DAY, []).append((claim, -1))
    room_changes = {first, *(mark for mark in marks if first < mark <= last)}
    for mark in room_changes:
        changes.setdefault(mark, [])
    days = sorted(day for day in changes if day <= last)
    intervals: list[Interval] = []
    load = held = ZERO
    children = unknown = 0
    room, is_open = room_on(first)
    for day, until in zip(days, (*days[1:], last + DAY), strict=True):
        for claim, sign in changes[day]:
            children += sign
            if claim.hours is None:
                unknown += sign
            elif claim.held:
                held += sign * claim.hours
            else:
                load += sign * claim.hours
        if day in room_changes:
            room, is_open = room_on(day)
        figures = Figures(room=room, load=load * factor, held=held * factor, children=children, unknown=unknown)
        intervals.append(Interval(day, until - DAY, figures, is_open))
    return Profile(tuple(intervals))


def _split_around(first: date, last: date, claim: Claim | None) -> Iterator[tuple[date, date, Claim | None]]:
    """Split the days from first to last: before a claim, while it runs, and after it."""
    start = max(first, claim.start or first) if claim else last + DAY
    end = min(last, claim.end or last) if claim else last
    if start > end:
        yield first, last, None
        return
    parts = ((first, start - DAY, None), (start, end, claim), (end + DAY, last, None))
    yield from (part for part in parts if part[0] <= part[1])


def accompanied_share(provider: Provider, figures: Figures) -> Decimal | None:
    """Return the share of the enrolled children who have a contact person there; None if the enrolment is unknown.

    Contact persons also accompany children who are not enrolled, so that a share above 1 is possible.
    """
    return Decimal(figures.children) / provider.enrolled if provider.enrolled else None


def district_spreads(balances: Iterable[tuple[Provider, Figures]]) -> dict[str, Decimal]:
    """Return for each district the greatest share in use among its clubs minus the smallest.

    Clubs without a limit have no share and do not count; a district needs two clubs with a share.
    """
    shares: dict[str, list[Decimal]] = {}
    for provider, figures in balances:
        if provider.kind == "club" and provider.district is not None and figures.share is not None:
            shares.setdefault(provider.district, []).append(figures.share)
    return {district: max(used) - min(used) for district, used in shares.items() if len(used) > 1}
