"""Past decisions: each filter, words as a person types them, newest first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpcommittee.domain.committee import ROLES
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.review.past import Why
from kpcommittee.domain.review.query import Among, Between, Facet, Number, Query
from kpcommittee.store import decisions
from kpcommittee.store.store import Store
from tests.builders import case, config, place
from tests.drivers.store_harness import DATABASE, StoredTable


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two meetings: one approved and corrected, one still open; they are only read."""
    store = Store.open(tmp_path_factory.mktemp("past") / DATABASE)
    first = StoredTable(
        store,
        case("A-1", birth_date=date(2014, 1, 1), name="Per Sand"),
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
    positions = {role: want.LeaderStance(stance="agree") for role in ROLES}
    against = want.LeaderStance(stance="disagree", remark="Der er rutsjebane i vejen")
    StoredTable(
        store, case("A-2", problems=("autism", "school")), case("B-1"), meeting="2026-12-09", days=7,
        settings=config(rule="majority"),
    ).does(
        want.Open(), place("A-2", "firm", reason="Skolen bad om det", positions={**positions, "club": against})
    )  # fmt: skip
    yield store
    store.close()


def among(facet: Facet, *values: str) -> dict[str, Any]:
    """A query of one term."""
    return {"among": (Among(facet, frozenset(values)),)}


def between(number: Number, least: int, greatest: int | None = None) -> dict[str, Any]:
    """A query of one comparison."""
    return {"between": (Between(number, least, greatest),)}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, ["A-2", "A-1", "A-2", "A-3"]),
        (among("provider", "north-club"), ["A-1"]),
        (among("provider", "north-club", "firm"), ["A-2", "A-1"]),
        (among("provider", "north"), []),
        (among("provider", "%"), []),
        (among("problem", "autism"), ["A-2", "A-2"]),
        (among("problem", "autism", "school"), ["A-2", "A-1", "A-2", "A-3"]),
        (among("problem", "aut"), []),
        (among("district", "north"), ["A-2", "A-1", "A-2", "A-3"]),
        (among("outcome", "postponed"), ["A-2"]),
        (among("outcome", "placed", "withdrawn"), ["A-2", "A-1", "A-3"]),
        (among("postponed", "yes"), ["A-2", "A-2"]),
        (among("postponed", "no"), ["A-1", "A-3"]),
        (among("agreed", "yes"), ["A-1"]),
        (among("agreed", "no"), ["A-2"]),
        (between("age", 12, 12), ["A-1"]),
        (between("age", 13, 14), ["A-2", "A-2", "A-3"]),
        (between("age", 13), ["A-2", "A-2", "A-3"]),
        (between("waited", 17), ["A-2"]),
        (between("waited", 0, 16), ["A-1", "A-2", "A-3"]),
        ({"since": date(2026, 12, 9)}, ["A-2"]),
        ({"until": date(2026, 12, 8)}, ["A-1", "A-2", "A-3"]),
        ({"limit": 2}, ["A-2", "A-1"]),
        ({"numbers": ("A",)}, ["A-2", "A-1", "A-2", "A-3"]),
        ({"numbers": ("a-3",)}, ["A-3"]),
        ({"numbers": ("3",)}, []),
        ({"children": ("A.K.",)}, ["A-2", "A-2", "A-3"]),
        ({"children": ("ak",)}, ["A-2", "A-2", "A-3"]),
        ({"children": ("Per",)}, ["A-1"]),
        ({"children": ("karlsen amina",)}, []),
        ({"children": ("kendt",)}, []),
        ({"people": ("mia",)}, ["A-1"]),
        ({"people": ("Mia Ho",)}, ["A-1"]),
        ({"people": ("Amina",)}, []),
        ({"words": ("samtykke",)}, ["A-2"]),
        ({"words": ("SAMT",)}, ["A-2"]),
        ({"words": ("ærø",)}, ["A-3"]),
        ({"words": ("aero",)}, []),
        ({"words": ("fravær", "flytter")}, ["A-3"]),
        ({"words": ("fravær", "samtykke")}, []),
        ({"words": ("glemt",)}, ["A-1"]),
        ({"words": ("[forældre]",)}, ["A-2"]),
        ({"words": ("familien flytter",)}, ["A-3"]),
        ({"words": ("flytter familien",)}, []),
        ({"words": ("A-3",)}, ["A-3"]),
        ({"words": ("A.K.",)}, ["A-2", "A-2", "A-3"]),
        ({"words": ("per", "sand")}, ["A-1"]),
        ({"words": ("holm",)}, ["A-1"]),
        ({"words": ("North Club",)}, ["A-1"]),
        ({"words": ("uenig",)}, ["A-2"]),
        ({"words": ("rutsjebane",)}, ["A-2"]),
        ({"words": ('"',)}, ["A-2", "A-1", "A-2", "A-3"]),
        ({"words": ("samtykke OR ærø",)}, []),
        ({"words": ("reason:samtykke",)}, []),
        ({"words": ("NEAR(a b)", "*", "-")}, []),
        ({"words": ("samt\0ykke",)}, []),
        ({"words": ("skolen",), **among("provider", "firm")}, ["A-2"]),
        ({"words": ("skolen",), **among("provider", "house")}, []),
    ],
)
def test_every_term_must_hold(past: Store, query: dict[str, Any], numbers: list[str]) -> None:
    assert [row.case_number for row in past.search(Query(**query))] == numbers


