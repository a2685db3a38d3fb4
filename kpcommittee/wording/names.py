"""The names that ids and codes stand for, as the config of that meeting had them."""

from dataclasses import dataclass

from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config, School
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.provider import ListKind, Provider
from kpcommittee.wording import words


@dataclass(frozen=True, slots=True)
class Names:
    """Looks names up in one config; an id it does not know stays as it is."""

    config: Config

    def provider(self, provider: str) -> str:
        """A provider's name."""
        found = self.config.provider(provider)
        return found.name if found else provider

    def either(self, some_id: str) -> str:
        """The name of a provider or of a member of staff."""
        staff = {member.id: member.name for provider in self.config.providers for member in provider.staff}
        return self.provider(some_id) if self.config.provider(some_id) else staff.get(some_id, some_id)

    def district(self, district: str) -> str:
        """A district's name."""
        found = self.config.district(district)
        return found.name if found else district

    def school(self, school: str) -> str:
        """A school's name."""
        found = self.config.school(school)
        return found.name if found else school

    def problem(self, code: str) -> str:
        """A kind of problem in the language that is spoken now."""
        return words.problem(code, self.config)

    def list_of(self, code: str) -> ListKind | None:
        """The list a problem stands on."""
        found = self.config.problem(code)
        return found.primarily if found else None

    def leader(self, provider: str) -> str | None:
        """Who leads a provider."""
        found = self.config.provider(provider)
        return found.leader if found else None

    def house(self, seat: Seat, case: Case) -> str | None:
        """The school or club whose leader's seat it is; the other two seats have none."""
        houses: tuple[School | Provider, ...]
        if seat.role == "school":
            own, houses = case.child.school, self.config.schools
        elif seat.role == "club":
            own, houses = case.child.club, self.config.providers
        else:
            return None
        led = [house for house in houses if house.leader is not None and house.leader == seat.leader]
        return next((house.name for house in sorted(led, key=lambda house: house.id != own)), None)
