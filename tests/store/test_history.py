"""Past decisions: each filter, words as a person types them, newest first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.store.records import HistoryQuery
from kpcommittee.store.store import Store
from tests.builders import case, place
from tests.drivers.store_harness import StoredTable


@pytest.fixture
def past(store: Store) -> Store:
    """Two meetings: one approved and corrected, one still open."""
    first = StoredTable(
        store,
        case("A-1", birth_date=date(2014, 1, 1)),
        case("A-2", problems=("autism", "school")),
        case("A-3"),
    ).does(
        want.Open(),
        place("A-1", "north-club", staff="mia", reason="Hun har kendt Mia længe"),
        want.Postpone(case="A-2", reason="Ingen samtykke", missing="Samtykke fra begge [forældre]"),
        want.Note(case="A-3", text="Skolen ringede: fraværet er faldet", said_by="Lone"),
        want.Withdraw(case="A-3", reason="Familien flytter til Ærø"),
        want.Close(),
        want.Approve(),
    )
    amended = want.Amendment(given=frozenset({"second_choice"}), second_choice="house")
    first.does(want.Correct(case="A-1", place=amended, why="Andet valg var glemt"))
    StoredTable(store, case("A-2", problems=("autism", "school")), case("B-1"), meeting="2026-12-09", days=7).does(
        want.Open(), place("A-2", "firm", reason="Skolen bad om det")
    )
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["A-2", "A-1", "A-2", "A-3"]),
        ({"provider": "NORTH"}, ["A-1"]),
        ({"provider": "%"}, []),
        ({"problem": "autism"}, ["A-2", "A-2"]),
        ({"problem": "aut"}, []),
        ({"postponed": True}, ["A-2", "A-2"]),
        ({"postponed": False}, ["A-1", "A-3"]),
        ({"ages": (12, 12)}, ["A-1"]),
        ({"ages": (13, 14)}, ["A-2", "A-2", "A-3"]),
        ({"since": date(2026, 12, 9)}, ["A-2"]),
        ({"until": date(2026, 12, 8)}, ["A-1", "A-2", "A-3"]),
        ({"limit": 2}, ["A-2", "A-1"]),
        ({"words": ("samtykke",)}, ["A-2"]),
        ({"words": ("SAMT",)}, ["A-2"]),
        ({"words": ("ærø",)}, ["A-3"]),
        ({"words": ("aero",)}, []),
        ({"words": ("fravær", "flytter")}, ["A-3"]),
        ({"words": ("fravær", "samtykke")}, []),
        ({"words": ("glemt",)}, ["A-1"]),
        ({"words": ("[forældre]",)}, ["A-2"]),
        ({"words": ('"',)}, ["A-2", "A-1", "A-2", "A-3"]),
        ({"words": ("samtykke OR ærø",)}, []),
        ({"words": ("reason:samtykke",)}, []),
        ({"words": ("NEAR(a b)", "*", "-")}, []),
        ({"words": ("samt\0ykke",)}, []),
        ({"words": ("skolen",), "provider": "firm"}, ["A-2"]),
    ],
)
def test_every_term_must_hold(past: Store, query: dict[str, Any], found: list[str]) -> None:
    assert [row.case_number for row in past.search(HistoryQuery(**query))] == found


def test_a_row_says_what_was_decided(past: Store) -> None:
    row = past.search(HistoryQuery(provider="north"))[0]
    assert (row.date, row.district, row.age, row.problems) == (date(2026, 12, 2), "north", 12, ("school",))
    assert (row.outcome, row.provider, row.provider_name, row.staff, row.staff_name) == (
        "placed", "north-club", "North Club", "mia", "Mia Holm",
    )  # fmt: skip
    assert (row.version, row.meeting_state, row.reason) == (2, "approved", "Agreed: Hun har kendt Mia længe")
    assert (row.dissent, row.departures, row.postponed_times) == ((), (), 0)


def test_versions_are_those_of_the_minutes(past: Store) -> None:
    rows = past.search(HistoryQuery())
    assert [(row.case_number, row.version) for row in rows] == [("A-2", 0), ("A-1", 2), ("A-2", 1), ("A-3", 1)]


def test_departures_are_found(past: Store) -> None:
    departed = past.search(HistoryQuery(departed=True))
    assert [(row.case_number, row.departures) for row in departed] == [("A-2", ("from_list",))]
    stayed = past.search(HistoryQuery(departed=False))
    assert len(departed) + len(stayed) == 4
    assert not any(row.departures for row in stayed)


def test_words_follow_what_is_taken_back(store: Store) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open(), want.Postpone(case="A-1", reason="Snestorm"))
    snow = HistoryQuery(words=("snestorm",))
    assert len(store.search(snow)) == 1
    table.does(want.Undo(), want.Postpone(case="A-1", reason="Strømsvigt"))
    assert store.search(snow) == ()
    assert len(store.search(replace(snow, words=("strømsvigt",)))) == 1
