"""The card of one case: what the authority granted, what the child says, and whom the child knows."""

from collections.abc import Iterator

from textual.content import Content

from kpcommittee.domain.case import Case, ChildView, Relation
from kpcommittee.locale import _
from kpcommittee.tui.meeting.panel import Panel
from kpcommittee.tui.state import HIDDEN, Row, ScreenState
from kpcommittee.tui.widgets.text import BAD, LOUD, MUTED, STRONG, WARN, joined, labelled, text, wrapped
from kpcommittee.wording import figures, words

Fact = tuple[str, list[Content]]
"""A label and its values; a fact without values is not drawn."""


class CaseCard(Panel):
    """Read-only: the committee is no visitation forum."""

    def titles(self, state: ScreenState) -> tuple[str, str]:
        """Return place, number and initials; and how far the case is."""
        row = state.row
        if row is None:
            return _("Case"), ""
        title = f"{row.place} · {state.case_number(row.number)} · {state.initials(row.case)}"
        return title, words.case_state(row.state) if state.meeting else ""

    def lines(self, state: ScreenState, width: int) -> list[Content]:
        """Return the card of the chosen case."""
        row = state.row
        if row is None:
            return wrapped(Content(_("No case.")), width)
        column = 13 if width >= 44 else 11
        facts = [*_of_case(row, state)]
        if row.item is not None:
            from kpcommittee.tui.meeting.outcome import facts_of, outcome_of, questions_of  # noqa: PLC0415 (needs the rules)

            facts = [*questions_of(state), *outcome_of(row.item, state), *facts, *facts_of(row.item, state)]
        lines = [*_head(row.case, state, width)]
        for label, values in facts:
            lines += labelled(label, values, width, column)
        return lines


def _head(case: Case, state: ScreenState, width: int) -> Iterator[Content]:
    """Return what must not be overlooked, then who it is about."""
    child = case.child
    loud = {
        _("Do not contact the family before the authority says so"): child.do_not_contact_family,
        _("Protected name and address"): child.protected_address,
    }
    for warning, applies in loud.items():
        if applies:
            yield from _band(warning, width)
    if state.hidden:
        yield from (Content(HIDDEN), Content(""))
        return
    school, district = state.config.school(child.school), state.config.district(child.district)
    number = text(("CPR ", MUTED), state.number(case))
    who = text((state.name(child.name), STRONG), ", ", figures.age(_age(case, state)))
    yield from wrapped(
        joined([who, child.grade, school.name if school else "", district.name if district else "", number]), width
    )
    yield Content("")


def _band(warning: str, width: int) -> Iterator[Content]:
    """Return a warning from edge to edge, its lines under each other."""
    for place, line in enumerate(Content(warning).wrap(max(8, width - 4))):
        yield Content(" ! " if not place else "   ").append(line).pad_right(width - line.cell_length - 3).stylize(LOUD)


def _age(case: Case, state: ScreenState) -> int:
    head = state.agenda.meeting if state.agenda else None
    return case.child.age_on(
        state.meeting.date if state.meeting and state.meeting.head else head.date if head else state.now.date()
    )


def _of_case(row: Row, state: ScreenState) -> Iterator[Fact]:
    case, grant = row.case, row.case.grant
    yield _("Grant"), [_grant(case, state)]
    yield _("Purpose"), [Content(state.prose(grant.purpose))]
    yield _("Goals"), [Content(state.prose(goal)) for goal in grant.goals]
    yield _("Child's view"), [*_view(case.child_view, state)]
    yield _("Relations"), [_relation(one, state) for one in case.relations_by_strength] or [_nothing()]
    yield _("Problems"), [*_problems(case, state)]
    yield _("Absence"), [*_absence(case)]
    yield _("Earlier"), [*_earlier(case, state)]
    yield _("Missing"), [_missing(case, state)]


def _nothing() -> Content:
    return text(("–", MUTED))


def _grant(case: Case, state: ScreenState) -> Content:
    grant, basis = case.grant, state.law.basis(case.grant.basis)
    paragraph = " ".join(part for part in (basis.law, basis.paragraph) if part) if basis else grant.basis
    hours = figures.hours_a_week(grant.hours_per_week)
    return joined(
        [figures.date_numeric(grant.decided_on), paragraph, (hours, STRONG), figures.months(grant.expected_months)]
    )


def _view(view: ChildView | None, state: ScreenState) -> Iterator[Content]:
    if view is None or (view.obtained_on is None and not view.exception):
        yield text((_("not obtained"), BAD))
        return
    if view.exception:
        yield text((_("could not be obtained: "), WARN), state.prose(view.exception))
    if view.obtained_on:
        yield joined([figures.date_numeric(view.obtained_on), view.how and (state.prose(view.how), MUTED)])
    if view.says:
        yield text(_("“{says}”").format(says=state.prose(view.says)))
    staff = {member.id: member.name for provider in state.config.providers for member in provider.staff}
    names = staff | {provider.id: provider.name for provider in state.config.providers}
    if view.declines:
        declined = ", ".join(names.get(one, one) for one in view.declines)
        yield text((_("does not want: "), WARN), state.name(declined))


def _relation(relation: Relation, state: ScreenState) -> Content:
    provider = state.config.provider(relation.provider)
    since = _("since {year}").format(year=relation.since.year) if relation.since else ""
    who = joined(
        [(state.name(relation.person), STRONG), provider.name if provider else relation.role, (since, MUTED)], ", "
    )
    note = text((f" – {state.prose(relation.note)}", MUTED)) if relation.note else Content("")
    return text((f"{words.strength(relation.strength):<4}", "$text-accent"), who, note)


def _problems(case: Case, state: ScreenState) -> Iterator[Content]:
    for code in case.problems:
        found = state.config.problem(code)
        on = words.list_name(found.primarily) if found else ""
        yield joined([words.problem(code, state.config), (f"→ {on}", MUTED)], " ")
    if case.problem_note:
        yield text((state.prose(case.problem_note), MUTED))


def _absence(case: Case) -> Iterator[Content]:
    absence = case.school_absence
    if absence is not None:
        yield joined([figures.percentage(absence.percent), absence.period])


def _earlier(case: Case, state: ScreenState) -> Iterator[Content]:
    for placement in case.earlier:
        provider = state.config.provider(placement.provider)
        period = figures.period(placement.start, placement.end) if placement.start or placement.end else ""
        yield joined(
            [
                provider.name if provider else placement.provider,
                period,
                (state.prose(placement.ended_because or ""), MUTED),
            ]
        )


def _missing(case: Case, state: ScreenState) -> Content:
    """Return what the case does not say, beside how long the child has waited."""
    grant = case.grant
    lacking = {
        _("consent"): grant.consent == "missing"
        or (grant.consent is None and _age(case, state) < state.law.terms.adult_age),
        _("assessment"): grant.assessment is None,
        _("plan"): grant.plan is None,
    }
    missing = ", ".join(name for name, lacks in lacking.items() if lacks)
    day = state.agenda.meeting.date if state.agenda else state.now.date()
    waited = _("waited {days}").format(days=figures.days(max(0, (day - grant.decided_on).days)))
    return joined([(missing, BAD) if missing else ("–", MUTED), (waited, "")], "   ")
