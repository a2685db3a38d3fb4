"""Who may sit for whom, as the config names them."""

from typing import TYPE_CHECKING

from kpcommittee.domain.committee import Config, Leader, School

if TYPE_CHECKING:
    from kpcommittee.domain.provider import Provider


def substitutes_of(leader: str | None, config: Config) -> tuple[str, ...]:
    """Return the substitutes the config names for a leader, in its order."""
    fixed: tuple[Leader, ...] = tuple(entry for entry in config.leaders if entry.name == leader)
    houses: tuple[School | Provider, ...] = (*config.schools, *config.providers)
    led = tuple(house for house in houses if house.leader == leader) if leader else ()
    return tuple(dict.fromkeys(name for seat in (*fixed, *led) for name in seat.substitutes))
