"""What a case lacks before it can be decided: card, cautions and answers all take it from here."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from kpcommittee.domain.case import Case
from kpcommittee.domain.law import Law

Missing = Literal["child_view", "consent", "assessment", "plan"]
"""The child's view, the consent of the holder of custody, the assessment the grant rests on, and the plan."""


def missing_of(case: Case, law: Law, day: date) -> tuple[Missing, ...]:
    """Return what the agenda does not say of the case, on the day of the meeting."""
    return tuple(_missing(case, law, day))


def _missing(case: Case, law: Law, day: date) -> Iterator[Missing]:
    view, assessment = case.child_view, case.grant.assessment
    if view is None or (view.obtained_on is None and not view.exception):
        yield "child_view"
    if lacks_consent(case, law, day):
        yield "consent"
    if assessment is None or (assessment.completed_on is None and assessment.expected_on is None):
        yield "assessment"
    if case.grant.plan is None:
        yield "plan"


def lacks_consent(case: Case, law: Law, day: date) -> bool:
    """Whether the consent of the holder of custody is missing on that day (barnets lov § 32 stk. 2)."""
    basis, consent = law.basis(case.grant.basis), case.grant.consent
    needed = case.child.age_on(day) < law.terms.adult_age and (basis is None or basis.consent)
    return consent == "missing" or (consent is None and needed)
