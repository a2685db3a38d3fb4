"""Meetings that are kept in a real database while they run."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.case import Case
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.events import MeetingEvent, Recorded
from kpcommittee.domain.meeting.meeting import Meeting, apply
from kpcommittee.store.facets import BLOCK
from kpcommittee.store.store import Store
from tests.builders import MEETS, NOW, Table, place

DATABASE = "kept.db"
EMPTY_SEAT = {"seat_empty": "Lone is ill"}


class StoredTable(Table):
    """A table whose meeting is recorded in a store, which tells what waits and where cases are."""

    def __init__(self, store: Store, *cases: Case, meeting: str = "2026-12-02", days: int = 0, **keys: Any) -> None:
        """Lay out a meeting `days` after the usual one."""
        super().__init__(*cases, **keys)
        self.store, self.later = store, timedelta(days=days)
        file = Agenda(meeting=MeetingHead(id=meeting, date=MEETS + self.later), cases=cases)
        self.meeting = Meeting.from_agenda(file)
        self.numbers = [case.case_number for case in cases]
        self.knows(agenda=file, now=NOW + self.later)

    def tries(self, intention: want.Intention) -> Any:
        """As the services do: what is outside the meeting is read when it is needed."""
        elsewhere = [
            on_agenda
            for on_agenda in self.store.open_agendas_with(self.numbers)
            if on_agenda.meeting != self.meeting.id
        ]
        opened = self.meeting.opened_iso or "9"
        self.knows(
            waiting=self.store.waiting(other_than=self.meeting.id, cases=self.numbers),
            open_elsewhere={
                on_agenda.case_number: on_agenda.meeting for on_agenda in elsewhere if on_agenda.state == "open"
            },
            carried_over={
                on_agenda.case_number: on_agenda.meeting for on_agenda in elsewhere if on_agenda.opened_at > opened
            },
        )
        return super().tries(intention)

    def _record(self, event: MeetingEvent) -> Recorded:
        number = self.meeting.last + 1
        recorded = Recorded(
            stream=self.meeting.id, number=number, at=self.moment(number), by=self.context.by, event=event
        )
        after = apply(self.meeting, recorded)
        self.store.append_many([(recorded, self.meeting, after)])
        if after.state == "preparing" and self.context.agenda is not None:
            after = replace(Meeting.from_agenda(self.context.agenda), last=number)
        self.meeting = after
        self.journal.append(recorded)
        return recorded

    def moment(self, number: int) -> datetime:
        """When the meeting's event of that number happened."""
        return NOW + self.later + timedelta(seconds=number)

    def takes_in(self, *cases: Case) -> None:
        """Write cases into the agenda file: changed ones, or late ones."""
        agenda = self.context.agenda
        assert agenda is not None
        kept = tuple(
            listed for listed in agenda.cases if listed.case_number not in {case.case_number for case in cases}
        )
        self.numbers += [case.case_number for case in cases]
        self.knows(agenda=replace(agenda, cases=(*kept, *cases)))


def in_principle(number: str, provider: str, **keys: Any) -> want.Place:
    """A placement with an empty seat."""
    return place(number, provider, in_principle=True, answers=EMPTY_SEAT, **keys)


def placed(number: str, provider: str = "north-club", **keys: Any) -> Placement:
    """An imported placement."""
    return Placement(case_number=number, provider=provider, **keys)


def raw(store: Store) -> sqlite3.Connection:
    """Another program's connection to the same file, without any of our settings."""
    return sqlite3.connect(store.path, isolation_level=None)


TABLES = {
    "meeting": "SELECT * FROM meeting ORDER BY id",
    "placement": "SELECT * FROM placement ORDER BY id",
    "follow_up": "SELECT * FROM follow_up ORDER BY number",
    "search": """SELECT meeting, case_number, search.*
      FROM search JOIN decision ON decision.id = search.rowid & 4294967295
      ORDER BY meeting, case_number""",
    "orphans": "SELECT count(*) FROM search WHERE rowid & 4294967295 NOT IN (SELECT id FROM decision)",
}


def _facets(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Every value of a facet with a meeting and a case that has it, read bit by bit."""
    numbers = {row[0]: row[1:] for row in connection.execute("SELECT id, meeting, case_number FROM decision")}
    for name, value, block, bits in connection.execute("SELECT * FROM facet"):
        assert bits[-1:] not in (b"", b"\0"), "zeros at the end are left out"
        for bit in range(len(bits) * 8):
            if bits[bit // 8] >> bit % 8 & 1:
                yield name, value, *numbers[block * BLOCK + bit]


def projections(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is made of the journal, but for the numbers the database gives rows by itself."""
    with raw(store) as connection:
        rows = {name: connection.execute(question).fetchall() for name, question in TABLES.items()}
        decisions = connection.execute("SELECT * FROM decision ORDER BY meeting, case_number").fetchall()
        rows["facet"] = sorted(_facets(connection))
    connection.close()
    return rows | {"decision": [row[1:] for row in decisions]}
