"""A decision recorded and durable, with projections and search, against one commit of the same rows by plain SQL."""

import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import workspaces
from benchmarks.measures import Comparison, Series
from benchmarks.workspaces import CLUB, OURS, STAFF, meeting_id
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.intentions import Place, ReasonGiven
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from kpcommittee.store import facets

FLOOR = "one commit of the same rows by `sqlite3`"
MEETINGS, CASES = 8, 15
"""Meetings of the usual size."""
DURABLE_MS = 10
"""What a decision may take: nobody feels it."""

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cell_size_check=ON")
_ROWS = {
    "event": "SELECT * FROM event WHERE stream = :meeting AND number = :number",
    "decision": "SELECT * FROM decision WHERE meeting = :meeting AND case_number = :case",
    "search": "SELECT rowid, reason, missing, notes FROM search WHERE (rowid & 4294967295) = "
    "(SELECT id FROM decision WHERE meeting = :meeting AND case_number = :case)",
}
"""What a decision writes, beside its bit in each of its facets."""
_FACETS = "SELECT name, value, block, bits FROM facet"
_ADDED = ("event",)
"""What is new with a decision; a case has had its other rows since the meeting was opened."""


def decisions(folder: Path) -> Iterator[Comparison]:
    """Record by the service and by plain SQL, alternating decision by decision, in two databases of one folder."""
    workspace = _workspace(folder / "recording")
    session = Session.find(workspace)
    taken: dict[str, list[float]] = {"ours": [], "plain": []}
    with closing(Databases(workspace)) as databases:
        for meeting in range(MEETINGS):
            meeting_session = at_meeting(session, meeting)
            for item in meeting_session.meeting.items:
                taken["ours"].append(place(meeting_session, item.number))
                taken["plain"].append(
                    databases.repeat(meeting_session.meeting.id, meeting_session.meeting.last, item.number)
                )
    session.close()
    # The first meeting only warms what is cached.
    ours, plain = (Series(tuple(taken[way][CASES:])) for way in ("ours", "plain"))
    yield Comparison(
        what="a decision recorded, durable", floor=FLOOR, ours=ours, bare=plain, limit=DURABLE_MS, digits=2
    )


def command(folder: Path) -> Iterator[Comparison]:
    """The `record` command, from a line written to its answer read, against the plain commits of the same decisions."""
    workspace = _workspace(folder / "lines")
    ours: list[float] = []
    bare: list[float] = []
    with closing(Databases(workspace)) as databases:
        for meeting in range(MEETINGS):
            cases = [f"N-{number:04}" for number in range(meeting * CASES, meeting * CASES + CASES)]
            ours += _answered(workspace, meeting_id(meeting), cases)
            bare += [databases.repeat(meeting_id(meeting), number, case) for number, case in enumerate(cases, 2)]
    yield Comparison(
        what="a decision by the command `record`, from line to answer", floor=FLOOR,
        ours=Series(tuple(ours)), bare=Series(tuple(bare)), digits=2,
    )  # fmt: skip


def _workspace(folder: Path) -> Path:
    """A workspace with its meetings opened, and a copy of its database for the plain statements."""
    workspace = workspaces.opened(workspaces.sample(folder, CASES, MEETINGS), MEETINGS)
    shutil.copy(workspace / "kpcommittee.db", workspace / "plain.db")
    return workspace


def at_meeting(session: Session, number: int) -> MeetingSession:
    """One of the meetings as it is before anybody decides: read, and its first case viewed."""
    meeting_session = MeetingSession.find(session, meeting_id(number))
    meeting_session.load()
    meeting_session.view_case(meeting_session.meeting.items[0].number)
    return meeting_session


class Databases:
    """Our database, and one of the same tables that is written by statements the driver prepares once."""

    def __init__(self, workspace: Path) -> None:
        """Connect to both with the settings ours has."""
        self._ours, self._plain = (_connect(workspace / name) for name in ("kpcommittee.db", "plain.db"))

    def close(self) -> None:
        """Let go of the files."""
        self._ours.close()
        self._plain.close()

    def repeat(self, meeting: str, number: int, case: str) -> float:
        """Milliseconds for one durable commit of what our database has of a decision."""
        decision = {"meeting": meeting, "number": number, "case": case}
        rows = {table: self._ours.execute(question, decision).fetchone() for table, question in _ROWS.items()}
        missing = [table for table, row in rows.items() if row is None]
        assert not missing, f"a decision has a row in every table, not in {missing}"
        statements = [(_statement(table, row), tuple(row)) for table, row in rows.items()]
        statements += [(_statement("facet", row), tuple(row)) for row in self._facets_of(rows["decision"]["id"])]
        started = time.perf_counter()
        self._plain.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            self._plain.execute(statement, values)
        self._plain.execute("COMMIT")
        return (time.perf_counter() - started) * 1000

    def _facets_of(self, decision: int) -> list[sqlite3.Row]:
        block, place = divmod(decision, facets.BLOCK)
        rows = self._ours.execute(f"{_FACETS} WHERE block = ?", (block,))
        return [row for row in rows if int.from_bytes(row["bits"], "little") >> place & 1]


def _statement(table: str, row: sqlite3.Row) -> str:
    names, marks = ", ".join(f'"{name}"' for name in row.keys()), ", ".join("?" * len(row))  # noqa: SIM118
    if table != "decision":
        insert = "INSERT" if table in _ADDED else "INSERT OR REPLACE"
        return f"{insert} INTO {table} ({names}) VALUES ({marks})"
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in row.keys() if name != "id")  # noqa: SIM118
    return f"{statement} ON CONFLICT (id) DO UPDATE SET {changes}"


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    return database


def place(meeting_session: MeetingSession, case: str) -> float:
    """Milliseconds until the placement of a case is recorded."""
    placement = _placement(case)
    started = time.perf_counter()
    recorded = meeting_session.record(placement)
    taken = time.perf_counter() - started
    assert isinstance(recorded, Recorded), recorded
    return taken * 1000


def _placement(case: str) -> Place:
    reason = ReasonGiven(code="other", text="Den unge kender Mette og bliver hos hende")
    return Place(case=case, provider=CLUB, staff=STAFF, start=date(2027, 1, 4), positions="all_agree", reason=reason)


def _line(case: str) -> dict[str, Any]:
    placement = _placement(case)
    assert placement.reason is not None
    return {
        "do": "place",
        "case": case,
        "provider": placement.provider,
        "staff": placement.staff,
        "start": placement.start.isoformat(),
        "positions": "all_agree",
        "reason": {"code": placement.reason.code, "text": placement.reason.text},
    }


def _answered(workspace: Path, meeting: str, cases: list[str]) -> list[float]:
    """Milliseconds from each line to its answer, but for the first, which waits for the start."""
    taken = []
    command = [str(OURS), "record", meeting]
    with subprocess.Popen(command, cwd=workspace, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for case in cases:
            line = json.dumps(_line(case)).encode() + b"\n"
            started = time.perf_counter()
            process.stdin.write(line)
            answer = json.loads(process.stdout.readline())
            taken.append((time.perf_counter() - started) * 1000)
            assert "n" in answer, answer
        process.stdin.close()
    return taken[1:]
