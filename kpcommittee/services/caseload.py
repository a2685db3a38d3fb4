"""Collects the placements of tables and meetings, each once, as it counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from kpcommittee.domain.capacity.caseload import Caseload, Course
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.immutable import immutable

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.empty import Readable
    from kpcommittee.store.records import Particulars

KnownParticulars: TypeAlias = "Mapping[tuple[str, str], Particulars]"
"""Meeting and case → what the meeting knows about the case."""


@immutable(kw_only=False)
class YearCaseload:
    """The placements of a calendar year, read once for everything that is computed from them."""

    caseload: Caseload
    known: KnownParticulars
    """The particulars of each of its cases that a meeting dealt with."""

    @classmethod
    def read(cls, session: "Session", year: int) -> "YearCaseload":
        """Read every case with a placement in the year: imported, decided or held."""
        store, first, last = session.store_to_read, date(year, 1, 1), date(year, 12, 31)
        caseload = Caseload.of(store.placements(first, last), store.rulings(running_from=first, until=last))
        return cls(caseload, store.particulars({ruling.case_number for ruling in caseload.rulings}))


def caseload_of(store: "Readable") -> Caseload:
    """Collect every placement, by the tables and the decisions of all meetings so far."""
    return Caseload.of(store.placements(), store.rulings())


A_YEAR = timedelta(days=365)
"""After this time, hardly any placement runs that began before a workspace's first meeting."""


def lacks_import(store: "Readable", day: date) -> bool:
    """Whether nothing was ever imported although placements from before the first meeting may still run that day."""
    if any(placement.decided_in is None for placement in store.placements()):
        return False
    first = next((meeting.date for meeting in store.meetings()), day)
    return day < first + A_YEAR


def placements_in_full(session: "Session", courses: Iterable[Course]) -> Iterator[Placement]:
    """Yield each placement as it counts; a decided one with the child as its meeting knows it."""
    return with_children(session, [course.counted_placement for course in courses])


def particulars_of(session: "Session", placements: Iterable[Placement]) -> KnownParticulars:
    """Return what the meetings know about the decided ones among some placements."""
    decided = {placement.case_number for placement in placements if placement.decided_in}
    return session.store_to_read.particulars(decided) if decided else {}


def with_children(
    session: "Session", placements: Sequence[Placement], particulars: "KnownParticulars | None" = None
) -> Iterator[Placement]:
    """Yield placements; to each decided one, add what its meeting knows about the child and the grant.

    Args:
        session: the workspace.
        placements: as they count.
        particulars: what the meetings know about their cases; read if left out.
    """
    particulars = particulars_of(session, placements) if particulars is None else particulars
    for placement in placements:
        if placement.decided_in is None:
            yield placement
        else:
            yield _with_child(session, placement, particulars[placement.decided_in, placement.case_number])


def _with_child(session: "Session", placement: Placement, particulars: "Particulars") -> Placement:
    kind = placement.kind or particulars.kind
    if kind is None and (basis := session.law.basis(particulars.basis)) is not None:
        # A meeting froze its law table; a newer table may know more about the same basis.
        kind = basis.kind
    return replace(
        placement,
        child=particulars.child,
        birth_date=particulars.birth_date,
        cpr=particulars.cpr,
        district=particulars.district,
        problems=particulars.problems,
        kind=kind,
    )
