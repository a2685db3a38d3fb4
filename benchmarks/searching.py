"""Words found in many past decisions: the service's answer against the bare full-text query for the same rows."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.measures import Comparison, Measured, Rounds
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.services.decisions import history
from kpcommittee.services.session import Session

FLOOR = "the bare full-text query for the same rows by `sqlite3`"
MOST = 100
"""Rows that are fetched at most."""

_OWN = ", ".join(f'decision."{name}"' for name in PastDecision._fields if name not in ("meeting_state", "version"))
_BARE = f"""SELECT {_OWN}, decision.corrected, meeting.state FROM search
  JOIN decision ON decision.id = search.rowid & 4294967295 JOIN meeting ON meeting.id = decision.meeting
  WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT {MOST}"""


def words(workspace: Path, rounds: int, past: int) -> Iterator[Comparison]:
    """A search that few decisions answer, and one that thousands do, of which the newest are shown."""
    session = Session.find(workspace)
    with closing(sqlite3.connect(workspace / "kpcommittee.db")) as database:
        for query, found in (("kapacitet 4711", "few hits"), ("kapacitet", f"the newest {MOST} of many hits")):
            expression = " AND ".join(f'"{word}"*' for word in query.split())
            runs = {"ours": _ours(session, query), "bare": _bare(database, expression)}
            series = Rounds(runs).take(rounds * 5, warm=3)
            yield Comparison(
                what=f"search in {past:,} past decisions, {found}", floor=FLOOR,
                ours=series["ours"], bare=series["bare"], target=1.5, limit=50, digits=2,
            )  # fmt: skip
    session.close()


def _ours(session: Session, query: str) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        rows = history(session, query, MOST)
        taken = time.perf_counter() - started
        assert rows, "something is found"
        return taken * 1000

    return run


def _bare(database: sqlite3.Connection, expression: str) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        rows = database.execute(_BARE, (expression,)).fetchall()
        taken = time.perf_counter() - started
        assert rows, "something is found"
        return taken * 1000

    return run
