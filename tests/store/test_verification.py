"""What a test of the journal notices: what is missing, what was rewritten, and what something else remembers."""

import json
import sqlite3
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.meeting.order import Order
from kpcommittee.domain.receipt import Receipt, receipt_of, receipts_in
from kpcommittee.domain.verification import Head
from kpcommittee.store import soundness
from kpcommittee.store.memory import Memory
from kpcommittee.store.store import Store
from kpcommittee.store.verification import Examination
from tests.builders import NOW, case
from tests.drivers.journal_surgery import cut, empty_tables, rehash, without_triggers
from tests.drivers.store_harness import DATABASE, StoredTable, placed, projections, raw


def two_meetings(store: Store) -> None:
    """An import, a closed meeting, and one that was opened after it."""
    store.append_caseload(Imported(source="p.csv", read=1, new=(placed("P-1"),)), NOW, "Inger")
    StoredTable(store, case("A-1")).does(want.Open(), want.Postpone(case="A-1", reason="Tid"), want.Close())
    StoredTable(store, case("A-2"), meeting="2026-12-09", days=7).does(want.Open(), want.Note(case="A-2", text="Sagt"))


def forget(store: Store) -> None:
    """Make it a database that this computer remembers nothing of."""
    Memory.of(store.path).write({})


def faults(store: Store) -> list[tuple[str | None, int | None, str]]:
    return [(fault.stream, fault.number, fault.why) for fault in store.verification().faults]


def test_a_whole_journal_says_what_was_tested(store: Store) -> None:
    """(T16)."""
    two_meetings(store)
    verification = store.verification()
    assert (verification.is_sound, verification.first_fault, verification.behind) == (True, None, 0)
    assert (verification.events, verification.streams, verification.receipts) == (6, 3, 0)


