"""The yearly evaluation of schools, clubs and authority (document 001, line 63): counts, no names and no scores."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Literal, get_args

from kpcommittee.domain.calendar import DAY, age_on
from kpcommittee.domain.capacity.balance import room_of
from kpcommittee.domain.capacity.options import Departure
from kpcommittee.domain.capacity.placement import PLACED_STATES, Placement, settles_principle
from kpcommittee.domain.capacity.quality import OLDEST_OF_BANDS
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import ProviderKind
from kpcommittee.domain.review.endings import RELATIONS, Outcomes, Tally
from kpcommittee.domain.review.follow_ups import FollowUp
from kpcommittee.domain.review.past import PastDecision

Outcome = Literal["placed", "in_principle", "postponed", "returned", "withdrawn"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

AgeBand = Literal["to_10", "11_14", "15_17", "from_18", "unknown"]
AGE_BANDS: tuple[AgeBand, ...] = get_args(AgeBand)
"""Those of document 001, lines 35–36; unknown ages are counted separately."""

InTime = Literal["in_time", "late", "not_held"]
IN_TIME: tuple[InTime, ...] = get_args(InTime)

WENT = ("running", "planned", "early", "moved", "renewed")
"""How placements can go."""

KINDS: tuple[ProviderKind, ...] = get_args(ProviderKind)
"""The kinds of providers, in the order of reading."""

DEPARTURES: tuple[Departure, ...] = get_args(Departure)

Followed = Literal["recommendation", "departed", "none"]
FOLLOWED: tuple[Followed, ...] = get_args(Followed)


@immutable(kw_only=False)
class Counts:
    """How many there are of each of a few values, in order."""

    values: Mapping[str, int]

    @property
    def total(self) -> int:
        """All together."""
        return sum(self.values.values())


@immutable(kw_only=False)
class OutcomesByGroup:
    """How many decisions of each outcome there are in each group."""

    groups: Mapping[str, Counts]
    adds_up: bool = True
    """Whether each decision is in only one group, so that the groups add up."""


@immutable
class WaitingDays:
    """Days from the grant to the decision."""

    decisions: int
    median: Decimal | None
    most: int | None


@immutable
class ClubYear:
    """A club over the year: the share of its hours and members that contact persons took."""

    provider: str
    children: int
    """Children with a placement there on any day of the year up to the report."""
    full_year_children: Fraction
    """Days of placement there in the whole year, divided by the days of the year, as in the budget."""
    children_at_once: Fraction
    """Children at a time, on average over the year up to the report."""
    hours: Fraction
    """Granted hours a week, on average over the same days."""
    share_of_room: Fraction | None
    """Staff hours divided by those set for contact persons on the last day; None if none are set."""
    share_of_members: Fraction | None
    """Children at a time divided by its enrolled children; None if that number is unknown."""


@immutable
class BackTest:
    """What the lists alone, and the config's order alone, would have chosen from the same options."""

    decisions: int
    same_by_list: int
    """Placements at the first provider of the config that was a candidate on the list of all the problems."""
    same_by_order: int
    """Placements at the first candidate of the config."""


@immutable
class YearReport:
    """What happened in the meetings of a calendar year; the register is of its last day or of `as_of`.

    What a later meeting of the year made of a decision in principle is counted in its place.
    """

    year: int
    as_of: date
    meetings: int
    outcomes: Counts
    by_kind: Counts
    """Placements by the kind of provider."""
    by_problem: OutcomesByGroup
    by_district: OutcomesByGroup
    by_age: OutcomesByGroup
    went: Counts
    """How the placements of the year's meetings went so far."""
    went_by: Mapping[str, OutcomesByGroup]
    """The same, by provider kind, problem, whether a relation was kept, and whether it was a departure."""
    followed: Counts
    departures: Counts
    reasons: Counts
    missing: Counts
    """What was missing when cases were postponed or returned, as written."""
    waited: WaitingDays
    follow_ups: Counts
    clubs: tuple[ClubYear, ...]
    register_kinds: Counts
    register_ages: Counts
    back_test: BackTest
    purged: int = 0
    """Cases of the year's meetings that were purged since: no number includes them."""

    @property
    def count_tables(self) -> tuple[tuple[str, Counts], ...]:
        """The tables of one number for each row, with their names, in the order of reading."""
        names = ("outcomes", "by_kind", "went", "followed", "departures", "reasons", "follow_ups")
        return tuple((name, getattr(self, name)) for name in (*names, "register_kinds", "register_ages"))

    @property
    def outcome_tables(self) -> tuple[tuple[str, OutcomesByGroup], ...]:
        """The tables of several numbers for each row, with their names."""
        decided = (("by_problem", self.by_problem), ("by_district", self.by_district), ("by_age", self.by_age))
        return (*decided, *((f"went_{name}", crossed) for name, crossed in self.went_by.items()))


