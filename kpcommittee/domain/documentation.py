"""Which of the documents a case has that the source requires before the meeting (document 004, lines 29–31).

The authority provides assessment and plan; the meeting judges whether the plan's goals are realistic.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.deadlines import plan_due
from kpcommittee.domain.missing import missing_of

Subject = Literal["assessment", "plan", "goals"]
"""The required documents, in the order of the source."""
Standing = Literal["there", "expected", "not_needed", "missing"]
"""Completed or stated; on its way; not needed, as the authority says; or not stated at all."""

REFERENCE = "documentation"
"""The key of its source in the law table."""


@immutable
class Document:
    """One required document, and whether the case has it."""

    subject: Subject
    standing: Standing
    kind: str | None = None
    """The kind of assessment or plan; None if it is missing, and for goals."""
    on: date | None = None
    """When it was completed or is expected; None if nobody has said."""
    overdue_since: date | None = None
    """The day by which it was due; None if that is still ahead or unknown, or if it is completed."""
    count: int = 0
    """How many goals there are."""


@immutable
class DocumentedCase:
    """A case of an agenda with its documentation."""

    place: int
    """The place on the agenda, from 1."""
    case: Case
    age: int
    """On the day of the meeting."""
    documents: tuple[Document, ...]


def documented_cases(cases: Iterable[Case], law: Law, day: date) -> tuple[DocumentedCase, ...]:
    """Return the documentation of each case of an agenda, in its order."""
    return tuple(
        DocumentedCase(place=place, case=case, age=case.child.age_on(day), documents=documentation_of(case, law, day))
        for place, case in enumerate(cases, 1)
    )


def documentation_of(case: Case, law: Law, day: date) -> tuple[Document, ...]:
    """Return the documentation of a case, on the day of the meeting."""
    missing = frozenset(missing_of(case, law, day))
    return tuple(_documents(case, missing, plan_due(case, law), day))


def _documents(case: Case, missing: frozenset[str], plan_by: date | None, day: date) -> Iterator[Document]:
    assessment, plan, goals = case.grant.assessment, case.grant.plan, case.grant.goals
    if assessment is None or "assessment" in missing:
        yield Document(subject="assessment", standing="missing")
    else:
        completed = assessment.completed_on
        standing: Standing = "there" if completed else "expected"
        yield Document(
            subject="assessment",
            standing=standing,
            kind=assessment.kind,
            on=completed or assessment.expected_on,
            overdue_since=_overdue_since(standing, assessment.expected_on, day),
        )
    if plan is None:
        yield Document(subject="plan", standing="missing")
    else:
        standing = "there" if plan.completed_on else "not_needed" if plan.kind == "none" else "expected"
        yield Document(
            subject="plan",
            standing=standing,
            kind=plan.kind,
            on=plan.completed_on or plan.due_on,
            overdue_since=_overdue_since(standing, plan_by, day),
        )
    yield Document(subject="goals", standing="there" if goals else "missing", count=len(goals))


def _overdue_since(standing: Standing, by: date | None, day: date) -> date | None:
    """Return the day since which a document is overdue; None if it is not."""
    return by if standing == "expected" and by is not None and by < day else None
