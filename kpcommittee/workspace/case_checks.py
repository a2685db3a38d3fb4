"""Checks one case of an agenda against the config, the law table and the day of the meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.case import Case, Child, ChildView, Grant, Relation
from kpcommittee.domain.committee import Config
from kpcommittee.domain.cpr import birth_date_of
from kpcommittee.domain.law import Law
from kpcommittee.workspace.checks import in_order, not_after, quarters, refer, refer_all, within
from kpcommittee.workspace.references import suggested

LONGEST = 240
"""The greatest expected duration of a grant, in months."""


@dataclass(frozen=True)
class Known:
    """The names a case may refer to, collected once for all cases."""

    config: Config
    law: Law

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """The districts' ids."""
        return tuple(district.id for district in self.config.districts)

    @cached_property
    def schools(self) -> tuple[str, ...]:
        """The schools' ids."""
        return tuple(school.id for school in self.config.schools)

    @cached_property
    def providers(self) -> tuple[str, ...]:
        """The providers' ids."""
        return tuple(provider.id for provider in self.config.providers)

    @cached_property
    def clubs(self) -> tuple[str, ...]:
        """The ids of the providers that are clubs."""
        return tuple(provider.id for provider in self.config.providers if provider.kind == "club")

    @cached_property
    def staff(self) -> tuple[str, ...]:
        """The ids of all providers' staff."""
        return tuple(member.id for provider in self.config.providers for member in provider.staff)

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """The codes of the problems."""
        return tuple(problem.code for problem in self.config.problems)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """The keys of the legal bases."""
        return tuple(basis.key for basis in self.law.bases)

    def staff_of(self, provider: str | None) -> tuple[str, ...]:
        """Return the ids of a provider's staff; of all staff if the provider is None or unknown."""
        employer = self.config.provider(provider)
        return tuple(member.id for member in employer.staff) if employer else self.staff


def check_case(case: Case, known: Known, meeting: date) -> Iterator[Issue]:
    """Yield every inconsistency of the case; places are within the case."""
    yield from suggested(_misfits(case, known, meeting), known.config)


def _misfits(case: Case, known: Known, meeting: date) -> Iterator[Issue]:
    if not case.problems:
        yield Issue(place="problems", code="empty_list")
    yield from refer_all("problems", "problem", case.problems, known.problems)
    yield from _child(case.child, known, meeting)
    yield from _grant(case.grant, case.child, known, meeting)
    if case.child_view is not None:
        yield from _view(case.child_view, known, meeting)
    for index, relation in enumerate(case.relations):
        yield from _relation(f"relations[{index}]", relation, known)
    for index, earlier in enumerate(case.earlier):
        yield from refer(f"earlier[{index}].provider", "provider", earlier.provider, known.providers)
        yield from in_order(f"earlier[{index}].end", earlier.start, earlier.end)
    if case.school_absence is not None:
        yield from within("school_absence.percent", case.school_absence.percent, 0, 100)


def check_number(place: str, cpr: str | None, birth_date: date | None) -> Iterator[Issue]:
    """Check that the personal number contains the stated birth date; the issue never repeats the number.

    A number without a date, such as another system's replacement, is no issue: the committee gets a caution.
    """
    in_number = birth_date_of(cpr) if cpr else None
    if in_number is not None and birth_date is not None and in_number != birth_date:
        values = {"birth_date": birth_date.isoformat(), "said": in_number.isoformat()}
        yield Issue(place=place, code="cpr_birth_date", values=values)


def _child(child: Child, known: Known, meeting: date) -> Iterator[Issue]:
    yield from refer("child.district", "district", child.district, known.districts)
    yield from refer("child.school", "school", child.school, known.schools)
    yield from refer("child.club", "club", child.club, known.clubs)
    yield from not_after("child.birth_date", child.birth_date, meeting)
    yield from check_number("child.cpr", child.cpr, child.birth_date)


def _grant(grant: Grant, child: Child, known: Known, meeting: date) -> Iterator[Issue]:
    yield from refer("grant.basis", "basis", grant.basis, known.bases)
    yield from not_after("grant.decided_on", grant.decided_on, meeting)
    yield from quarters("grant.hours_per_week", grant.hours_per_week)
    yield from within("grant.expected_months", grant.expected_months, 1, LONGEST)
    if grant.decided_on < child.birth_date <= meeting:
        values = {"limit": child.birth_date.isoformat()}
        yield Issue(place="grant.decided_on", code="before_birth", value=grant.decided_on.isoformat(), values=values)


def _view(view: ChildView, known: Known, meeting: date) -> Iterator[Issue]:
    yield from not_after("child_view.obtained_on", view.obtained_on, meeting)
    yield from refer_all("child_view.wishes_staff", "staff", view.wishes_staff, known.staff)
    yield from refer_all("child_view.declines", "provider_or_staff", view.declines, (*known.providers, *known.staff))


def _relation(place: str, relation: Relation, known: Known) -> Iterator[Issue]:
    yield from refer(f"{place}.provider", "provider", relation.provider, known.providers)
    yield from refer(f"{place}.staff", "staff", relation.staff, known.staff_of(relation.provider))
