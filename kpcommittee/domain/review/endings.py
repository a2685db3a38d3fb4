"""How placements went: whether each ran as planned, ended early, moved to another provider or was renewed.

The placements of one child are judged together, whatever their case numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from kpcommittee.domain.capacity.caseload import Caseload, Course
from kpcommittee.domain.case import KNOWN
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.review.children import Record, group_by_child

Ending = Literal["planned", "early", "moved", "renewed"]

PAUSE = timedelta(days=31)
"""A placement that begins within this many days continues the previous one; a later one is new. Our convention."""


@immutable
class Stay:
    """One placement of a child, on the days on which it counts."""

    case_number: str
    provider: str
    start: date | None
    """None if it has always run."""
    end: date | None
    """The last day, after every change; None if it runs on."""
    planned: date | None = None
    """The last day as decided; None if unknown."""
    why: str | None = None
    """Why it was ended before its last day."""
    decided_in: str | None = None
    """The meeting; None if it was imported."""


@immutable
class Ended:
    """How a placement ends, or ended."""

    how: Ending
    on: date
    """The last day."""
    why: str | None = None

    def how_by(self, today: date) -> Ending | None:
        """Return how it ended; None while it still runs."""
        return self.how if self.on < today else None


def endings_of_decisions(caseload: Caseload) -> dict[tuple[str, str], Ended]:
    """Return how the placement of each decision went, by meeting and case; only for those that count."""
    return {
        (course.placement.decided_in, course.placement.case_number): ended
        for course, ended in judge_stays(caseload)
        if course.placement.decided_in is not None and ended is not None
    }


def judge_stays(caseload: Caseload) -> Iterator[tuple[Course, Ended | None]]:
    """Yield each course that counts and how it went, child by child; None while it has no last day."""
    counting = caseload.counting_courses
    records: list[Record] = [(course.placement.case_number, course.placement.identity) for course in counting]
    records += [(ruling.case_number, ruling.child or NOBODY) for ruling in caseload.rulings]
    planned = {(ruling.meeting, ruling.case_number): ruling.end for ruling in caseload.rulings}
    for group in group_by_child(records):
        courses = [counting[place] for place in group if place < len(counting)]
        yield from zip(courses, endings_of([_make_stay(course, planned) for course in courses]), strict=True)


NOBODY = Identity(None, None, None)


def _make_stay(course: Course, planned: Mapping[tuple[str, str], date | None]) -> Stay:
    placement = course.counted_placement
    if placement.decided_in is not None:
        last = planned.get((placement.decided_in, placement.case_number))
    else:
        # For imported placements that were ended here, the planned day is unknown.
        last = None if placement.ended_because else course.placement.end
    return Stay(
        case_number=placement.case_number,
        provider=placement.provider,
        start=placement.start,
        end=placement.end,
        planned=last,
        why=placement.ended_because,
        decided_in=placement.decided_in,
    )


def endings_of(stays: Sequence[Stay]) -> tuple[Ended | None, ...]:
    """Judge the placements of one child, in order; None for one without a last day."""
    return tuple(_ending(stay, [other for other in stays if other is not stay]) for stay in stays)


def _ending(stay: Stay, others: Iterable[Stay]) -> Ended | None:
    if stay.end is None:
        return None
    following = _next_stay(stay, stay.end, others)
    if following is not None:
        how: Ending = "renewed" if following.provider == stay.provider else "moved"
    elif stay.why is not None or (stay.planned is not None and stay.end < stay.planned):
        how = "early"
    elif stay.planned is not None and stay.end > stay.planned:
        how = "renewed"
    else:
        how = "planned"
    return Ended(how=how, on=stay.end, why=stay.why)


def _next_stay(stay: Stay, end: date, others: Iterable[Stay]) -> Stay | None:
    """Return the placement that continues this one, preferably at the same provider; None if there is none."""
    near = [
        other
        for other in others
        if other.start is not None
        and abs(other.start - end) <= PAUSE
        and other.start > (stay.start or date.min)
        and (other.end is None or other.end > end)
    ]
    return min(near, key=lambda other: (other.provider != stay.provider, other.start or end), default=None)


# Many placements

Relation = Literal["kept", "left", "none"]
"""Whether the child was placed where it knows somebody well, elsewhere, or knows nobody well."""
RELATIONS: tuple[Relation, ...] = get_args(Relation)


def relation_of(decision: Decision) -> Relation:
    """Return how a decision used the child's relations."""
    if all(option.strength < KNOWN for option in decision.options):
        return "none"
    return "left" if "from_relation" in decision.departures else "kept"


COMPARED = ("provider_kind", "problem", "relation", "departed")
"""What placements are compared by."""


@immutable
class Tally:
    """How many placements are running, and how many ended in which way."""

    running: int = 0
    planned: int = 0
    early: int = 0
    moved: int = 0
    renewed: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.running + self.planned + self.early + self.moved + self.renewed


@immutable
class Outcomes:
    """How the placements of some decisions went; one with several problems counts with each of them."""

    all: Tally
    by: Mapping[str, Mapping[str, Tally]]
    """What placements are compared by → value → how they went."""
    reasons: tuple[tuple[date, str], ...]
    """Why placements were ended early, the newest first."""
