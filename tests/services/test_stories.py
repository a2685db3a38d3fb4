"""The story of one child, from a real journal: over years and cases, oldest first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.case import Case
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.caseload_events import Imported, PlacementChanged
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.review.timeline import entries_of
from kpcommittee.store.store import Store
from kpcommittee.views.stories import entry_text
from tests.builders import NOW, START, case, config, place
from tests.drivers.store_harness import DATABASE, StoredTable

LAST = date(2027, 7, 3)
LATER = date(2028, 12, 31)
CPR = "750612-4001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / DATABASE)
    yield store
    assert store.verify() is None
    store.close()


def meeting(store: Store, *cases: Case, number: int = 0) -> StoredTable:
    """An opened meeting, `number` half years after the first."""
    return StoredTable(store, *cases, meeting=f"m{number}", days=182 * number).does(want.Open())


def told(store: Store, number: str = "A-1", today: date = LATER) -> list[tuple[str, str, str, str | None]]:
    """What the story tells: day, kind, case, provider."""
    entries = entries_of(store.story(number), today)
    return [
        (entry.on.isoformat() if entry.on else "", entry.kind, entry.case_number, entry.provider) for entry in entries
    ]


def test_a_story_goes_over_years_and_cases_of_the_same_child(store: Store) -> None:
    first = meeting(store, case("A-1", cpr=CPR))
    first.does(want.Postpone(case="A-1", reason="Tid", missing="Samtykke"), want.Close(), want.Approve())
    second = meeting(store, case("A-1", cpr=CPR), number=1)
    second.does(place("A-1", "north-club", staff="mia", start=date(2027, 6, 7)), want.Close(), want.Approve())
    amended = want.Amendment(given=frozenset({"second_choice"}), second_choice="house")
    second.does(want.Correct(case="A-1", place=amended, why="Andet valg var glemt"))
    before = Placement(case_number="A-1", provider="north-club", staff="mia", start=date(2027, 6, 7),
                       end=date(2027, 12, 6), child="Amina Karlsen", birth_date=date(2012, 6, 15), cpr=CPR,
                       decided_in="m1")  # fmt: skip
    at = datetime(2027, 9, 1, 9, tzinfo=NOW.tzinfo)
    other = replace(before, staff="ali")
    store.append_caseload(PlacementChanged(before=before, after=other, why="Mia er syg"), at, "Inger")
    ended = replace(other, end=date(2027, 10, 31))
    store.append_caseload(PlacementChanged(before=other, after=ended, why="Flyttet"), at + timedelta(days=9), "Inger")
    held = FollowedUp(case_number="A-1", provider="north-club", held_on=date(2027, 9, 6), note="Det går bedre")
    store.append_caseload(held, at, "Inger")
    third = meeting(store, case("Z-9", name="A. Karlsen", cpr=CPR.replace("-", "")), number=3)
    third.does(want.Withdraw(case="Z-9", by="Inger", reason="Fraflyttet"))
    assert told(store) == told(store, "Z-9") == [
        ("2026-11-16", "granted", "A-1", None),
        ("2026-11-16", "granted", "Z-9", None),
        ("2026-12-02", "postponed", "A-1", None),
        ("2027-06-02", "placed", "A-1", "north-club"),
        ("2027-06-02", "corrected", "A-1", "north-club"),
        ("2027-06-07", "started", "A-1", "north-club"),
        ("2027-09-01", "changed", "A-1", "north-club"),
        ("2027-09-06", "followed_up", "A-1", "north-club"),
        ("2027-10-31", "ended", "A-1", "north-club"),
        ("2028-05-31", "withdrawn", "Z-9", None),
    ]  # fmt: skip
    story = store.story("A-1")
    assert (story.case_numbers, story.same_by) == (("A-1", "Z-9"), "personal_number")
    last = [entry for entry in entries_of(story, LATER) if entry.kind == "ended"]
    assert [(entry.prose, entry.ended and entry.ended.how) for entry in last] == [("Flyttet", "early")]


@pytest.mark.parametrize(
    ("other", "known"),
    [
        ({}, ("name_and_birth_date", ("A-1", "Z-9"))),
        ({"cpr": CPR}, ("personal_number", ("A-1", "Z-9"))),
        ({"cpr": "750612-4003"}, ("case_number", ("A-1",))),
        ({"name": "Bo Bang"}, ("case_number", ("A-1",))),
    ],
)
def test_how_one_knows_that_it_is_the_same_child(store: Store, other: dict[str, Any], known: tuple[str, Any]) -> None:
    meeting(store, case("A-1", cpr=CPR), case("Z-9", **other))
    store_story = store.story("A-1")
    assert (store_story.same_by, store_story.case_numbers) == known


def test_who_was_told_is_a_young_person_from_fifteen(store: Store) -> None:
    table = meeting(store, case("A-1", birth_date=date(2011, 1, 1)))
    table.does(place("A-1", "north-club", staff="mia"), want.Tell(case="A-1", whom="child", how="Brev", by="Inger"))
    (entry,) = [entry for entry in entries_of(store.story("A-1"), LATER) if entry.told]
    assert entry.age == 15
    assert "den unge: 02.12.2026, Brev" in entry_text(entry, config())


def test_what_has_not_happened_yet_is_not_told(store: Store) -> None:
    meeting(store, case("A-1")).does(place("A-1", "north-club"))
    kinds = ["granted", "placed", "started", "ended"]
    counts = {day: len(told(store, today=day)) for day in (START - timedelta(days=1), START, LAST, LAST + timedelta(1))}
    assert [*counts.values()] == [2, 3, 3, 4]
    assert [kind for _on, kind, *_ in told(store)] == kinds


def test_an_ending_that_is_still_to_come_is_told_as_a_change(store: Store) -> None:
    meeting(store, case("A-1")).does(place("A-1", "north-club"), want.Close(), want.Approve())
    before = Placement(case_number="A-1", provider="north-club", start=START, end=LAST, decided_in="m0")
    ended = replace(before, end=date(2027, 3, 31))
    store.append_caseload(PlacementChanged(before=before, after=ended, why="Flytter"), NOW, "Inger")
    assert [kind for _on, kind, *_ in told(store, today=date(2027, 3, 31))] == [
        "granted",
        "placed",
        "changed",
        "started",
    ]
    assert [kind for _on, kind, *_ in told(store, today=date(2027, 4, 1))] == ["granted", "placed", "started", "ended"]


def test_a_case_of_an_agenda_finds_what_the_child_had_before(store: Store) -> None:
    row = Placement(case_number="IMP-7", provider="firm", start=date(2025, 1, 1), end=date(2025, 6, 30),
                    child="Amina Karlsen", birth_date=date(2012, 6, 15))  # fmt: skip
    store.append_caseload(Imported(source="p.csv", read=1, new=(row,)), NOW, "Inger")
    story = store.story("NEW-1", Identity("amina  karlsen", date(2012, 6, 15), None))
    assert (story.case_numbers, story.same_by) == (("IMP-7", "NEW-1"), "name_and_birth_date")
    entries = entries_of(story, LATER, ("NEW-1", date(2026, 11, 16)))
    assert [(entry.kind, entry.case_number) for entry in entries] == [
        ("started", "IMP-7"), ("ended", "IMP-7"), ("granted", "NEW-1"),
    ]  # fmt: skip
