"""The caseload: every placement with the days on which it counts, whoever it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kpcommittee.domain.capacity.placement import (
    Changed,
    Claim,
    Placement,
    Ruling,
    as_changed,
    by_case,
    chain_of,
    claim_of,
    left_by,
    split,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A placement as a table, a decision, an ending or a change left it, and the days on which it counts."""

    placement: Placement
    claims: tuple[Claim, ...]
    """At most one on every day; empty if a decision covers the placement or took the case over before it began."""

    @property
    def counts(self) -> bool:
        """Whether it counts on any day."""
        return bool(self.claims)

    @property
    def held(self) -> bool:
        """Whether it was decided in a meeting that is not approved yet."""
        return any(claim.held for claim in self.claims)

    @property
    def as_it_counts(self) -> Placement:
        """The placement with the last day on which it counts."""
        return replace(self.placement, end=self.claims[-1].end) if self.claims else self.placement

    def runs_on(self, day: date) -> bool:
        """Whether it counts on that day."""
        return any(claim.runs_on(day) for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Caseload:
    """The placements of each case: of one case and provider, at most one counts on any day."""

    courses: Mapping[str, tuple[Course, ...]]
    """By case number: what was imported in the order of the tables, then what was decided, the earliest first."""

    @classmethod
    def of(cls, placements: Iterable[Placement], rulings: Iterable[Ruling]) -> "Caseload":
        """Bring together what was imported, what meetings ruled, and what was changed since."""
        imported, changed = split(placements)
        running, ruled = by_case(imported), by_case(rulings)
        return cls(
            {
                number: tuple(_courses(running.get(number, ()), ruled.get(number, ()), changed))
                for number in {**running, **ruled}
            }
        )

    @property
    def counting(self) -> tuple[Course, ...]:
        """Everything that counts on any day, each placement once."""
        return tuple(course for courses in self.courses.values() for course in courses if course.counts)

    def at(self, case_number: str, provider: str) -> tuple[Course, ...]:
        """Return what counts of a case at a provider, the earliest first."""
        there = [
            course
            for course in self.courses.get(case_number, ())
            if course.counts and course.placement.provider == provider
        ]
        return tuple(sorted(there, key=lambda course: course.placement.start or date.min))


def _courses(imported: Iterable[Placement], rulings: Iterable[Ruling], changed: Changed) -> Iterable[Course]:
    chain = chain_of(as_changed(ruling, changed) for ruling in rulings)
    claims = [claim for _ruling, claim in chain]
    for placement in imported:
        left = left_by(claims, claim_of(placement))
        yield Course(placement=placement, claims=(left,) if left else ())
    for ruling, claim in chain:
        yield Course(placement=_decided(ruling, changed), claims=(claim,))


def _decided(ruling: Ruling, changed: Changed) -> Placement:
    """Return what a meeting decided as a placement, as far as its ruling knows it."""
    provider = ruling.provider or ""
    placement = changed.get((ruling.case_number, provider, ruling.meeting)) or Placement(
        case_number=ruling.case_number, provider=provider, decided_in=ruling.meeting
    )
    return replace(placement, staff=ruling.staff, hours_per_week=ruling.hours, start=ruling.start, end=ruling.end)
