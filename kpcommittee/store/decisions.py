"""Past decisions, newest first."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, or_, select

from kpcommittee.domain.review.past import PastDecision, Why
from kpcommittee.domain.review.query import Among, Between, Query
from kpcommittee.store import search as full_text
from kpcommittee.store.tables import DecisionTable, MeetingTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__


def search(connection: Connection, query: Query) -> tuple[PastDecision, ...]:
    """Return the decisions of all meetings that match every term of the query."""
    rows = [_row(row) for row in connection.execute(_statement(query))]
    rows.sort(key=attrgetter("case_number"))
    rows.sort(key=attrgetter("date", "opened_at"), reverse=True)
    return tuple(rows)


def names(connection: Connection) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what past decisions name: `provider` and `staff` with id and name, `problem` and `district` by code."""
    of_provider = select(DECISION.c.provider, DECISION.c.provider_name).distinct()
    of_staff = select(DECISION.c.staff, DECISION.c.staff_name).distinct()
    districts = select(DECISION.c.district, DECISION.c.district).distinct()
    codes = {code for (text,) in connection.execute(select(DECISION.c.problems).distinct()) for code in _codes(text)}
    return {
        "provider": _pairs(connection, of_provider.where(DECISION.c.provider.is_not(None))),
        "staff": _pairs(connection, of_staff.where(DECISION.c.staff.is_not(None))),
        "district": _pairs(connection, districts),
        "problem": tuple((code, code) for code in sorted(codes)),
    }


def _pairs(connection: Connection, wanted: Select[Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((value, name or value) for value, name in connection.execute(wanted)))


def _statement(query: Query) -> Select[Any]:
    """Return the statement that selects the decisions matching a query."""
    wanted = _DECISIONS.where(*_conditions(query)).limit(query.limit)
    words = full_text.expression(query)
    if not words:
        return wanted.order_by(DECISION.c.date.desc(), DECISION.c.opened_at.desc(), DECISION.c.case_number)
    hits, belonging = full_text.hits(DECISION.c.id)
    return wanted.join(hits, belonging).where(full_text.matches(words)).order_by(full_text.newest_first())


def _conditions(query: Query) -> Iterator[ColumnElement[bool]]:
    """Yield the condition of each term but those that search in texts."""
    yield from (_among(term) for term in query.among)
    yield from (_between(term) for term in query.between)
    if query.since is not None:
        yield DECISION.c.date >= query.since.isoformat()
    if query.until is not None:
        yield DECISION.c.date <= query.until.isoformat()


def _among(term: Among) -> ColumnElement[bool]:
    if term.quality == "problem":
        codes = (json.dumps(code, ensure_ascii=False) for code in sorted(term.values))
        return or_(*(DECISION.c.problems.contains(code, autoescape=True) for code in codes))
    if term.quality in _YES:
        return or_(*(_YES[term.quality] if value == "yes" else _NO[term.quality] for value in sorted(term.values)))
    return DECISION.c[term.quality].in_(sorted(term.values))


_YES: Mapping[str, ColumnElement[bool]] = {
    "postponed": DECISION.c.postponed_times > 0,
    "departed": DECISION.c.departures != "[]",
    "agreed": and_(DECISION.c.provider.is_not(None), DECISION.c.dissent == "[]"),
}
_NO: Mapping[str, ColumnElement[bool]] = {
    "postponed": DECISION.c.postponed_times == 0,
    "departed": DECISION.c.departures == "[]",
    "agreed": DECISION.c.dissent != "[]",
}


def _between(term: Between) -> ColumnElement[bool]:
    column = DECISION.c.age if term.number == "age" else DECISION.c.waiting_days
    return column >= term.least if term.greatest is None else column.between(term.least, term.greatest)


def _columns() -> list[ColumnElement[Any]]:
    approved = case((MEETING.c.state == "approved", 1), else_=0)
    own: Mapping[str, ColumnElement[Any]] = {
        "meeting_state": MEETING.c.state.label("meeting_state"),
        "version": case((DECISION.c.corrected > 0, DECISION.c.corrected), else_=approved).label("version"),
    }
    return [own[name] if name in own else DECISION.c[name] for name in PastDecision._fields]


_DECISIONS = select(*_columns()).join(MEETING, MEETING.c.id == DECISION.c.meeting).where(DECISION.c.outcome != "open")


@lru_cache(maxsize=1024)
def _codes(text: str) -> tuple[str, ...]:
    """Parse a list of codes; cached, since few different lists exist."""
    return tuple(json.loads(text))


def _whys(text: str) -> tuple[Why, ...]:
    return tuple(Why(code=why["code"], text=why["text"]) for why in json.loads(text)) if text != "[]" else ()


_day = lru_cache(maxsize=4096)(date.fromisoformat)

_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("date", "start", "end"), _day),
    **dict.fromkeys(("problems", "departures", "dissent"), _codes),
    "reasons": _whys,
    "hours": Decimal,
}
"""Columns whose text is parsed."""
_PLACES = tuple((PastDecision._fields.index(name), read) for name, read in _READ.items())


def _row(row: Row[Any]) -> PastDecision:
    values = [*row]
    for place, read in _PLACES:
        if values[place] is not None:
            values[place] = read(values[place])
    return PastDecision(*values)
