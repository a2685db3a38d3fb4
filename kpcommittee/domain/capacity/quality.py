"""The data quality of the running caseload: counts as in the source document, and what looks wrong.

Bands and kinds are those of document 001, lines 31–36. Findings are for people to check; nothing is corrected.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Literal, get_args

from kpcommittee.domain.calendar import DAY, age_on
from kpcommittee.domain.capacity.caseload import doubled_children
from kpcommittee.domain.capacity.economy import largest_remainder
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Claim, Placement
from kpcommittee.domain.cpr import birth_date_of
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import PlacementKind
from kpcommittee.domain.provider import Provider, Staff

AgeBand = Literal["-10", "11-14", "15-17", "18+"]
FindingCode = Literal[
    "aftercare_short",
    "adult_without_aftercare",
    "age_unknown",
    "kind_unknown",
    "hours_unknown",
    "ended",
    "two_providers",
    "person_over_max",
    "left",
    "on_leave",
    "house_closed",
    "staff_unknown",
    "provider_unknown",
]
FINDINGS: tuple[FindingCode, ...] = get_args(FindingCode)
KINDS: tuple[PlacementKind, ...] = get_args(PlacementKind)
BANDS: tuple[AgeBand, ...] = get_args(AgeBand)
OLDEST_OF_BANDS = (10, 14, 17)
"""The oldest of each band but the last."""
_ADULT: AgeBand = "18+"
_PERMILLE = 1000


@immutable(kw_only=False)
class Part:
    """How many running placements are of one kind or age."""

    code: str
    """A kind, a band, or `unknown`."""
    number: int
    tenths: int | None
    """The share in tenths of a percent of the known ones; all add up to 1000."""


@immutable
class Finding:
    """One thing that somebody should check."""

    code: FindingCode
    case_number: str | None = None
    provider: str | None = None
    other_provider: str | None = None
    """The provider at which the child is too."""
    other_case: str | None = None
    """The child's case number there, if it differs."""
    staff: str | None = None
    day: date | None = None
    """The day since or from which it is so."""
    number: int | None = None
    """How many there are."""
    limit: int | None = None
    """How many there should be at most."""


@immutable
class Quality:
    """The caseload on one day."""

    day: date
    running: int
    """Placements that run on that day."""
    kinds: tuple[Part, ...]
    ages: tuple[Part, ...]
    findings: tuple[Finding, ...]

    def findings_of(self, code: FindingCode) -> tuple[Finding, ...]:
        """Return the findings of one kind."""
        return tuple(finding for finding in self.findings if finding.code == code)


def quality_of(placements: Iterable[Placement], ledger: Ledger) -> Quality:
    """Check the placements, and everybody's load.

    Args:
        placements: each once, from whatever source, including those that have ended or will begin.
        ledger: the claims; its first day is the day to check.
    """
    day = ledger.first
    placements_known = tuple(placements)
    running = [placement for placement in placements_known if placement.runs_on(day)]
    bands = [band_of(placement, day) for placement in running]
    findings = chain(
        _find_aftercare_issues(running, bands),
        _find_unknown_data(
            [placement for placement in placements_known if placement.end is None or placement.end >= day], day
        ),
        (
            _make_finding("ended", placement, day=placement.end)
            for placement in placements_known
            if placement.end is not None and placement.end < day
        ),
        (
            Finding(
                code="two_providers",
                case_number=child.case_numbers[0],
                provider=child.providers[0],
                other_provider=child.providers[1],
                other_case=child.case_numbers[1] if len(child.case_numbers) > 1 else None,
                day=child.day,
            )
            for child in doubled_children(placements_known, day)
        ),
        _find_staff_issues(ledger),
        _find_closed_houses(ledger),
        _find_unknown_names(ledger),
    )
    return Quality(
        day=day,
        running=len(running),
        kinds=_count_parts([placement.kind for placement in running], KINDS),
        ages=_count_parts(bands, BANDS),
        findings=tuple(dict.fromkeys(findings)),
    )


def band_of(placement: Placement, day: date) -> AgeBand | None:
    """Return the child's age band on that day, by birth date or personal number; None if both are missing."""
    born = placement.birth_date or (birth_date_of(placement.cpr) if placement.cpr else None)
    if born is None:
        return None
    age = age_on(born, day)
    return next((band for band, oldest in zip(BANDS, OLDEST_OF_BANDS, strict=False) if age <= oldest), _ADULT)


