"""What keeps a case from being purged: it must be filed as it is, and nothing may run or wait."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting.intentions import (
    Amendment,
    Approve,
    Attend,
    Close,
    Correct,
    Intention,
    Journalise,
    Open,
    Postpone,
    Return,
    SetAside,
    Withdraw,
)
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.review.purging import hindrances
from tests.builders import MEETS, START, Table, case, place

TODAY = date(2029, 1, 1)
"""Years after everything that is decided here has ended."""
FILED = Journalise(case="A-1", number="27-1")


def approved(*intentions: Intention) -> Table:
    """An approved meeting in which that was done with its one case."""
    return Table(case("A-1")).does(Open(), *intentions, Close(), Approve())


def against(
    *meetings: Meeting, case_number: str = "A-1", placements: Iterable[Placement] = (), today: date = TODAY
) -> list[tuple[str, date | None, str]]:
    """What prevents the purge of a case: code, day and name."""
    caseload = Caseload.of(placements, [ruling for meeting in meetings for ruling in meeting.rulings])
    return [
        (hindrance.code, hindrance.day, hindrance.name)
        for hindrance in hindrances(case_number, meetings, caseload, today)
    ]


PLACED = place("A-1", "north-club")


def test_a_case_that_is_filed_and_over_may_go() -> None:
    assert against(approved(PLACED).does(FILED).meeting) == []
    assert against() == []


def test_a_meeting_that_is_only_prepared_keeps_nothing() -> None:
    assert against(Table(case("A-1")).meeting) == []


@pytest.mark.parametrize("intentions", [(Open(),), (Open(), PLACED), (Open(), PLACED, Close())])
def test_minutes_that_are_not_approved_keep_it_and_nothing_else_is_asked(intentions: tuple[Intention, ...]) -> None:
    assert against(Table(case("A-1")).does(*intentions).meeting) == [("not_approved", MEETS, "")]


def test_it_must_be_filed_as_it_is_now() -> None:
    table = approved(PLACED)
    assert against(table.meeting) == [("not_journalised", MEETS, "")]
    table.does(FILED)
    later = Amendment(given=frozenset({"start"}), start=START + timedelta(7))
    table.does(Correct(case="A-1", place=later, why="A slip"))
    assert against(table.meeting) == [("corrected_since", MEETS, "")]
    table.does(Journalise(case="A-1", number="27-2"))
    assert against(table.meeting) == []


def test_the_filing_of_another_case_is_not_its_own() -> None:
    table = Table(case("A-1"), case("A-2")).does(Open(), PLACED, Withdraw(case="A-2", reason="Moved"))
    table.does(Close(), Approve(), Journalise(case="A-2", number="27-2"))
    assert against(table.meeting) == [("not_journalised", MEETS, "")]
    assert against(table.meeting, case_number="A-2") == []
    assert against(table.meeting, case_number="A-3") == [], "a case that no meeting had"


@pytest.mark.parametrize(
    ("outcome", "waits"),
    [
        (Postpone(case="A-1", reason="No papers"), True),
        (Return(case="A-1", missing="The plan"), False),
        (Withdraw(case="A-1", reason="Moved"), False),
    ],
)
def test_what_is_left_to_the_next_meeting_waits_and_what_was_returned_does_not(outcome: Intention, waits: bool) -> None:
    table = approved(outcome).does(FILED)
    assert against(table.meeting) == ([("waits", MEETS, "")] if waits else [])


def test_a_decision_in_principle_waits_for_its_confirmation() -> None:
    awaiting = place("A-1", "north-club", in_principle=True, answers={"seat_empty": "Lone is ill"})
    table = approved(Attend(person="Lone", status="excused"), awaiting).does(FILED)
    assert against(table.meeting) == [("waits", MEETS, "")]


def test_only_the_last_meeting_that_had_it_can_have_left_it_to_the_next_one() -> None:
    """The meetings come in any order: they are told apart by when they were opened."""
    first = approved(Postpone(case="A-1", reason="No papers")).does(FILED).meeting
    second = approved(PLACED).does(FILED).meeting
    assert first.opened_at is not None
    second = replace(second, opened_at=first.opened_at + timedelta(14))
    assert against(first, second) == against(second, first) == []
    assert against(replace(first, opened_at=first.opened_at + timedelta(28)), second) == [("waits", MEETS, "")]


def test_a_case_of_the_file_that_was_set_aside_waits() -> None:
    unread = (
        LeftOutCase(index=1, case_number="A-8", message="No grant"),
        LeftOutCase(index=2, case_number="A-9", message="No grant"),
    )
    table = Table(case("A-1")).knows(left_out=unread).does(Open(), PLACED)
    table.does(SetAside(case="A-8", reason="Next time"), SetAside(case="A-9", reason="Next time"), Close(), Approve())
    assert against(table.meeting, case_number="A-8") == [("waits", MEETS, "")]
    assert against(table.meeting, case_number="A-7") == []


def test_a_placement_that_runs_keeps_it_until_the_day_after_its_last() -> None:
    table = approved(PLACED).does(FILED)
    decision = table.item().decision
    assert decision is not None
    runs = [("runs", decision.end, "north-club")]
    assert against(table.meeting, today=MEETS) == against(table.meeting, today=decision.end) == runs
    assert against(table.meeting, today=decision.end + timedelta(1)) == []


def test_a_placement_without_a_last_day_runs_on() -> None:
    imported = (
        Placement(case_number="A-1", provider="house"),
        Placement(case_number="A-2", provider="firm"),
        Placement(case_number="A-1", provider="firm", end=MEETS),
    )
    assert against(placements=imported) == [("runs_on", None, "house")]
    assert [*hindrances("A-3", (), Caseload.of(imported, ()), TODAY)] == []


def test_what_a_decision_took_over_before_it_began_is_no_placement() -> None:
    table = approved(PLACED).does(FILED)
    taken_over = Placement(case_number="A-1", provider="house", start=START)
    decision = table.item().decision
    assert decision is not None
    assert against(table.meeting, placements=[taken_over], today=MEETS) == [("runs", decision.end, "north-club")]
