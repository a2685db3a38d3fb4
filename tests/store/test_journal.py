"""The journal: what is appended comes back, once, in order and untouched."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.access_events import Accessed, Sampled
from kpcommittee.domain.meeting.caseload_events import Exported, Imported, ImportUndone, PlacementChanged, Restored
from kpcommittee.domain.meeting.events import EVENTS, Recorded
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.domain.meeting.purged import Emptied, Purged
from kpcommittee.domain.meeting.rectified import Rectification, Rectified
from kpcommittee.domain.verification import JournalFault
from kpcommittee.errors import BrokenError, KpError
from kpcommittee.store.errors import ConflictError
from kpcommittee.store.store import Store
from tests.builders import NOW, case
from tests.domain.test_decide import EXPECTED, WANTED
from tests.domain.test_decide import at as meeting_in
from tests.drivers.journal import rows
from tests.drivers.store_harness import DATABASE, StoredTable, in_principle, placed, raw


def everything(store: Store) -> StoredTable:
    """A meeting and a caseload in which many kinds of event occur, and all that no single intention leads to."""
    table = StoredTable(
        store, case("A-1"), case("A-2"), case("A-3"), case("A-4"), case("A-5", problem_note="[ikke] Æ\n»ø«")
    )
    unread = LeftOutCase(
        index=5, case_number=None, message="Ingen bevilling", child="Sofie Bruun", text='cases = ["x"]\n'
    )
    table.knows(left_out=(unread,)).does(want.Open(), want.Attend(person="Lone", status="excused"))
    table.takes_in(case("A-6"))
    table.does(
        want.Take(case="A-6"),
        want.Order(cases=("A-6", "A-5", "A-4", "A-3", "A-2", "A-1")),
        in_principle("A-1", "north-club", staff="mia"),
        want.Confirm(case="A-1", role="school", by="Lone"),
        want.Postpone(case="A-2", reason="Ingen samtykke", missing="Samtykke", from_role="authority"),
        want.Return(case="A-3", missing="Bevilling"),
        want.Withdraw(case="A-4", reason="Flyttet", by="Inger"),
        want.Note(case="A-5", text="Mor ringede\nog sagde ja", said_by="Inger"),
        want.Disqualify(case="A-5", role="club", ground="Bror", decided_by=("authority", "internal")),
        want.Position(case="A-5", role="authority", stance="disagree", provider="house", remark="Nej"),
        in_principle("A-5", "north-club", reason="Aftalt"),
        want.Undo(),
        want.Withdraw(case="A-5", reason="Flyttet"),
        want.Reopen(case="A-5", reason="Alligevel ikke"),
        want.Withdraw(case="A-5", reason="Flyttet"),
        in_principle("A-6", "north-club"),
        want.SetAside(case="cases[5]", reason="Mangler nummer"),
        want.Close(),
        want.Circulate(until=date(2030, 1, 1), by="Inger"),
        want.Comment(text="Fint referat", said_by="Lone"),
        want.Resolve(comment=1, outcome="answered", text="Tak", by="Inger"),
        want.Approve(by="Inger"),
        want.Correct(
            case="A-1", place=want.Amendment(given=frozenset({"start"}), start=date(2027, 2, 1)), why="Tastefejl"
        ),
        want.Tell(case="A-1", whom="child", how="Brev", by="Inger"),
        want.Journalise(case="A-1", number="26/123", by="Inger"),
    )
    before, after = placed("P-1", hours_per_week=Decimal("2.5")), placed("P-1", end=date(2027, 3, 31))
    store.append_caseload(Imported(source="p.csv", read=1, new=(before,)), NOW, "Inger")
    store.append_caseload(PlacementChanged(before=before, after=after, why="Slut"), NOW, "Inger")
    store.append_caseload(Imported(source="q.csv", read=1, new=(placed("P-2"),)), NOW, "Inger")
    store.append_caseload(ImportUndone(number=3, source="q.csv", removed=(placed("P-2"),)), NOW, "Inger")
    store.append_caseload(FollowedUp(case_number="P-1", provider="north-club", held_on=date(2027, 3, 1)), NOW, "Inger")
    exported = Exported(meeting=table.meeting.id, format="docx", document="ab", templates={"logo": "cd"})
    store.append_caseload(exported, NOW, "Inger")
    store.append_caseload(Restored(made_at=NOW, lost=2, replaced={"2026-12-02": (3, "ab")}), NOW, "Inger")
    store.append_caseload(Exported(meeting="2026-12-02", format="docx", document="ab"), NOW, "Inger")
    store.append_caseload(Purged(proof="f00", years=(2026, 2027)), NOW, "Inger")
    right = (Rectification(what="name", now="Bo Ek"),)
    store.append_caseload(Rectified(case="P-1", changes=right, why="Tastefejl", by="Inger"), NOW, "Inger")
    looks = (Accessed(what="opened", case="A-1", slot="chair"), Sampled(numbers=(1,), confirmed=True))
    store.append_access([(look, NOW) for look in looks], "Inger")
    return table


RECORDED_IN = {do: [state for state, refusals in EXPECTED.items() if not refusals.get(do)] for do in WANTED}
"""Each intention → the states of the rules' own test in which it is recorded."""


