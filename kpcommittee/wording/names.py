"""Looks up the names of ids and codes in the config of a meeting."""

from collections.abc import Iterable

from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import ROLES, Config, School
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.provider import ListKind, Provider
from kpcommittee.wording import catalogues, leaders


def speaker(said_by: str | None, seats: Iterable[Seat]) -> str:
    """Name a speaker; a role, which a script may write, is the leader in that seat: `Lone Bech (skoleleder)`.

    Args:
        said_by: a name or a role; None if nobody was named.
        seats: those of the case.
    """
    if said_by not in ROLES:
        return said_by or ""
    role = leaders.role(said_by)
    seated = (seat.person or seat.leader for seat in seats if seat.role == said_by)
    person = next(seated, None)
    return f"{person} ({role})" if person else role


@immutable(kw_only=False)
class Names:
    """Looks names up in one config; an unknown id is returned unchanged."""

    config: Config

    def provider(self, provider: str) -> str:
        """Name a provider."""
        return self.config.provider_name(provider)

    def either(self, some_id: str) -> str:
        """Name a provider or a member of staff."""
        return self.config.deliverer_name(some_id)

    def district(self, district: str) -> str:
        """Name a district."""
        return self.config.district_name(district)

    def school(self, school: str) -> str:
        """Name a school."""
        school_known = self.config.school(school)
        return school_known.name if school_known else school

    def problem(self, code: str) -> str:
        """Name a kind of problem in the current language."""
        return catalogues.problem(code, self.config)

    def list_of(self, code: str) -> ListKind | None:
        """Return the code of the list that contains a problem; None if the problem is unknown."""
        problem = self.config.problem(code)
        return problem.primarily if problem else None

    def leader(self, provider: str) -> str | None:
        """Name the leader of a provider; None if it has none."""
        entry = self.config.provider(provider)
        return entry.leader if entry else None

    def house(self, seat: Seat, case: Case) -> str | None:
        """Name the school or club that a seat belongs to; None for the other two seats."""
        houses: tuple[School | Provider, ...]
        if seat.role == "school":
            own, houses = case.child.school, self.config.schools
        elif seat.role == "club":
            own, houses = case.child.club, self.config.providers
        else:
            return None
        led = [house for house in houses if house.leader is not None and house.leader == seat.leader]
        return next((house.name for house in sorted(led, key=lambda house: house.id != own)), None)