@pytest.mark.parametrize(
    ("few", "soon", "many"), [(100, 100, 100), (0, 100, 100), (0, 1, 100), (0, 0, 100), (0, 100, 0), (0, 1, 0)]
)
@pytest.mark.parametrize(
    ("query", "newest"),
    [
        ({"words": ("samtykke",), **among("postponed", "yes")}, ["A-2"]),
        ({"words": ("north-club",), **among("outcome", "placed")}, ["A-1"]),
        ({"words": ("a",), **among("outcome", "placed", "postponed", "withdrawn")}, ["A-2", "A-1", "A-2", "A-3"]),
        ({"words": ("firm",), **among("provider", "north-club")}, []),
    ],
)
def test_words_and_terms_find_the_same_however_many_decisions_there_are(
    past: Store, monkeypatch: pytest.MonkeyPatch, few: int, soon: int, many: int, query: dict[str, Any],
    newest: list[str],
) -> None:  # fmt: skip
    for name, number in (("FEW", few), ("SOON", soon), ("MANY", many)):
        monkeypatch.setattr(decisions, name, number)
    for limit in (None, 1):
        hits = [row.case_number for row in past.search(Query(**query, limit=limit))]
        assert hits == newest[:limit]


def test_a_row_says_what_was_decided(past: Store) -> None:
    row = past.search(Query(**among("provider", "north-club")))[0]
    assert (row.date, row.district, row.age, row.problems) == (date(2026, 12, 2), "north", 12, ("school",))
    assert (row.outcome, row.provider, row.provider_name, row.staff, row.staff_name) == (
        "placed", "north-club", "North Club", "mia", "Mia Holm",
    )  # fmt: skip
    assert (row.version, row.meeting_state, row.reason) == (2, "approved", "Agreed: Hun har kendt Mia længe")
    assert (row.dissent, row.departures, row.postponed_times, row.waiting_days) == ((), (), 0, 16)
    assert row.reasons == (Why(code="agreed", text="Agreed: Hun har kendt Mia længe"),)


def test_a_row_says_why_a_case_waits_and_who_disagreed(past: Store) -> None:
    placed, postponed = past.search(Query(**among("problem", "autism")))
    assert postponed.reasons == (Why(code=None, text="Ingen samtykke"),)
    assert (placed.dissent, placed.waiting_days) == (("club",), 23)


def test_every_name_of_past_decisions_is_known(past: Store) -> None:
    assert past.names() == {
        "provider": {"firm": "Firm", "north-club": "North Club"},
        "district": {"north": "north"},
        "problem": {"autism": "autism", "school": "school"},
    }
    assert past.people() == {"mia": "Mia Holm"}


def test_versions_are_those_of_the_minutes(past: Store) -> None:
    rows = past.search(Query())
    assert [(row.case_number, row.version) for row in rows] == [("A-2", 0), ("A-1", 2), ("A-2", 1), ("A-3", 1)]


def test_departures_are_found(past: Store) -> None:
    departed = past.search(Query(**among("departed", "yes")))
    assert [(row.case_number, row.departures) for row in departed] == [("A-2", ("from_list",))]
    stayed = past.search(Query(**among("departed", "no")))
    assert len(departed) + len(stayed) == 4
    assert not any(row.departures for row in stayed)


def test_words_follow_what_is_taken_back(store: Store) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open(), want.Postpone(case="A-1", reason="Snestorm"))
    snow = Query(words=("snestorm",))
    assert len(store.search(snow)) == 1
    table.does(want.Undo(), want.Postpone(case="A-1", reason="Strømsvigt"))
    assert store.search(snow) == ()
    assert len(store.search(replace(snow, words=("strømsvigt",)))) == 1
