"""The two three-month clocks, and the birthdays inside a placement."""

from dataclasses import dataclass
from datetime import date

from kpcommittee.domain.calendar import add_months, birthday
from kpcommittee.domain.case import Case
from kpcommittee.domain.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """When the plan and the first follow-up are due."""

    plan_due: date | None
    first_follow_up_due: date | None
    """None before a placement."""


def deadlines_of(case: Case, law: Law, start: date | None) -> Deadlines:
    """Compute the case's deadlines; `start` is that of the placement, if there is one."""
    return Deadlines(plan_due=plan_due(case, law), first_follow_up_due=start and first_follow_up_due(case, law, start))


def plan_due(case: Case, law: Law) -> date | None:
    """Return the day the plan is due: three months after the grant, or for a youth plan after the 16th birthday.

    Barnets lov § 91 and § 108. A date that the authority stated takes precedence. None if no plan is to be made.
    """
    plan, terms = case.grant.plan, law.terms
    if plan is not None and plan.due_on is not None:
        return plan.due_on
    if plan is not None and plan.kind == "none":
        return None
    origin = case.grant.decided_on
    if plan is not None and plan.kind == "youth_plan":
        origin = max(origin, birthday(case.child.birth_date, terms.youth_plan_age))
    return add_months(origin, terms.plan_due)


def first_follow_up_due(case: Case, law: Law, start: date) -> date:
    """Return three months after the start, or the earlier end of a running assessment (barnets lov § 95)."""
    latest = add_months(start, law.terms.first_follow_up)
    assessment = case.grant.assessment
    if assessment is None or assessment.completed_on is not None or assessment.expected_on is None:
        return latest
    return min(latest, assessment.expected_on) if assessment.expected_on > start else latest


def birthdays_between(case: Case, start: date, end: date, ages: tuple[int, ...]) -> dict[int, date]:
    """Return the birthdays of these ages from the start to the end, both included."""
    days = {age: birthday(case.child.birth_date, age) for age in ages}
    return {age: day for age, day in days.items() if start <= day <= end}
