"""Payloads: each is salted, and an old one is lifted when it is read; its bytes stay."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.event_base import split_kind
from kpcommittee.domain.meeting.events import EVENTS, Noted
from kpcommittee.domain.verification import JournalFault
from kpcommittee.errors import BrokenError
from kpcommittee.store.store import Store
from tests.builders import case
from tests.drivers.journal_surgery import rehash, without_triggers
from tests.drivers.store_harness import DATABASE, StoredTable, raw


def payloads(store: Store) -> list[tuple[str, dict[str, Any]]]:
    connection = raw(store)
    rows = connection.execute("SELECT kind, payload FROM event ORDER BY stream, number").fetchall()
    connection.close()
    return [(kind, json.loads(payload)) for kind, payload in rows]


def test_every_payload_has_a_salt_of_its_own(store: Store) -> None:
    """(J2)."""
    StoredTable(store, case("A-1")).does(
        want.Open(), want.Note(case="A-1", text="Sagt"), want.Note(case="A-1", text="Sagt")
    )
    salts = [payload["salt"] for _kind, payload in payloads(store)]
    assert len(set(salts)) == 3
    assert {len(salt) for salt in salts} == {22}, "16 bytes"


def test_the_salt_comes_from_outside(tmp_path: Path) -> None:
    store = Store.open(tmp_path / DATABASE, salt=lambda: "of the test")
    StoredTable(store, case("A-1")).does(want.Open())
    assert payloads(store)[0][1]["salt"] == "of the test"
    store.close()


def test_no_event_has_a_key_that_the_journal_adds() -> None:
    assert [kind for kind, event in EVENTS.items() if {"salt", "heads"} & {*event.__dataclass_fields__}] == []


def _spoken(payload: Mapping[str, object]) -> Mapping[str, object]:
    """As if the text of a note had been called differently once."""
    return {**payload, "text": f"{payload['text']}, lifted"}


def test_an_old_payload_is_lifted_on_reading_and_a_new_one_names_its_version(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(J3)."""
    table = StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Old"))
    before = payloads(store)
    monkeypatch.setattr(Noted, "lifts", (_spoken,))
    table.meeting = store.meeting("2026-12-02")
    table.does(want.Note(case="A-1", text="New"))
    item = store.meeting("2026-12-02").item("A-1")
    assert item is not None
    assert [note.text for note in item.notes] == ["Old, lifted", "New"]
    assert payloads(store)[:2] == before
    assert [kind for kind, _payload in payloads(store)] == ["opened", "noted", "noted.2"]
    assert [recorded.kind for recorded in store.read("2026-12-02")] == ["opened", "noted", "noted"]
    assert store.verify() is None
    monkeypatch.setattr(Noted, "lifts", ())
    assert store.verify() == JournalFault(stream="2026-12-02", number=3, why="kind"), "an older program says so"
    with pytest.raises(BrokenError):
        store.meeting("2026-12-02")


@pytest.mark.parametrize("kind", ["noted.0", "noted.02", "noted.1.1", "noted.", "noted.x", "noted.²", "noted.2"])
def test_a_version_that_never_was_is_an_unknown_kind(store: Store, kind: str) -> None:
    """(J3)."""
    StoredTable(store, case("A-1")).does(want.Open(), want.Note(case="A-1", text="Sagt"))
    with without_triggers(store.path) as connection:
        connection.execute("UPDATE event SET kind = ? WHERE number = 2", (kind,))
        rehash(connection, "2026-12-02")
    assert store.verify() == JournalFault(stream="2026-12-02", number=2, why="kind")


def test_a_kind_is_split_from_its_version() -> None:
    assert [split_kind(kind) for kind in ("decided", "decided.2", "decided.12")] == [
        ("decided", 1), ("decided", 2), ("decided", 12),
    ]  # fmt: skip
