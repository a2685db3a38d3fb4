"""What changed in a case of the agenda file, fact by fact: from what, to what."""

from collections.abc import Iterator
from datetime import date

from kpcommittee.domain.case import Assessment, Case, Plan
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.differences import Difference
from kpcommittee.locale import _
from kpcommittee.views.case_facts import CaseFacts
from kpcommittee.views.facts import Fact, Line, line_text, phrase, phrase_text
from kpcommittee.wording import catalogues, events, figures, grants, relations, sentences

_CONCLUDED = ("documentation", "missing", "waited")
"""Facts that follow from others."""


def difference_details(difference: Difference, config: Config, law: Law, day: date) -> tuple[str, ...]:
    """Say in sentences what differs in the meeting or a changed case; of a late case, who it is.

    Args:
        difference: that of the agenda file from the meeting.
        config: for the names.
        law: for the bases.
        day: the day of the meeting.
    """
    before, after = difference.before, difference.after
    if after is not None and before is None:
        return (_late_case(CaseFacts(case=after, day=day, config=config, law=law)),)
    if before is None or after is None:
        return head_details(difference)
    facts = (CaseFacts(case=case, day=day, config=config, law=law) for case in (before, after))
    return case_changes(*facts)


def _late_case(facts: CaseFacts) -> str:
    """Describe a late case: the child, what is granted, and why."""
    case = facts.case
    return " · ".join(
        (
            figures.age(case.child.age_on(facts.day)),
            facts.config.district_name(case.child.district),
            figures.hours_a_week(case.grant.hours_per_week),
            ", ".join(catalogues.problem(code, facts.config) for code in case.problems),
        )
    )


def head_details(difference: Difference) -> tuple[str, ...]:
    """Say in one sentence what differs in date, start and place; empty if it is about a case."""
    changes = "; ".join(map(events.head_change, difference.changes))
    return (sentences.capitalise_first(changes),) if changes else ()


def case_changes(before: CaseFacts, after: CaseFacts) -> tuple[str, ...]:
    """Say what changed of a case, such as `Granted: 5 h/week → 6 h/week`; a personal number is not shown."""
    changes = [
        _("{what}: {before} → {after}").format(what=old.label, before=was, after=becomes)
        for old, new in zip(_facts(before), _facts(after), strict=True)
        if old.lines != new.lines
        for was, becomes in (_changed_lines(old.lines, new.lines),)
    ]
    if before.case.child.cpr != after.case.child.cpr:
        changes.append(_("Another personal number"))
    return tuple(changes) or (_("A detail that the card does not show"),)


def _changed_lines(before: tuple[Line, ...], after: tuple[Line, ...]) -> tuple[str, str]:
    """Return the removed and the added lines; if only one line changed, only its changed phrases."""
    removed = [line for line in before if line not in after]
    new = [line for line in after if line not in before]
    if len(removed) == len(new) == 1 and len(removed[0]) == len(new[0]):
        changed_pairs = [pair for pair in zip(removed[0], new[0], strict=True) if pair[0] != pair[1]]
        texts = [", ".join(filter(None, map(phrase_text, side))) for side in zip(*changed_pairs, strict=True)]
    else:
        texts = ["; ".join(" ".join(line_text(line).split()) for line in lines) for lines in (removed, new)]
    before_text, after_text = (" ".join(text.split()) or figures.NONE for text in texts)
    return before_text, after_text


def _facts(facts: CaseFacts) -> Iterator[Fact]:
    """Yield everything the agenda says about a case, in the order of the card."""
    yield from (_fact(label, text) for label, text in _of_child(facts))
    yield facts.schooling
    yield from (fact for fact in facts.rows if fact.code not in _CONCLUDED)
    yield facts.consent
    yield from (_fact(label, text) for label, text in _of_grant(facts.case))


def _fact(label: str, text: str) -> Fact:
    return Fact("", label, lines=((phrase(text),),) if text else ())


def _of_child(facts: CaseFacts) -> Iterator[tuple[str, str]]:
    child = facts.case.child
    yield _("Name"), child.name
    yield _("Born"), figures.date_numeric(child.birth_date)
    yield _("District"), facts.config.district_name(child.district)
    yield _("Municipality"), child.municipality or ""
    yield _("Protected name and address"), _yes_no(child.protected_address)
    yield _("No contact with the family"), _yes_no(child.do_not_contact_family)
    yield _("To inform"), ", ".join(f"{person.name} ({relations.relation(person.who)})" for person in child.inform)


def _of_grant(case: Case) -> Iterator[tuple[str, str]]:
    grant = case.grant
    yield _("Assessment"), _assessment(grant.assessment)
    yield _("Plan"), _plan(grant.plan)
    before = grant.had_contact_person_before_18
    yield _("Contact person or placement before 18"), "" if before is None else _yes_no(before)
    yield _("Caseworker"), grant.caseworker or ""
    yield _("Asked whom the child knows"), _yes_no(case.relations_asked)


def _yes_no(answer: bool) -> str:
    return _("yes") if answer else _("no")


def _assessment(assessment: Assessment | None) -> str:
    if assessment is None:
        return ""
    return _name_dates(grants.assessment(assessment.kind), assessment.completed_on, assessment.expected_on)


def _plan(plan: Plan | None) -> str:
    if plan is None:
        return ""
    return ", ".join(filter(None, (_name_dates(grants.plan(plan.kind), plan.completed_on, plan.due_on), plan.why)))


def _name_dates(kind: str, completed_on: date | None, due_on: date | None) -> str:
    parts = [kind]
    if completed_on:
        parts.append(_("completed {date}").format(date=figures.date_numeric(completed_on)))
    if due_on:
        parts.append(_("due {date}").format(date=figures.date_numeric(due_on)))
    return ", ".join(parts)