@pytest.mark.parametrize("do", [do for do, states in RECORDED_IN.items() if states])
def test_what_becomes_of_an_intention_comes_back_as_it_was(do: str, store: Store) -> None:
    table = meeting_in(RECORDED_IN[do][0], partial(StoredTable, store)).does(WANTED[do])
    assert store.read(table.meeting.id) == tuple(table.journal)


def test_every_other_kind_of_event_comes_back_as_it_was(store: Store) -> None:
    table = everything(store)
    assert store.read(table.meeting.id) == tuple(table.journal)
    assert fold(table.meeting.id, store.read(table.meeting.id)) == table.meeting
    kinds = {recorded.kind for recorded in (*table.journal, *store.read("caseload"), *store.read("access"))}
    assert kinds >= {kind for kind, event in EVENTS.items() if not RECORDED_IN.get(event.do or "")}
    assert store.verify() is None


def test_another_process_reads_the_same(store: Store, tmp_path: Path) -> None:
    table = everything(store)
    other = Store.open(tmp_path / DATABASE)
    assert other.read(table.meeting.id) == tuple(table.journal)
    assert other.read(table.meeting.id, after=3) == tuple(table.journal[3:])
    assert len(other.read(table.meeting.id)) == len(table.journal)
    other.close()


def test_the_row_is_what_the_contract_says(store: Store) -> None:
    StoredTable(store, case("A-1", name="Æ Ø")).does(want.Open(), want.Note(case="A-1", text="Så er det nu"))
    journal = rows(store.path, 'SELECT stream, number, at, "by", kind, payload, hash FROM event ORDER BY number')
    previous = ""
    for stream, number, at, by, kind, payload, hashed in journal:
        assert payload == json.dumps(json.loads(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = sha256(payload.encode()).hexdigest()
        link = [previous, stream, number, at, by, kind, digest]
        assert hashed == sha256(json.dumps(link, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        previous = hashed
    assert (stream, number, by, kind) == ("2026-12-02", 2, "Chair", "noted")


def test_the_second_of_two_programs_meets_a_conflict_and_nothing_of_it_stays(store: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / DATABASE)
    first = StoredTable(store, case("A-1")).does(want.Open())
    second = StoredTable(other, case("A-1"))
    second.meeting, second.journal = first.meeting, list(first.journal)
    first.does(want.Postpone(case="A-1", reason="Tiden gik"))
    with pytest.raises(ConflictError):
        second.does(want.Note(case="A-1", text="Sagt samtidig"))
    assert other.read("2026-12-02") == tuple(first.journal)
    assert other.verify() is None
    second.meeting = fold("2026-12-02", other.read("2026-12-02"))
    second.does(want.Note(case="A-1", text="Sagt bagefter"))
    assert [recorded.number for recorded in store.read("2026-12-02")] == [1, 2, 3]
    other.close()


def test_a_number_without_the_one_before_it_is_a_conflict(store: Store) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open())
    late = replace(table.journal[0], number=3)
    with pytest.raises(ConflictError):
        store.append_many([(late, table.meeting, table.meeting)])
    assert len(store.read(table.meeting.id)) == 1


def test_a_case_cannot_be_on_two_open_agendas(store: Store, tmp_path: Path) -> None:
    """Two programs that open two agendas at the same moment: each decided on what it had read before."""
    other = Store.open(tmp_path / DATABASE)
    first, second = StoredTable(store, case("A-1")), StoredTable(other, case("A-1"), case("A-2"), meeting="2026-12-09")
    opened = super(StoredTable, second).tries
    first.does(want.Open())
    with pytest.raises(ConflictError):
        opened(want.Open())
    assert len(other.read("2026-12-09")) == 0
    assert [row.id for row in store.meetings()] == ["2026-12-02"]
    other.close()


def test_a_closed_meeting_whose_case_went_on_is_not_opened_again(store: Store) -> None:
    first = StoredTable(store, case("A-1")).does(want.Open(), want.Postpone(case="A-1", reason="Tid"), want.Close())
    StoredTable(store, case("A-1"), meeting="2026-12-09", days=7).does(want.Open())
    with pytest.raises(ConflictError):
        super(StoredTable, first).tries(want.Undo())
    assert len(store.read("2026-12-02")) == 3


def test_several_events_are_kept_all_or_none(store: Store) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open())
    noted = replace(table.journal[0], number=2)
    with pytest.raises(ConflictError):
        store.append_many(((noted, table.meeting, table.meeting), (noted, table.meeting, table.meeting)))
    assert len(store.read("2026-12-02")) == 1


Change = Callable[[sqlite3.Connection], object]


@pytest.mark.parametrize(
    ("change", "why", "number"),
    [
        (lambda c: c.execute("UPDATE event SET payload = replace(payload, 'Tid', 'Lyst') WHERE number = 2"), "hash", 2),
        (lambda c: c.execute("UPDATE event SET at = '2020-01-01T00:00:00+00:00' WHERE number = 2"), "hash", 2),
        (lambda c: c.execute("UPDATE event SET \"by\" = 'Other' WHERE number = 2"), "hash", 2),
        (lambda c: c.execute("UPDATE event SET number = 7 WHERE number = 3"), "gap", 3),
        (lambda c: c.execute("DELETE FROM event WHERE number = 1"), "gap", 1),
        (lambda c: c.execute("DELETE FROM event WHERE number = 2"), "gap", 2),
        (lambda c: c.execute("UPDATE event SET payload = x'00ff' WHERE number = 2"), "hash", 2),
        (lambda c: rewritten(c, kind="sneezed"), "kind", 2),
        (lambda c: rewritten(c, payload='{"case":7}'), "payload", 2),
        (lambda c: rewritten(c, payload="{"), "payload", 2),
    ],
)
def test_verify_names_the_first_event_that_does_not_fit(store: Store, change: Change, why: str, number: int) -> None:
    StoredTable(store, case("A-1")).does(want.Open(), want.Postpone(case="A-1", reason="Tid"), want.Close())
    with raw(store) as connection:
        for trigger in ("event_is_kept", "event_stands"):
            connection.execute(f"DROP TRIGGER {trigger}")
        change(connection)
    connection.close()
    assert store.verify() == JournalFault(stream="2026-12-02", number=number, why=why)  # type: ignore[arg-type]


def rewritten(connection: sqlite3.Connection, **columns: str) -> None:
    """Rewrite event 2 with a hash that fits, as another program could."""
    row = connection.execute('SELECT stream, number, at, "by", kind, payload FROM event WHERE number = 2').fetchone()
    previous = connection.execute("SELECT hash FROM event WHERE number = 1").fetchone()[0]
    stream, number, at, by, kind, payload = row
    kind, payload = columns.get("kind", kind), columns.get("payload", payload)
    link = [previous, stream, number, at, by, kind, sha256(payload.encode()).hexdigest()]
    hashed = sha256(json.dumps(link, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    connection.execute("UPDATE event SET kind = ?, payload = ?, hash = ? WHERE number = 2", (kind, payload, hashed))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM event",
        "UPDATE event SET payload = '{}'",
        "UPDATE event SET payload = ''",
        "UPDATE event SET payload = '', digest = 'x', \"by\" = 'Other'",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE number = 1",
    ],
)
def test_the_database_itself_refuses_to_change_the_journal(store: Store, statement: str) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    with closing(raw(store)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    assert store.read("2026-12-02") == tuple(table.journal)


def approved(store: Store, *texts: str) -> None:
    """Record a meeting with notes; the first of them is event 2."""
    notes = [want.Note(case="A-1", text=text) for text in texts]
    StoredTable(store, case("A-1")).does(
        want.Open(), *notes, want.Postpone(case="A-1", reason="Tid"), want.Close(), want.Approve(by="Inger")
    )


def says_purged(store: Store, *events: Emptied) -> None:
    """Record in the meeting that these events were purged."""
    with store._writing():
        number = store._journal.head_of("2026-12-02").number + 1
        event = Purged(proof="f00", place=1, events=events)
        store._journal.append(Recorded(stream="2026-12-02", number=number, at=NOW, by="Inger", event=event))


def digest_at(connection: sqlite3.Connection, number: int) -> str:
    (payload,) = connection.execute("SELECT payload FROM event WHERE number = ?", (number,)).fetchone()
    return sha256(payload.encode()).hexdigest()


LEFT = '{"case":"purged:1","text":"[…]"}'


@pytest.mark.parametrize("left", ["", LEFT])
def test_a_payload_that_a_purge_has_taken_or_rewritten_keeps_the_chain_whole(store: Store, left: str) -> None:
    approved(store, "Sagt", "Mere")
    connection = raw(store)
    digest = digest_at(connection, 2)
    says_purged(store, Emptied(number=2, digest=digest, left=sha256(left.encode()).hexdigest() if left else ""))
    assert store.verify() == JournalFault(stream="2026-12-02", number=2, why="hash"), "it is still there"
    connection.execute("UPDATE event SET payload = ?, digest = ? WHERE number = 2", (left, digest))
    store.rebuild()
    assert store.verify() is None
    assert store.verification().purged == 1
    connection.close()


@pytest.mark.parametrize("left", ["", LEFT])
def test_without_a_purge_that_says_so_the_triggers_refuse_it_and_verify_finds_it(store: Store, left: str) -> None:
    """What is left is exactly what the purge says: no other text, and no other event."""
    approved(store, "Sagt", "Mere")
    connection = raw(store)
    digest = digest_at(connection, 2)
    taken = "UPDATE event SET payload = ?, digest = ? WHERE number = ?"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(taken, (left, digest, 2))
    says_purged(store, Emptied(number=3, digest=digest_at(connection, 3)))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(taken, (left, digest, 2))
    connection.execute("DROP TRIGGER event_stands")
    connection.execute(taken, ("", digest_at(connection, 3), 3))
    connection.execute(taken, (left, digest, 2))
    first, *_around = store.verification().faults
    assert first == JournalFault(stream="2026-12-02", number=2, why="hash")
    assert store.read_tested("2026-12-02")[1] == first
    connection.close()


def test_a_purge_with_a_digest_of_something_else_is_found(store: Store) -> None:
    approved(store, "Sagt")
    connection = raw(store)
    says_purged(store, Emptied(number=2, digest="f00"))
    connection.execute("UPDATE event SET payload = '', digest = 'f00' WHERE number = 2")
    assert store.verify() == JournalFault(stream="2026-12-02", number=2, why="hash")
    connection.close()


def test_an_event_that_cannot_be_read_is_named(store: Store) -> None:
    StoredTable(store, case("A-1")).does(want.Open(), want.Postpone(case="A-1", reason="Tid"))
    with raw(store) as connection:
        connection.execute("DROP TRIGGER event_stands")
        connection.execute("UPDATE event SET payload = '{}' WHERE number = 2")
    connection.close()
    with pytest.raises(BrokenError, match="2026-12-02") as raised:
        store.read("2026-12-02")
    assert "verify" in raised.value.remedy
    with pytest.raises(KpError, match="2026-12-02"):
        store.rebuild()
    assert [row.id for row in store.meetings()] == ["2026-12-02"], "a rebuild that fails leaves what was there"


def test_data_version_tells_of_other_programs_only(store: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / DATABASE)
    table = StoredTable(store, case("A-1"))
    seen = store.data_version(), other.data_version()
    table.does(want.Open())
    assert store.data_version() == seen[0]
    assert other.data_version() != seen[1]
    other.close()


@pytest.mark.parametrize("digest", ["", None])
def test_a_purge_that_leaves_no_digest_is_found(store: Store, digest: str | None) -> None:
    """What stood there could have been anything: the chain must not count as whole."""
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    with raw(store) as connection:
        for trigger in ("event_is_kept", "event_stands"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE event SET payload = '', digest = ? WHERE number = 2", (digest,))
    connection.close()
    assert store.verify() == JournalFault(stream="2026-12-02", number=2, why="hash")


def test_a_changed_payload_is_found_even_with_the_digest_of_the_old_one_beside_it(store: Store) -> None:
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    with raw(store) as connection:
        for trigger in ("event_is_kept", "event_stands"):
            connection.execute(f"DROP TRIGGER {trigger}")
        (payload,) = connection.execute("SELECT payload FROM event WHERE number = 2").fetchone()
        digest = sha256(payload.encode()).hexdigest()
        changed = payload.replace("Sagt", "Aldrig sagt")
        connection.execute("UPDATE event SET payload = ?, digest = ? WHERE number = 2", (changed, digest))
    connection.close()
    assert store.verify() == JournalFault(stream="2026-12-02", number=2, why="hash")


def test_a_purged_kind_that_nobody_knows_is_found(store: Store) -> None:
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    with raw(store) as connection:
        for trigger in ("event_is_kept", "event_stands"):
            connection.execute(f"DROP TRIGGER {trigger}")
        rewritten(connection, kind="sneezed", payload="")
    connection.close()
    assert store.verify() == JournalFault(stream="2026-12-02", number=2, why="kind")


def test_each_stream_has_a_chain_of_its_own(store: Store) -> None:
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    StoredTable(store, case("A-2"), meeting="2026-12-09", days=7).does(want.Open(), want.Note(case="A-2", text="Sagt"))
    assert store.verify() is None
    with raw(store) as connection:
        connection.execute("DROP TRIGGER event_stands")
        connection.execute("UPDATE event SET \"by\" = 'Other' WHERE stream = '2026-12-09' AND number = 1")
    connection.close()
    assert store.verify() == JournalFault(stream="2026-12-09", number=1, why="hash")


def test_a_conflict_names_the_place_that_is_taken(store: Store) -> None:
    table = StoredTable(store, case("A-1")).does(want.Open())
    with pytest.raises(ConflictError) as raised:
        store.append_many([(table.journal[0], table.meeting, table.meeting)])
    assert (raised.value.stream, raised.value.number) == ("2026-12-02", 1)


def test_the_newest_event_of_other_streams_tells_whether_anything_came_beside_a_meeting(store: Store) -> None:
    assert store.newest_row_elsewhere("2026-12-02") == 0
    table = StoredTable(store, case("A-1"))
    table.does(want.Open(), want.Note(case="A-1", text="Mor ringede", said_by="Inger"))
    meeting = table.meeting.id
    assert store.newest_row_elsewhere(meeting) == 0
    assert store.newest_row_elsewhere("another") == store.newest_row_elsewhere("a third") > 0
    store.append_caseload(Imported(source="p.csv", read=1, new=(placed("P-1"),)), NOW, "Inger")
    beside = store.newest_row_elsewhere(meeting)
    table.does(want.Note(case="A-1", text="Far ringede", said_by="Inger"))
    assert store.newest_row_elsewhere(meeting) == beside > 0
