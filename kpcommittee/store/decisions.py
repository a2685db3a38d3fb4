"""Past decisions: those that match a query, the newest first, and how many have each value of a facet."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import islice
from math import inf
from operator import and_, or_
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, case, func, select

from kpcommittee.domain.review.endings import COMPARED, Outcomes, Tally
from kpcommittee.domain.review.past import PastDecision, Why, sort_decisions
from kpcommittee.domain.review.query import Among, Between, Query
from kpcommittee.store import facets
from kpcommittee.store import search as full_text
from kpcommittee.store.columns import parse_codes, parse_day
from kpcommittee.store.facets import Bits
from kpcommittee.store.tables import DecisionTable, MeetingTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__


def search(connection: Connection, query: Query) -> tuple[PastDecision, ...]:
    """Return the decisions of all meetings that match every term of the query."""
    bits, words = _matching(connection, query), full_text.expression(query)
    if bits is None:
        statement = _containing(words) if words else _NEWEST
        rows = connection.execute(statement.limit(query.limit))
    else:
        limit = query.limit or bits.bit_count()
        ids = _hits_in(connection, words, bits, limit) if words else _newest_in(connection, bits, limit)
        rows = connection.execute(_CHOSEN, {"ids": json.dumps(ids)})
    return sort_decisions(map(_row, rows), "newest")


def of_cases(connection: Connection, cases: Iterable[str]) -> tuple[PastDecision, ...]:
    """Return what meetings did in these cases, the newest first."""
    return sort_decisions(
        map(_row, connection.execute(_DECISIONS.where(DECISION.c.case_number.in_(sorted(cases))))), "newest"
    )


def counts(connection: Connection, query: Query) -> dict[str, dict[str, int]]:
    """Count the decisions that match the query by each value of each facet; empty values are left out."""
    matching = _hits(connection, query)
    by_facet = facets.counts(connection, matching, {"ended": matching & ~_running_decisions(connection, query.today)})
    for name in ("postponed", "departed"):
        others = matching.bit_count() - by_facet.get(name, {}).get("yes", 0)
        by_facet.setdefault(name, {}).update({"no": others} if others else {})
    return by_facet


def outcomes(connection: Connection, query: Query) -> Outcomes:
    """Return how the placements of the matching decisions went."""
    every = facets.all_facets(connection)
    matching = _hits(connection, query)
    running = _running_decisions(connection, query.today)
    endings = {how: bits for (name, how), bits in every.items() if name == "ended"}

    def tally(group: Bits) -> Tally:
        ended = {how: (bits & group & ~running).bit_count() for how, bits in endings.items()}
        counting = reduce(or_, endings.values(), 0)
        return Tally(running=(counting & group & running).bit_count(), **ended)

    values = {(name, value): bits & matching for (name, value), bits in every.items() if name in COMPARED}
    departed = every.get(("departed", "yes"), 0)
    values["departed", "no"] = matching & ~departed
    by: dict[str, dict[str, Tally]] = {name: {} for name in COMPARED}
    for (name, value), group in values.items():
        if (counted := tally(group)).total:
            by[name][value] = counted
    ids = json.dumps([*facets.ids_in(matching & (endings.get("early", 0) | endings.get("moved", 0)) & ~running)])
    reasons = tuple((date.fromisoformat(last), why) for last, why in connection.execute(_REASONS, {"ids": ids}))
    return Outcomes(all=tally(matching), by=by, reasons=reasons)


MOST_REASONS = 100
_ENDED_EARLY = select(DECISION.c.ended_on, DECISION.c.ended_why).where(DECISION.c.ended_why != "")


def names(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the names in past decisions: `provider`, `district` and `problem`, each id or code with its name."""
    newest = json.dumps([*facets.newest(connection, "provider").values()])
    rows = connection.execute(_PROVIDERS, {"ids": newest})
    return {
        "provider": {provider: name or provider for provider, name in rows},
        "district": {value: value for value in facets.newest(connection, "district")},
        "problem": {value: value for value in facets.newest(connection, "problem")},
    }


def people(connection: Connection) -> dict[str, str]:
    """Return every contact person of a past decision: id → name."""
    statement = select(DECISION.c.staff, DECISION.c.staff_name).distinct().where(DECISION.c.staff.is_not(None))
    return {staff: name or staff for staff, name in connection.execute(statement)}


# The terms of a query


def _matching(connection: Connection, query: Query) -> Bits | None:
    """Return the decisions that match all terms except those that search texts; None if there are no such terms."""
    terms = (
        *(_decisions_among(connection, term, query.today) for term in query.among),
        *(_between(connection, term) for term in query.between),
        *([_during(connection, query.since, query.until)] if query.since or query.until else ()),
    )
    if query.without:
        terms = (*terms, _all(connection) & ~_decisions_where(connection, DECISION.c.case_number.in_(query.without)))
    if query.outside:
        terms = (*terms, _all(connection) & ~_decisions_where(connection, DECISION.c.meeting == query.outside))
    return reduce(and_, terms) if terms else None


def _decisions_where(connection: Connection, condition: ColumnElement[bool]) -> Bits:
    """Return the decisions whose row satisfies the condition."""
    return facets.bits_of(connection.scalars(select(DECISION.c.id).where(condition)))


def _hits(connection: Connection, query: Query) -> Bits:
    """Return all decisions that match every term."""
    bits, words = _matching(connection, query), full_text.expression(query)
    matching = _all(connection) if bits is None else bits
    return matching & facets.bits_of(full_text.decisions(connection, words)) if words else matching


def _all(connection: Connection) -> Bits:
    """Return every decision that is no longer open."""
    return facets.union_of(connection, "outcome")


