"""What the committee decided and somebody changed since: the decision with its new person, hours and last day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.imports import merge
from kpcommittee.domain.capacity.placement import DatedChange, Placement, changed_fields, claims_of, replaced_placements
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


def test_what_was_not_changed_is_as_the_decision_says_also_once_it_is_corrected() -> None:
    corrected = replace(RULING, staff="eva", end=date(2027, 9, 30))
    for fields, known in {
        ("hours_per_week",): ("eva", Decimal(5), date(2027, 9, 30)),
        ("staff",): ("ali", Decimal(3), date(2027, 9, 30)),
        ("end",): ("eva", Decimal(3), date(2027, 5, 31)),
        (): ("eva", Decimal(3), date(2027, 9, 30)),
        None: ("ali", Decimal(5), date(2027, 5, 31)),
    }.items():
        (claim,) = claims_of([replace(CHANGED, changed_here=fields)], [corrected])
        assert (claim.staff, claim.hours, claim.end) == known


def test_a_change_follows_a_correction_to_another_provider_without_the_person() -> None:
    """An ended placement ran on at the provider that the minutes named by mistake before."""
    dated = (
        DatedChange(since=date(2027, 2, 1), staff="ali", hours_per_week=Decimal(1)),
        DatedChange(since=date(2027, 3, 1), staff="mia"),
    )
    corrected = replace(RULING, provider="south-club", staff="sara")
    (course,) = Caseload.of([replace(CHANGED, changes=dated, ended_because="Moved")], [corrected]).counting_courses
    assert course.span is not None
    assert (course.span.provider, course.span.staff, course.span.end) == ("south-club", "sara", CHANGED.end)
    assert course.span.changes == (DatedChange(since=date(2027, 2, 1), hours_per_week=Decimal(1)),)
    assert (course.placement.provider, course.placement.ended_because) == ("south-club", "Moved")


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        (None, ("end",)),
        (replace(CHANGED, changed_here=("staff",)), ("staff", "end")),
        (replace(CHANGED, changed_here=("end",)), ("end",)),
        (CHANGED, None),  # taken over from a table: all of it counts
    ],
)
def test_it_is_kept_what_was_changed(known: Placement | None, fields: tuple[str, ...] | None) -> None:
    assert changed_fields(replace(CHANGED, end=date(2027, 12, 31)), CHANGED, known) == fields


def test_of_what_was_imported_everything_counts_as_it_is() -> None:
    imported = replace(CHANGED, decided_in=None)
    assert changed_fields(replace(imported, staff=None), imported, None) is None


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
    assert replaced_placements([CHANGED, row], [row]) == (row,)
    assert replaced_placements([CHANGED, row], [CHANGED]) == (CHANGED,)
