"""Past decisions, newest first."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, select

from kpcommittee.store import search
from kpcommittee.store.rows import HistoryQuery, HistoryRow
from kpcommittee.store.tables import DecisionTable, MeetingTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__

_COLUMNS = tuple(one.name for one in fields(HistoryRow))
"""What is asked for, in this order."""


def history(connection: Connection, query: HistoryQuery) -> tuple[HistoryRow, ...]:
    """What was decided, in all meetings, as far as every term of the query holds."""
    approved = case((MEETING.c.state == "approved", 1), else_=0)
    version = case((DECISION.c.corrected > 0, DECISION.c.corrected), else_=approved)
    own: dict[str, ColumnElement[Any]] = {
        "meeting_state": MEETING.c.state.label("meeting_state"),
        "version": version.label("version"),
    }
    wanted = (
        select(*(own[name] if name in own else DECISION.c[name] for name in _COLUMNS))
        .join(MEETING, MEETING.c.id == DECISION.c.meeting)
        .where(DECISION.c.outcome != "open")
        .limit(query.limit)
    )
    rows = [_row(row) for row in connection.execute(_with_words(_narrowed(wanted, query), query.words))]
    rows.sort(key=lambda row: row.case_number)
    rows.sort(key=lambda row: (row.date, row.opened_at), reverse=True)
    return tuple(rows)


def _narrowed(wanted: Select[Any], query: HistoryQuery) -> Select[Any]:
    if query.provider is not None:
        wanted = wanted.where(DECISION.c.provider.icontains(query.provider, autoescape=True))
    if query.problem is not None:
        wanted = wanted.where(
            DECISION.c.problems.contains(json.dumps(query.problem, ensure_ascii=False), autoescape=True)
        )
    if query.postponed is not None:
        times = DECISION.c.postponed_times
        wanted = wanted.where(times > 0 if query.postponed else times == 0)
    if query.departed is not None:
        none = DECISION.c.departures == "[]"
        wanted = wanted.where(~none if query.departed else none)
    if query.ages is not None:
        wanted = wanted.where(DECISION.c.age.between(*query.ages))
    if query.since is not None:
        wanted = wanted.where(DECISION.c.date >= query.since.isoformat())
    if query.until is not None:
        wanted = wanted.where(DECISION.c.date <= query.until.isoformat())
    return wanted


def _with_words(wanted: Select[Any], words: tuple[str, ...]) -> Select[Any]:
    expression = search.expression(words)
    if not expression:
        return wanted.order_by(DECISION.c.date.desc(), DECISION.c.opened_at.desc(), DECISION.c.case_number)
    hits, belonging = search.hits(DECISION.c.id)
    return wanted.join(hits, belonging).where(search.matches(expression)).order_by(search.newest_first())


@lru_cache(maxsize=1024)
def _codes(text: str) -> tuple[str, ...]:
    """A list of codes; there are few different ones, however many decisions."""
    return tuple(json.loads(text))


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _row(row: Row[Any]) -> HistoryRow:
    values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    for name in ("date", "start", "end"):
        values[name] = values[name] and _day(values[name])
    for name in ("problems", "departures", "dissent"):
        values[name] = _codes(values[name])
    values["hours"] = values["hours"] and Decimal(values["hours"])
    return HistoryRow(**values)
