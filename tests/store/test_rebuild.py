"""Whatever happens, the tables are what a rebuild makes of the journal."""

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.imports import merge
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.caseload_events import Imported, PlacementChanged
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.domain.meeting.standing import placements_after, take_back_import
from kpcommittee.domain.review.query import Query
from kpcommittee.store.errors import ConflictError
from kpcommittee.store.records import RebuildReport
from kpcommittee.store.store import Store
from tests.builders import NOW, case, place
from tests.drivers.store_harness import DATABASE, EMPTY_SEAT, StoredTable, projections
from tests.seeds import examples

NUMBERS = ("A-1", "A-2", "A-3")
number = st.sampled_from(NUMBERS)
role = st.sampled_from(("school", "club", "authority", "internal"))
text = st.sampled_from(("Tid", "Samtykke", "Sne på vejen", "Mor er syg"))
provider = st.sampled_from(("north-club", "house", "firm"))


def _placing(number: str, provider: str, in_principle: bool) -> want.Place:
    return place(number, provider, in_principle=in_principle, answers=EMPTY_SEAT, reason="Aftalt")


def _correcting(number: str, provider: str) -> want.Correct:
    amended = want.Amendment(given=frozenset({"provider"}), provider=provider)
    return want.Correct(case=number, place=amended, why="Tastefejl")


intention = st.one_of(
    st.builds(_placing, number, provider, st.booleans()),
    st.builds(want.Postpone, case=number, reason=text, missing=st.none() | text),
    st.builds(want.Return, case=number, missing=text),
    st.builds(want.Withdraw, case=number, reason=text),
    st.builds(want.Note, case=number, text=text),
    st.builds(want.Confirm, case=number, role=role, refuse=st.booleans()),
    st.builds(want.Attend, person=st.sampled_from(("Lone", "Karim")), status=st.sampled_from(("present", "excused"))),
    st.builds(want.Take, case=number),
    st.builds(want.Order, cases=st.permutations(NUMBERS).map(tuple)),
    st.builds(_correcting, number, provider),
    *(st.just(intention) for intention in (want.Open(), want.Undo(), want.Close(), want.Approve())),
)
day = st.none() | st.sampled_from([date(2027, month, 1) for month in range(1, 7)])
placement = st.builds(
    Placement,
    case_number=number,
    provider=provider,
    start=day,
    end=day,
    hours_per_week=st.sampled_from((None, Decimal("2.5"))),
)
held = st.builds(
    FollowedUp, case_number=number, provider=provider, held_on=st.dates(date(2027, 1, 1), date(2027, 9, 1)), next_on=day
)
step = st.one_of(
    st.tuples(st.integers(0, 2), intention),
    st.tuples(st.just("import"), st.lists(placement, max_size=3)),
    st.tuples(st.just("held"), held),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("end"), st.integers(0, 2)),
)
# Each meeting can be run to its end, so that the next one carries over what waits.
whole = st.tuples(st.integers(0, 2), st.lists(intention, max_size=5)).map(
    lambda drawn: [
        (drawn[0], intention)
        for intention in (
            want.Open(),
            *drawn[1],
            *(want.Postpone(case=number, reason="Tiden gik") for number in NUMBERS),
            want.Close(),
        )
    ]
)
steps = st.lists(st.one_of(step.map(lambda drawn: [drawn]), whole), max_size=12).map(lambda groups: [*chain(*groups)])


def run(store: Store, steps: list[tuple[Any, Any]]) -> list[StoredTable]:
    """Three meetings over the same cases, and the caseload beside them; what is refused is passed over."""
    cases = [case(number) for number in NUMBERS]
    tables = [
        StoredTable(store, *cases[:2], meeting="m0"),
        StoredTable(store, *cases, meeting="m1", days=7),
        StoredTable(store, *cases[1:], meeting="m2", days=14),
    ]
    for table in tables:
        table.takes_in(cases[2])
    for who, action in steps:
        if who == "import":
            merged = merge(Caseload.of(store.placements(), store.rulings()), action, date(2027, 1, 6))
            event = Imported(source="p.csv", read=merged.rows_read, new=merged.adds, changed=merged.replaces)
            store.append_caseload(event, NOW, "Inger")
        elif who == "undo":
            taken_back = take_back_import(store.read("caseload"))
            if taken_back is not None:
                store.append_caseload(taken_back.event, NOW, "Inger")
        elif who == "end":
            for before in store.placements()[action : action + 1]:
                after = replace(before, end=date(2027, 2, action + 1))
                store.append_caseload(PlacementChanged(before=before, after=after, why="Slut"), NOW, "Inger")
        elif who == "held":
            store.append_caseload(action, NOW, "Inger")
        else:
            _tries(tables[who], action)
    return tables