def test_a_database_that_was_not_closed_is_tested_once_unless_something_is_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`verify` went through it twice: at opening, and when it was asked for."""
    two_meetings(store)
    store.checkpoint()
    killed = tmp_path / "killed"
    killed.mkdir()
    (killed / store.path.name).write_bytes(store.path.read_bytes())
    walked: list[object] = []

    class Counted(Examination):
        def __init__(self, rows: Any) -> None:
            walked.append(rows)
            super().__init__(rows)

    monkeypatch.setattr(soundness, "Examination", Counted)
    opened = Store.open(killed / DATABASE)
    assert (opened.verification().events, len(walked)) == (6, 1)
    assert (opened.verification().events, len(walked)) == (6, 2), "whoever asks again wants to know it now"
    opened.close()
    (killed / store.path.name).write_bytes(store.path.read_bytes() + bytes(4096))
    walked.clear()
    opened = Store.open(killed / DATABASE)
    StoredTable(opened, case("A-3"), meeting="2026-12-16", days=14).does(want.Open())
    assert (opened.verification().events, len(walked)) == (7, 2)
    opened.close()


def test_a_witness_freezes_the_heads_of_all_other_streams(store: Store) -> None:
    """(J1)."""
    two_meetings(store)
    connection = raw(store)
    rows = connection.execute("SELECT stream, number, kind, payload, hash FROM event ORDER BY stream, number")
    events = {(stream, number): (kind, json.loads(payload), hashed) for stream, number, kind, payload, hashed in rows}
    connection.close()
    assert events["2026-12-09", 1][1]["heads"] == {
        "2026-12-02": [3, events["2026-12-02", 3][2]],
        "caseload": [1, events["caseload", 1][2]],
    }
    assert {kind: "heads" in payload for kind, payload, _hash in events.values()} == {
        "imported": True, "opened": True, "closed": True, "postponed": False, "noted": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stream", "after", "fault"),
    [
        ("caseload", 0, ("caseload", 1, "cut")),
        ("2026-12-02", 0, ("2026-12-02", 1, "cut")),
        ("2026-12-02", 2, ("2026-12-02", 3, "cut")),
    ],
)
def test_a_stream_that_was_cut_is_missed_by_the_others(
    store: Store, stream: str, after: int, fault: tuple[str, int, str]
) -> None:
    """(J1)."""
    two_meetings(store)
    forget(store)
    with without_triggers(store.path) as connection:
        cut(connection, stream, after)
    assert fault in faults(store)


def test_a_stream_that_was_made_anew_is_not_what_the_others_have_noted(store: Store) -> None:
    """(J1)."""
    two_meetings(store)
    forget(store)
    with without_triggers(store.path) as connection:
        connection.execute("UPDATE event SET \"by\" = 'Other' WHERE stream = '2026-12-02' AND number = 2")
        rehash(connection, "2026-12-02")
    assert faults(store) == [("2026-12-02", 3, "head")]


Change = Callable[[sqlite3.Connection], None]


@pytest.mark.parametrize(
    ("change", "behind", "fault"),
    [
        (lambda c: cut(c, "2026-12-09", 1), 1, ("2026-12-09", 2, "behind")),
        (lambda c: cut(c, "2026-12-09", 0), 2, (None, None, "behind")),
        (lambda c: c.execute("DELETE FROM event"), 6, (None, None, "behind")),
    ],
)
def test_a_cut_that_nothing_in_the_journal_tells_of_is_remembered_outside(
    store: Store, change: Change, behind: int, fault: tuple[str | None, int | None, str]
) -> None:
    """(J1)."""
    two_meetings(store)
    with without_triggers(store.path) as connection:
        change(connection)
    assert faults(store)[0] == fault
    assert store.verification().behind == behind


def test_a_newest_event_made_anew_is_remembered_otherwise(store: Store) -> None:
    two_meetings(store)
    with without_triggers(store.path) as connection:
        connection.execute("UPDATE event SET \"by\" = 'Other' WHERE stream = '2026-12-09' AND number = 2")
        rehash(connection, "2026-12-09")
    assert faults(store) == [("2026-12-09", 2, "rewritten")]
    assert store.verification().behind == 0


def test_what_is_remembered_outlives_events_after_a_cut_until_a_person_accepts_it(store: Store) -> None:
    """Whoever cuts a journal must not be able to hide it by recording something."""
    two_meetings(store)
    with without_triggers(store.path) as connection:
        cut(connection, "2026-12-02", 0)
        cut(connection, "caseload", 0)
        cut(connection, "2026-12-09", 0)
        empty_tables(connection)
    StoredTable(store, case("A-3"), meeting="2026-12-09", days=8).does(want.Open())
    store.append_caseload(Imported(source="q.csv", read=0), NOW, "Inger")
    assert {why for _stream, _number, why in faults(store)} == {"behind", "rewritten"}
    store.accept()
    assert (faults(store), store.verification().behind) == ([], 0)


def test_the_memory_is_one_small_file_without_names(store: Store, tmp_path: Path) -> None:
    two_meetings(store)
    (file,) = (path for path in _state().iterdir() if str(Memory.of(store.path).read()) == str(_heads(path)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert len(text) < 600
    assert not any(word in text + file.name for word in ("2026-12", "caseload", "kept", tmp_path.name))


def _state() -> Path:
    return Memory.of(Path("any"))._file.parent


def _heads(file: Path) -> dict[str, Head] | None:
    return Memory(file, "").read()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"heads": 1}', b'{"heads": {"a": [1]}}', b"\xff"])
def test_a_memory_that_cannot_be_read_is_none(store: Store, content: bytes) -> None:
    two_meetings(store)
    Memory.of(store.path)._file.write_bytes(content)
    assert store.verification().behind is None


def test_a_state_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    store = Store.open(tmp_path / DATABASE)
    two_meetings(store)
    assert (store.verification().is_sound, store.verification().behind) == (True, None)
    store.close()


def test_a_receipt_fits_the_event_it_was_made_of_and_no_other(store: Store) -> None:
    two_meetings(store)
    hashed = store.hash_of("2026-12-02", 3)
    assert hashed
    receipt = Receipt.of("2026-12-02", 3, hashed)
    assert [*receipts_in(f"# Referat\n\n{receipt}\n\n<!-- seal -->\n")] == [receipt]
    assert store.verification([receipt]).is_sound
    for other in (Receipt("2026-12-02", 2, receipt.code), Receipt("2026-12-09", 3, receipt.code)):
        verification = store.verification([receipt, other])
        assert (verification.receipts, [fault.why for fault in verification.faults]) == (2, ["receipt"])


def test_a_receipt_that_a_text_quotes_is_not_that_of_the_document() -> None:
    receipt = Receipt("2026-12-02", 31, "ABCDEFGHIJKL")
    quoted = "- Formål: Kvittering: 2026-11-04 · 1 · AAAAAAAAAAAA"

    assert [*receipts_in(f"# Referat\n\n{quoted}\n\n{receipt}\n")] == [receipt]


def test_a_receipt_that_a_text_quotes_in_a_line_of_its_own_is_not_that_of_the_document() -> None:
    receipt = Receipt("2026-12-02", 31, "ABCDEFGHIJKL")

    assert receipt_of(f"# Referat\n\nKvittering: 2026-11-04 · 1 · AAAAAAAAAAAA\n\n{receipt}\n\nProperties\n") == receipt
    assert receipt_of("# Referat") is None


def test_a_template_may_have_words_before_the_receipt() -> None:
    receipt = Receipt("2026-12-02", 31, "ABCDEFGHIJKL")

    assert [*receipts_in(f"# Referat\n\nJournalens kvittering – {receipt}\n")] == [receipt]


def test_the_code_of_a_receipt_is_the_beginning_of_the_hash() -> None:
    assert str(Receipt.of("m", 7, sha256(b"").hexdigest())) == "Kvittering: m · 7 · 4OYMIQUY7QOB"


@pytest.mark.parametrize(
    "kinds",
    [
        ("opened", "noted"),
        ("opened", "undone:1", "opened"),
        ("opened", "closed", "undone:2", "noted", "closed", "approved", "corrected", "corrected"),
        (),
    ],
)
def test_an_order_that_a_meeting_can_have(kinds: tuple[str, ...]) -> None:
    assert all(_followed("2026-12-02", kinds))


@pytest.mark.parametrize(
    ("stream", "kinds"),
    [
        ("2026-12-02", ("noted",)),
        ("2026-12-02", ("opened", "opened")),
        ("2026-12-02", ("opened", "approved")),
        ("2026-12-02", ("opened", "corrected")),
        ("2026-12-02", ("opened", "closed", "noted")),
        ("2026-12-02", ("opened", "closed", "approved", "noted")),
        ("2026-12-02", ("opened", "closed", "approved", "undone:3")),
        ("2026-12-02", ("opened", "undone:7")),
        ("2026-12-02", ("opened", "noted", "undone:2", "undone:2")),
        ("2026-12-02", ("imported",)),
        ("caseload", ("opened",)),
    ],
)
def test_an_order_that_no_stream_can_have(stream: str, kinds: tuple[str, ...]) -> None:
    """(S8)."""
    assert _followed(stream, kinds) == [True] * (len(kinds) - 1) + [False]


def _followed(stream: str, kinds: tuple[str, ...]) -> list[bool]:
    order = Order(stream)
    parts = [kind.partition(":") for kind in kinds]
    return [
        order.follow(number, kind, int(undoes) if undoes else None)
        for number, (kind, _colon, undoes) in enumerate(parts, 1)
    ]


@pytest.mark.parametrize(
    ("statement", "why", "name"),
    [
        ("UPDATE decision SET provider = 'house'", "tables", "decision"),
        ("UPDATE decision SET outcome = 'placed' WHERE case_number = 'A-1'", "tables", "decision"),
        ("UPDATE decision SET problems = 'x'", "tables", "decision"),
        ("UPDATE decision SET waiting_days = X'07'", "tables", "decision"),
        ("DELETE FROM facet", "tables", "facet"),
        ("DELETE FROM meeting WHERE id = '2026-12-09'", "tables", "meeting"),
        ("UPDATE placement SET \"end\" = '2020-01-01'", "tables", "placement"),
        (
            "INSERT INTO placement (case_number, provider, problems, changes) VALUES ('P', 'house', '[]', '[]')",
            "tables",
            "placement",
        ),
        ("UPDATE search SET notes = 'Aldrig sagt' WHERE notes <> ''", "tables", "search"),
        ("DELETE FROM search", "tables", "search"),
        ("DROP TRIGGER event_is_kept", "trigger", "event_is_kept"),
        ("CREATE TRIGGER other AFTER INSERT ON event BEGIN SELECT 1; END", "trigger", "other"),
        ("DROP INDEX ix_decision_date", "schema", "ix_decision_date"),
        ("ALTER TABLE event ADD COLUMN more TEXT", "schema", "event"),
    ],
)  # fmt: skip
def test_what_is_changed_beside_the_journal_is_found(store: Store, statement: str, why: str, name: str) -> None:
    """(J4, S8)."""
    two_meetings(store)
    assert store.verification().is_sound
    connection = raw(store)
    connection.execute(statement)
    connection.close()
    assert (why, name) in {(fault.why, fault.name) for fault in store.verification().faults}


def test_a_digest_that_is_no_text_is_a_fault(store: Store) -> None:
    """A bit of the disk makes another kind of value of it: reckoning the hash broke the program."""
    two_meetings(store)
    with without_triggers(store.path) as connection:
        connection.execute("UPDATE event SET digest = X'FF' WHERE stream = '2026-12-02' AND number = 2")
    assert ("2026-12-02", 2, "hash") in faults(store)


@pytest.mark.parametrize("value", ["CAST(name AS BLOB)", "NULL", "7"])
@pytest.mark.parametrize("column", ["name", "type"])
def test_a_name_in_the_schema_that_is_no_text_is_a_fault(store: Store, column: str, value: str) -> None:
    """A bit of the disk makes another kind of value of it: the comparison broke the program."""
    two_meetings(store)
    connection = raw(store)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(f"UPDATE sqlite_master SET {column} = {value} WHERE name = 'ix_decision_date'")
    connection.close()
    assert ("schema", "ix_decision_date") in {(fault.why, fault.name) for fault in store.verification().faults}


def test_a_table_that_somebody_added_is_nobodys_fault(store: Store) -> None:
    two_meetings(store)
    connection = raw(store)
    connection.execute("CREATE TABLE mine (a)")
    connection.close()
    assert store.verification().is_sound


def test_a_test_changes_nothing(store: Store) -> None:
    two_meetings(store)
    before = projections(store)
    store.verification()
    assert projections(store) == before


def test_what_another_program_remembers_meanwhile_is_kept(store: Store, tmp_path: Path) -> None:
    """The file is read again only when it is another one than the one written last."""
    first, second = (Memory(tmp_path / "heads.json", "x") for _which in range(2))
    first.write({"a": Head(1, "h1")})
    second.write((second.read() or {}) | {"b": Head(2, "h2")})
    assert first.read() == {"a": Head(1, "h1"), "b": Head(2, "h2")}
    first.write((first.read() or {}) | {"a": Head(3, "h3")})
    assert second.read() == first.read() == {"a": Head(3, "h3"), "b": Head(2, "h2")}
    assert json.loads((tmp_path / "heads.json").read_text("utf-8")) == {"heads": {"a": [3, "h3"], "b": [2, "h2"]}}
    remembered = first.read() or {}
    remembered["c"] = Head(9, "h9")
    assert "c" not in (first.read() or {}), "what a reader changes is not remembered before it is written"
