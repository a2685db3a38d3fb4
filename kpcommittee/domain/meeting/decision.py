"""A decision: a provider chosen for a case, frozen with everything the choice rested on."""

from datetime import date
from decimal import Decimal

from kpcommittee.domain.capacity.options import Departure, Option, Recommendation
from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.cautions import AnswerGiven, Caution
from kpcommittee.domain.meeting.child_placements import PresentContact
from kpcommittee.domain.meeting.intentions import Stance
from kpcommittee.domain.provider import ProviderKind
from kpcommittee.domain.text import Prose


@immutable
class PositionTaken:
    """One leader's position in one case; it counts as long as this person sits there."""

    role: Role
    person: str
    stance: Stance
    provider: str | None = None
    """The provider they prefer if they disagree."""
    remark: Prose | None = None


@immutable
class Awaited:
    """A seat that was empty when the committee decided in principle, and the person it waits for."""

    role: Role
    person: str | None


@immutable
class Decision:
    """A provider chosen for a case, with everything the choice rested on."""

    provider: str
    provider_name: str
    provider_kind: ProviderKind
    staff: str | None
    staff_name: str | None
    start: date
    end: date
    hours: Decimal
    """Hours a week: those granted, unless the committee set fewer."""
    in_principle: bool
    awaits: tuple[Awaited, ...]
    bench: tuple[Seat, ...]
    positions: tuple[PositionTaken, ...]
    options: tuple[Option, ...]
    recommendation: Recommendation
    cautions: tuple[Caution, ...]
    departures: tuple[Departure, ...]
    reason: AnswerGiven | None
    second_choice: str | None
    second_choice_name: str | None
    plan_due: date | None
    first_follow_up_due: date
    age: int
    """The child's age at the meeting."""
    present: PresentContact | None = None
    """The child's contact person on the day of the meeting; None if there was none."""
    receiving_leader: str | None = None
    """The leader of the receiving club; None if that leader sits on the bench or no club receives the child."""

    granted_hours: Decimal | None = None
    """The granted hours a week if the committee set fewer; else None."""

    @property
    def is_clipped(self) -> bool:
        """Whether it ends with the support although it was granted or planned for longer."""
        return any(caution.code == "turns_23" and "until" in caution.values for caution in self.cautions)

    @property
    def ends_before_follow_up(self) -> bool:
        """Whether the placement ends before its first follow-up would be due, so that there is none."""
        return self.end < self.first_follow_up_due

    @property
    def option(self) -> Option:
        """The option that was chosen."""
        return next(option for option in self.options if option.provider == self.provider)

    @property
    def awaits_every_missing(self) -> bool:
        """Whether every empty required seat is awaited, so that it needs no other remark."""
        awaited = {seat.role for seat in self.awaits}
        return all(seat.is_filled or not seat.required or seat.role in awaited for seat in self.bench)

    @property
    def taking_part(self) -> frozenset[Role]:
        """The seats that took a position, or whose confirmation is awaited."""
        return frozenset((*(position.role for position in self.positions), *(seat.role for seat in self.awaits)))

    @property
    def told_as(self) -> tuple[str, str | None, date, date]:
        """What people are told of it: provider, person, first and last day."""
        return self.provider, self.staff, self.start, self.end

    @property
    def dissent(self) -> tuple[PositionTaken, ...]:
        """The positions of those who did not agree with the chosen provider."""
        return tuple(position for position in self.positions if position.stance == "disagree")

    @property
    def followed_recommendation(self) -> bool | None:
        """Whether the recommendation was followed; None if there was none."""
        return None if self.recommendation.provider is None else "from_recommendation" not in self.departures
