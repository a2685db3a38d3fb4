"""Placements: one child with one contact person over a period, and what they claim of a provider's hours."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import PlacementKind


@immutable
class DatedChange:
    """Another person or other hours from a given day."""

    since: date
    staff: str | None = None
    """Empty if nobody is named from then on; None if the person stays."""
    hours_per_week: Decimal | None = None
    """None if the hours stay."""


@immutable
class Placement:
    """A running placement as it was imported, or as it was changed since the committee decided it."""

    case_number: str
    provider: str
    staff: str | None = None
    hours_per_week: Decimal | None = None
    """Granted hours; None if unknown, which is counted separately and never as 0."""
    start: date | None = None
    """The first day; None if unknown, as if the placement had always run."""
    end: date | None = None
    """The last day; None if the placement runs on."""
    child: str | None = None
    birth_date: date | None = None
    cpr: str | None = None
    district: str | None = None
    problems: tuple[str, ...] = ()
    kind: PlacementKind | None = None
    decided_in: str | None = None
    """The meeting whose decision this changes; None if the placement was imported."""
    ended_because: str | None = None
    """Why it was ended here before its last day, which no table undoes; None if nobody did."""
    changes: tuple[DatedChange, ...] = ()
    """What changed while it ran, the earliest first; person and hours are those before the first."""
    changed_here: tuple[str, ...] | None = field(default=None, compare=False)
    """The names of the fields that were changed since the decision; None if all count as they are here.

    What was not changed follows the decision, even once that is corrected. It is stored with the tables, in no event.
    """

    @property
    def identity(self) -> Identity:
        """Who the child is, as far as it is known."""
        return Identity(self.child, self.birth_date, self.cpr)

    def runs_on(self, day: date) -> bool:
        """Whether it runs on that day, unless something takes the case over."""
        return (self.start or day) <= day <= (self.end or day)

    def as_of(self, day: date) -> "Placement":
        """Return the placement with person and hours as of that day, at the latest of its last day."""
        if not self.changes:
            return self
        within = max(min(day, self.end or day), self.start or day)
        staff, hours = _person_and_hours(self.staff, self.hours_per_week, self.changes, within)
        return replace(self, staff=staff, hours_per_week=hours, changes=())

    def overlaps(self, other: "Placement") -> bool:
        """Whether both run on at least one common day."""
        return (self.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (
            self.end or date.max
        )


PLACED_STATES = frozenset({"placed", "in_principle"})
"""The states of a case for which a provider is chosen, if only in principle."""


@immutable
class Ruling:
    """What one meeting ruled in one case, as far as hours are concerned."""

    meeting: str
    opened_at: str
    """When the meeting was opened (ISO time): a later meeting's ruling replaces an earlier meeting's."""
    approved: bool
    case_number: str
    state: Literal["open", "placed", "in_principle", "postponed", "returned", "withdrawn"]
    released: bool = False
    """Whether this meeting revoked an earlier ruling in principle."""
    provider: str | None = None
    staff: str | None = None
    hours: Decimal | None = None
    start: date | None = None
    end: date | None = None
    child: Identity | None = None
    met_on: date | None = None
    """The day of the meeting."""
    changes: tuple[DatedChange, ...] = ()
    """What changed since the approval."""


@immutable
class Claim:
    """Granted hours of one case that count at one provider from a first to a last day, both included."""

    case_number: str
    provider: str
    staff: str | None
    hours: Decimal | None
    start: date | None
    end: date | None
    held: bool
    """Decided in a meeting that is not approved yet; else running."""
    changes: tuple[DatedChange, ...] = ()
    """What changes while it runs, the earliest first."""

    @property
    def parts(self) -> "tuple[Claim, ...]":
        """The claim, split where something changes."""
        if not self.changes:
            return (self,)
        turns = sorted({change.since for change in self.changes if self.runs_on(change.since)})
        firsts = (self.start, *(turn for turn in turns if turn != self.start))
        lasts = (*(first - DAY for first in firsts[1:] if first), self.end)
        return tuple(self._part_between(first, last) for first, last in zip(firsts, lasts, strict=True))

    def _part_between(self, first: date | None, last: date | None) -> "Claim":
        staff, hours = _person_and_hours(self.staff, self.hours, self.changes, first or date.min)
        return replace(self, staff=staff, hours=hours, start=first, end=last, changes=())

    def as_of(self, day: date) -> "Claim":
        """Return the claim with the person and the hours of a day on which it runs."""
        staff, hours = _person_and_hours(self.staff, self.hours, self.changes, day)
        return replace(self, staff=staff, hours=hours)

    def runs_on(self, day: date) -> bool:
        """Whether it counts on that day."""
        return (self.start or day) <= day <= (self.end or day)

    def part_before(self, day: date) -> "Claim | None":
        """Return the part of the claim before another takes the case over on that day; None if there is none."""
        if self.start is not None and self.start >= day:
            return None
        return self if self.end is not None and self.end < day else replace(self, end=day - DAY)


@immutable
class Account:
    """The claims of one case, from running placements and rulings; each day counts only once.

    From its start a ruling takes the case over from earlier rulings. It also takes over from imported placements that
    had begun by its last day. A ruling in principle ends when a later meeting returned the case or revoked the ruling.
    """

    running: tuple[Claim, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    changed: Mapping[tuple[str, str], Placement] = field(default_factory=dict)
    """What was changed of decided placements since: it also holds for a ruling that is added."""
    spans: tuple[Claim, ...] = field(init=False)
    """The claims, each placement as one with its changes."""
    claims: tuple[Claim, ...] = field(init=False)
    """The claims, split where something changes."""

    def __post_init__(self) -> None:
        """Compute the claims."""
        chain = [claim for _ruling, claim in claims_in_force(self.rulings)]
        remainders = (remaining_claim(chain, claim) for claim in self.running)
        spans = (*(claim for claim in remainders if claim), *chain)
        object.__setattr__(self, "spans", spans)
        object.__setattr__(self, "claims", tuple(part for span in spans for part in span.parts))

    def with_ruling(self, ruling: Ruling) -> "Account":
        """Return the account after one more ruling, as its placement was changed since."""
        return replace(self, rulings=(*self.rulings, apply_changes(ruling, self.changed)))

    def up_to(self, day: date) -> "Account":
        """Return the account cut off at that day, when something else takes the case over."""
        return Account(running=tuple(part for span in self.spans if (part := span.part_before(day))))


def replaced_placements(present: Iterable[Placement], changed: Iterable[Placement]) -> tuple[Placement, ...]:
    """Return the present placements that the changed ones replace: same case, provider and origin, overlapping."""
    by_key: dict[tuple[str, str], list[Placement]] = {}
    for row in changed:
        by_key.setdefault((row.case_number, row.provider), []).append(row)
    return tuple(
        placement
        for placement in present
        if any(
            placement.overlaps(row) and placement.decided_in == row.decided_in
            for row in by_key.get((placement.case_number, placement.provider), ())
        )
    )


def claims_of(placements: Iterable[Placement], rulings: Iterable[Ruling]) -> tuple[Claim, ...]:
    """Return everything that claims hours, each case at most once on every day."""
    return tuple(claim for account in accounts_of(placements, rulings).values() for claim in account.claims)


def _person_and_hours(
    staff: str | None, hours: Decimal | None, changes: Iterable[DatedChange], day: date
) -> tuple[str | None, Decimal | None]:
    """Return the person and the hours of a day."""
    for change in changes:
        if change.since <= day:
            staff = staff if change.staff is None else change.staff or None
            hours = hours if change.hours_per_week is None else change.hours_per_week
    return staff, hours


def accounts_of(placements: Iterable[Placement], rulings: Iterable[Ruling]) -> dict[str, Account]:
    """Return the account of each case, by number."""
    imported, changed = split_by_origin(placements)
    running = group_by_case(claim_of(placement) for placement in imported)
    ruled = group_by_case(apply_changes(ruling, changed) for ruling in rulings)
    since: dict[str, dict[tuple[str, str], Placement]] = {}
    for key, placement in changed.items():
        since.setdefault(placement.case_number, {})[key] = placement
    return {
        number: Account(running=running.get(number, ()), rulings=ruled.get(number, ()), changed=since.get(number, {}))
        for number in {**running, **ruled, **since}
    }


Changed = Mapping[tuple[str, str], Placement]
"""Case and meeting → what was decided there, as it was changed since."""


def split_by_origin(placements: Iterable[Placement]) -> tuple[list[Placement], Changed]:
    """Separate what was imported from changes of what was decided."""
    imported: list[Placement] = []
    changed: dict[tuple[str, str], Placement] = {}
    for placement in placements:
        if placement.decided_in is None:
            imported.append(placement)
        else:
            changed[placement.case_number, placement.decided_in] = placement
    return imported, changed


def apply_changes(ruling: Ruling, changed: Changed) -> Ruling:
    """Return the ruling with the person, hours and last day that the placement was given since."""
    placement = changed.get((ruling.case_number, ruling.meeting))
    if placement is None or ruling.provider is None:
        return ruling
    fields = CHANGEABLE if placement.changed_here is None else placement.changed_here
    # A correction may have moved the case to another provider since; the earlier provider's staff do not follow.
    moved = placement.provider != ruling.provider
    dated = _without_staff(placement.changes) if moved else placement.changes
    return replace(
        ruling,
        staff=placement.staff if "staff" in fields and not moved else ruling.staff,
        hours=placement.hours_per_week if "hours_per_week" in fields else ruling.hours,
        end=placement.end if "end" in fields else ruling.end,
        changes=dated if "changes" in fields else ruling.changes,
    )


CHANGEABLE = ("staff", "hours_per_week", "end", "changes")
"""What can be changed in a decided placement without a correction of the minutes."""


def changed_fields(before: Placement, after: Placement, present: Placement | None) -> tuple[str, ...] | None:
    """Return which fields of a decision have been changed, by this change or earlier ones.

    Args:
        before: the placement before the change.
        after: the placement after it.
        present: the stored earlier changes; None if there were none.
    """
    if after.decided_in is None or (present is not None and present.changed_here is None):
        return None
    earlier = () if present is None else present.changed_here or ()
    return tuple(name for name in CHANGEABLE if name in earlier or getattr(before, name) != getattr(after, name))


def _without_staff(changes: Iterable[DatedChange]) -> tuple[DatedChange, ...]:
    return tuple(replace(change, staff=None) for change in changes if change.hours_per_week is not None)


def claim_of(placement: Placement) -> Claim:
    """Return what an imported placement claims unless something takes the case over."""
    return Claim(
        case_number=placement.case_number,
        provider=placement.provider,
        staff=placement.staff,
        hours=placement.hours_per_week,
        start=placement.start,
        end=placement.end,
        held=False,
        changes=placement.changes,
    )


def remaining_claim(chain: Iterable[Claim], claim: Claim) -> Claim | None:
    """Return the part of an imported claim before rulings take the case over; None if there is none.

    A ruling does not affect what begins after its last day: the child has got a new contact person since.
    """
    remainder: Claim | None = claim
    for ruled in chain:
        begins_later = claim.start is not None and ruled.end is not None and claim.start > ruled.end
        if remainder is not None and ruled.start is not None and not begins_later:
            remainder = remainder.part_before(ruled.start)
    return remainder


def claims_in_force(rulings: Iterable[Ruling]) -> list[tuple[Ruling, Claim]]:
    """Return the rulings of one case that claim hours, each with what it claims; the earliest meeting's first."""
    chain: list[tuple[Ruling, Claim]] = []
    for ruling in _placed_rulings(rulings):
        start = ruling.start
        if ruling.provider is None or start is None:
            continue
        claim = Claim(
            case_number=ruling.case_number,
            provider=ruling.provider,
            staff=ruling.staff,
            hours=ruling.hours,
            start=start,
            end=ruling.end,
            held=not ruling.approved,
            changes=ruling.changes,
        )
        chain = [(earlier, remainder) for earlier, ruled in chain if (remainder := ruled.part_before(start))]
        chain.append((ruling, claim))
    return chain


