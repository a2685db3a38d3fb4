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
    """Nothing before a placement."""


def deadlines_of(case: Case, law: Law, start: date | None) -> Deadlines:
    """The case's deadlines; `start` is the placement's, once there is one."""
    return Deadlines(plan_due=plan_due(case, law), first_follow_up_due=start and first_follow_up_due(case, law, start))


def plan_due(case: Case, law: Law) -> date | None:
    """Three months after the grant, or after the 16th birthday for a youth plan of a child granted before it.

    Barnets lov § 91 and § 108. A date the authority stated goes before; no plan, no date.
    """
    plan, months = case.grant.plan, law.months
    if plan is not None and plan.due_on is not None:
        return plan.due_on
    if plan is not None and plan.kind == "none":
        return None
    origin = case.grant.decided_on
    if plan is not None and plan.kind == "youth_plan":
        origin = max(origin, birthday(case.child.birth_date, months.youth_plan_age))
    return add_months(origin, months.plan_due)


def first_follow_up_due(case: Case, law: Law, start: date) -> date:
    """Three months after the start, or earlier when an assessment beside it ends (barnets lov § 95)."""
    latest = add_months(start, law.months.first_follow_up)
    assessment = case.grant.assessment
    if assessment is None or assessment.completed_on is not None or assessment.expected_on is None:
        return latest
    return min(latest, assessment.expected_on) if assessment.expected_on > start else latest


def birthdays_between(case: Case, start: date, end: date, ages: tuple[int, ...]) -> dict[int, date]:
    """The birthdays of these ages from the start to the end, both included."""
    days = {age: birthday(case.child.birth_date, age) for age in ages}
    return {age: day for age, day in days.items() if start <= day <= end}
