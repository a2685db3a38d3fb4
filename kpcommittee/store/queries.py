"""Queries for a meeting's stored context: the caseload, other meetings' rulings, waiting cases."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
    union_all,
)

from kpcommittee.convert.codec import recall
from kpcommittee.domain.capacity.placement import DatedChange, Placement, Ruling
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.store.columns import parse_codes, parse_day
from kpcommittee.store.records import MeetingRow, OpenAgenda, Particulars
from kpcommittee.store.tables import DecisionTable, EventTable, MeetingTable, PlacementTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__
PLACEMENT, EVENT = PlacementTable.__table__, EventTable.__table__

LISTED = select(func.json_each(bindparam("listed")).table_valued("value").c.value)
"""Selects the values of a list bound as one text, so that one statement serves every list."""


def meetings(
    connection: Connection, *, running: bool = False, among: Iterable[str] | None = None
) -> tuple[MeetingRow, ...]:
    """Return the opened meetings, the earliest date first, all or `among` some; `running` excludes approved ones."""
    statement = _MEETINGS.order_by(MEETING.c.date, MEETING.c.opened_at)
    if running:
        statement = statement.where(MEETING.c.state.in_(("open", "closed")))
    if among is not None:
        statement = statement.where(MEETING.c.id.in_(LISTED))
    return tuple(map(_meeting, connection.execute(statement, _bind_values(among) if among is not None else None)))


def case_counts(connection: Connection) -> dict[str, int]:
    """Return how many cases each opened meeting has."""
    counts = select(DECISION.c.meeting, func.count().label("cases")).group_by(DECISION.c.meeting)
    return {row.meeting: row.cases for row in connection.execute(counts)}


def last_before(connection: Connection, day: date, other_than: str | None) -> MeetingRow | None:
    """Return the newest meeting up to that day; None if there is none."""
    statement = _MEETINGS.where(MEETING.c.date <= day.isoformat(), MEETING.c.id != (other_than or ""))
    newest = statement.order_by(MEETING.c.date.desc(), MEETING.c.opened_at.desc()).limit(1)
    return next(map(_meeting, connection.execute(newest)), None)


_RECENT = 26
"""How many meetings are recent: those of half a year. Each carries what the previous one set aside."""


def recent_meetings(connection: Connection) -> tuple[MeetingRow, ...]:
    """Return the newest meetings, the newest first."""
    newest = _MEETINGS.order_by(MEETING.c.date.desc(), MEETING.c.opened_at.desc()).limit(_RECENT)
    return tuple(map(_meeting, connection.execute(newest)))


def newest_meetings(connection: Connection) -> Iterator[str]:
    """Yield the ids of the meetings, the newest first."""
    newest = select(MEETING.c.id).order_by(MEETING.c.date.desc(), MEETING.c.opened_at.desc())
    return iter(connection.scalars(newest))


def streams_with(connection: Connection, kind: str, streams: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the streams that contain an event of the kind."""
    statement = select(EVENT.c.stream).where(EVENT.c.stream.in_(tuple(streams)), EVENT.c.kind == kind).distinct()
    return tuple(sorted(connection.scalars(statement)))


_LAST = select(func.max(EVENT.c.number)).where(EVENT.c.stream == MEETING.c.id).scalar_subquery()
_MEETINGS = select(MEETING, _LAST.label("last"))


def _meeting(row: Row[Any]) -> MeetingRow:
    return MeetingRow(
        id=row.id,
        date=date.fromisoformat(row.date),
        state=row.state,
        version=row.version,
        opened_at=row.opened_at,
        last=row.last,
    )


