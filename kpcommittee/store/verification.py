"""Tests the journal: whether every event fits, whether any is missing, and whether the tables match it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from kpcommittee.convert.json_text import decode
from kpcommittee.domain.meeting.order import Order
from kpcommittee.domain.receipt import Receipt, code_of_hash
from kpcommittee.domain.verification import Head, JournalFault, Verification, Why
from kpcommittee.store import engine, facets, schema, search
from kpcommittee.store.journal import HEADS, Coverage, Journal, fault_in, why_misplaced
from kpcommittee.store.memory import Memory
from kpcommittee.store.tables import DECISION
from kpcommittee.store.writer import PROJECTIONS, Writer, rebuild

Hashes = dict[str, list[str]]
"""Stream → the hashes of its events, the first event's first."""


class Examination:
    """Goes through the rows of a journal once, and collects what does not fit."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        """Test every event against the previous one."""
        self.hashes: Hashes = {}
        self._faults: list[JournalFault] = []
        self._frozen: dict[tuple[str, int], set[str]] = {}
        """Heads frozen by witnesses: stream and number → the hashes."""
        self._covered = Coverage()
        self._orders: dict[str, Order] = {}
        broken = set[str]()
        for row in rows:
            stream = self.hashes.setdefault(row.stream, [])
            fault = None if row.stream in broken else self._fault(row, stream)
            if fault is not None:
                broken.add(row.stream)
                self._faults.append(fault)
            stream.append(row.hash)
            self._covered.add(row)
            for meeting, head in _frozen_in(row):
                self._frozen.setdefault((meeting, head.number), set()).add(head.hash)

    def _fault(self, row: Row[Any], before: list[str]) -> JournalFault | None:
        fault = fault_in(row, Head(len(before), before[-1] if before else ""))
        if fault is not None:
            return fault
        why = why_misplaced(row, self._orders.setdefault(row.stream, Order(row.stream)))
        return why and JournalFault(stream=row.stream, number=row.number, why=why)

    def result(
        self, memory: Memory, receipts: Iterable[Receipt] = (), around: Iterable[JournalFault] = ()
    ) -> Verification:
        """Return the result, with what frozen heads, this computer's memory and receipts add to it.

        Args:
            memory: what this computer remembers.
            receipts: the receipts of printed minutes.
            around: the faults outside the journal.
        """
        receipts = [*receipts]
        behind, forgotten = self._find_memory_faults(memory)
        faults = [*self.faults, *forgotten, *self._find_receipt_faults(receipts), *around]
        return Verification(
            events=sum(map(len, self.hashes.values())),
            streams=len(self.hashes),
            receipts=len(receipts),
            behind=behind,
            faults=tuple(dict.fromkeys(faults)),
            purged=len(self._covered.left),
        )

    @property
    def faults(self) -> list[JournalFault]:
        """What does not fit in the journal by itself."""
        return [*self._faults, *self._find_purge_faults(), *self._find_head_faults()]

    def _find_purge_faults(self) -> Iterator[JournalFault]:
        """Yield events that were emptied or rewritten without a purge, in streams that otherwise fit."""
        broken = {fault.stream for fault in self._faults}
        return (fault for fault in self._covered.faults() if fault.stream not in broken)

    @property
    def is_readable(self) -> bool:
        """Whether every event fits by itself, so that tables can be made from them."""
        return not self._faults and next(self._covered.faults(), None) is None

    def _hash(self, stream: str, number: int) -> str | None:
        hashes = self.hashes.get(stream, [])
        return hashes[number - 1] if 0 < number <= len(hashes) else None

    def _next(self, stream: str) -> int:
        return len(self.hashes.get(stream, ())) + 1

    def _find_head_faults(self) -> Iterator[JournalFault]:
        for (stream, number), hashes in sorted(self._frozen.items()):
            present = self._hash(stream, number)
            if present is None:
                yield JournalFault(stream=stream, number=self._next(stream), why="cut")
            elif hashes != {present}:
                yield JournalFault(stream=stream, number=number, why="head")

    def _find_memory_faults(self, memory: Memory) -> tuple[int | None, list[JournalFault]]:
        remembered = memory.read()
        if remembered is None:
            return None, []
        behind, faults = 0, []
        for stream in self.hashes:
            head = remembered.pop(memory.key(stream), None)
            if head is None:
                continue
            present = self._hash(stream, head.number)
            if present is None:
                behind += head.number - len(self.hashes[stream])
                faults.append(JournalFault(stream=stream, number=self._next(stream), why="behind"))
            elif present != head.hash:
                faults.append(JournalFault(stream=stream, number=head.number, why="rewritten"))
        if remembered:
            behind += sum(head.number for head in remembered.values())
            faults.append(JournalFault(stream=None, number=None, why="behind"))
        return behind, faults

    def _find_receipt_faults(self, receipts: Iterable[Receipt]) -> Iterator[JournalFault]:
        for receipt in receipts:
            present = self._hash(receipt.stream, receipt.number)
            if present is None or code_of_hash(present) != receipt.code:
                yield JournalFault(stream=receipt.stream, number=receipt.number, why="receipt")


def _frozen_in(row: Row[Any]) -> Iterator[tuple[str, Head]]:
    """Yield the heads that an event has frozen; an unreadable payload is a fault of its own."""
    if not isinstance(row.payload, str) or f'"{HEADS}":' not in row.payload:
        return
    payload = decode(row.payload)
    heads = payload.get(HEADS) if isinstance(payload, Mapping) else None
    for stream, head in heads.items() if isinstance(heads, Mapping) else ():
        match head:
            case [int(number), str(hashed)]:
                yield stream, Head(number, hashed)


Rows = Counter[tuple[object, ...]]
"""The rows of a table in no order, without the database's own numbers."""


