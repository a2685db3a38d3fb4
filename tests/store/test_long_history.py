"""A long history does not weigh on opening a meeting: its questions are answered from indexes."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.review.query import Query
from kpcommittee.store.store import Store
from tests.builders import MEETS, NOW
from tests.drivers.store_harness import placed

QUESTIONS: dict[str, Callable[[Store], object]] = {
    "placements": lambda store: store.placements(running_from=MEETS),
    "rulings": lambda store: store.rulings(other_than="m", running_from=MEETS),
    "of_children": lambda store: store.of_children(["A-1", "A-2"], [MEETS], other_than="m"),
    "waiting": lambda store: store.waiting(other_than="m", cases=["A-1", "A-2"]),
    "open_agendas_with": lambda store: store.open_agendas_with(["A-1", "A-2"]),
    "running": lambda store: store.meetings(running=True),
    "last": lambda store: store.last_before(MEETS, other_than="m"),
    "read": lambda store: store.read("m"),
    "newest": lambda store: store.search(Query(limit=20)),
    "words": lambda store: store.search(Query(words=("samt", "fravær"), limit=20)),
    "held": lambda store: store.held_follow_ups(),
}


def plans(store: Store, question: Callable[[Store], object]) -> list[str]:
    """How SQLite goes about each statement of a question."""
    asked: list[str] = []
    database: Any = store._connection.connection.driver_connection
    database.set_trace_callback(asked.append)
    question(store)
    database.set_trace_callback(None)
    selects = [statement for statement in asked if statement.startswith("SELECT")]
    assert selects
    steps = [step[3] for select in selects for step in database.execute(f"EXPLAIN QUERY PLAN {select}").fetchall()]
    return [step for step in steps if step.startswith(("SCAN", "SEARCH"))]


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_walks_through_a_whole_table(store: Store, name: str) -> None:
    steps = plans(store, QUESTIONS[name])
    whole = [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
    assert steps
    assert whole == []


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in ("newest", "words")])
def test_only_a_list_with_an_end_walks_along_an_index(store: Store, name: str) -> None:
    assert [step for step in plans(store, QUESTIONS[name]) if step.startswith("SCAN decision")] == []


def test_a_large_caseload_is_imported_and_replaced_quickly(store: Store) -> None:
    many = tuple(placed(f"P-{number}", start=date(2026, 1, 1)) for number in range(20_000))
    began = time.process_time()
    store.append_caseload(Imported(source="p.csv", read=len(many), new=many), NOW, "Inger")
    store.append_caseload(Imported(source="p.csv", read=len(many), changed=many), NOW, "Inger")
    assert store.placements() == many
    assert time.process_time() - began < 30, "some seconds are meant; this only finds what grows with the square"
