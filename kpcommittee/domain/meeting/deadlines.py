"""The three-month clocks of plan, youth plan and first follow-up, and the birthdays inside a placement."""

from datetime import date

from kpcommittee.domain.calendar import DAY, add_months, birthday
from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law


@immutable
class Deadlines:
    """When the plan, the youth plan and the first follow-up are due."""

    plan_due: date | None
    youth_plan_due: date | None
    """When a child's plan must have become a youth plan; None if the child does not turn 16 meanwhile."""
    first_follow_up_due: date | None
    """None before a placement, and if the placement ends before it."""


def deadlines_of(case: Case, law: Law, start: date | None, end: date) -> Deadlines:
    """Compute the case's deadlines.

    Args:
        case: the case.
        law: the law table of the meeting.
        start: that of the placement; None before there is one.
        end: the last day of the support, decided or proposed.
    """
    return Deadlines(
        plan_due=plan_due(case, law),
        youth_plan_due=youth_plan_due(case, law, end),
        first_follow_up_due=start and first_follow_up_due(case, law, start),
    )


def plan_due(case: Case, law: Law) -> date | None:
    """Return the day the plan is due: three months after the grant, a youth plan's after the 16th birthday.

    A date that the authority stated takes precedence. None if no plan is to be made.
    """
    plan = case.grant.plan
    return plan.due_on if plan is not None and plan.due_on is not None else latest_plan_due(case, law)


def latest_plan_due(case: Case, law: Law) -> date | None:
    """Return the last day for the plan by barnets lov §§ 91, 108, whatever the authority stated.

    None if no plan is to be made.
    """
    plan, terms = case.grant.plan, law.terms
    if plan is not None and plan.kind == "none":
        return None
    origin = case.grant.decided_on
    if plan is not None and plan.kind == "youth_plan":
        origin = max(origin, birthday(case.child.birth_date, terms.youth_plan_age))
    return add_months(origin, terms.plan_due)


def youth_plan_due(case: Case, law: Law, end: date) -> date | None:
    """Return three months after the 16th birthday of a child with a child's plan (barnets lov § 108 stk. 1, 3).

    A plan that nobody stated counts as a child's plan. None if the child was 16 at the grant or turns 16 after `end`.
    """
    plan, terms = case.grant.plan, law.terms
    turns = birthday(case.child.birth_date, terms.youth_plan_age)
    if (plan is not None and plan.kind != "child_plan") or not case.grant.decided_on < turns <= end:
        return None
    return add_months(turns, terms.plan_due)


def sourced_youth_plan_due(case: Case, law: Law, end: date) -> date | None:
    """Return the day for the youth plan as texts show it; None if the law table has no source.

    A meeting that froze such an older table is printed as it was.
    """
    return youth_plan_due(case, law, end) if law.reference("youth_plan_meanwhile") else None


_BESIDE = ("clarification", "examination", "youth_examination")
"""The assessments whose end moves the first follow-up. § 95 stk. 2 nr. 1 names §§ 19 and 20, not § 18. A youth
examination counts as well: § 32 stk. 4 names it together with them.
"""


def first_follow_up_due(case: Case, law: Law, start: date) -> date:
    """Return the day three months after the start, or the earlier end of a concurrent assessment (barnets lov § 95)."""
    latest = add_months(start, law.terms.first_follow_up)
    assessment = case.grant.assessment
    if assessment is None or assessment.kind not in _BESIDE:
        return latest
    if assessment.completed_on is not None or assessment.expected_on is None:
        return latest
    return min(latest, assessment.expected_on) if assessment.expected_on > start else latest


def support_until(case: Case, law: Law) -> date:
    """Return the last day of support: the day before the 23rd birthday (barnets lov §§ 113-121)."""
    return birthday(case.child.birth_date, law.terms.aftercare_until_age) - DAY


def birthdays_between(case: Case, start: date, end: date, ages: tuple[int, ...]) -> dict[int, date]:
    """Return the birthdays of these ages from the start to the end, both included."""
    days = {age: birthday(case.child.birth_date, age) for age in ages}
    return {age: day for age, day in days.items() if start <= day <= end}