def differences(connection: Connection, *, tables: bool) -> Iterator[JournalFault]:
    """Yield what differs from a database rebuilt from the journal.

    Args:
        connection: to the database, in a transaction.
        tables: whether to compare rows too, which requires that every event is readable.
    """
    with engine.in_memory() as fresh, fresh.begin():
        schema.create(fresh)
        yield from _schema_differences(connection, fresh)
        if tables:
            yield from _table_differences(connection, fresh)


def _schema_differences(connection: Connection, fresh: Connection) -> Iterator[JournalFault]:
    present, expected = schema.definitions(connection), schema.definitions(fresh)
    for kind, name in sorted(present.keys() | expected.keys()):
        own = (kind, name) in expected
        # Added tables and indexes do not affect ours; a trigger can.
        if present.get((kind, name)) != expected.get((kind, name)) and (own or kind == "trigger"):
            why: Why = "trigger" if kind == "trigger" else "schema"
            yield JournalFault(stream=None, number=None, why=why, name=name)


def _table_differences(connection: Connection, fresh: Connection) -> Iterator[JournalFault]:
    try:
        rebuild(Journal(connection), Writer(fresh))
    except (LookupError, AttributeError, AssertionError, TypeError, ValueError):
        # Every event can be read, but together they make no meeting.
        yield JournalFault(stream=None, number=None, why="tables", name="meeting")
        return
    changed = [table for table in PROJECTIONS if _rows(connection, table) != _rows(fresh, table)]
    for table in changed:
        yield JournalFault(stream=None, number=None, why="tables", name=table.name)
    # Facets are made from decisions; from changed ones, with arbitrary values, they cannot be made.
    if DECISION not in changed and not facets.matches_decisions(connection):
        yield JournalFault(stream=None, number=None, why="tables", name="facet")
    if Counter(search.contents(connection)) != Counter(search.contents(fresh)):
        yield JournalFault(stream=None, number=None, why="tables", name="search")


def _rows(connection: Connection, table: Table) -> Rows:
    generated = {column.name for column in table.primary_key if column.name == "id" and column.type.python_type is int}
    columns = [column for column in table.columns if column.name not in generated]
    return Counter(tuple(row) for row in connection.execute(select(*columns)))
