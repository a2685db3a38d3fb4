"""Brings together the placements of tables and meetings: each once, as it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kpcommittee.domain.capacity.caseload import Caseload, Course
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting.meeting import Meeting, fold

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.empty import Readable


def caseload_of(store: "Readable") -> Caseload:
    """Collect every placement, by the tables and the decisions of all meetings so far."""
    return Caseload.of(store.placements(), store.rulings())


def in_full(session: "Session", courses: Iterable[Course]) -> Iterator[Placement]:
    """Yield each placement as it counts; of a decided one also the child, from the meeting that decided it."""
    store = session.store_to_read

    @cache
    def meeting(stream: str) -> Meeting:
        return fold(stream, store.read(stream))

    for course in courses:
        placement = course.as_it_counts
        yield with_child(session, placement, meeting(placement.decided_in)) if placement.decided_in else placement


def with_child(session: "Session", placement: Placement, meeting: Meeting) -> Placement:
    """Add to a placement what the meeting that decided it knows of the child and the grant."""
    item = meeting.item(placement.case_number)
    assert item is not None, "a decided placement is about a case of its meeting"
    child, key = item.case.child, item.case.grant.basis
    # A meeting froze its law table; a newer table may know more of the same basis.
    bases = (law.basis(key) for law in (meeting.law, session.law) if law is not None)
    return replace(
        placement,
        child=child.name,
        birth_date=child.birth_date,
        cpr=child.cpr,
        district=child.district,
        problems=item.case.problems,
        kind=placement.kind or next((basis.kind for basis in bases if basis and basis.kind), None),
    )
