"""Checks one case of an agenda against the config, the law table and the day of the meeting."""

from collections.abc import Iterator
from datetime import date

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.case import Case, Child, ChildView, Grant, Relation
from kpcommittee.domain.cpr import birth_date_of
from kpcommittee.workspace.bounds import out_of_bounds
from kpcommittee.workspace.checks import check_order, not_after, not_before_birth, refer, refer_all
from kpcommittee.workspace.known_ids import KnownIds, refer_staff
from kpcommittee.workspace.references import with_suggestions


def check_case(case: Case, ids: KnownIds, meeting: date | None, *, suggesting: bool = True) -> Iterator[Issue]:
    """Yield every inconsistency of the case; places are within the case.

    Args:
        case: the case; what could not be read of it is None.
        ids: the names it may refer to.
        meeting: the day of the meeting; None if it cannot be read.
        suggesting: whether unknown names get the nearest known one.
    """
    issues = _misfits(case, ids, meeting)
    yield from with_suggestions(issues, ids.config) if ids.config and suggesting else issues


def _misfits(case: Case, ids: KnownIds, meeting: date | None) -> Iterator[Issue]:
    if not case.problems:
        yield Issue(place="problems", code="empty_list")
    yield from refer_all("problems", "problem", case.problems, ids.problems)
    yield from _child(case.child, ids, meeting)
    yield from _grant(case.grant, _born(case.child, meeting), ids, meeting)
    if case.child_view is not None:
        yield from _view(case.child_view, ids, meeting)
    for index, relation in enumerate(case.relations):
        yield from _relation(f"relations[{index}]", relation, ids)
    for index, earlier in enumerate(case.earlier):
        yield from refer(f"earlier[{index}].provider", "provider", earlier.provider, ids.providers)
        yield from check_order(f"earlier[{index}].end", earlier.start, earlier.end)
    if case.school_absence is not None:
        yield from out_of_bounds(case.school_absence, "school_absence")


def check_number(place: str, cpr: str | None, birth_date: date | None) -> Iterator[Issue]:
    """Check that the personal number contains the stated birth date; the issue never repeats the number.

    A number without a date, such as another system's replacement, is not an issue: the committee gets a caution.
    """
    in_number = birth_date_of(cpr) if cpr else None
    if in_number is not None and birth_date is not None and in_number != birth_date:
        values = {"birth_date": birth_date.isoformat(), "said": in_number.isoformat()}
        yield Issue(place=place, code="cpr_birth_date", values=values)


def _child(child: Child | None, ids: KnownIds, meeting: date | None) -> Iterator[Issue]:
    if child is None:
        return
    yield from refer("child.district", "district", child.district, ids.districts)
    yield from refer("child.school", "school", child.school, ids.schools)
    yield from refer("child.club", "club", child.club, ids.clubs)
    yield from not_after("child.birth_date", child.birth_date, meeting)
    yield from check_number("child.cpr", child.cpr, child.birth_date)


def _grant(grant: Grant | None, born: date | None, ids: KnownIds, meeting: date | None) -> Iterator[Issue]:
    if grant is None:
        return
    yield from refer("grant.basis", "basis", grant.basis, ids.bases)
    yield from not_after("grant.decided_on", grant.decided_on, meeting)
    yield from out_of_bounds(grant, "grant")
    yield from not_before_birth("grant.decided_on", grant.decided_on, born)


def _born(child: Child | None, meeting: date | None) -> date | None:
    """Return the birth date; None if it is unknown, or after the meeting, which is an error of its own."""
    birth_date: date | None = child.birth_date if child else None
    return None if birth_date and meeting and birth_date > meeting else birth_date


def _view(view: ChildView, ids: KnownIds, meeting: date | None) -> Iterator[Issue]:
    yield from not_after("child_view.obtained_on", view.obtained_on, meeting)
    yield from refer_all("child_view.wishes_staff", "staff", view.wishes_staff, ids.staff)
    yield from refer_all("child_view.declines", "provider_or_staff", view.declines, ids.people_and_providers)


def _relation(place: str, relation: Relation, ids: KnownIds) -> Iterator[Issue]:
    yield from refer(f"{place}.provider", "provider", relation.provider, ids.providers)
    yield from refer_staff(f"{place}.staff", relation.staff, relation.provider, ids)
