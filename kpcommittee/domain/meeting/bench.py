"""The bench: who decides in one case."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import ROLES, Config, Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.attendance import Attendance
from kpcommittee.domain.meeting.disqualification import Disqualification
from kpcommittee.domain.provider import Provider

SeatStatus = Literal["present", "substitute", "excused", "absent", "left", "disqualified", "empty"]


@immutable
class Seat:
    """One of the four seats as it is filled in one case."""

    role: Role
    person: str | None
    """Who sits there; None if the seat is empty, whatever the reason."""
    status: SeatStatus
    leader: str | None = None
    """The leader whose seat it is, even if somebody else or nobody sits there."""
    required: bool = True

    @property
    def is_filled(self) -> bool:
        """Whether somebody sits there and takes part."""
        return self.person is not None

    @property
    def substitute_for(self) -> str | None:
        """The leader a substitute sits for."""
        return self.leader if self.status == "substitute" else None


@immutable
class Bench:
    """The four seats as they are filled for one case.

    School and club leader are those of the child's district (document 001, line 59).
    """

    seats: tuple[Seat, ...]

    def seat(self, role: Role) -> Seat:
        """Return the seat of that role."""
        return next(seat for seat in self.seats if seat.role == role)

    @property
    def filled_seats(self) -> tuple[Seat, ...]:
        """The seats where somebody takes part."""
        return tuple(seat for seat in self.seats if seat.is_filled)

    def missing_seats(self) -> tuple[Seat, ...]:
        """Return the required seats that nobody fills."""
        return tuple(seat for seat in self.seats if seat.required and not seat.is_filled)

    def in_several_seats(self) -> Iterator[tuple[str, tuple[Role, ...]]]:
        """Yield each person who sits in more than one seat, with the seats."""
        for person in dict.fromkeys(seat.person for seat in self.filled_seats if seat.person):
            roles = tuple(seat.role for seat in self.filled_seats if seat.person == person)
            if len(roles) > 1:
                yield person, roles

    def awaitable_seats(self, disqualified: Iterable[Disqualification]) -> tuple[Seat, ...]:
        """Return the missing seats whose own leader may take part later; a disqualified leader is never awaited."""
        out = disqualified_people(disqualified)
        return tuple(seat for seat in self.missing_seats() if seat.leader not in out)


def disqualified_people(disqualified: Iterable[Disqualification]) -> Mapping[str, Disqualification]:
    """Return who is disqualified in a case by the newest ruling about each, with that ruling."""
    rulings = {ruling.person: ruling for ruling in disqualified}
    return {person: ruling for person, ruling in rulings.items() if ruling.outcome == "out"}


def leader_of(role: Role, case: Case, config: Config) -> str | None:
    """Return the leader whose seat it is: that of the child's school or club, else the district's."""
    child = case.child
    if role == "school":
        own, district = config.school(child.school), config.district(child.district)
        if own is None or own.district != child.district:
            own = config.school(district.school_seat if district else None)
        return own.leader if own else None
    if role == "club":
        club, district = config.provider(child.club), config.district(child.district)
        if club is None or club.district != child.district:
            club = config.provider(district.club_seat if district else None)
        return club.leader if club else None
    return next((leader.name for leader in config.leaders if leader.role == role), None)


def leaders_present(config: Config, attendance: Attendance) -> tuple[str, ...]:
    """Return the leaders who are in the room, in the order of the seats and of the config."""
    schools, clubs = (school.leader for school in config.schools), (provider.leader for provider in config.providers)
    leaders = [*schools, *clubs, *(leader.name for leader in config.leaders)]
    return tuple(dict.fromkeys(name for name in leaders if name and not attendance.is_away(name)))


def bench_of(
    case: Case, config: Config, attendance: Attendance, disqualified: tuple[Disqualification, ...], *, adult: bool
) -> Bench:
    """Fill the four seats of one case by the attendance at its item; `adult` if the child is of age."""
    required = config.committee.required_seats_18plus if adult else config.committee.required_seats
    out = disqualified_people(disqualified)
    return Bench(
        seats=tuple(
            _fill_seat(role, leader_of(role, case, config), attendance, out, required=role in required)
            for role in ROLES
        )
    )


def _fill_seat(
    role: Role, leader: str | None, attendance: Attendance, out: Mapping[str, Disqualification], *, required: bool
) -> Seat:
    if leader is None:
        return Seat(role=role, person=None, status="empty", required=required)
    chain = _substitutes_in_turn(leader, attendance, out)
    person = None if chain[-1] in out or attendance.is_away(chain[-1]) else chain[-1]
    status: SeatStatus = "substitute"
    if person is None:
        status = "disqualified" if any(member in out for member in chain) else attendance.status_of(leader)
    elif person == leader:
        status = "present"
    return Seat(role=role, person=person, status=status, leader=leader, required=required)


def _substitutes_in_turn(leader: str, attendance: Attendance, out: Mapping[str, Disqualification]) -> list[str]:
    """Return the leader, then the substitute if the leader is disqualified or away, and so on."""
    chain = [leader]
    while chain[-1] in out or attendance.is_away(chain[-1]):
        last = chain[-1]
        following = (out[last].substitute if last in out else None) or attendance.substitute_of(last)
        if following is None or following in chain:
            break
        chain.append(following)
    return chain


def receiving_leader(provider: Provider, bench: Bench) -> str | None:
    """Return the receiving club's leader; None if that leader is on the bench, or no club receives the child."""
    seated = {bench.seat("club").leader, bench.seat("club").person}
    return provider.leader if provider.kind == "club" and provider.leader not in seated else None