def _tries(table: StoredTable, intention: want.Intention) -> None:
    before = table.meeting
    try:
        table.tries(intention)
    except ConflictError:
        assert table.meeting is before


@pytest.mark.drawn
@settings(
    max_examples=examples(20, 300),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps)
def test_a_rebuild_makes_the_tables_that_are_there(steps: list[tuple[Any, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / DATABASE)
        tables = run(store, steps)
        live, answers = projections(store), around(store)
        store.rebuild()
        assert projections(store) == live
        assert around(store) == answers
        assert live["orphans"] == [(0,)]
        standing = placements_after(store.read("caseload")).values()
        assert Counter(store.placements()) == Counter(placement for placements in standing for placement in placements)
        assert store.verify() is None
        for table in tables:
            ruled = {ruling.case_number: ruling for ruling in store.rulings() if ruling.meeting == table.meeting.id}
            assert ruled == {ruling.case_number: ruling for ruling in table.meeting.rulings if table.meeting.opened_at}
            assert fold(table.meeting.id, store.read(table.meeting.id)).items == (
                table.meeting.items if table.meeting.opened_at else ()
            )
        assert {waits.case_number for waits in store.waiting()} == waiting_in(tables)
        on_open = [on_agenda.case_number for on_agenda in store.open_agendas_with(NUMBERS) if on_agenda.state == "open"]
        assert len(on_open) == len(set(on_open)), "a case lies on at most one open agenda"
        store.close()


def waiting_in(tables: list[StoredTable]) -> set[str]:
    """What the waiting list must hold: what the newest meeting of a case left undecided when it closed."""
    newest: dict[str, tuple[str, str]] = {}
    for table in sorted((table for table in tables if table.meeting.opened_at), key=lambda table: table.later):
        newest |= {item.number: (table.meeting.state, item.state) for item in table.meeting.items}
    return {
        number
        for number, (meeting, state) in newest.items()
        if meeting in ("closed", "approved") and state in ("postponed", "in_principle")
    }


def around(store: Store) -> Any:
    """What the store answers."""
    return (
        store.meetings(),
        store.rulings(),
        store.waiting(cases=NUMBERS),
        [store.waiting(other_than=meeting, cases=NUMBERS) for meeting in ("m0", "m1", "m2")],
        store.open_agendas_with(NUMBERS),
        store.search(Query(words=("t",))),
        store.held_follow_ups(),
    )


def test_a_rebuild_mends_tables_that_were_spoilt(store: Store) -> None:
    table = StoredTable(store, case("A-1"), case("A-2"))
    table.does(want.Open(), place("A-1", "north-club", reason="Kendt"), want.Postpone(case="A-2", reason="Tid"))
    store.append_caseload(
        Imported(source="p.csv", read=1, new=(Placement(case_number="P", provider="house"),)), NOW, "I"
    )
    whole = projections(store)
    with store._writing() as connection:
        for spoil in (
            "UPDATE decision SET provider = 'house'",
            "DELETE FROM placement",
            "DELETE FROM search",
            "UPDATE decision SET followed_by = 'nowhere'",
            "INSERT INTO meeting VALUES ('ghost', '2026-01-01', 'open', 0, '2026')",
        ):
            connection.exec_driver_sql(spoil)
    assert projections(store) != whole
    assert store.rebuild() == RebuildReport(meetings=1, decisions=2, placements=1)
    assert projections(store) == whole
