"""What the caseload knows about one child: the present contact person, earlier ones, and whether there are two."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.capacity.caseload import Caseload, Course, doubled_children
from kpcommittee.domain.case import Case, Earlier
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable

Ended = Literal["planned", "early", "moved", "renewed"]


@immutable
class PresentContact:
    """The contact person that a child has on the day of a meeting."""

    case_number: str
    """The case number of the placement: that of the case, or another one of the same child."""
    provider: str
    provider_name: str
    staff: str | None
    staff_name: str | None
    since: date | None
    ends_on: date | None
    """Its last day as it was then; None if it ran on."""

    def last_day(self, case_number: str, start: date) -> date | None:
        """Return its last day if the given case is placed from a start; another case number ends nothing."""
        if self.case_number != case_number:
            return self.ends_on
        return start - DAY if self.ends_on is None else min(self.ends_on, start - DAY)


@immutable
class EarlierContact:
    """A contact person that a child had before the day of a meeting."""

    provider: str
    staff: str | None = None
    start: date | None = None
    end: date | None = None
    why: str | None = None
    """Why it ended, in the recorded words; None if nobody said."""
    ended: Ended | None = None
    """How it ended; None if only the agenda knows of it."""


def contact_person_on(case: Case, caseload: Caseload, config: Config, day: date) -> PresentContact | None:
    """Return the placement that runs on that day, preferring the same case; None if there is none.

    A decision in principle holds hours, but runs only once it is confirmed.
    """
    running = [
        course for course in _courses_of_child(case, caseload) if course.runs_on(day) and not course.in_principle
    ]
    own = [course for course in running if course.placement.case_number == case.case_number]
    newest = max(own or running, key=lambda course: course.placement.start or date.min, default=None)
    if newest is None:
        return None
    placement = newest.counted_placement.as_of(day)
    provider = config.provider(placement.provider)
    member = provider.member(placement.staff) if provider else None
    return PresentContact(
        case_number=placement.case_number,
        provider=placement.provider,
        provider_name=config.provider_name(placement.provider),
        staff=placement.staff,
        staff_name=member.name if member else placement.staff,
        since=placement.start,
        ends_on=placement.end,
    )


def earlier_contact_persons(case: Case, caseload: Caseload, day: date) -> tuple[EarlierContact, ...]:
    """Return the placements that ended before that day, by the journal and by the agenda, the newest first."""
    courses = _courses_of_child(case, caseload)
    ended_here = [_earlier_placement(course, courses) for course in courses if _has_ended(course, day)]
    stated = list(case.earlier)
    placements = []
    for before in ended_here:
        stated_entry = next(
            (earlier for earlier in stated if is_same_placement(earlier, before.provider, before.start, before.end)),
            None,
        )
        if stated_entry is not None:
            stated.remove(stated_entry)
        placements.append(replace(before, why=before.why or (stated_entry.ended_because if stated_entry else None)))
    placements += [
        EarlierContact(provider=earlier.provider, start=earlier.start, end=earlier.end, why=earlier.ended_because)
        for earlier in stated
    ]
    return tuple(sorted(placements, key=lambda before: before.end or before.start or date.min, reverse=True))


def two_providers(case: Case, caseload: Caseload, config: Config, start: date, day: date) -> Mapping[str, str]:
    """Return where else the child has a contact person, as the values of a caution; empty if nowhere.

    Args:
        case: the case.
        caseload: the placements outside the meeting.
        config: for the names.
        start: when the case would be placed.
        day: the meeting's.
    """
    courses = _courses_of_child(case, caseload)
    pair = next(doubled_children((course.counted_placement for course in courses if course.counts), day), None)
    if pair is not None:
        names = (config.provider_name(provider) for provider in pair.providers)
        return {"where": ", ".join(names), "since": pair.day.isoformat()}
    elsewhere = [
        f"{config.provider_name(course.placement.provider)} ({course.placement.case_number})"
        for course in courses
        if course.placement.case_number != case.case_number and course.counts_from(start)
    ]
    return {"where": ", ".join(dict.fromkeys(elsewhere))} if elsewhere else {}


def _courses_of_child(case: Case, caseload: Caseload) -> tuple[Course, ...]:
    """Return the placements of the case, and of the same child under another number."""
    identity = case.child.identity
    return tuple(
        course
        for number, courses in caseload.courses.items()
        for course in courses
        if number == case.case_number or course.placement.identity.is_same(identity)
    )


def _has_ended(course: Course, day: date) -> bool:
    """Whether it ran before that day and has ended."""
    return course.counts and not course.counts_from(day) and not course.in_principle


def _earlier_placement(course: Course, courses: Iterable[Course]) -> EarlierContact:
    placement = course.counted_placement
    assert placement.end is not None, "what has ended has a last day"
    last = placement.as_of(placement.end)
    return EarlierContact(
        provider=last.provider,
        staff=last.staff,
        start=last.start,
        end=last.end,
        why=placement.ended_because,
        ended=_how_it_ended(course, courses),
    )


def _how_it_ended(course: Course, courses: Iterable[Course]) -> Ended:
    placement = course.counted_placement
    for next_provider in _next_providers(course, courses):
        return "renewed" if next_provider == placement.provider else "moved"
    return "early" if placement.ended_because is not None else "planned"


def _next_providers(course: Course, courses: Iterable[Course]) -> Iterator[str]:
    """Yield the provider that took the case over before the placement's own last day."""
    placement = course.counted_placement
    if placement.end == course.placement.end or placement.end is None:
        return
    after = placement.end + DAY
    for other in courses:
        if other.placement.case_number == placement.case_number and other.runs_on(after):
            yield other.placement.provider


def is_same_placement(earlier: Earlier, provider: str, start: date | None, end: date | None) -> bool:
    """Whether the agenda's entry is that placement: the same provider, with days in common."""
    first = max(earlier.start or date.min, start or date.min)
    return earlier.provider == provider and first <= min(earlier.end or date.max, end or date.max)
