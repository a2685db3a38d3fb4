"""Questions to many past decisions: words against the bare full-text query, every kind of query, and the facets."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks import workspaces
from benchmarks.measures import Comparison, Measured, Rounds, Series
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.services.decisions import facets, history
from kpcommittee.services.session import Session
from kpcommittee.services.stories import entries

FLOOR = "the bare full-text query for the same rows by `sqlite3`"
MOST = 100
"""Rows that are fetched at most."""

_OWN = ", ".join(f'decision."{name}"' for name in PastDecision._fields if name not in ("meeting_state", "version"))
_BARE = f"""SELECT {_OWN}, decision.corrected, meeting.state FROM search
  JOIN decision ON decision.id = search.rowid & 4294967295 JOIN meeting ON meeting.id = decision.meeting
  WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT {MOST}"""


QUERIES = (
    "", "klub:oest", "klub:klub", "klub:oest problem:autism", "problem:autism problem:crime problem:adhd",
    "udsat:ja afveg:ja", "enig:nej alder:12-15", "ventet:>14", "ventet:>58 klub:engen", "aar:2015",
    "fra:2014-03-10 til:2014-05-20", "udfald:returned distrikt:nord aar:2010", "sag:P-0001", "sag:P", "barn:P.S.",
    "person:person-17", "person:person-17 enig:nej", "kapacitet", "fritid 4711", "k", "kapacitet klub:oest",
    "kapacitet klub:oest afveg:ja enig:nej udsat:ja", "klub", "uenig", "prøve", "P.S. ro",
    "afsluttet:early", "afsluttet:moved klub:oest aar:2020",
)  # fmt: skip
"""Every kind of term, common and rare, alone and with others; each is asked in every round."""


def every_query(workspace: Path, rounds: int, past: int) -> Iterator[Comparison]:
    """Each kind of query for the newest decisions, and the facets of all that match it."""
    session = Session.find(workspace)
    with closing(sqlite3.connect(workspace / "kpcommittee.db")) as database:
        bare = {"bare": _bare(database, '"kapacitet"*'), "grouped": _grouped(database)}
        runs = {f"query {query}": _ours(session, query, required=False) for query in QUERIES}
        runs |= {f"facets {query}": _facets(session, query) for query in QUERIES}
        series = Rounds({**bare, **runs}).take(rounds)
    session.close()
    for kind, what, floor, limit in (
        ("query", f"every kind of query in {past:,} past decisions, the newest {MOST}", "bare", 50),
        ("facets", f"facets of what every kind of query finds in {past:,} past decisions", "grouped", 200),
    ):
        values = [value for name in runs if name.startswith(f"{kind} ") for value in series[name].values]
        yield Comparison(
            what=what, floor=FLOORS[floor], ours=Series(tuple(values)), bare=series[floor], limit=limit, digits=1
        )


def stories(workspace: Path, rounds: int, past: int) -> Iterator[Comparison]:
    """What happened to a child that has several cases, from the oldest to the newest."""
    session = Session.find(workspace)
    with closing(sqlite3.connect(workspace / "kpcommittee.db")) as database:
        ((case,),) = database.execute("SELECT min(case_number) FROM decision WHERE case_number LIKE 'P-%'")
        runs = {"ours": _story(session, case), "bare": _of_child(database, case)}
        series = Rounds(runs).take(rounds * 5, warm=3)
    session.close()
    yield Comparison(
        what=f"the story of a child among {past:,} past decisions", floor=FLOORS["child"],
        ours=series["ours"], bare=series["bare"], limit=50, digits=2,
    )  # fmt: skip


def evaluation(workspace: Path, rounds: int, past: int) -> Iterator[Comparison]:
    """The yearly evaluation by its command, of the newest year, which holds a twentieth of a million decisions."""
    with closing(sqlite3.connect(workspace / "kpcommittee.db")) as database:
        ((newest,),) = database.execute("SELECT max(date) FROM decision WHERE case_number LIKE 'P-%'")
        year = newest[:4]
        runs = {"ours": _report(workspace, year), "bare": _of_year(database, year)}
        series = Rounds(runs).take(min(rounds, 5))
    yield Comparison(
        what=f"`report` of a year among {past:,} past decisions, the whole command", floor=FLOORS["year"],
        ours=series["ours"], bare=series["bare"], limit=3000,
    )  # fmt: skip


def _report(workspace: Path, year: str) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        text = workspaces.run(workspace, "report", year)
        taken = time.perf_counter() - started
        assert year in text
        return taken * 1000

    return run


def _of_year(database: sqlite3.Connection, year: str) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        assert database.execute("SELECT * FROM decision WHERE date BETWEEN ? AND ?", (year, f"{year}-12-31")).fetchall()
        return (time.perf_counter() - started) * 1000

    return run


FLOORS = {
    "year": "the rows of the year's decisions read by `sqlite3`",
    "child": "the decisions of the same name and birth date by `sqlite3`",
    "bare": "the bare full-text query for one common word by `sqlite3`",
    "grouped": "all decisions counted by provider by `sqlite3`",
}


def words(workspace: Path, rounds: int, past: int) -> Iterator[Comparison]:
    """A search that few decisions answer, and one that thousands do, of which the newest are shown."""
    session = Session.find(workspace)
    with closing(sqlite3.connect(workspace / "kpcommittee.db")) as database:
        for query, hits in (("fritid 4711", "few hits"), ("kapacitet", f"the newest {MOST} of many hits")):
            expression = " AND ".join(f'"{word}"*' for word in query.split())
            runs = {"ours": _ours(session, query), "bare": _bare(database, expression)}
            series = Rounds(runs).take(rounds * 5, warm=3)
            yield Comparison(
                what=f"search in {past:,} past decisions, {hits}", floor=FLOOR,
                ours=series["ours"], bare=series["bare"], target=1.5, limit=50, digits=2,
            )  # fmt: skip
    session.close()


def _ours(session: Session, query: str, *, required: bool = True) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        rows = history(session, query, MOST)
        taken = time.perf_counter() - started
        assert rows or not required, "something is found"
        return taken * 1000

    return run


def _facets(session: Session, query: str) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        facets(session, query)
        return (time.perf_counter() - started) * 1000

    return run


def _story(session: Session, case: str) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        story, told = entries(session, case)
        taken = time.perf_counter() - started
        assert story.decisions
        assert told
        return taken * 1000

    return run


def _of_child(database: sqlite3.Connection, case: str) -> Measured:
    statement = """SELECT other.* FROM decision JOIN decision AS other USING (birth_date, child)
      WHERE decision.case_number = ?"""

    def run() -> float:
        started = time.perf_counter()
        database.execute(statement, (case,)).fetchall()
        return (time.perf_counter() - started) * 1000

    return run


def _grouped(database: sqlite3.Connection) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        database.execute("SELECT provider, count(*) FROM decision GROUP BY provider").fetchall()
        return (time.perf_counter() - started) * 1000

    return run


def _bare(database: sqlite3.Connection, expression: str) -> Measured:
    def run() -> float:
        started = time.perf_counter()
        rows = database.execute(_BARE, (expression,)).fetchall()
        taken = time.perf_counter() - started
        assert rows, "something is found"
        return taken * 1000

    return run
