"""The story of one child: what was decided, started, changed, ended and followed up, over all its cases."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal, get_args

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.case import Earlier
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.child_placements import is_same_placement
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.told import Told
from kpcommittee.domain.review.children import group_by_child
from kpcommittee.domain.review.endings import Ended, judge_stays
from kpcommittee.domain.review.past import PastDecision

EntryKind = Literal[
    "granted", "placed", "in_principle", "postponed", "returned", "withdrawn", "corrected", "told", "started",
    "changed", "followed_up", "ended",
]  # fmt: skip
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
"""The kinds of entries, in the order within a day."""

Source = Literal["import", "agenda"]
"""The source of a placement that no meeting decided: an import, or only the agenda."""

SameBy = Literal["case_number", "personal_number", "name_and_birth_date"]


@immutable
class PlacementChange:
    """A change in a placement."""

    case_number: str
    provider: str
    on: date
    changes: Mapping[str, tuple[Any, Any]]
    """What → its value before and after, as the journal writes them."""
    why: str

    def is_told_by_ending(self, today: date) -> bool:
        """Whether it only gave the placement an earlier last day, which is past."""
        before, after = self.changes.get("end", (None, None))
        ends_earlier = after is not None and (before is None or after < before)
        return [*self.changes] == ["end"] and ends_earlier and after < today.isoformat()


@immutable
class Correction:
    """A clerical error that was corrected in a decision."""

    case_number: str
    provider: str | None
    staff: str | None
    on: date
    why: str


@immutable
class Story:
    """What the journal contains about one child."""

    case_numbers: tuple[str, ...]
    same_by: SameBy
    decisions: tuple[PastDecision, ...] = ()
    caseload: Caseload
    changes: tuple[PlacementChange, ...] = ()
    follow_ups: tuple[FollowedUp, ...] = ()
    corrections: tuple[Correction, ...] = ()
    told: tuple[Told, ...] = ()
    """Who was told of decisions."""


@immutable
class Entry:
    """One thing that happened."""

    on: date | None
    """None for a placement without a known day."""
    kind: EntryKind
    case_number: str
    source: Source | None = None
    """None if it comes from a meeting, or from later records."""
    provider: str | None = None
    staff: str | None = None
    prose: str = ""
    """What was written about it."""
    ended: Ended | None = None
    """How the placement ended, if the entry is its end."""
    change: PlacementChange | None = None
    follow_up: FollowedUp | None = None
    told: Told | None = None
    age: int | None = None
    """The child's age in years at the meeting whose decision was told."""


def how_identified(records: Iterable[tuple[str, Identity]], case_number: str) -> SameBy:
    """Return how the records are linked to one child: by numbers alone, or by names too."""
    all_records = [*records]
    if all(case == case_number for case, _identity in all_records):
        return "case_number"
    numbers = [(case, Identity(None, None, identity.cpr)) for case, identity in all_records]
    return "personal_number" if len(group_by_child(numbers)) == 1 else "name_and_birth_date"


def entries_of(
    story: Story, today: date, grant: tuple[str, date] | None = None, stated: Iterable[tuple[str, Earlier]] = ()
) -> tuple[Entry, ...]:
    """Return what happened until today: first entries without a day, then the oldest first.

    Args:
        story: what the journal contains.
        today: the day.
        grant: case and day of a grant that no meeting may have dealt with yet.
        stated: the earlier providers that agendas state, each with its case.
    """
    entries = [
        *_grant_entries(story.decisions, grant),
        *(_decision_entry(past) for past in story.decisions),
        *(_correction_entry(correction) for correction in story.corrections),
        *_placement_entries(story.caseload, today),
        *(
            entry
            for case, earlier in _untold_stated(story.caseload, stated)
            for entry in _stated_entries(case, earlier, today)
        ),
        *(_change_entry(change) for change in story.changes if not change.is_told_by_ending(today)),
        *(_follow_up_entry(event) for event in story.follow_ups),
        *_telling_entries(story),
    ]
    return tuple(
        sorted(entries, key=lambda entry: (entry.on or date.min, ENTRY_KINDS.index(entry.kind), entry.case_number))
    )


