"""One placement per case and provider: whoever it came from, it counts once and is changed where it counts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kpcommittee.domain.capacity.caseload import Caseload, Course
from kpcommittee.domain.capacity.placement import Placement, Ruling, claims_of
from tests.builders import ruling

DECIDED = ruling()


def row(provider: str = "north-club", **keys: Any) -> Placement:
    """A row of the decided case in a table."""
    return Placement(case_number="A-1", provider=provider, hours_per_week=Decimal(9), **keys)


def courses(placements: list[Placement], *rulings: Ruling) -> tuple[Course, ...]:
    """What there is of the case."""
    return Caseload.of(placements, rulings or (DECIDED,)).courses["A-1"]


def test_a_row_of_a_decided_placement_counts_on_no_day() -> None:
    """P2: the table repeats what was decided."""
    covered, decided = courses([row(start=date(2027, 1, 4))])
    assert not covered.counts
    assert (decided.placement.decided_in, decided.counted_placement.hours_per_week) == ("2026-12-02", Decimal(3))
    (there,) = Caseload.of([covered.placement], [DECIDED]).courses_at("A-1", "north-club")
    assert there == decided, "what is ended or changed is what counts (P1)"


def test_a_case_without_placements_has_none_at_any_provider() -> None:
    assert Caseload.of([row()], [DECIDED]).courses_at("A-9", "north-club") == ()
    assert Caseload.of([row()], [DECIDED]).courses_at("A-1", "south-club") == ()


def test_what_ran_there_before_counts_until_the_decision() -> None:
    before, decided = courses([row()])
    assert before.counted_placement == row(end=date(2027, 1, 3))
    assert [course.runs_on(date(2027, 1, 3)) for course in (before, decided)] == [True, False]
    assert [course.runs_on(date(2027, 1, 4)) for course in (before, decided)] == [False, True]


def test_what_begins_after_a_decided_placement_is_over_is_another_placement() -> None:
    """P2: such a row was new in the report and counted nowhere."""
    later = row("south-club", start=date(2027, 7, 1))
    assert [claim.provider for claim in claims_of([later], [DECIDED])] == ["south-club", "north-club"]
    assert [course.counts for course in courses([later])] == [True, True]
    early_ended = row(start=DECIDED.start, end=date(2027, 3, 31), decided_in="2026-12-02")
    moved = row("south-club", start=date(2027, 4, 1))
    assert [course.counts for course in courses([moved])] == [False, True]
    ended, decided = courses([moved, early_ended])
    assert ended.counts
    assert decided.counted_placement.end == date(2027, 3, 31)


def test_a_decision_in_principle_that_was_dropped_cuts_nothing() -> None:
    dropped = replace(DECIDED, meeting="m2", opened_at="2027-02-03", state="in_principle", start=date(2027, 3, 1))
    returned = replace(DECIDED, meeting="m3", opened_at="2027-03-03", state="returned", provider=None, start=None)
    (decided,) = courses([], DECIDED, dropped, returned)
    assert decided.counted_placement.end == DECIDED.end


def test_what_a_meeting_holds_is_marked() -> None:
    (held,) = courses([], replace(DECIDED, approved=False))
    assert held.held