def _placed_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return the placements among the rulings; one in principle ends when a later meeting settles the case."""
    placed: list[Ruling] = []
    awaiting = False
    # Meetings that were opened in the same second are ordered by their ids, wherever a ruling comes from.
    for ruling in sorted(rulings, key=lambda ruling: (ruling.opened_at, ruling.meeting)):
        if awaiting and settles_principle(ruling.state, released=ruling.released):
            placed.pop()
            awaiting = False
        if ruling.state in PLACED_STATES:
            placed.append(ruling)
            awaiting = ruling.state == "in_principle"
    return placed


def settles_principle(state: str, *, released: bool) -> bool:
    """Whether a later meeting settled what was decided in principle; to postpone its confirmation leaves it in force.

    Args:
        state: what became of the case in that meeting.
        released: whether that meeting revoked it.
    """
    return released or state not in ("open", "postponed")


_Record = TypeVar("_Record", Placement, Claim, Ruling)


def group_by_case(records: Iterable[_Record]) -> dict[str, tuple[_Record, ...]]:
    """Group placements, claims or rulings by case, in their order."""
    return _group(records, lambda record: record.case_number)


def group_by_provider(claims: Iterable[Claim]) -> dict[str, tuple[Claim, ...]]:
    """Group claims by provider, in their order."""
    return _group(claims, lambda claim: claim.provider)


def group_by_staff(claims: Iterable[Claim]) -> dict[str | None, tuple[Claim, ...]]:
    """Group claims by person, in their order; claims that name nobody have the key None."""
    return _group(claims, lambda claim: claim.staff)


_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")


def _group(entries: Iterable[_Entry], key: Callable[[_Entry], _Key]) -> dict[_Key, tuple[_Entry, ...]]:
    grouped: dict[_Key, list[_Entry]] = {}
    for entry in entries:
        grouped.setdefault(key(entry), []).append(entry)
    return {name: tuple(group) for name, group in grouped.items()}