def placements(
    connection: Connection,
    running_from: date | None = None,
    case: str | None = None,
    until: date | None = None,
) -> tuple[Placement, ...]:
    """Return the imported caseload and changes of decisions.

    Args:
        connection: to the database.
        running_from: without imports that ended before that day.
        case: only that case.
        until: without imports that begin after that day.
    """
    statement = select(PLACEMENT)
    if case is not None:
        statement = statement.where(PLACEMENT.c.case_number == case)
    if running_from is not None:
        # A change that ends a placement early always counts: without it, the decision would run on. The comparison with
        # a text uses the index of the meeting, which "is not null" alone would not use.
        statement = statement.where(or_(_runs(PLACEMENT.c.end, running_from), PLACEMENT.c.decided_in > ""))
    if until is not None:
        statement = statement.where(or_(_begins(PLACEMENT.c.start, until), PLACEMENT.c.decided_in > ""))
    # Sorted here: SQLite would scan the whole table to sort by the primary key.
    rows = sorted(connection.execute(statement), key=lambda row: row.id)
    return tuple(map(_placement, rows))


def cases_with_birth_dates(connection: Connection, cases: Iterable[str], born: Iterable[date]) -> tuple[str, ...]:
    """Return these case numbers, and those of all children born on one of these days."""
    days = _bind_values({day.isoformat() for day in born})
    return tuple(sorted({*cases, *connection.scalars(_BORN_ON, days)}))


def placements_and_rulings_of(
    connection: Connection, cases: Iterable[str], other_than: str | None = None
) -> tuple[tuple[Placement, ...], tuple[Ruling, ...]]:
    """Return the placements and the meetings' rulings of some cases, whether they run or not."""
    among = _bind_values(cases)
    imported = sorted(connection.execute(_IMPORTED_OF, among), key=lambda row: row.id)
    ruled = connection.execute(_RULED_OF, among | {"other_than": other_than or ""})
    return tuple(map(_placement, imported)), tuple(map(_ruling, ruled))


def cases_of_same_children(
    connection: Connection, cases: Iterable[str], child: Identity | None = None
) -> frozenset[str]:
    """Return these case numbers, and those of all other cases about the same children, or about that child."""
    checked, unchecked = set[str](), set(cases)
    looked_for = [child] if child else []
    while unchecked or looked_for:
        checked |= unchecked
        looked_for += [identity for _case, identity in identities_of(connection, unchecked)]
        keys = {key for identity in looked_for for key in identity.keys}
        children = identities_of(
            connection, born={identity.known_birth_date for identity in looked_for if identity.known_birth_date}
        )
        unchecked = {case for case, identity in children if not keys.isdisjoint(identity.keys)} - checked
        looked_for = []
    return frozenset(checked)


def identities_of(
    connection: Connection, cases: Iterable[str] = (), born: Iterable[date] = ()
) -> list[tuple[str, Identity]]:
    """Return the children of decisions and placements: those of some cases, or born on some days."""
    looked_for = ((_WHO_OF, {*cases}), (_WHO_BORN, {day.isoformat() for day in born}))
    rows = (
        row for statement, values in looked_for if values for row in connection.execute(statement, _bind_values(values))
    )
    return [(case_number, _identity(*details)) for case_number, *details in rows]


def _bind_values(values: Iterable[str]) -> dict[str, str]:
    return {"listed": bind_list(values)}


def bind_list(values: Iterable[str]) -> str:
    """Return the text to bind to `LISTED`."""
    return json.dumps(sorted(values))


def _select_children(day_of_decision: ColumnElement[Any], day_of_placement: ColumnElement[Any]) -> CompoundSelect[Any]:
    """Select the children of decisions and placements by listed values."""
    tables = ((DECISION, day_of_decision), (PLACEMENT, day_of_placement))
    return union_all(
        *(
            select(table.c.case_number, table.c.child, table.c.birth_date, table.c.cpr).where(value.in_(LISTED))
            for table, value in tables
        )
    )


_BORN_ON = union(
    select(PLACEMENT.c.case_number).where(PLACEMENT.c.born.in_(LISTED)),
    select(DECISION.c.case_number).where(DECISION.c.birth_date.in_(LISTED)),
)
_WHO_OF = _select_children(DECISION.c.case_number, PLACEMENT.c.case_number)
_WHO_BORN = _select_children(DECISION.c.birth_date, PLACEMENT.c.born)


