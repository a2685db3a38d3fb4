"""Every kind of damage that somebody with write access can do to a journal, and what notices it.

Who damages it is careful: the triggers are put back, and the tables are made again from the damaged journal. A kind
is drawn with its place from a seed, so that every run damages the same.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.receipt import Receipt
from kpcommittee.store.memory import Memory
from kpcommittee.store.store import Store
from kpcommittee.store.verification import Examination, differences
from kpcommittee.store.writer import rebuild
from tests.builders import NOW, case, place
from tests.drivers.journal_surgery import cut, rehash, without_triggers
from tests.drivers.store_harness import DATABASE, StoredTable, placed

Damage = Callable[[sqlite3.Connection, Random], None]


@dataclass(frozen=True, slots=True)
class Whole:
    """A journal of three meetings and two imports, what the computer remembers of it, and receipts of its minutes."""

    path: Path
    memory: Memory
    receipts: tuple[Receipt, ...]
    """Of the first meeting, printed when it was approved and when it was corrected."""


class Noticed(NamedTuple):
    """Whether a damage was noticed by `verify` alone, with the remembered heads too, and with receipts instead."""

    alone: bool
    memory: bool
    receipt: bool


def whole_journal(folder: Path) -> Whole:
    """Record three meetings: one corrected after its approval, one closed, one open."""
    store = Store.open(folder / DATABASE)
    store.append_caseload(Imported(source="p.csv", read=1, new=(placed("P-1"),)), NOW, "Inger")
    first = StoredTable(store, case("A-1"), case("A-2")).does(
        want.Open(), want.Note(case="A-1", text="Mor er glad"), place("A-1", "north-club"), want.Undo(),
        place("A-1", "house", reason="Near"), want.Postpone(case="A-2", reason="Tid"), want.Close(), want.Approve(),
    )  # fmt: skip
    receipts = [receipt_of(store, "2026-12-02")]
    amended = want.Amendment(given=frozenset({"start"}), start=first.meeting.date + timedelta(days=40))
    first.does(want.Correct(case="A-1", place=amended, why="Forkert uge"))
    receipts.append(receipt_of(store, "2026-12-02"))
    StoredTable(store, case("A-3"), meeting="2026-12-09", days=7).does(
        want.Open(), want.Note(case="A-3", text="Sagt"), place("A-3", "north-club"), want.Close()
    )
    store.append_caseload(Imported(source="q.csv", read=1, new=(placed("P-2"),)), NOW + timedelta(days=8), "Inger")
    StoredTable(store, case("A-4"), meeting="2026-12-16", days=14).does(
        want.Open(), want.Note(case="A-4", text="Før"), want.Note(case="A-4", text="Efter")
    )
    store.close()
    return Whole(store.path, Memory.of(store.path), tuple(receipts))


def receipt_of(store: Store, stream: str) -> Receipt:
    """The receipt that minutes would carry now."""
    number = len(store.read(stream))
    return Receipt.of(stream, number, store.hash_of(stream, number) or "")


# What is done


def streams(connection: sqlite3.Connection) -> dict[str, int]:
    """Each stream with the number of its newest event."""
    return dict(connection.execute("SELECT stream, max(number) FROM event GROUP BY stream ORDER BY stream").fetchall())


def drawn(connection: sqlite3.Connection, random: Random, *, middle: bool = False) -> tuple[str, int]:
    """One event; with `middle` never the newest of its stream."""
    events = [
        (stream, number)
        for stream, last in streams(connection).items()
        for number in range(1, last + (0 if middle else 1))
    ]
    return random.choice(events)


def _cut_the_end(connection: sqlite3.Connection, random: Random) -> None:
    stream, number = drawn(connection, random, middle=True)
    cut(connection, stream, number)


def _cut_a_stream(connection: sqlite3.Connection, random: Random) -> None:
    cut(connection, random.choice([*streams(connection)]), 0)


def _an_older_copy(connection: sqlite3.Connection, random: Random) -> None:
    moments = [at for (at,) in connection.execute("SELECT at FROM event ORDER BY at")]
    connection.execute("DELETE FROM event WHERE at > ?", (random.choice(moments[:-1]),))


def _take_one_out(connection: sqlite3.Connection, random: Random) -> None:
    where = drawn(connection, random, middle=True)
    connection.execute("DELETE FROM event WHERE stream = ? AND number = ?", where)


def _take_one_out_and_close_up(connection: sqlite3.Connection, random: Random) -> None:
    rehash(connection, _take_out_and_renumber(connection, random)[0])


def _take_out_and_renumber(connection: sqlite3.Connection, random: Random) -> tuple[str, int]:
    stream, number = drawn(connection, random, middle=True)
    connection.execute("DELETE FROM event WHERE stream = ? AND number = ?", (stream, number))
    for following in range(number + 1, streams(connection)[stream] + 1):
        connection.execute(
            "UPDATE event SET number = ? WHERE stream = ? AND number = ?", (following - 1, stream, following)
        )
    return stream, number


def _change_a_sign(connection: sqlite3.Connection, random: Random) -> None:
    column = random.choice(["at", '"by"', "kind", "payload", "hash"])
    where = drawn(connection, random)
    wanted = f"SELECT {column} FROM event WHERE stream = ? AND number = ?"
    ((text,),) = connection.execute(wanted, where).fetchall()
    place_ = random.randrange(len(text))
    other = "#" if text[place_] != "#" else "%"
    changed = text[:place_] + other + text[place_ + 1 :]
    connection.execute(f"UPDATE event SET {column} = ? WHERE stream = ? AND number = ?", (changed, *where))


def _edit(connection: sqlite3.Connection, random: Random) -> tuple[str, int]:
    """Change who recorded an event and, where there is one, a text that somebody wrote."""
    stream, number = drawn(connection, random)
    ((payload,),) = connection.execute(
        "SELECT payload FROM event WHERE stream = ? AND number = ?", (stream, number)
    ).fetchall()
    content = json.loads(payload)
    for key in ("text", "reason", "why", "source"):
        if isinstance(content.get(key), str):
            content[key] = "Noget andet"
    connection.execute(
        'UPDATE event SET payload = ?, "by" = ? WHERE stream = ? AND number = ?',
        (_canonical(content), "En anden", stream, number),
    )
    return stream, number


def _edit_only(connection: sqlite3.Connection, random: Random) -> None:
    _edit(connection, random)


def _edit_and_hash_the_event(connection: sqlite3.Connection, random: Random) -> None:
    stream, number = _edit(connection, random)
    kept = connection.execute(
        "SELECT hash, number FROM event WHERE stream = ? AND number > ?", (stream, number)
    ).fetchall()
    rehash(connection, stream)
    connection.executemany(
        "UPDATE event SET hash = ? WHERE stream = ? AND number = ?", [(h, stream, n) for h, n in kept]
    )


def _edit_and_hash_the_stream(connection: sqlite3.Connection, random: Random) -> None:
    rehash(connection, _edit(connection, random)[0])


def _edit_and_make_all_anew(connection: sqlite3.Connection, random: Random) -> None:
    _edit(connection, random)
    make_all_anew(connection)


def _cut_and_make_all_anew(connection: sqlite3.Connection, random: Random) -> None:
    stream, number = drawn(connection, random, middle=True)
    cut(connection, stream, number)
    make_all_anew(connection)


def _take_out_and_make_all_anew(connection: sqlite3.Connection, random: Random) -> None:
    make_all_anew(connection, _take_out_and_renumber(connection, random))


def make_all_anew(connection: sqlite3.Connection, gone: tuple[str, int] | None = None) -> None:
    """Make all hashes fit what the events say now, and what witnesses have frozen of other streams too.

    `gone` is an event that was taken out: what was frozen behind it now has a smaller number.
    """
    for _pass in range(PASSES):
        for stream in streams(connection):
            rehash(connection, stream)
        if not _freeze_anew(connection, gone):
            return
        gone = None
    raise AssertionError("the journal never fits")


PASSES = 30
"""More than there are witnesses one behind the other."""


def _freeze_anew(connection: sqlite3.Connection, gone: tuple[str, int] | None) -> bool:
    """Freeze the heads that there are now into each witness; whether any changed."""
    hashes, lasts, changed = _hashes(connection), streams(connection), False
    for stream, number, payload in connection.execute("SELECT stream, number, payload FROM event").fetchall():
        content = json.loads(payload) if payload else {}
        if not isinstance(content.get("heads"), dict):
            continue
        heads: dict[str, list[Any]] = {}
        for other, (frozen, _hash) in content["heads"].items():
            later = gone is not None and other == gone[0] and frozen >= gone[1]
            head = min(frozen - later, lasts.get(other, 0))
            heads |= {other: [head, hashes[other, head]]} if head else {}
        if heads != content["heads"]:
            changed = True
            content["heads"] = heads
            connection.execute(
                "UPDATE event SET payload = ? WHERE stream = ? AND number = ?", (_canonical(content), stream, number)
            )
    return changed


def _hashes(connection: sqlite3.Connection) -> dict[tuple[str, int], str]:
    rows = connection.execute("SELECT stream, number, hash FROM event").fetchall()
    return {(stream, number): hashed for stream, number, hashed in rows}


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _swap_two(connection: sqlite3.Connection, random: Random) -> None:
    stream, number = drawn(connection, random, middle=True)
    for before, after in ((number, 0), (number + 1, number), (0, number + 1)):
        connection.execute("UPDATE event SET number = ? WHERE stream = ? AND number = ?", (after, stream, before))
    rehash(connection, stream)


def _note(connection: sqlite3.Connection, stream: str, number: int) -> None:
    """Put a note of a case into a meeting, as the program would write it."""
    ((at, case_number),) = connection.execute(
        "SELECT max(at), (SELECT json_extract(payload, '$.agenda.cases[0].case_number') FROM event"
        " WHERE stream = :stream AND kind = 'opened') FROM event WHERE stream = :stream",
        {"stream": stream},
    ).fetchall()
    content = {"case": case_number, "said_by": None, "salt": "AAAAAAAAAAAAAAAAAAAAAA", "text": "Aldrig sagt"}
    connection.execute(
        'INSERT INTO event (stream, number, at, "by", kind, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (stream, number, at, "Inger", "noted", _canonical(content), ""),
    )
    rehash(connection, stream)


def _add_to_the_open_meeting(connection: sqlite3.Connection, random: Random) -> None:
    del random
    _note(connection, "2026-12-16", streams(connection)["2026-12-16"] + 1)


def _add_after_the_end(connection: sqlite3.Connection, random: Random) -> None:
    stream = random.choice(["2026-12-02", "2026-12-09"])
    _note(connection, stream, streams(connection)[stream] + 1)


def _put_one_in(connection: sqlite3.Connection, random: Random) -> None:
    stream = random.choice(["2026-12-02", "2026-12-09", "2026-12-16"])
    number = random.randrange(2, 4)
    for following in range(streams(connection)[stream], number - 1, -1):
        connection.execute(
            "UPDATE event SET number = ? WHERE stream = ? AND number = ?", (following + 1, stream, following)
        )
    _note(connection, stream, number)


def _empty_as_a_purge_does(connection: sqlite3.Connection, random: Random) -> None:
    where = drawn(connection, random)
    ((payload,),) = connection.execute("SELECT payload FROM event WHERE stream = ? AND number = ?", where).fetchall()
    digest = sha256(payload.encode()).hexdigest()
    connection.execute("UPDATE event SET payload = '', digest = ? WHERE stream = ? AND number = ?", (digest, *where))


def _change_a_table(connection: sqlite3.Connection, random: Random) -> None:
    table, column = random.choice([("meeting", "version"), ("decision", "age"), ("placement", "case_number")])
    connection.execute(f"UPDATE {table} SET {column} = 99 WHERE rowid = (SELECT max(rowid) FROM {table})")


def _drop_a_trigger(connection: sqlite3.Connection, random: Random) -> None:
    del connection, random  # done last: the triggers are put back before


KINDS: Mapping[str, Damage] = {
    "a sign changed": _change_a_sign,
    "a text changed": _edit_only,
    "a text changed, the event's hash made anew": _edit_and_hash_the_event,
    "a text changed, the stream's hashes made anew": _edit_and_hash_the_stream,
    "a text changed, the whole journal made anew": _edit_and_make_all_anew,
    "an event taken out": _take_one_out,
    "an event taken out, the stream closed up and made anew": _take_one_out_and_close_up,
    "an event taken out, the whole journal made anew": _take_out_and_make_all_anew,
    "the end of a stream cut off": _cut_the_end,
    "a whole stream cut off": _cut_a_stream,
    "the end of a stream cut off, the whole journal made anew": _cut_and_make_all_anew,
    "an older copy put in its place": _an_older_copy,
    "two events swapped, the stream made anew": _swap_two,
    "an event put in, the stream made anew": _put_one_in,
    "a note added after a close or an approval": _add_after_the_end,
    "a note added to the meeting that is open": _add_to_the_open_meeting,
    "an event emptied as a purge does": _empty_as_a_purge_does,
    "a table changed": _change_a_table,
    "a trigger dropped": _drop_a_trigger,
}
"""What is done, in words of the page on the journal → how."""


EACH = 106
"""How often each kind is done for the table on the page about the journal: 2,014 times in all."""

TRIGGERS = ("event_is_kept", "event_stands", "event_comes_once")


def noticed(whole: Whole, kind: str, seed: int, folder: Path) -> Noticed:
    """Damage a copy of the journal, and return what notices it."""
    folder.mkdir()
    path = folder / whole.path.name
    shutil.copy(whole.path, path)
    random = Random(f"{kind} {seed}")
    with without_triggers(path) as connection:
        KINDS[kind](connection, random)
    if kind == "a trigger dropped":
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f"DROP TRIGGER {random.choice(TRIGGERS)}")
    answer = _tested(folder, whole, tables_anew=kind not in ("a trigger dropped", "a table changed"))
    shutil.rmtree(folder)
    return answer


def _tested(folder: Path, whole: Whole, *, tables_anew: bool) -> Noticed:
    """Test the journal as `verify` does, three times with what else is known of it."""
    store = Store.open(folder / DATABASE)
    if tables_anew:
        # As far as the journal can be read at all: whoever damages it has no better tables either.
        with suppress(Exception), store._writing():
            rebuild(store._journal, store._writer)
    with store._reading():
        examination = Examination(store._journal.rows())
        around = tuple(differences(store._connection, tables=examination.is_readable))
    store.close()
    nothing = Memory(folder / "nothing.json", "")
    return Noticed(
        alone=not examination.result(nothing, (), around).is_sound,
        memory=not examination.result(whole.memory, (), around).is_sound,
        receipt=not examination.result(nothing, whole.receipts, around).is_sound,
    )


def share(kind: str, whole: Whole, folder: Path, times: int = EACH) -> tuple[str, str, str]:
    """Do a kind of damage so often; return for each column of the table how often it was noticed."""
    answers = [noticed(whole, kind, seed, folder / str(seed)) for seed in range(times)]
    alone, memory, receipt = (_how_often(sum(column), times) for column in zip(*answers, strict=True))
    return alone, memory, receipt


def _how_often(count: int, times: int) -> str:
    if count in (0, times):
        return "always" if count else "never"
    return f"{min(max(round(100 * count / times), 1), 99)} %"


def row_of(kind: str, columns: tuple[str, str, str]) -> str:
    """The row of the table on the page."""
    return f"| {kind} | {' | '.join(columns)} |"