def _count_parts(codes: Sequence[str | None], order: Sequence[str]) -> tuple[Part, ...]:
    counts = Counter(codes)
    shares = largest_remainder([counts[code] for code in order], _PERMILLE)
    parts = tuple(Part(code, counts[code], share) for code, share in zip(order, shares, strict=True))
    return (*parts, Part("unknown", counts[None], None))


def _find_aftercare_issues(running: Sequence[Placement], bands: Sequence[AgeBand | None]) -> Iterator[Finding]:
    adults = [placement for placement, band in zip(running, bands, strict=True) if band == _ADULT]
    aftercare = sum(placement.kind == "aftercare" for placement in running)
    if len(adults) > aftercare:
        yield Finding(code="aftercare_short", number=len(adults), limit=aftercare)
    yield from (
        _make_finding("adult_without_aftercare", placement)
        for placement in adults
        if placement.kind not in ("aftercare", "ukn")
    )


def _find_unknown_data(placements: Sequence[Placement], day: date) -> Iterator[Finding]:
    """Yield what is unknown about placements that run or will begin."""
    yield from (_make_finding("age_unknown", placement) for placement in placements if band_of(placement, day) is None)
    yield from (_make_finding("kind_unknown", placement) for placement in placements if placement.kind is None)
    yield from (
        _make_finding("hours_unknown", placement) for placement in placements if placement.hours_per_week is None
    )


def _find_staff_issues(ledger: Ledger) -> Iterator[Finding]:
    for provider in ledger.config.providers:
        for member in provider.staff:
            yield from _find_too_many_children(ledger, provider, member)
    for claim, member in _claims_of_staff(ledger):
        yield from _find_absent_staff(claim, member, ledger.first)


def _find_too_many_children(ledger: Ledger, provider: Provider, member: Staff) -> Iterator[Finding]:
    """Yield at most one finding per person, for the day with most children."""
    intervals = ledger.staff_profile(provider, member).intervals
    fullest = max(intervals, key=lambda interval: interval.figures.children)
    children = fullest.figures.children
    if member.max_children is not None and children > member.max_children:
        yield Finding(
            code="person_over_max",
            provider=provider.id,
            staff=member.id,
            day=fullest.first,
            number=children,
            limit=member.max_children,
        )


def _claims_of_staff(ledger: Ledger) -> Iterator[tuple[Claim, Staff]]:
    for provider in ledger.config.providers:
        for claim in ledger.claims(provider.id):
            member = provider.member(claim.staff)
            if member is not None and not _has_ended_before(claim, ledger.first):
                yield claim, member


def _find_absent_staff(claim: Claim, member: Staff, day: date) -> Iterator[Finding]:
    """Yield claims on a person who has left or will be on leave."""
    first, last = max(claim.start or day, day), claim.end or date.max
    if member.left_on is not None and last > member.left_on:
        yield _make_finding("left", claim, day=max(first, member.left_on + DAY))
    for leave in member.leave:
        if leave.start <= last and leave.end >= first:
            yield _make_finding("on_leave", claim, day=max(first, leave.start))


def _find_closed_houses(ledger: Ledger) -> Iterator[Finding]:
    """Yield claims on a provider that is closed for longer than a holiday while they run."""
    for provider in ledger.config.providers:
        for claim in ledger.claims(provider.id) if provider.closed else ():
            first = max(claim.start or ledger.first, ledger.first)
            run = next(provider.long_closures(first, claim.end or date.max), None)
            if run is not None:
                yield _make_finding("house_closed", claim, day=max(first, run.start))


def _find_unknown_names(ledger: Ledger) -> Iterator[Finding]:
    """Yield claims that no balance shows, because the config no longer names their provider or person."""
    for provider_id in ledger.books:
        provider = ledger.config.provider(provider_id)
        for claim in ledger.claims(provider_id):
            if _has_ended_before(claim, ledger.first):
                continue
            if provider is None:
                yield _make_finding("provider_unknown", claim)
            elif claim.staff is not None and provider.member(claim.staff) is None:
                yield _make_finding("staff_unknown", claim)


def _has_ended_before(claim: Claim, day: date) -> bool:
    return claim.end is not None and claim.end < day


def _make_finding(code: FindingCode, subject: Placement | Claim, day: date | None = None) -> Finding:
    return Finding(code=code, case_number=subject.case_number, provider=subject.provider, staff=subject.staff, day=day)
