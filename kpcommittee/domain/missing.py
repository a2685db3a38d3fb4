"""What a case lacks before it can be decided, and who can provide it, for card, cautions and answers."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law

Missing = Literal["child_view", "consent", "assessment", "plan", "relation_asked", "custody"]
"""What a case can lack.

`child_view` the child's view · `consent` of the holder of custody · `assessment` that the grant rests on · `plan` ·
`relation_asked` whether the child was asked whom it knows · `custody` who has it.
"""
Asked = Literal["authority", "custody"]
"""Who can provide it: the authority, or the holder of custody."""


@immutable
class Lack:
    """One thing that a case lacks, and whom to ask."""

    code: Missing
    ask: Asked
    caseworker: str | None
    """The caseworker whom the agenda names."""


@immutable
class LackingCase:
    """A case that lacks something."""

    place: int
    """The place on the agenda, from 1."""
    case: Case
    age: int
    """The child's age on the day of the meeting."""
    lacks: tuple[Lack, ...]


def lacking_cases(cases: Iterable[Case], law: Law, day: date) -> tuple[LackingCase, ...]:
    """List the cases of an agenda that lack something, in its order."""
    lacking = ((place, case, lacks_of(case, law, day)) for place, case in enumerate(cases, 1))
    return tuple(
        LackingCase(place=place, case=case, age=case.child.age_on(day), lacks=lacks)
        for place, case, lacks in lacking
        if lacks
    )


def lacks_of(case: Case, law: Law, day: date) -> tuple[Lack, ...]:
    """Return what the agenda does not say about the case, and whom to ask.

    The holder of custody gives the consent (barnets lov § 32 stk. 2). The authority obtains the child's view (§ 5) and
    makes assessment (§§ 18-20) and plan (§§ 91, 108). For the rest the agenda names only the caseworker.
    """
    return tuple(
        Lack(
            code=code,
            ask="custody" if code == "consent" and case.child.custody else "authority",
            caseworker=case.grant.caseworker,
        )
        for code in missing_of(case, law, day)
    )


def missing_of(case: Case, law: Law, day: date) -> tuple[Missing, ...]:
    """Return what the agenda does not say about the case, on the day of the meeting."""
    return tuple(_find_missing(case, law, day))


def _find_missing(case: Case, law: Law, day: date) -> Iterator[Missing]:
    view, assessment = case.child_view, case.grant.assessment
    if view is None or (view.obtained_on is None and not view.exception):
        yield "child_view"
    if lacks_consent(case, law, day):
        yield "consent"
    if assessment is None or (assessment.completed_on is None and assessment.expected_on is None):
        yield "assessment"
    if case.grant.plan is None:
        yield "plan"
    if not case.relations and not case.relations_asked:
        yield "relation_asked"
    if lacks_custody(case, law, day):
        yield "custody"


def lacks_consent(case: Case, law: Law, day: date) -> bool:
    """Whether the consent of the holder of custody is missing on that day (barnets lov § 32 stk. 2)."""
    basis, consent = law.basis(case.grant.basis), case.grant.consent
    needed = case.child.age_on(day) < law.terms.adult_age and (basis is None or basis.consent)
    return consent == "missing" or (consent is None and needed)


def lacks_custody(case: Case, law: Law, day: date) -> bool:
    """Whether no holder of custody is named as to be informed.

    An adult has none; if the family must not be contacted, the authority says whom to inform.
    """
    child = case.child
    return not (child.custody or child.do_not_contact_family or child.age_on(day) >= law.terms.adult_age)
