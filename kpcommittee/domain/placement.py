"""Placements: one child with one contact person over a period, and what they claim of a provider's hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

from kpcommittee.domain.calendar import DAY

PlacementKind = Literal["contact_person", "aftercare", "ukn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A running placement as it was imported."""

    case_number: str
    provider: str
    staff: str | None = None
    hours_per_week: Decimal | None = None
    """Granted hours; nothing means unknown, which is counted apart and never as 0."""
    start: date | None = None
    """Without it the placement has always run."""
    end: date | None = None
    """The last day; without it the placement runs on."""
    child: str | None = None
    birth_date: date | None = None
    cpr: str | None = None
    district: str | None = None
    problems: tuple[str, ...] = ()
    kind: PlacementKind | None = None

    def overlaps(self, other: "Placement") -> bool:
        """Whether both run on one day at least."""
        return (self.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (
            self.end or date.max
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What one meeting ruled in one case, as far as hours are concerned."""

    meeting: str
    opened_at: str
    """When the meeting was opened (ISO time): a later meeting's ruling replaces an earlier one's."""
    approved: bool
    case_number: str
    state: Literal["open", "placed", "in_principle", "postponed", "returned", "withdrawn"]
    released: bool = False
    """Whether an earlier ruling in principle was taken off here."""
    provider: str | None = None
    staff: str | None = None
    hours: Decimal | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
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

    def before(self, day: date) -> "Claim | None":
        """What is left of the claim when another takes the case over on that day."""
        if self.start is not None and self.start >= day:
            return None
        return self if self.end is not None and self.end < day else replace(self, end=day - DAY)


def claims_of(placements: Iterable[Placement], rulings: Iterable[Ruling]) -> tuple[Claim, ...]:
    """Everything that claims hours, each case once on every day.

    From its start a ruling takes the case over from what was imported and from earlier rulings. A ruling in principle
    is gone when a later meeting returned the case or took it off.
    """
    decided: dict[str, list[Claim]] = {}
    by_case = sorted(rulings, key=lambda r: (r.case_number, r.opened_at))
    for case_number, group in groupby(by_case, key=lambda r: r.case_number):
        decided[case_number] = _chain(tuple(group))
    running: list[Claim] = []
    for placement in placements:
        claim = _until(_running(placement), decided.get(placement.case_number, ()))
        if claim is not None:
            running.append(claim)
    return (*running, *(claim for chain in decided.values() for claim in chain))


def _running(placement: Placement) -> Claim:
    return Claim(
        case_number=placement.case_number,
        provider=placement.provider,
        staff=placement.staff,
        hours=placement.hours_per_week,
        start=placement.start,
        end=placement.end,
        held=False,
    )


def _until(claim: Claim | None, later: Iterable[Claim]) -> Claim | None:
    """What is left of a claim when the later ones take the case over from their starts on."""
    for other in later:
        if claim is None or other.start is None:
            break
        claim = claim.before(other.start)
    return claim


def _chain(rulings: Sequence[Ruling]) -> list[Claim]:
    chain: list[Claim] = []
    in_principle: Claim | None = None
    for ruling in rulings:
        if in_principle is not None and (ruling.released or ruling.state not in ("open", "postponed")):
            chain.remove(in_principle)
            in_principle = None
        if ruling.provider is None or ruling.start is None or ruling.state not in ("placed", "in_principle"):
            continue
        start = ruling.start
        chain = [left for claim in chain if (left := claim.before(start))]
        claim = Claim(
            case_number=ruling.case_number,
            provider=ruling.provider,
            staff=ruling.staff,
            hours=ruling.hours,
            start=start,
            end=ruling.end,
            held=not ruling.approved,
        )
        chain.append(claim)
        in_principle = claim if ruling.state == "in_principle" else None
    return chain


def by_provider(claims: Iterable[Claim]) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of each provider, in their order."""
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        grouped.setdefault(claim.provider, []).append(claim)
    return {provider: tuple(group) for provider, group in grouped.items()}