def _grant_entries(decisions: Iterable[PastDecision], grant: tuple[str, date] | None) -> Iterator[Entry]:
    """Yield each grant once, however often meetings dealt with it."""
    grants = {(past.case_number, past.date - timedelta(days=past.waiting_days)) for past in decisions}
    grants |= {grant} if grant else set()
    yield from (Entry(on=day, kind="granted", case_number=case) for case, day in sorted(grants))


def _decision_entry(past: PastDecision) -> Entry:
    assert past.outcome != "open", "only what a meeting dealt with is a past decision"
    return Entry(
        on=past.date,
        kind=past.outcome,
        case_number=past.case_number,
        provider=past.provider,
        staff=past.staff,
        prose="; ".join(part for part in (past.reason, past.missing) if part),
    )


def _telling_entries(story: Story) -> Iterator[Entry]:
    ages = {past.case_number: past.age for past in story.decisions}
    for event in story.told:
        yield Entry(on=event.on, kind="told", case_number=event.case, told=event, age=ages.get(event.case))


def _correction_entry(correction: Correction) -> Entry:
    return Entry(
        on=correction.on,
        kind="corrected",
        case_number=correction.case_number,
        provider=correction.provider,
        staff=correction.staff,
        prose=correction.why,
    )


def _placement_entries(caseload: Caseload, today: date) -> Iterator[Entry]:
    """Yield when placements began and ended, as far as that has happened."""
    for course, ended in judge_stays(caseload):
        placement = course.counted_placement
        source: Source | None = "import" if placement.decided_in is None else None
        entry = partial(Entry, case_number=placement.case_number, provider=placement.provider, source=source)
        is_over = ended is not None and ended.how_by(today)
        if placement.start is not None and placement.start <= today:
            yield entry(on=placement.start, kind="started", staff=placement.as_of(placement.start).staff)
        elif placement.start is None and not is_over:
            yield entry(on=None, kind="started", staff=placement.as_of(today).staff)
        if ended is not None and is_over:
            yield entry(
                on=ended.on, kind="ended", staff=placement.as_of(ended.on).staff, prose=ended.why or "", ended=ended
            )


def _untold_stated(caseload: Caseload, stated: Iterable[tuple[str, Earlier]]) -> Iterator[tuple[str, Earlier]]:
    """Yield the stated placements that the journal does not contain, each once."""
    counting = [course.counted_placement for course in caseload.counting_courses]
    listed = set[Earlier]()
    for case, earlier in stated:
        is_told = any(
            is_same_placement(earlier, placement.provider, placement.start, placement.end) for placement in counting
        )
        if not is_told and earlier not in listed:
            listed.add(earlier)
            yield case, earlier


def _stated_entries(case: str, earlier: Earlier, today: date) -> Iterator[Entry]:
    """Yield the beginning and the end of a placement that only an agenda states."""
    entry = partial(Entry, case_number=case, provider=earlier.provider, source="agenda")
    why = earlier.ended_because or ""
    if earlier.start is not None and earlier.start <= today:
        yield entry(on=earlier.start, kind="started", prose="" if earlier.end else why)
    if earlier.end is not None and earlier.end <= today:
        yield entry(on=earlier.end, kind="ended", prose=why)
    if earlier.start is None and earlier.end is None:
        yield entry(on=None, kind="ended", prose=why)


def _change_entry(change: PlacementChange) -> Entry:
    return Entry(
        on=change.on,
        kind="changed",
        case_number=change.case_number,
        provider=change.provider,
        prose=change.why,
        change=change,
    )


def _follow_up_entry(event: FollowedUp) -> Entry:
    return Entry(
        on=event.held_on,
        kind="followed_up",
        case_number=event.case_number,
        provider=event.provider,
        prose=event.note or "",
        follow_up=event,
    )