def age_band(age: int | None) -> AgeBand:
    """Return the band of an age in whole years."""
    if age is None:
        return "unknown"
    return next((band for band, oldest in zip(AGE_BANDS, OLDEST_OF_BANDS, strict=False) if age <= oldest), "from_18")


def count_values(values: Iterable[str | None], order: Sequence[str] = ()) -> Counts:
    """Count values; those of the given order first, then the most frequent."""
    counts = Counter(values)
    others = (value for value in counts if value is not None and value not in order)
    by_frequency = sorted(others, key=lambda value: (-counts[value], value))
    return Counts({value: counts[value] for value in (*order, *by_frequency)})


def leave_out_superseded(decisions: Iterable[PastDecision]) -> tuple[PastDecision, ...]:
    """Leave out each decision in principle that a later meeting has confirmed or revoked.

    The case then counts once, by what came of it. A postponement leaves the decision in force, so both count.

    Args:
        decisions: the newest first.
    """
    settled: set[str] = set()
    kept = []
    for past in decisions:
        if past.outcome != "in_principle" or past.case_number not in settled:
            kept.append(past)
        if settles_principle(past.outcome, released=past.released):
            settled.add(past.case_number)
    return tuple(kept)


_OUTCOME_OF = attrgetter("outcome")


def count_outcomes(
    decisions: Sequence[PastDecision], groups_of: Callable[[PastDecision], Iterable[str]], order: Sequence[str] = ()
) -> OutcomesByGroup:
    """Count the outcomes of each group, in the given order first; a decision may be in several."""
    members: dict[str, list[PastDecision]] = {}
    alone = True
    for past in decisions:
        groups = tuple(groups_of(past))
        alone = alone and len(groups) == 1
        for group in groups:
            members.setdefault(group, []).append(past)
    names = [*(group for group in order if group in members), *sorted(set(members) - set(order))]
    return OutcomesByGroup({group: count_values(map(_OUTCOME_OF, members[group]), OUTCOMES) for group in names}, alone)


def count_endings(outcomes: Outcomes, problems: Iterable[str]) -> tuple[Counts, Mapping[str, OutcomesByGroup]]:
    """Return how placements went: all together, and by what they are compared by.

    Every value has a row, including those of `problems`. In a shareable report a missing row would reveal that another
    table hides a zero.
    """
    rows = {"provider_kind": KINDS, "relation": RELATIONS, "departed": ("yes", "no"), "problem": problems}
    by = {
        name: OutcomesByGroup(
            {
                value: _count_tally(groups.get(value, Tally()))
                for value in dict.fromkeys((*rows.get(name, ()), *groups))
            },
            adds_up=name != "problem",
        )
        for name, groups in outcomes.by.items()
        if groups
    }
    return _count_tally(outcomes.all), by


def _count_tally(tally: Tally) -> Counts:
    return Counts({name: getattr(tally, name) for name in WENT})