@lru_cache(maxsize=4096)
def _identity(child: str | None, birth_date: str | None, cpr: str | None) -> Identity:
    return Identity(child, parse_day(birth_date), cpr)


def _runs(end: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    return or_(end.is_(None), end >= day.isoformat())


def _begins(start: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    return or_(start.is_(None), start <= day.isoformat())


def _placement(row: Row[Any]) -> Placement:
    return Placement(
        case_number=row.case_number,
        provider=row.provider,
        staff=row.staff,
        hours_per_week=row.hours_per_week and Decimal(row.hours_per_week),
        start=parse_day(row.start),
        end=parse_day(row.end),
        child=row.child,
        birth_date=parse_day(row.birth_date),
        cpr=row.cpr,
        district=row.district,
        problems=parse_codes(row.problems),
        kind=row.kind,
        decided_in=row.decided_in,
        ended_because=row.ended_because,
        changes=tuple(recall(change, DatedChange) for change in json.loads(row.changes)),
        changed_here=None if row.changed_here is None else parse_codes(row.changed_here),
    )


def rulings(
    connection: Connection,
    *,
    other_than: str | None = None,
    running_from: date | None = None,
    until: date | None = None,
) -> tuple[Ruling, ...]:
    """Return the meetings' rulings, from which a case's account is made.

    An expired ruling still ends earlier claims. With a day, the result therefore contains every ruling of a case in
    which anything runs on that day or later. `until` is the last day that counts. Other cases are left out.
    """
    statement = _RULED
    if running_from is not None:
        day = running_from.isoformat()
        decided = select(DECISION.c.case_number).where(DECISION.c.end >= day)
        imported = select(PLACEMENT.c.case_number).where(_runs(PLACEMENT.c.end, running_from))
        if until is not None:
            decided = decided.where(DECISION.c.start <= until.isoformat())
            imported = imported.where(_begins(PLACEMENT.c.start, until))
        statement = statement.where(DECISION.c.case_number.in_(union(decided, imported)))
    if other_than is not None:
        statement = statement.where(DECISION.c.meeting != other_than)
    return tuple(_ruling(row) for row in connection.execute(statement))


_RULING = (
    DECISION.c.meeting,
    DECISION.c.opened_at,
    DECISION.c.case_number,
    DECISION.c.outcome,
    DECISION.c.released,
    DECISION.c.provider,
    DECISION.c.staff,
    DECISION.c.hours,
    DECISION.c.start,
    DECISION.c.end,
    DECISION.c.child,
    DECISION.c.birth_date,
    DECISION.c.cpr,
    DECISION.c.date,
)

_RULED = (
    select(*_RULING, MEETING.c.state)
    .join(MEETING, MEETING.c.id == DECISION.c.meeting)
    .where(or_(DECISION.c.outcome != "open", DECISION.c.released))
    .order_by(DECISION.c.case_number, DECISION.c.opened_at)
)


_RULED_OF = _RULED.where(DECISION.c.case_number.in_(LISTED), DECISION.c.meeting != bindparam("other_than"))
_IMPORTED_OF = select(PLACEMENT).where(PLACEMENT.c.case_number.in_(LISTED))


def _ruling(row: Sequence[Any]) -> Ruling:
    meeting, opened_at, case_number, outcome, released, provider, staff, hours, start, end, *more, state = row
    name, birth_date, cpr, met_on = more
    return Ruling(
        meeting=meeting,
        opened_at=opened_at,
        approved=state == "approved",
        case_number=case_number,
        state=outcome,
        released=released,
        provider=provider,
        staff=staff,
        hours=hours and Decimal(hours),
        start=parse_day(start),
        end=parse_day(end),
        child=Identity(name, parse_day(birth_date), cpr),
        met_on=parse_day(met_on),
    )


def particulars(connection: Connection, cases: Iterable[str]) -> dict[tuple[str, str], Particulars]:
    """Return what the meetings know about these cases: meeting and case → particulars."""
    result: dict[tuple[str, str], Particulars] = {}
    for meeting, case, *values in connection.execute(_PARTICULARS, _bind_values(cases)):
        outcome, child, born, cpr, district, problems, *more, due = values
        result[meeting, case] = Particulars._make(
            (outcome, child, parse_day(born), cpr, district, parse_codes(problems), *more, parse_day(due))
        )
    return result


_PARTICULARS = select(*(DECISION.c[name] for name in ("meeting", "case_number", *Particulars._fields))).where(
    DECISION.c.case_number.in_(LISTED)
)


def waiting(connection: Connection, *, other_than: str | None = None, cases: Iterable[str] = ()) -> tuple[Waiting, ...]:
    """Return the cases that wait: postponed or decided in principle by the newest meeting that dealt with them.

    Args:
        connection: to the database.
        other_than: a meeting to ignore, as if its agenda had not been opened.
        cases: case numbers that also wait if they were returned.
    """
    statement = (
        select(DECISION.c.waiting, DECISION.c.date, DECISION.c.case_number)
        .join(MEETING, MEETING.c.id == DECISION.c.meeting)
        .where(MEETING.c.state.in_(("closed", "approved")))
    )
    newest = DECISION.c.followed_by.is_(None)
    selects = [statement.where(newest, DECISION.c.outcome.in_(("postponed", "in_principle")))]
    returned = sorted(set(cases))
    if returned:
        selects.append(statement.where(newest, DECISION.c.outcome == "returned", DECISION.c.case_number.in_(LISTED)))
    if other_than is not None:
        selects = [statement.where(DECISION.c.meeting != other_than) for statement in selects]
        selects.append(_waiting_without(statement, other_than))
    among = _bind_values(returned)
    rows = {row.case_number: row for statement in selects for row in connection.execute(statement, among)}
    return tuple(
        _with_newest_decision(connection, recall(json.loads(row.waiting), Waiting))
        for row in sorted(rows.values(), key=lambda row: (row.date, row.case_number))
    )


def _with_newest_decision(connection: Connection, waiting: Waiting) -> Waiting:
    """Return a case that was only postponed with its decision in principle as corrected since by its own meeting."""
    earlier = waiting
    while earlier.state == "postponed" and earlier.decision is not None:
        keys = {"case": earlier.case_number, "meeting": earlier.meeting}
        before = connection.scalar(_WAITING_BEFORE, keys)
        if before is None:
            return waiting
        earlier = recall(json.loads(before), Waiting)
    decided_on = earlier.decided_on or earlier.date
    return waiting if earlier is waiting else replace(waiting, decision=earlier.decision, decided_on=decided_on)


_WAITING_BEFORE = select(DECISION.c.waiting).where(
    DECISION.c.case_number == bindparam("case"), DECISION.c.followed_by == bindparam("meeting")
)


def _waiting_without(statement: Select[Any], meeting: str) -> Select[Any]:
    """Select the cases that would wait if that meeting, the newest for its cases, had not been opened."""
    own = DECISION.alias("own")
    same = and_(own.c.case_number == DECISION.c.case_number, own.c.meeting == DECISION.c.followed_by)
    return statement.join(own, same).where(
        own.c.meeting == meeting, own.c.followed_by.is_(None), DECISION.c.waiting.is_not(None)
    )


def open_agendas_with(connection: Connection, case_numbers: Iterable[str]) -> tuple[OpenAgenda, ...]:
    """Return every opened agenda that contains one of these cases, the earliest opened first."""
    rows = (
        OpenAgenda(case_number=row.case_number, meeting=row.meeting, state=row.state, opened_at=row.opened_at)
        for row in connection.execute(_AGENDAS_WITH, _bind_values(set(case_numbers)))
    )
    return tuple(sorted(rows, key=lambda agenda: (agenda.opened_at, agenda.meeting, agenda.case_number)))


_AGENDAS_WITH = (
    select(DECISION.c.case_number, DECISION.c.meeting, MEETING.c.state, DECISION.c.opened_at)
    .join(MEETING, MEETING.c.id == DECISION.c.meeting)
    .where(DECISION.c.case_number.in_(LISTED))
)
