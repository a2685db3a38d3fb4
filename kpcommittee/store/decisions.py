"""Past decisions, newest first."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, select

from kpcommittee.store import search as full_text
from kpcommittee.store.records import HistoryQuery, HistoryRow
from kpcommittee.store.tables import DecisionTable, MeetingTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__


def search(connection: Connection, query: HistoryQuery) -> tuple[HistoryRow, ...]:
    """Return the decisions of all meetings that match every term of the query."""
    rows = [_row(row) for row in connection.execute(_statement(query))]
    rows.sort(key=attrgetter("case_number"))
    rows.sort(key=attrgetter("date", "opened_at"), reverse=True)
    return tuple(rows)


def _statement(query: HistoryQuery) -> Select[Any]:
    """Return the statement that selects the decisions matching a query."""
    wanted = _DECISIONS.where(*_conditions(query)).limit(query.limit)
    words = full_text.expression(query.words)
    if not words:
        return wanted.order_by(DECISION.c.date.desc(), DECISION.c.opened_at.desc(), DECISION.c.case_number)
    hits, belonging = full_text.hits(DECISION.c.id)
    return wanted.join(hits, belonging).where(full_text.matches(words)).order_by(full_text.newest_first())


def _conditions(query: HistoryQuery) -> Iterator[ColumnElement[bool]]:
    """Yield the condition of each term."""
    if query.provider is not None:
        yield DECISION.c.provider.icontains(query.provider, autoescape=True)
    if query.problem is not None:
        yield DECISION.c.problems.contains(json.dumps(query.problem, ensure_ascii=False), autoescape=True)
    if query.postponed is not None:
        yield DECISION.c.postponed_times > 0 if query.postponed else DECISION.c.postponed_times == 0
    if query.departed is not None:
        yield DECISION.c.departures != "[]" if query.departed else DECISION.c.departures == "[]"
    if query.ages is not None:
        yield DECISION.c.age.between(*query.ages)
    if query.since is not None:
        yield DECISION.c.date >= query.since.isoformat()
    if query.until is not None:
        yield DECISION.c.date <= query.until.isoformat()


def _columns() -> list[ColumnElement[Any]]:
    approved = case((MEETING.c.state == "approved", 1), else_=0)
    own: Mapping[str, ColumnElement[Any]] = {
        "meeting_state": MEETING.c.state.label("meeting_state"),
        "version": case((DECISION.c.corrected > 0, DECISION.c.corrected), else_=approved).label("version"),
    }
    return [own[name] if name in own else DECISION.c[name] for name in HistoryRow._fields]


_DECISIONS = select(*_columns()).join(MEETING, MEETING.c.id == DECISION.c.meeting).where(DECISION.c.outcome != "open")


@lru_cache(maxsize=1024)
def _codes(text: str) -> tuple[str, ...]:
    """Parse a list of codes; cached, since few different lists exist."""
    return tuple(json.loads(text))


_day = lru_cache(maxsize=4096)(date.fromisoformat)

_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("date", "start", "end"), _day),
    **dict.fromkeys(("problems", "departures", "dissent"), _codes),
    "hours": Decimal,
}
"""Columns whose text is parsed."""
_PLACES = tuple((HistoryRow._fields.index(name), read) for name, read in _READ.items())


def _row(row: Row[Any]) -> HistoryRow:
    values = [*row]
    for place, read in _PLACES:
        if values[place] is not None:
            values[place] = read(values[place])
    return HistoryRow(*values)
