"""How placements went, from a real journal: of one case, of a child with two cases, and as they change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.caseload_events import Imported, PlacementChanged
from kpcommittee.domain.review.query import Among, Query
from kpcommittee.store.store import Store
from tests.builders import NOW, START, case, place
from tests.drivers.store_harness import DATABASE, StoredTable, in_principle

CPR = "750612-4001"
LAST = date(2027, 7, 3)
"""The last day of a placement of six months from `START`."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / DATABASE)
    yield store
    assert store.verify() is None
    before = endings(store)
    store.rebuild()
    assert endings(store) == before
    store.close()


def endings(store: Store) -> list[tuple[str, str, str | None, date | None, str | None]]:
    """Of each decision: meeting, case, how it goes, last day, why."""
    rows = store.search(Query())
    return sorted((row.meeting, row.case_number, row.ended, row.ended_on, row.ended_why) for row in rows)


def how(store: Store) -> list[str | None]:
    return [ended for _meeting, _case, ended, _on, _why in endings(store)]


def meeting(store: Store, *cases: Any, number: int = 0) -> StoredTable:
    """An opened meeting, `number` half years after the first."""
    days = 182 * number
    return StoredTable(store, *cases, meeting=f"m{number}", days=days).does(want.Open())


def approved(table: StoredTable) -> StoredTable:
    return table.does(want.Close(), want.Approve())


def changed(store: Store, meeting: str = "m0", why: str = "Flyttet fra kommunen", **keys: Any) -> None:
    """End or change the placement that a meeting decided."""
    before = Placement(
        case_number="A-1", provider="north-club", start=START, end=LAST, child="Amina Karlsen",
        birth_date=date(2012, 6, 15), decided_in=meeting,
    )  # fmt: skip
    at = datetime(2027, 3, 1, 9, tzinfo=NOW.tzinfo)
    store.append_caseload(PlacementChanged(before=before, after=replace(before, **keys), why=why), at, "Inger")


def test_a_placement_is_held_as_planned_until_something_is_known(store: Store) -> None:
    table = meeting(store, case("A-1"), case("B-1", name="Bo Bang"))
    table.does(place("A-1", "north-club"), want.Postpone(case="B-1", reason="Tid"))
    assert endings(store) == [("m0", "A-1", "planned", LAST, None), ("m0", "B-1", None, None, None)]
    table.does(want.Undo(), want.Undo())
    assert endings(store) == []


def test_an_ending_is_early_with_its_reason_and_a_later_last_day_renews(store: Store) -> None:
    approved(meeting(store, case("A-1")).does(place("A-1", "north-club")))
    changed(store, end=date(2027, 3, 31))
    assert endings(store) == [("m0", "A-1", "early", date(2027, 3, 31), "Flyttet fra kommunen")]
    changed(store, end=LAST + timedelta(days=60), why="Forlænget")
    assert [ended for _m, _c, ended, *_ in endings(store)] == ["renewed"]


def test_the_same_case_at_another_provider_moves_and_at_the_same_renews(store: Store) -> None:
    approved(meeting(store, case("A-1"), case("B-1", name="Bo Bang", birth_date=date(2011, 1, 1))).does(
        place("A-1", "north-club"), place("B-1", "north-club")
    ))  # fmt: skip
    later = [case("A-1"), case("B-1", name="Bo Bang", birth_date=date(2011, 1, 1))]
    table = meeting(store, *later, number=1)
    table.does(
        place("A-1", "house", start=date(2027, 6, 10), reason="Skift"),
        place("B-1", "north-club", start=date(2027, 7, 5)),
    )
    assert how(store) == ["moved", "renewed", "planned", "planned"]
    assert endings(store)[0][3] == date(2027, 6, 9)
    table.does(want.Undo(), want.Undo())
    assert how(store) == ["planned", "planned"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"name": "Amina  KARLSEN"}, "moved"),
        ({"name": "Amina Karlsen", "birth_date": date(2012, 6, 16)}, "planned"),
        ({"name": "Anna Karlsen"}, "planned"),
    ],
)
def test_cases_of_the_same_child_are_judged_together(store: Store, other: dict[str, Any], expected: str) -> None:
    approved(meeting(store, case("A-1")).does(place("A-1", "north-club")))
    meeting(store, case("Z-9", **other), number=1).does(
        place("Z-9", "house", start=LAST + timedelta(days=10), reason="Skift")
    )
    assert how(store) == [expected, "planned"]


def test_a_personal_number_tells_children_of_one_name_apart(store: Store) -> None:
    approved(meeting(store, case("A-1", cpr="750612-4001")).does(place("A-1", "north-club")))
    table = meeting(store, case("Z-9", cpr="750612-4003"), case("Y-8", name="Amina K.", cpr="7506124001"), number=1)
    table.does(place("Z-9", "house", start=LAST + timedelta(days=10), reason="Skift"))
    assert how(store)[0] == "planned"
    table.does(place("Y-8", "house", start=LAST + timedelta(days=10), reason="Skift"))
    assert how(store)[0] == "moved"


def test_what_is_imported_goes_on_where_a_decision_ends(store: Store) -> None:
    approved(meeting(store, case("A-1")).does(place("A-1", "north-club")))
    row = Placement(
        case_number="IMP-7", provider="firm", start=LAST + timedelta(days=1), child="Amina Karlsen",
        birth_date=date(2012, 6, 15),
    )  # fmt: skip
    store.append_caseload(Imported(source="p.csv", read=1, new=(row,)), NOW, "Inger")
    assert how(store) == ["moved"]


def test_a_decision_in_principle_that_is_confirmed_counts_once(store: Store) -> None:
    first = meeting(store, case("A-1"))
    first.does(want.Attend(person="Lone", status="excused"), in_principle("A-1", "north-club"), want.Close())
    assert how(store) == ["planned"]
    first.does(want.Approve())
    meeting(store, case("A-1"), number=1).does(want.Confirm(case="A-1", role="school", by="Lone"))
    assert how(store) == [None, "planned"]


def test_decisions_are_found_by_how_they_ended_once_they_have(store: Store) -> None:
    approved(meeting(store, case("A-1")).does(place("A-1", "north-club")))
    planned = Query(among=(Among("ended", frozenset({"planned"})),))
    assert len(store.search(replace(planned, today=LAST + timedelta(days=1)))) == 1
    assert store.search(replace(planned, today=LAST)) == ()
    outcomes = store.outcomes(Query(today=LAST))
    assert (outcomes.all.running, outcomes.all.planned) == (1, 0)
    assert outcomes.by["provider_kind"]["club"].running == 1
