"""Facets of past decisions: for each value, the set of its decisions as the bits of one integer.

A set of a million decisions takes 125 kB. Intersections and counts of such numbers take microseconds.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from kpcommittee.store.columns import parse_codes
from kpcommittee.store.tables import DecisionTable, FacetTable

FACET, DECISION = FacetTable.__table__, DecisionTable.__table__

BLOCK = 16_384
"""Decisions per row; few enough that a decision changes at most 2 kB for each of its values."""

Key = tuple[str, str]
"""The name of a facet, and one of its values."""

_STEP = 64
"""How many bytes are turned into decision ids at a time."""

Bits = int
"""A set of decisions: the bit 2 ** `decision.id` of each."""

_SELECT = "SELECT name, value, block, bits FROM facet"
_ORDER = " ORDER BY name, value, block"
_PUT = "INSERT OR REPLACE INTO facet (name, value, block, bits) VALUES (?, ?, ?, ?)"
_REMOVE = "DELETE FROM facet WHERE name = ? AND value = ? AND block = ?"
_COUNTED = _SELECT + " WHERE name NOT IN ('age', 'waited')" + _ORDER
_NAMED = f"{_SELECT} WHERE name = ?{_ORDER}"
_AMONG = _NAMED.replace("name = ?", "name = ? AND value IN (SELECT value FROM json_each(?))")
_MONTHS = "SELECT value, block, bits FROM facet WHERE name = 'month' AND value BETWEEN ? AND ? ORDER BY value DESC"
_LAST = """SELECT facet.value, facet.block, facet.bits FROM (
  SELECT name, value, max(block) AS block FROM facet WHERE name = ? GROUP BY name, value
) AS last JOIN facet ON facet.name = last.name AND facet.value = last.value AND facet.block = last.block"""
"""Two steps, so that only the bits of the greatest block are read."""
_LISTED = """SELECT facet.name, facet.value, facet.block, facet.bits FROM json_each(?) AS listed CROSS JOIN facet
  ON facet.name = json_extract(listed.value, '$[0]') AND facet.value = json_extract(listed.value, '$[1]')
  AND facet.block = json_extract(listed.value, '$[2]')"""

COLUMNS = (
    "outcome", "provider", "problems", "district", "postponed_times", "departures", "dissent", "date", "age",
    "waiting_days", "relation", "provider_kind", "ended",
)  # fmt: skip
"""The columns of a decision from which its facets are made."""


def facets_of(row: Mapping[str, Any] | RowMapping) -> frozenset[Key]:
    """Return the facets of a decision; none while it is open.

    `month` is the month of the meeting. The days that the case waited are counted in binary: `waited 3` means that the
    number contains 2 ** 3.
    """
    if row["outcome"] == "open":
        return frozenset()
    single = ("outcome", "provider", "district", "age")
    facets = {(name, str(row[name])) for name in single if row[name] is not None}
    facets |= {("problem", code) for code in parse_codes(row["problems"])}
    facets |= {("month", row["date"][:7])}
    waited = max(0, row["waiting_days"])
    facets |= {("waited", str(place)) for place in range(waited.bit_length()) if waited >> place & 1}
    facets |= {("postponed", "yes")} if row["postponed_times"] else set()
    facets |= {("departed", "yes")} if row["departures"] != "[]" else set()
    if row["provider"] is not None:
        facets |= {("agreed", "yes" if row["dissent"] == "[]" else "no")}
        facets |= {("relation", row["relation"]), ("provider_kind", row["provider_kind"])}
    # Judged separately, after a row is written.
    facets |= {("ended", row["ended"])} if row.get("ended") else set()
    return frozenset(facets)


class Changes:
    """Collects in which facets decisions change, and writes them block by block."""

    def __init__(self) -> None:
        """Begin without a change."""
        self._added: dict[tuple[str, str, int], int] = defaultdict(int)
        self._removed: dict[tuple[str, str, int], int] = defaultdict(int)

    def add(self, decision: int, before: Iterable[Key], after: Iterable[Key]) -> None:
        """Note how the facets of a decision change."""
        old, new = frozenset(before), frozenset(after)
        block, place = divmod(decision, BLOCK)
        for changes, keys in ((self._added, new - old), (self._removed, old - new)):
            for name, value in keys:
                changes[name, value, block] |= 1 << place

    def write(self, connection: Connection) -> None:
        """Write the noted changes, and forget them."""
        changed: list[tuple[str, str, int, bytes]] = []
        emptied: list[tuple[str, str, int]] = []
        changing = {**self._added, **self._removed}
        rows = _rows(connection, _LISTED, _as_json(changing)) if changing else ()
        stored = {(name, value, block): bits for name, value, block, bits in rows}
        for key in changing:
            old = int.from_bytes(stored.get(key, b""), "little")
            bits = old & ~self._removed.get(key, 0) | self._added.get(key, 0)
            if bits:
                changed.append((*key, _pack(bits)))
            else:
                emptied.append(key)
        if changed:
            connection.exec_driver_sql(_PUT, changed)
        if emptied:
            connection.exec_driver_sql(_REMOVE, emptied)
        self._added.clear()
        self._removed.clear()

    @property
    def blocks(self) -> dict[tuple[str, str, int], bytes]:
        """The content of an empty table after the noted changes."""
        return {key: _pack(bits) for key, bits in self._added.items()}


def _pack(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def collect_changes(connection: Connection) -> Changes:
    """Collect the facets of all stored decisions, to fill an empty table."""
    changes = Changes()
    for row in connection.execute(select(DECISION.c.id, *(DECISION.c[name] for name in COLUMNS))).mappings():
        changes.add(row["id"], (), facets_of(row))
    return changes


def matches_decisions(connection: Connection) -> bool:
    """Whether the stored facets are those of the stored decisions."""
    stored = {(row.name, row.value, row.block): row.bits for row in connection.exec_driver_sql(_SELECT)}
    return stored == collect_changes(connection).blocks


# Reading


def all_facets(connection: Connection) -> dict[Key, Bits]:
    """Return all facets that are counted, with their decisions."""
    return dict(_join_blocks(_rows(connection, _COUNTED)))


def values_of(connection: Connection, name: str) -> dict[str, Bits]:
    """Return the values of a facet, each with its decisions."""
    return {value: bits for (_name, value), bits in _join_blocks(_rows(connection, _NAMED, name))}


def union_of(connection: Connection, name: str, values: Iterable[str] | None = None) -> Bits:
    """Return the decisions with any value of a facet, or with any of the given values."""
    blocks: dict[int, Bits] = defaultdict(int)
    rows = _rows(connection, _NAMED, name) if values is None else _rows(connection, _AMONG, name, _as_json(values))
    for _name, _value, block, bits in rows:
        blocks[block] |= int.from_bytes(bits, "little")
    parts = (blocks[block].to_bytes(BLOCK // 8, "little") for block in range(max(blocks, default=-1) + 1))
    return int.from_bytes(b"".join(parts), "little")


def counts(connection: Connection, among: Bits, instead: Mapping[str, Bits]) -> dict[str, dict[str, int]]:
    """Count the decisions of a set by each value of each counted facet; empty values are left out.

    Args:
        connection: to the database.
        among: the set.
        instead: another set for facets of these names.
    """
    usual, others = _blocks(among), {name: _blocks(bits) for name, bits in instead.items()}
    by_facet: dict[str, dict[str, int]] = {}
    # Block by block: joining the blocks of each value first would take four times as long.
    for name, value, block, bits in _rows(connection, _COUNTED):
        if hits := int.from_bytes(bits, "little") & others.get(name, usual).get(block, 0):
            values = by_facet.setdefault(name, {})
            values[value] = values.get(value, 0) + hits.bit_count()
    return by_facet


def _blocks(bits: Bits) -> dict[int, Bits]:
    packed, step = _pack(bits), BLOCK // 8
    parts = range(0, len(packed), step)
    return {start // step: int.from_bytes(packed[start : start + step], "little") for start in parts}


def months(
    connection: Connection, first: str = "", last: str = "9999-12", among: Bits | None = None
) -> Iterator[tuple[str, Bits]]:
    """Yield each month with the decisions of its meetings, optionally only those in a set, the newest first."""
    rows = _rows(connection, _MONTHS, first, last)
    wanted_blocks = None if among is None else _blocks(among)
    for month, blocks in groupby(rows, key=itemgetter(0)):
        parts = ((block, int.from_bytes(bits, "little")) for _month, block, bits in blocks)
        if wanted_blocks is not None:
            parts = ((block, bits & wanted_blocks.get(block, 0)) for block, bits in parts)
        yield month, sum(bits << block * BLOCK for block, bits in parts if bits)


def newest(connection: Connection, name: str) -> dict[str, int]:
    """Return every value of a facet with its decision of the greatest id."""
    rows = _rows(connection, _LAST, name)
    return {value: block * BLOCK + int.from_bytes(bits, "little").bit_length() - 1 for value, block, bits in rows}


def _rows(connection: Connection, statement: str, *values: str) -> Iterator[tuple[Any, ...]]:
    """Yield the driver's own rows: there are many, and few of their columns are used."""
    return iter(connection.connection.cursor().execute(statement, values))