def _decisions_among(connection: Connection, term: Among, today: date) -> Bits:
    if term.facet in ("postponed", "departed"):
        yes = facets.values_of(connection, term.facet).get("yes", 0)
        sides = {"yes": yes, "no": _all(connection) & ~yes}
        return reduce(or_, (sides[value] for value in term.values))
    matching = facets.union_of(connection, term.facet, term.values)
    return matching & ~_running_decisions(connection, today) if term.facet == "ended" else matching


def _running_decisions(connection: Connection, today: date) -> Bits:
    """Return the decisions whose placement has not ended before that day."""
    still = connection.execute(select(DECISION.c.id).where(DECISION.c.ended_on >= today.isoformat()))
    return facets.bits_of(decision for (decision,) in still)


def _between(connection: Connection, term: Between) -> Bits:
    if term.number == "waited":
        digits, every = facets.values_of(connection, "waited"), _all(connection)
        longer = 0 if term.greatest is None else facets.at_least(digits, term.greatest + 1, every)
        return facets.at_least(digits, term.least, every) & ~longer
    ages = facets.values_of(connection, "age").items()
    greatest = inf if term.greatest is None else term.greatest
    return reduce(or_, (bits for age, bits in ages if term.least <= int(age) <= greatest), 0)


def _during(connection: Connection, since: date | None, until: date | None) -> Bits:
    """Return the decisions of meetings between two days: by whole months, and by days at the ends."""
    first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
    matching = 0
    for month, bits in facets.months(connection, first[:7], last[:7]):
        if first <= f"{month}-01" and f"{month}-31" <= last:
            matching |= bits
        else:
            days = connection.execute(_OF_DAYS, {"first": max(first, f"{month}-01"), "last": min(last, f"{month}-31")})
            matching |= bits & facets.bits_of(decision for (decision,) in days)
    return matching


def _newest_in(connection: Connection, bits: Bits, limit: int) -> list[int]:
    """Return that many decisions of a set, those of the newest meetings."""
    ids: list[int] = []
    for month, hits in facets.months(connection, among=bits):
        if len(ids) + hits.bit_count() <= limit:
            ids += facets.ids_in(hits)
            continue
        members = facets.Members(hits)
        days = connection.execute(_OF_DAYS, {"first": f"{month}-01", "last": f"{month}-31"})
        return [*ids, *islice((decision for (decision,) in days if decision in members), limit - len(ids))]
    return ids


FEW, MANY = 1_000, 20_000
"""Up to `FEW` decisions are compared with the words in the database; up to `MANY`, if not found soon."""
SOON = 10_000
"""Among more decisions, the wanted ones are usually in this many hits, the newest first."""


def _hits_in(connection: Connection, words: str, bits: Bits, limit: int) -> list[int]:
    """Return that many decisions of a set that contain the words, those of the newest meetings."""
    size = bits.bit_count()
    if size > FEW:
        members, hits = facets.Members(bits), full_text.newest(connection, words)
        soon = hits if size > MANY else islice(hits, SOON)
        ids = [*islice((decision for decision in soon if decision in members), limit)]
        if len(ids) == limit or next(hits, None) is None:
            return ids
    return [*islice(full_text.newest(connection, words, [*facets.ids_in(bits)]), limit)]


_OF_DAYS = (
    select(DECISION.c.id)
    .where(DECISION.c.date.between(bindparam("first"), bindparam("last")))
    .order_by(DECISION.c.date.desc(), DECISION.c.opened_at.desc(), DECISION.c.case_number)
)
_IDS = func.json_each(bindparam("ids")).table_valued("value")
_REASONS = (
    _ENDED_EARLY.where(DECISION.c.id.in_(select(_IDS.c.value))).order_by(DECISION.c.ended_on.desc()).limit(MOST_REASONS)
)
_PROVIDERS = select(DECISION.c.provider, DECISION.c.provider_name).where(DECISION.c.id.in_(select(_IDS.c.value)))


# Rows


def _columns() -> list[ColumnElement[Any]]:
    approved = case((MEETING.c.state == "approved", 1), else_=0)
    own: Mapping[str, ColumnElement[Any]] = {
        "meeting_state": MEETING.c.state.label("meeting_state"),
        "version": case((DECISION.c.corrected > 0, DECISION.c.corrected), else_=approved).label("version"),
    }
    return [own[name] if name in own else DECISION.c[name] for name in PastDecision._fields]


_DECISIONS = select(*_columns()).join(MEETING, MEETING.c.id == DECISION.c.meeting).where(DECISION.c.outcome != "open")
_NEWEST = _DECISIONS.order_by(DECISION.c.date.desc(), DECISION.c.opened_at.desc(), DECISION.c.case_number)
_CHOSEN = _DECISIONS.where(DECISION.c.id.in_(select(_IDS.c.value)))


def _containing(words: str) -> Select[Any]:
    hits, belonging = full_text.hits(DECISION.c.id)
    return _DECISIONS.join(hits, belonging).where(full_text.matches(words)).order_by(full_text.newest_first())


def _whys(text: str) -> tuple[Why, ...]:
    return tuple(Why(code=why["code"], text=why["text"]) for why in json.loads(text)) if text != "[]" else ()


_PARSERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("date", "start", "end", "ended_on"), parse_day),
    **dict.fromkeys(("problems", "departures", "dissent"), parse_codes),
    "reasons": _whys,
    "hours": Decimal,
}
"""Columns whose text is parsed."""
_PLACES = tuple((PastDecision._fields.index(name), read) for name, read in _PARSERS.items())


def _row(row: Row[Any]) -> PastDecision:
    values = [*row]
    for place, parse in _PLACES:
        if values[place] is not None:
            values[place] = parse(values[place])
    return PastDecision(*values)
