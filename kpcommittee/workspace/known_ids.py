"""The names that a case or the config may refer to, as far as they are readable."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kpcommittee.convert.issues import Issue, quote_value
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.workspace.checks import refer

Names = tuple[str, ...] | None
"""Ids; None if unknown, because their part of the file is unreadable."""


@dataclass(frozen=True)
class KnownIds:
    """The names, collected once for all cases."""

    config: Config | None
    """None if the config cannot be read at all."""
    law: Law | None = None
    unread: Collection[str] = ()
    """The places of the config that cannot be read."""

    @cached_property
    def districts(self) -> Names:
        """The districts' ids."""
        return self._names("districts", lambda config: (district.id for district in config.districts))

    @cached_property
    def schools(self) -> Names:
        """The schools' ids."""
        return self._names("schools", lambda config: (school.id for school in config.schools))

    @cached_property
    def providers(self) -> Names:
        """The providers' ids."""
        return self._names("providers", lambda config: (provider.id for provider in config.providers))

    @cached_property
    def clubs(self) -> Names:
        """The ids of the providers that are clubs, or may be because their kind is unreadable."""
        kinds = ("club", None)
        return self._names(
            "providers", lambda config: (provider.id for provider in config.providers if provider.kind in kinds)
        )

    @cached_property
    def staff(self) -> Names:
        """The ids of all providers' staff."""
        return self._names(
            "providers", lambda config: (member.id for provider in config.providers for member in provider.staff)
        )

    @cached_property
    def problems(self) -> Names:
        """The codes of the problems."""
        return self._names("problems", lambda config: (problem.code for problem in config.problems))

    @cached_property
    def bases(self) -> Names:
        """The keys of the legal bases."""
        return tuple(basis.key for basis in self.law.bases) if self.law else None

    @property
    def people_and_providers(self) -> Names:
        """The ids of all providers and their staff, which a child may decline."""
        return None if self.providers is None else (*self.providers, *(self.staff or ()))

    def _names(self, section: str, ids: Callable[[Config], Iterable[str | None]]) -> Names:
        if self.config is None or section in self.unread:
            return None
        return tuple(name for name in ids(self.config) if name is not None)


def refer_staff(place: str, staff: str | None, provider: str | None, ids: KnownIds) -> Iterator[Issue]:
    """Check that a person works at the provider, or anywhere if the provider is None or unknown.

    Args:
        place: the person's place in its file.
        staff: the person's id; None is valid.
        provider: the provider's id.
        ids: the names there are.
    """
    if ids.config is None or provider is None or (house := ids.config.provider(provider)) is None:
        yield from refer(place, "staff", staff, ids.staff)
        return
    employer = (
        next((entry for entry in ids.config.providers if entry.member(staff)), None) if staff is not None else None
    )
    if employer is None or house.member(staff):
        yield from refer(place, "staff", staff, [member.id for member in house.staff])
        return
    values = {"provider": house.id, "employer": f"{employer.name} ({employer.id})"}
    names = tuple(member.id for member in house.staff)
    yield Issue(place=place, code="staff_elsewhere", value=quote_value(staff), values={**values, "known": names})


def without_unread(issues: Iterable[Issue], unread: Collection[str]) -> Iterable[Issue]:
    """Yield the issues, except those of unreadable values, which already have one."""
    places = frozenset(unread)
    return (issue for issue in issues if places.isdisjoint(_places_around(issue.place)))


def _places_around(place: str) -> Iterator[str]:
    """Yield the place, and every table and list that it is within."""
    yield place
    yield from (place[:end] for end, sign in enumerate(place) if sign in ".[")