def measure_waiting(decisions: Iterable[PastDecision]) -> WaitingDays:
    """Return how long placed children waited."""
    days = sorted(past.waiting_days for past in decisions if past.outcome in PLACED_STATES)
    if not days:
        return WaitingDays(decisions=0, median=None, most=None)
    middle = len(days) // 2
    median = Decimal(days[middle]) if len(days) % 2 else Decimal(days[middle - 1] + days[middle]) / 2
    return WaitingDays(decisions=len(days), median=median, most=days[-1])


def count_follow_ups(rows: Iterable[FollowUp], year: int, as_of: date) -> Counts:
    """Count the follow-ups, first and later, that were due in the year by that day."""
    due = [row for row in rows if row.kind in ("first", "later") and row.due.year == year and row.due <= as_of]
    return count_values((_timeliness(row) for row in due), IN_TIME)


def _timeliness(row: FollowUp) -> InTime:
    if row.done_on is None:
        return "not_held"
    return "in_time" if row.done_on <= row.due else "late"


def is_recommendation_followed(past: PastDecision) -> Followed | None:
    """Whether a placement followed the recommendation; None for other outcomes."""
    if past.outcome not in PLACED_STATES:
        return None
    if past.followed_recommendation is None:
        return "none"
    return "recommendation" if past.followed_recommendation else "departed"


def club_years(placements: Sequence[Placement], config: Config, year: int, as_of: date) -> tuple[ClubYear, ...]:
    """Return the share of each club that placements took, day by day up to and including `as_of`."""
    first, end = date(year, 1, 1), date(year, 12, 31)
    last = min(end, as_of)
    days, whole_year = max((last - first).days + 1, 0), (end - first).days + 1
    clubs = []
    for club in config.providers if days else ():
        if club.kind != "club":
            continue
        there = [placement for placement in placements if placement.provider == club.id]
        own = [(placement, count) for placement in there if (count := _days_in(placement, first, last))]
        at_once = Fraction(sum(count for _placement, count in own), days)
        hours = sum((_hours_in(placement, first, last) for placement, _count in own), Fraction(0)) / days
        room = room_of(club, last)
        clubs.append(
            ClubYear(
                provider=club.id,
                children=len({placement.case_number for placement, _count in own}),
                full_year_children=Fraction(sum(_days_in(placement, first, end) for placement in there), whole_year),
                children_at_once=at_once,
                hours=hours,
                share_of_room=hours * Fraction(club.hours_factor) / Fraction(room) if room else None,
                share_of_members=at_once / club.enrolled if club.enrolled else None,
            )
        )
    return tuple(clubs)


def _days_in(placement: Placement, first: date, last: date) -> int:
    begins, ends = max(placement.start or first, first), min(placement.end or last, last)
    return max((ends - begins).days + 1, 0)


def _hours_in(placement: Placement, first: date, last: date) -> Fraction:
    """Return the granted hours a week, summed over the days on which it runs; unknown hours count as none."""
    begins, ends = max(placement.start or first, first), min(placement.end or last, last)
    turns = [begins, *(change.since for change in placement.changes if begins < change.since <= ends)]
    parts = zip(turns, [*turns[1:], ends + DAY], strict=True)
    return sum(
        (Fraction(placement.as_of(low).hours_per_week or 0) * (after - low).days for low, after in parts), Fraction(0)
    )


def count_register(placements: Sequence[Placement], day: date) -> tuple[Counts, Counts]:
    """Count running placements on a day by kind and by the child's age (document 001, lines 31–36)."""
    running = [placement for placement in placements if placement.runs_on(day)]
    kinds = count_values((placement.kind or "unknown" for placement in running), ("contact_person", "aftercare", "ukn"))
    ages = (age_band(age_on(place.birth_date, day) if place.birth_date else None) for place in running)
    return kinds, count_values(ages, AGE_BANDS)


def run_back_test(placed: Sequence[PastDecision]) -> BackTest:
    """Compare the choices with those that a rule without people would have made from the same options."""
    return BackTest(
        decisions=len(placed),
        same_by_list=sum(past.by_list == past.provider for past in placed),
        same_by_order=sum(past.by_order == past.provider for past in placed),
    )
