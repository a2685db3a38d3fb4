"""Lays out what is missing before a meeting, and what is wrong in its files, for commands and scripts."""

from collections.abc import Iterable, Sequence

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.documentation import REFERENCE, Document, DocumentedCase
from kpcommittee.domain.law import Law
from kpcommittee.domain.missing import LackingCase, Missing
from kpcommittee.locale import _
from kpcommittee.views.json_values import Json, iso
from kpcommittee.views.page import Page
from kpcommittee.wording import missing, sentences
from kpcommittee.wording.documentation import document, sign, verdict_on
from kpcommittee.wording.issues import problem, remedy

KEYS: dict[Missing, str] = {
    "child_view": "child_view",
    "consent": "grant.consent",
    "assessment": "grant.assessment",
    "plan": "grant.plan",
    "relation_asked": "relations",
    "custody": "child.inform",
}
"""What can be missing → the key of a case that would state it."""


def lacking_text(file: str, lacking: Sequence[LackingCase]) -> str:
    """List what each case of an agenda lacks, and whom to ask."""
    page = Page()
    page.heading(_("Missing before the meeting: {file}").format(file=file))
    for case in lacking:
        page.point(
            "-", missing.case_named(case), *(sentences.capitalise_first(missing.lack(lack)) for lack in case.lacks)
        )
    return str(page)


def documentation_text(file: str, documented: Sequence[DocumentedCase]) -> str:
    """List the documentation of each case of an agenda."""
    page = Page()
    page.heading(_("Documentation before the meeting: {file}").format(file=file))
    for case in documented:
        entries = (f"{sign(entry)} {document(entry)}" for entry in case.documents)
        page.point("-", missing.case_named(case), " · ".join(entries))
    page.text(verdict_on())
    return str(page)


def documentation_answer(documents: Iterable[Document], law: Law | None) -> list[Json]:
    """Answer with the documentation of a case, and the lines of the source that require it."""
    reference = (law.reference(REFERENCE) if law else "") or None
    return [
        {
            "document": entry.subject,
            "state": entry.standing,
            "on": iso(entry.on),
            "source": reference,
        }
        for entry in documents
    ]


def issue_rows(issues: Iterable[Issue]) -> list[Json]:
    """Answer `check --json` with errors and warnings."""
    return [
        {
            "file": issue.file,
            "place": issue.place,
            "case_number": issue.case_number or None,
            "severity": issue.severity,
            "code": issue.code,
            "message": f"{sentences.capitalise_first(problem(issue))}. {remedy(issue)}".strip(),
        }
        for issue in issues
    ]


def lacking_rows(
    file: str,
    lacking: Iterable[tuple[int, LackingCase]],
    documented: Iterable[DocumentedCase],
    law: Law | None,
) -> list[Json]:
    """Answer `check --json` with what is missing.

    Args:
        file: the agenda.
        lacking: the cases, each with its place in the file counted from 0.
        documented: every case with its documentation.
        law: for the source of the requirement.
    """
    documents = {case.case.case_number: case.documents for case in documented}
    return [
        {
            "file": file,
            "place": f"cases[{index}].{KEYS[lack.code]}",
            "case_number": case.case.case_number,
            "severity": "warning",
            "code": lack.code,
            "message": (
                f"{_('Missing')}: {missing.lack_name(lack.code)}. {sentences.capitalise_first(missing.whom(lack))}."
            ),
            "documentation": documentation_answer(documents.get(case.case.case_number, ()), law),
        }
        for index, case in lacking
        for lack in case.lacks
    ]
