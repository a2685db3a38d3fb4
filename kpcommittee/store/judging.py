"""Judges how the placements of decisions went, whenever anything about their children changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.review.endings import Ended, endings_of_decisions
from kpcommittee.store import queries
from kpcommittee.store.facets import Changes, Key
from kpcommittee.store.tables import DecisionTable

DECISION = DecisionTable.__table__

_ENDING = (DECISION.c.ended, DECISION.c.ended_on, DECISION.c.ended_why)
_JUDGED = select(DECISION.c.id, DECISION.c.meeting, DECISION.c.case_number, *_ENDING)
_JUDGED_OF = _JUDGED.where(DECISION.c.case_number.in_(queries.LISTED))
_WRITE = (
    DECISION.update()
    .where(DECISION.c.id == bindparam("decision"))
    .values(ended=bindparam("how"), ended_on=bindparam("last"), ended_why=bindparam("because"))
)


def judge(connection: Connection, changes: Changes, cases: Iterable[str]) -> None:
    """Judge again the placements of all children whom these cases are about.

    Args:
        connection: its transaction is the caller's.
        changes: collects the changed facets.
        cases: their numbers.
    """
    together = queries.cases_of_same_children(connection, cases)
    judged = connection.execute(_JUDGED_OF, {"listed": queries.bind_list(together)}).all()
    if judged:
        _write(
            connection,
            changes,
            judged,
            endings_of_decisions(Caseload.of(*queries.placements_and_rulings_of(connection, together))),
        )


def judge_all(connection: Connection, changes: Changes) -> None:
    """Judge the placements of all decisions."""
    caseload = Caseload.of(queries.placements(connection), queries.rulings(connection))
    _write(connection, changes, connection.execute(_JUDGED).all(), endings_of_decisions(caseload))


def _write(
    connection: Connection, changes: Changes, judged: Iterable[Any], ended: Mapping[tuple[str, str], Ended]
) -> None:
    """Write the judgements that have changed."""
    changed: list[dict[str, object]] = []
    for row in judged:
        ending = ended.get((row.meeting, row.case_number))
        after = (ending.how, ending.on.isoformat(), ending.why) if ending else (None, None, None)
        if after != (row.ended, row.ended_on, row.ended_why):
            how, last, why = after
            changed.append({"decision": row.id, "how": how, "last": last, "because": why})
            changes.add(row.id, facets_of_ending(row.ended), facets_of_ending(how))
    if changed:
        connection.execute(_WRITE, changed)


def facets_of_ending(how: str | None) -> frozenset[Key]:
    """Return the facet of how a placement goes."""
    return frozenset() if how is None else frozenset({("ended", how)})
