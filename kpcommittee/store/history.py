"""Past decisions, newest first."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Text, bindparam, case, func, literal, select

from kpcommittee.store import search
from kpcommittee.store.rows import HistoryQuery, HistoryRow
from kpcommittee.store.statements import Driver, Query
from kpcommittee.store.tables import DecisionTable, MeetingTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__


class History:
    """Answers searches; the statement for each set of terms is made once."""

    def __init__(self, driver: Driver) -> None:
        """Take the driver to ask."""
        self._driver = driver
        self._statements: dict[frozenset[str], Query] = {}

    def search(self, query: HistoryQuery) -> tuple[HistoryRow, ...]:
        """What was decided, in all meetings, as far as every term of the query holds."""
        terms = _terms(query)
        which = frozenset(terms)
        if which not in self._statements:
            self._statements[which] = Query(_statement(which), self._driver)
        rows = [_row(found) for found in self._statements[which].rows(terms)]
        rows.sort(key=attrgetter("case_number"))
        rows.sort(key=attrgetter("date", "opened_at"), reverse=True)
        return tuple(rows)


def _terms(query: HistoryQuery) -> Mapping[str, Any]:
    """The terms of a query that narrow it, with the values they are compared with."""
    youngest, oldest = query.ages or (None, None)
    terms: dict[str, Any] = {
        "provider": None if query.provider is None else _anywhere(query.provider),
        "problem": None if query.problem is None else _anywhere(json.dumps(query.problem, ensure_ascii=False)),
        "postponed": query.postponed or None,
        "never_postponed": query.postponed is False or None,
        "departed": query.departed or None,
        "never_departed": query.departed is False or None,
        "youngest": youngest,
        "oldest": oldest,
        "since": query.since and query.since.isoformat(),
        "until": query.until and query.until.isoformat(),
        "words": search.expression(query.words) or None,
        "limit": query.limit,
    }
    return {name: value for name, value in terms.items() if value is not None}


def _anywhere(text: str) -> str:
    """What `LIKE` compares with to find the text anywhere, each of its signs taken as it is."""
    for sign in "/%_":
        text = text.replace(sign, "/" + sign)
    return f"%{text}%"


def _statement(terms: frozenset[str]) -> Select[Any]:
    """What finds the decisions that these terms hold for."""
    wanted = (
        select(*_columns())
        .join(MEETING, MEETING.c.id == DECISION.c.meeting)
        .where(DECISION.c.outcome != "open", *(holds for term, holds in _CONDITIONS.items() if term in terms))
    )
    if "limit" in terms:
        wanted = wanted.limit(bindparam("limit"))
    if "words" not in terms:
        return wanted.order_by(DECISION.c.date.desc(), DECISION.c.opened_at.desc(), DECISION.c.case_number)
    hits, belonging = search.hits(DECISION.c.id)
    return wanted.join(hits, belonging).where(search.matches(bindparam("words"))).order_by(search.newest_first())


def _columns() -> list[ColumnElement[Any]]:
    approved = case((MEETING.c.state == "approved", 1), else_=0)
    own: Mapping[str, ColumnElement[Any]] = {
        "meeting_state": MEETING.c.state.label("meeting_state"),
        "version": case((DECISION.c.corrected > 0, DECISION.c.corrected), else_=approved).label("version"),
    }
    return [own[name] if name in own else DECISION.c[name] for name in HistoryRow._fields]


_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "provider": func.lower(DECISION.c.provider).like(func.lower(bindparam("provider", type_=String)), escape="/"),
    "problem": DECISION.c.problems.like(bindparam("problem", type_=String), escape="/"),
    "postponed": DECISION.c.postponed_times > 0,
    "never_postponed": DECISION.c.postponed_times == 0,
    "departed": DECISION.c.departures != literal("[]", Text),
    "never_departed": DECISION.c.departures == literal("[]", Text),
    "youngest": DECISION.c.age >= bindparam("youngest"),
    "oldest": DECISION.c.age <= bindparam("oldest"),
    "since": DECISION.c.date >= bindparam("since"),
    "until": DECISION.c.date <= bindparam("until"),
}
"""What each term asks of a decision."""


@lru_cache(maxsize=1024)
def _codes(text: str) -> tuple[str, ...]:
    """A list of codes; there are few different ones, however many decisions."""
    return tuple(json.loads(text))


_day = lru_cache(maxsize=4096)(date.fromisoformat)

_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("date", "start", "end"), _day),
    **dict.fromkeys(("problems", "departures", "dissent"), _codes),
    "hours": Decimal,
    "followed_recommendation": bool,
}
"""What is kept in another form than it is meant in."""
_PLACES = tuple((HistoryRow._fields.index(name), read) for name, read in _READ.items())


def _row(found: tuple[Any, ...]) -> HistoryRow:
    values = [*found]
    for place, read in _PLACES:
        if values[place] is not None:
            values[place] = read(values[place])
    return HistoryRow(*values)