def _as_json(values: Iterable[object]) -> str:
    return json.dumps([*values], ensure_ascii=False)


def _join_blocks(rows: Iterable[Any]) -> Iterator[tuple[Key, Bits]]:
    """Join the blocks of each value."""
    for key, blocks in groupby(rows, key=itemgetter(0, 1)):
        parts = bytearray()
        for _name, _value, block, bits in blocks:
            parts.extend(bytes(block * (BLOCK // 8) - len(parts)))
            parts.extend(bits)
        yield key, int.from_bytes(parts, "little")


def at_least(digits: Mapping[str, Bits], number: int, among: Bits) -> Bits:
    """Return the decisions in a set whose number, stored by binary digits, is at least the given one."""
    if number <= 0:
        return among
    greater, equal = 0, among
    for place in reversed(range(max(number.bit_length(), *(int(place) + 1 for place in digits), 0))):
        having = digits.get(str(place), 0)
        if number >> place & 1:
            equal &= having
        else:
            greater |= equal & having
            equal &= ~having
    return greater | equal


def ids_in(bits: Bits) -> Iterator[int]:
    """Yield the decisions of a set, the greatest id first."""
    first = (bits & -bits).bit_length() - 1
    parts = _pack(bits >> max(0, first))
    for start in reversed(range(0, len(parts), _STEP)):
        part = int.from_bytes(parts[start : start + _STEP], "little")
        while part:
            yield first + start * 8 + (last := part.bit_length() - 1)
            part ^= 1 << last


class Members:
    """Tests which decisions are in a set, without copying it each time."""

    def __init__(self, bits: Bits) -> None:
        """Take the set."""
        self._parts = _pack(bits)
        self._end = len(self._parts) * 8

    def __contains__(self, decision: int) -> bool:
        """Whether the decision is in the set."""
        return decision < self._end and bool(self._parts[decision >> 3] >> (decision & 7) & 1)


def bits_of(decisions: Iterable[int]) -> Bits:
    """Return the set of these decisions."""
    numbers = [*decisions]
    last = max(numbers, default=0)
    # Built from binary digits, which is twice as fast as setting bits.
    digits = bytearray(last + 1)
    for decision in numbers:
        digits[decision] = 1
    digits.reverse()
    return int(digits.translate(_DIGITS), 2)


_DIGITS = bytes.maketrans(b"\0\1", b"01")
