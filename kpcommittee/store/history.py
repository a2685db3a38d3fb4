"""Past decisions, newest first."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, case, select

from kpcommittee.store import search
from kpcommittee.store.rows import HistoryQuery, HistoryRow
from kpcommittee.store.tables import DecisionTable, MeetingTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__


def history(connection: Connection, query: HistoryQuery) -> tuple[HistoryRow, ...]:
    """What was decided, in all meetings, as far as every term of the query holds."""
    version = case((DECISION.c.corrected > 0, DECISION.c.corrected), (MEETING.c.state == "approved", 1), else_=0).label(
        "version"
    )
    wanted = (
        select(DECISION, MEETING.c.state.label("meeting_state"), version)
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


def _row(row: Row[Any]) -> HistoryRow:
    return HistoryRow(
        meeting=row.meeting,
        meeting_state=row.meeting_state,
        date=date.fromisoformat(row.date),
        opened_at=row.opened_at,
        case_number=row.case_number,
        district=row.district,
        age=row.age,
        problems=tuple(json.loads(row.problems)),
        outcome=row.outcome,
        provider=row.provider,
        provider_name=row.provider_name,
        staff=row.staff,
        staff_name=row.staff_name,
        hours=row.hours and Decimal(row.hours),
        start=_day(row.start),
        end=_day(row.end),
        followed_recommendation=row.followed_recommendation,
        departures=tuple(json.loads(row.departures)),
        dissent=tuple(json.loads(row.dissent)),
        postponed_times=row.postponed_times,
        reason=row.reason,
        missing=row.missing,
        version=row.version,
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
