"""How it went: held as planned, ended early, moved, renewed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.placement import Placement, Ruling
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.review.endings import (
    PAUSE,
    Ended,
    Stay,
    Tally,
    endings_of,
    endings_of_decisions,
    judge_stays,
    relation_of,
)
from tests.builders import START, Table, case, knows, place

FIRST, LAST = date(2026, 1, 5), date(2026, 6, 30)
DAY = timedelta(days=1)


def stay(provider: str = "club", start: date | None = FIRST, end: date | None = LAST, **keys: Any) -> Stay:
    values: dict[str, Any] = {"planned": end, **keys}
    return Stay(case_number="A-1", provider=provider, start=start, end=end, **values)


def how(*stays: Stay) -> str | None:
    """How the first of a child's placements ended."""
    ended = endings_of(stays)[0]
    return None if ended is None else ended.how


def test_alone_it_ends_as_planned_or_early() -> None:
    assert how(stay()) == "planned"
    assert how(stay(planned=None)) == "planned"
    assert how(stay(end=LAST - DAY, planned=LAST)) == "early"
    assert how(stay(planned=None, why="Flyttet til en anden kommune")) == "early"
    assert how(stay(end=None)) is None


def test_a_later_last_day_renews_it() -> None:
    assert how(stay(end=LAST + DAY, planned=LAST)) == "renewed"
    assert how(stay(end=LAST + DAY, planned=LAST, why="Ikke længere behov")) == "early"


@pytest.mark.parametrize(
    ("begins", "ends", "same", "other"),
    [
        (LAST + DAY, None, "renewed", "moved"),
        (LAST + PAUSE, None, "renewed", "moved"),
        (LAST + PAUSE + DAY, None, "planned", "planned"),
        (LAST - timedelta(days=7), LAST + timedelta(days=90), "renewed", "moved"),
        (LAST - timedelta(days=7), LAST, "planned", "planned"),
        (LAST - PAUSE - DAY, None, "planned", "planned"),
        (FIRST, None, "planned", "planned"),
        (FIRST - DAY, LAST - DAY, "planned", "planned"),
        (None, None, "planned", "planned"),
    ],
)
def test_what_goes_on_at_the_same_or_another_provider(
    begins: date | None, ends: date | None, same: str, other: str
) -> None:
    assert how(stay(), stay("club", begins, ends)) == same
    assert how(stay(), stay("house", begins, ends)) == other


def test_what_goes_on_at_the_same_provider_counts_before_what_begins_elsewhere() -> None:
    assert how(stay(), stay("house", LAST + DAY, None), stay("club", LAST + 3 * DAY, None)) == "renewed"


def test_a_move_keeps_its_reason() -> None:
    first = stay(end=LAST - 60 * DAY, planned=LAST, why="Kemien passede ikke")
    assert endings_of([first, stay("house", LAST - 50 * DAY, LAST)]) == (
        Ended(how="moved", on=LAST - 60 * DAY, why="Kemien passede ikke"),
        Ended(how="planned", on=LAST),
    )


def test_it_has_ended_on_the_day_after_its_last() -> None:
    ended = Ended(how="early", on=LAST)
    assert (ended.how_by(LAST), ended.how_by(LAST + DAY)) == (None, "early")


# Of a caseload


def decided(provider: str = "north-club", **keys: Any) -> Table:
    """A meeting that placed its one case."""
    return Table(case("A-1", **keys)).does(Open(), place("A-1", provider, reason="Known there"))


def test_of_a_decision_the_last_day_as_it_was_decided_is_what_was_planned() -> None:
    table = decided()
    last, meeting = table.decision().end, table.meeting.id
    assert endings_of_decisions(Caseload.of((), table.meeting.rulings)) == {
        (meeting, "A-1"): Ended(how="planned", on=last)
    }
    ended = Placement(
        case_number="A-1", provider="north-club", start=START, end=last - DAY, decided_in=meeting, ended_because="Moved"
    )
    longer = replace(ended, end=last + DAY, ended_because=None)
    caseloads = [Caseload.of([placement], table.meeting.rulings) for placement in (ended, longer)]
    assert [endings_of_decisions(caseload) for caseload in caseloads] == [
        {(meeting, "A-1"): Ended(how="early", on=last - DAY, why="Moved")},
        {(meeting, "A-1"): Ended(how="renewed", on=last + DAY)},
    ]


def test_what_was_imported_is_judged_beside_decisions_and_is_none_of_them() -> None:
    over = Placement(case_number="B-1", provider="house", end=LAST)
    stopped = Placement(case_number="B-2", provider="house", end=LAST, ended_because="No longer needed")
    running = Placement(case_number="B-3", provider="house")
    caseload = Caseload.of([over, stopped, running], ())
    assert {course.placement.case_number: ended for course, ended in judge_stays(caseload)} == {
        "B-1": Ended(how="planned", on=LAST),
        "B-2": Ended(how="early", on=LAST, why="No longer needed"),
        "B-3": None,
    }
    assert endings_of_decisions(caseload) == {}


def test_one_child_is_judged_over_all_its_cases() -> None:
    """Name and birth date tell that it is the same child, and who moves is not who has ended."""
    child: dict[str, Any] = {"child": "Amina Karlsen", "birth_date": date(2012, 6, 15)}
    before = Placement(case_number="B-1", provider="house", end=START - DAY, **child)
    other = Placement(case_number="B-2", provider="house", end=START - DAY, child="Bo", birth_date=date(2012, 6, 15))
    ended = {course.placement.case_number: how for course, how in judge_stays(Caseload.of([before, other], rulings()))}
    assert ended["B-1"] == Ended(how="moved", on=START - DAY)
    assert ended["B-2"] == Ended(how="planned", on=START - DAY)


def rulings() -> tuple[Ruling, ...]:
    return decided().meeting.rulings


@pytest.mark.parametrize(
    ("strength", "provider", "relation"),
    [(3, "north-club", "kept"), (2, "north-club", "kept"), (1, "north-club", "none"), (3, "house", "left")],
)
def test_a_decision_keeps_a_relation_leaves_it_or_has_none(strength: Any, provider: str, relation: str) -> None:
    table = Table(case("A-1", relations=(knows("Mia Holm", "north-club", "mia", strength),))).does(Open())
    table.does(place("A-1", provider, reason="Known there"))
    assert relation_of(table.decision()) == relation


def test_all_of_a_tally_are_its_parts_together() -> None:
    assert Tally(running=1, planned=2, early=4, moved=8, renewed=16).total == 31
