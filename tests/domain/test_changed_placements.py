"""What the committee decided and somebody changed since: the decision with its new person, hours and last day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.imports import merge
from kpcommittee.domain.capacity.placement import Placement, claims_of, replaced
from tests.builders import ruling

RULING = ruling(staff="mia", end=date(2027, 12, 31))
CHANGED = Placement(
    case_number="A-1",
    provider="north-club",
    staff="ali",
    hours_per_week=Decimal(5),
    start=date(2027, 1, 4),
    end=date(2027, 5, 31),
    decided_in="2026-12-02",
)


def test_a_change_counts_instead_of_what_was_decided_and_not_beside_it() -> None:
    (claim,) = claims_of([CHANGED], [RULING])
    assert (claim.staff, claim.hours, claim.end, claim.held) == ("ali", Decimal(5), date(2027, 5, 31), False)


def test_a_change_of_another_meetings_decision_or_of_one_that_is_gone_claims_nothing() -> None:
    assert claims_of([CHANGED], []) == ()
    (claim,) = claims_of([CHANGED], [replace(RULING, meeting="2027-01-06")])
    assert claim.hours == 3
    (elsewhere,) = claims_of([CHANGED], [replace(RULING, provider="south-club")])
    assert (elsewhere.provider, elsewhere.hours) == ("south-club", Decimal(3))


def test_a_later_decision_still_takes_the_case_over() -> None:
    later = replace(RULING, meeting="2027-03-03", opened_at="2027-03-03", provider="house", start=date(2027, 4, 1))
    first, second = claims_of([CHANGED], [RULING, later])
    assert (first.provider, first.hours, first.end) == ("north-club", Decimal(5), date(2027, 3, 31))
    assert (second.provider, second.start) == ("house", date(2027, 4, 1))


def test_an_import_leaves_changes_of_decisions_alone() -> None:
    row = replace(CHANGED, decided_in=None, hours_per_week=Decimal(9))
    result = merge(Caseload.of([CHANGED], [RULING]), [row], date(2027, 2, 1))
    assert (result.adds, result.replaces, len(result.covered)) == ((), (), 1)
    assert merge(Caseload.of([CHANGED, row], [RULING]), [row], date(2027, 2, 1)).replaces == ()
    assert replaced([CHANGED, row], [row]) == (row,)
    assert replaced([CHANGED, row], [CHANGED]) == (CHANGED,)
