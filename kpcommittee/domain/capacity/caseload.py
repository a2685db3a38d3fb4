"""The caseload: every placement with the days on which it counts, whoever it came from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from kpcommittee.domain.capacity.placement import (
    Changed,
    Claim,
    Placement,
    Ruling,
    apply_changes,
    claim_of,
    claims_in_force,
    group_by_case,
    remaining_claim,
    replaced_placements,
    split_by_origin,
)
from kpcommittee.domain.identity import Identity, Key
from kpcommittee.domain.immutable import immutable


@immutable
class Course:
    """A placement after all imports, decisions, endings and changes, with the days on which it counts."""

    placement: Placement
    span: Claim | None
    """None if a decision covers the placement or took the case over before it began."""
    decided_on: date | None = None
    """The day of the meeting that decided it; None if it was imported."""
    in_principle: bool = False
    """Whether a leader's confirmation is still awaited: the hours are held, but nobody is contact person yet."""

    @property
    def counts(self) -> bool:
        """Whether it counts on any day."""
        return self.span is not None

    @property
    def held(self) -> bool:
        """Whether it was decided in a meeting that is not approved yet."""
        return self.span is not None and self.span.held

    @property
    def counted_placement(self) -> Placement:
        """The placement with the last day on which it counts."""
        if self.span is None or self.span.end == self.placement.end:
            return self.placement
        return replace(self.placement, end=self.span.end)

    def runs_on(self, day: date) -> bool:
        """Whether it counts on that day."""
        return self.span is not None and self.span.runs_on(day)

    def counts_from(self, day: date) -> bool:
        """Whether it counts on that day or later."""
        return self.span is not None and (self.span.end is None or self.span.end >= day)


@immutable
class DoubledChild:
    """A child who has a contact person at two providers at the same time."""

    case_numbers: tuple[str, ...]
    """One, or two of the same child."""
    providers: tuple[str, ...]
    day: date
    """The first such day from the given day on."""


@immutable(kw_only=False)
class Caseload:
    """The placements of each case: of one case and provider, at most one counts on any day."""

    placements: tuple[Placement, ...]
    """Imported placements, and changes of decided ones."""
    rulings: tuple[Ruling, ...]
    courses: Mapping[str, tuple[Course, ...]]
    """By case number: what was imported in the order of the tables, then what was decided, the earliest first."""

    @classmethod
    def of(cls, placements: Iterable[Placement], rulings: Iterable[Ruling]) -> "Caseload":
        """Bring together what was imported, what meetings ruled, and what was changed since."""
        placements, rulings = tuple(placements), tuple(rulings)
        imported, changed = split_by_origin(placements)
        running, ruled = group_by_case(imported), group_by_case(rulings)
        courses = {
            number: tuple(_courses(running.get(number, ()), ruled.get(number, ()), changed))
            for number in {**running, **ruled}
        }
        return cls(placements, rulings, courses)

    def with_import(self, adds: Iterable[Placement], replaces: Iterable[Placement]) -> "Caseload":
        """Return the caseload after an import."""
        replaces = tuple(replaces)
        replaced_ids = {id(placement) for placement in replaced_placements(self.placements, replaces)}
        others = (placement for placement in self.placements if id(placement) not in replaced_ids)
        return Caseload.of((*others, *replaces, *adds), self.rulings)

    @property
    def counting_courses(self) -> tuple[Course, ...]:
        """The courses that count on any day, each placement once."""
        return tuple(course for courses in self.courses.values() for course in courses if course.counts)

    def courses_at(self, case_number: str, provider: str) -> tuple[Course, ...]:
        """Return the courses of a case that count at a provider, the earliest first."""
        courses = [
            course
            for course in self.courses.get(case_number, ())
            if course.counts and course.placement.provider == provider
        ]
        return tuple(sorted(courses, key=lambda course: course.placement.start or date.min))


def _courses(imported: Iterable[Placement], rulings: Iterable[Ruling], changed: Changed) -> Iterable[Course]:
    chain = claims_in_force(apply_changes(ruling, changed) for ruling in rulings)
    claims = [claim for _ruling, claim in chain]
    for placement in imported:
        yield Course(placement=placement, span=remaining_claim(claims, claim_of(placement)))
    for ruling, claim in chain:
        yield Course(
            placement=_decided_placement(ruling, changed),
            span=claim,
            decided_on=ruling.met_on,
            in_principle=ruling.state == "in_principle",
        )


def _decided_placement(ruling: Ruling, changed: Changed) -> Placement:
    """Return what a meeting decided as a placement, as far as its ruling knows it."""
    provider = ruling.provider or ""
    child = ruling.child or Identity(None, None, None)
    placement = changed.get((ruling.case_number, ruling.meeting))
    if placement is None:
        return Placement(
            case_number=ruling.case_number,
            provider=provider,
            decided_in=ruling.meeting,
            child=child.name,
            birth_date=child.birth_date,
            cpr=child.cpr,
            staff=ruling.staff,
            hours_per_week=ruling.hours,
            start=ruling.start,
            end=ruling.end,
            changes=ruling.changes,
        )
    return replace(
        placement,
        changed_here=None,
        provider=provider,
        staff=ruling.staff,
        hours_per_week=ruling.hours,
        start=ruling.start,
        end=ruling.end,
        changes=ruling.changes,
    )


def doubled_children(placements: Iterable[Placement], day: date) -> Iterator[DoubledChild]:
    """Yield each child who has a contact person at two providers at the same time, on that day or later.

    Args:
        placements: as they are counted.
        day: the first day.
    """
    by_child: dict[Key, list[Placement]] = {}
    for placement in placements:
        if placement.end is None or placement.end >= day:
            for key in (("case", placement.case_number), *placement.identity.keys):
                by_child.setdefault(key, []).append(placement)
    groups = (group for group in by_child.values() if len(group) > 1)
    yield from dict.fromkeys(overlap for group in groups for overlap in _find_doubled(group, day))


def _find_doubled(group: Iterable[Placement], day: date) -> Iterator[DoubledChild]:
    """Compare each placement with the one that runs longest at each other provider."""
    longest: dict[str, Placement] = {}
    for placement in sorted(group, key=lambda placement: max(day, placement.start or day)):
        first = max(day, placement.start or day)
        for provider, other in longest.items():
            if provider != placement.provider and other.runs_on(first) and _is_same_child(other, placement):
                yield DoubledChild(
                    case_numbers=tuple(dict.fromkeys((other.case_number, placement.case_number))),
                    providers=(provider, placement.provider),
                    day=first,
                )
        before = longest.get(placement.provider)
        if before is None or (before.end is not None and (placement.end is None or placement.end > before.end)):
            longest[placement.provider] = placement


def _is_same_child(placement: Placement, other: Placement) -> bool:
    return placement.case_number == other.case_number or placement.identity.is_same(other.identity)
