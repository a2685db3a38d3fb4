"""Facets: queries and counts agree with a plain loop over the decisions, whatever is asked and wherever they are."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.review.endings import Tally
from kpcommittee.domain.review.query import Among, Between, Facet, Query
from kpcommittee.store import facets
from kpcommittee.store.facets import BLOCK
from kpcommittee.store.store import Store
from kpcommittee.store.tables import DecisionTable, MeetingTable
from tests.drivers.store_harness import DATABASE

CHANCE = random.Random(1864)
PROVIDERS, PROBLEMS = ("north", "south", "house", "firm"), ("school", "leisure", "autism")
OUTCOMES = ("placed", "placed", "placed", "in_principle", "postponed", "returned", "withdrawn", "open")
FIRST = date(2024, 11, 20)
Row = dict[str, Any]


def ending(day: date, provider: str | None) -> Row:
    """How a placement goes, whether it kept a relation, and at what kind of provider."""
    if provider is None:
        return dict.fromkeys(("provider_kind", "relation", "ended", "ended_on", "ended_why"))
    how = CHANCE.choice(("planned", "early", "moved", "renewed", None))
    return {
        "provider_kind": "club" if provider in ("north", "south") else "external",
        "relation": CHANCE.choice(("kept", "left", "none")),
        "ended": how,
        "ended_on": how and (day + timedelta(days=CHANCE.randrange(30, 200))).isoformat(),
        "ended_why": "Flyttet" if how in ("early", "moved") else None,
    }


def rows() -> Iterator[Row]:
    """Decisions of many meetings, some in one block and some far apart."""
    for number in (*range(1, 300), BLOCK - 1, BLOCK, BLOCK + 7, 5 * BLOCK + 1):
        outcome = CHANCE.choice(OUTCOMES)
        provider = CHANCE.choice(PROVIDERS) if outcome in ("placed", "in_principle") else None
        day = FIRST + timedelta(days=CHANCE.randrange(500))
        yield {
            "id": number, "meeting": f"m{number % 40}", "case_number": f"C-{number:06}", "date": day.isoformat(),
            "opened_at": f"{day.isoformat()}T09:00", "district": CHANCE.choice(("north", "south")),
            "age": CHANCE.randrange(8, 23), "problems": json.dumps(CHANCE.sample(PROBLEMS, CHANCE.randrange(1, 4))),
            "outcome": outcome, "released": False, "provider": provider, "provider_name": provider,
            "departures": CHANCE.choice(("[]", '["from_list"]')) if provider else "[]",
            "dissent": CHANCE.choice(("[]", "[]", '["club"]')) if provider else "[]",
            "postponed_times": CHANCE.randrange(2), "waiting_days": CHANCE.randrange(-2, 90), "reasons": "[]",
            "corrected": 0, "basis": "bl-32-1-3", **ending(day, provider),
        }  # fmt: skip


ROWS = tuple(rows())
DECIDED = tuple(row for row in ROWS if row["outcome"] != "open")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Path(tmp_path_factory.mktemp("facets")) / DATABASE)
    meetings = [{"id": f"m{number}", "date": "2025-01-01", "state": "approved", "version": 1, "opened_at": "2025"}
                for number in range(40)]  # fmt: skip
    with store._writing() as connection:
        connection.execute(MeetingTable.__table__.insert(), meetings)
        connection.execute(DecisionTable.__table__.insert(), list(ROWS))
        facets.collect_changes(connection).write(connection)
    yield store
    store.close()


def among(facet: Facet, *values: str) -> Query:
    return Query(among=(Among(facet, frozenset(values)),))


TODAY = date(2025, 4, 1)


def waited(least: int, greatest: int | None) -> tuple[Query, Callable[[Row], Any]]:
    """A query for the days that a case waited; a meeting before the grant counts as no wait."""
    most = 999 if greatest is None else greatest
    return Query(
        between=(Between("waited", least, greatest),)
    ), lambda row: least <= max(0, row["waiting_days"]) <= most


WAITED = ((0, None), (15, None), (64, None), (200, None), (0, 31), (7, 64), (33, 33), (-100_000, 13))
QUERIES: dict[str, tuple[Query, Callable[[Row], Any]]] = {
    "all": (Query(), lambda row: True),
    "provider": (among("provider", "north", "firm"), lambda row: row["provider"] in ("north", "firm")),
    "unknown": (among("provider", "nobody"), lambda row: False),
    "problem": (among("problem", "autism"), lambda row: "autism" in row["problems"]),
    "outcome": (among("outcome", "postponed"), lambda row: row["outcome"] == "postponed"),
    "district": (among("district", "south"), lambda row: row["district"] == "south"),
    "postponed": (among("postponed", "no"), lambda row: not row["postponed_times"]),
    "departed": (among("departed", "yes"), lambda row: row["departures"] != "[]"),
    "stayed": (among("departed", "no"), lambda row: row["departures"] == "[]"),
    "agreed": (among("agreed", "yes"), lambda row: row["provider"] and row["dissent"] == "[]"),
    "dissent": (among("agreed", "no"), lambda row: row["dissent"] != "[]"),
    "ended": (among("ended", "early", "moved"), lambda row: row["ended"] in ("early", "moved")),
    "ended by then": (
        Query(among=(Among("ended", frozenset({"planned"})),), today=TODAY),
        lambda row: row["ended"] == "planned" and row["ended_on"] < TODAY.isoformat(),
    ),
    "age": (Query(between=(Between("age", 12, 14),)), lambda row: 12 <= row["age"] <= 14),
    "older": (Query(between=(Between("age", 18),)), lambda row: row["age"] >= 18),
    **{f"waited {least}-{most}": waited(least, most) for least, most in WAITED},
    "since": (Query(since=date(2025, 3, 10)), lambda row: row["date"] >= "2025-03-10"),
    "until": (Query(until=date(2025, 3, 9)), lambda row: row["date"] <= "2025-03-09"),
    "days": (
        Query(since=date(2025, 1, 15), until=date(2025, 6, 20)),
        lambda row: "2025-01-15" <= row["date"] <= "2025-06-20",
    ),
    "year": (Query(since=date(2025, 1, 1), until=date(2025, 12, 31)), lambda row: row["date"][:4] == "2025"),
    "one day": (
        Query(since=date(2025, 2, 3), until=date(2025, 2, 3)), lambda row: row["date"] == "2025-02-03",
    ),
    "many": (
        Query(
            among=(Among("problem", frozenset({"school"})), Among("problem", frozenset({"autism"})),
                   Among("agreed", frozenset({"yes"}))),
            between=(Between("age", 10, 20), Between("waited", 10)),
            since=date(2024, 12, 5),
        ),
        lambda row: "school" in row["problems"] and "autism" in row["problems"] and row["provider"]
        and row["dissent"] == "[]" and 10 <= row["age"] <= 20 and row["waiting_days"] >= 10
        and row["date"] >= "2024-12-05",
    ),
}  # fmt: skip


def expected(holds: Callable[[Row], Any]) -> list[str]:
    fitting = sorted((row for row in DECIDED if holds(row)), key=lambda row: row["case_number"])
    return [row["case_number"] for row in sorted(fitting, key=lambda row: row["date"], reverse=True)]


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_finds_what_a_loop_finds(store: Store, name: str) -> None:
    query, holds = QUERIES[name]
    assert [row.case_number for row in store.search(query)] == expected(holds)


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_the_newest_come_first(store: Store, name: str, limit: int) -> None:
    query, holds = QUERIES[name]
    limited = replace(query, limit=limit)
    assert [row.case_number for row in store.search(limited)] == expected(holds)[:limit]


@pytest.mark.parametrize("name", QUERIES)
def test_counts_are_those_of_a_loop(store: Store, name: str) -> None:
    query, holds = QUERIES[name]
    fitting = [row for row in DECIDED if holds(row)]
    counts = store.counts(query)
    for facet in ("outcome", "provider", "district"):
        assert counts.get(facet, {}) == Counter(row[facet] for row in fitting if row[facet])
    assert counts.get("problem", {}) == Counter(code for row in fitting for code in json.loads(row["problems"]))
    assert counts.get("month", {}) == Counter(row["date"][:7] for row in fitting)
    assert counts["departed"] == Counter("no" if row["departures"] == "[]" else "yes" for row in fitting)
    assert counts["postponed"] == Counter("yes" if row["postponed_times"] else "no" for row in fitting)
    dissent = Counter("yes" if row["dissent"] == "[]" else "no" for row in fitting if row["provider"])
    assert counts.get("agreed", {}) == dissent


@pytest.mark.parametrize("name", ["all", "provider", "problem", "agreed", "many"])
def test_how_placements_went_is_what_a_loop_counts(store: Store, name: str) -> None:
    query, holds = QUERIES[name]
    outcomes = store.outcomes(replace(query, today=TODAY))
    placed = [row for row in DECIDED if holds(row) and row["ended"]]
    assert outcomes.all == tally(placed)
    groups: dict[str, Callable[[Row], list[str]]] = {
        "provider_kind": lambda row: [row["provider_kind"]],
        "problem": lambda row: json.loads(row["problems"]),
        "relation": lambda row: [row["relation"]],
        "departed": lambda row: ["no" if row["departures"] == "[]" else "yes"],
    }
    for group, of in groups.items():
        values = {value for row in placed for value in of(row)}
        assert outcomes.by[group] == {value: tally([row for row in placed if value in of(row)]) for value in values}
    ended = [row["ended_on"] for row in placed if row["ended_why"] and row["ended_on"] < TODAY.isoformat()]
    assert [on.isoformat() for on, why in outcomes.reasons if why == "Flyttet"] == sorted(ended, reverse=True)[:100]


def tally(placed: list[Row]) -> Tally:
    """How placements went, by a plain loop."""
    counts = Counter(row["ended"] if row["ended_on"] < TODAY.isoformat() else "running" for row in placed)
    return Tally(**counts)


def test_a_changed_facet_is_noticed(store: Store) -> None:
    with store._reading() as connection:
        assert facets.matches_decisions(connection)
        connection.exec_driver_sql("UPDATE facet SET bits = x'01' WHERE name = 'outcome' AND value = 'postponed'")
        assert not facets.matches_decisions(connection)
        connection.rollback()
