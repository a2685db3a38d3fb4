"""Lays out cases and meetings as plain text for the command line, with the facts of the screen."""

from collections.abc import Iterator, Sequence
from datetime import date

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.differences import Difference
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.locale import _, ngettext
from kpcommittee.views.case_facts import CaseFacts
from kpcommittee.views.caution_facts import CautionFact, caution_facts
from kpcommittee.views.cells import cells_of
from kpcommittee.views.facts import BY, Fact, line_text, phrase_text
from kpcommittee.views.option_groups import option_groups
from kpcommittee.views.outcome_facts import OutcomeFacts
from kpcommittee.views.page import LABEL, WIDTH, Page
from kpcommittee.wording import (
    agenda_file,
    cautions,
    events,
    figures,
    grants,
    leaders,
    missing,
    providers,
    sentences,
    states,
)
from kpcommittee.wording.doubts import doubt
from kpcommittee.wording.names import Names, speaker
from kpcommittee.wording.present import present_line
from kpcommittee.wording.purges import purged_items

_WHO = 8
"""Columns of a child at least."""


def case_text(case_view: CaseView, config: Config, law: Law, *, lacks_import: bool = False) -> str:
    """Lay out one case, from the grant to the decision, and say if the options rest on too few placements."""
    case_view = number_mask().rewrite(case_view)
    page, names = Page(), Names(config)
    child = case_view.item.case.child
    who = f"{child.initials}, {figures.age(case_view.age)}"
    head = [str(case_view.place), case_view.item.number, who, child.grade, names.district(child.district)]
    page.title(_join_parts(*head), states.case_state(case_view.item.state))
    _facts(page, case_view, config, law)
    if not case_view.is_put_off:
        _options(page, case_view, config, law)
    if not case_view.is_put_off and lacks_import:
        page.point("!", missing.placements())
    _seats(page, case_view, names)
    if not case_view.is_put_off:
        _cautions(page, case_view, config)
    _outcome(page, case_view)
    return str(page)


def meeting_text(
    meeting: Meeting,
    config: Config,
    balance: Sequence[BalanceLine] = (),
    differences: Sequence[Difference] = (),
    left_out: Sequence[LeftOutCase] = (),
    *,
    lacks_import: bool = False,
) -> str:
    """Lay out the meeting: its head, each case with its state, unreadable cases, the balance, the differences."""
    page, names = Page(), Names(config)
    title = _join_parts(config.committee.name, config.committee.municipality)
    page.title(title, states.meeting_state(meeting.state))
    if meeting.head is not None:
        start = meeting.head.start
        page.text(_join_parts(figures.date_weekday(meeting.date), start and figures.time(start), meeting.head.place))
    page.gap()
    longest = max((cells_of(item.number) for item in meeting.items), default=0)
    who = max((_WHO, *(cells_of(_name_child(meeting, item)) for item in meeting.items)))
    for item in meeting.items:
        _case_row(page, meeting, item, names, (longest, who))
    for sentence in purged_items(meeting.purged):
        page.text(sentence)
    page.gap()
    page.text(_progress(meeting, left_out))
    _unread(page, meeting, left_out)
    if balance:
        _balance(page, balance, config, meeting.date)
    if balance and lacks_import:
        page.point("!", missing.placements())
    if not differences:
        return str(page)
    below = Page()
    below.heading(_("The agenda file against the meeting"))
    for difference in differences:
        below.point("!", events.difference_line(difference))
    return f"{page}\n{below}"


def _progress(meeting: Meeting, left_out: Sequence[LeftOutCase]) -> str:
    """Say how many cases are open, including unreadable ones."""
    open_cases = sum(item.state == "open" for item in meeting.items) + len(left_out)
    if open_cases:
        every = len(meeting.items) + len(left_out)
        if every == 1:
            return _("The only case is not dealt with.")
        text = ngettext(
            "{left} of {all} cases is not dealt with.", "{left} of {all} cases are not dealt with.", open_cases
        )
        return text.format(left=open_cases, all=every)
    return _("Every case is dealt with.") if meeting.items or meeting.set_aside else _("There is no case.")


def _unread(page: Page, meeting: Meeting, left_out: Sequence[LeftOutCase]) -> None:
    """Add the unreadable cases of the file, and those that were set aside."""
    if left_out:
        page.heading(_("Cases that cannot be read"))
    for entry in left_out:
        page.point("!", agenda_file.unread_case(entry), entry.message)
    if meeting.set_aside:
        page.heading(_("Set aside until the next meeting"))
    for event in meeting.set_aside:
        page.point("-", agenda_file.unread_case(event.left_out), event.left_out.message)
        page.field(_("Reason"), event.reason)


def _name_child(meeting: Meeting, item: Item) -> str:
    """Return initials and age."""
    return f"{item.case.child.initials} {item.case.child.age_on(meeting.date)}"


def _case_row(page: Page, meeting: Meeting, item: Item, names: Names, columns: tuple[int, int]) -> None:
    """Add one line for the case; case number and child, which have these columns, are never cut."""
    child, (number, who) = item.case.child, columns
    decision = item.decision or item.carried_decision
    provider = events.whom(decision) if decision else ""
    state = states.case_state("in_principle" if item.carried_decision else item.state)
    mark = "!" if child.protected_address or child.do_not_contact_family else " "
    page.row(
        [
            (states.case_symbol(item.state), 1),
            (str(meeting.places[item.number]), -3),
            (item.number, number),
            (mark, 1),
            (_name_child(meeting, item), who),
            (names.district(child.district), 8),
            (_join_parts(state, provider), max(8, 57 - number)),
        ]
    )


def _facts(page: Page, case_view: CaseView, config: Config, law: Law) -> None:
    """Add what the agenda says about the case, and the dates that follow from it."""
    case, deadlines = case_view.item.case, case_view.deadlines
    facts = CaseFacts(
        case=case, day=case_view.day, config=config, law=law, present=case_view.present, past=case_view.earlier,
        sent_by=case_view.sent_back,
    )  # fmt: skip
    _fields(page, OutcomeFacts(case_view.item).came, facts.sent_back)
    _fields(page, facts.schooling, facts.municipality, *facts.granted, facts.consent)
    page.field(_("Plan"), _plan(case_view))
    if deadlines.youth_plan_due:
        page.field(_("Youth plan"), _("due {date}").format(date=figures.date_numeric(deadlines.youth_plan_due)))
    page.field(_("Follow-up"), _follow_up(case_view))
    _fields(page, *facts.known)


def _follow_up(case_view: CaseView) -> str:
    """Say when the first follow-up is due, or that the placement ends before; empty before a placement."""
    due, decision = case_view.deadlines.first_follow_up_due, case_view.item.decision
    if due is None and decision is not None:
        return _("none: ends {date}").format(date=figures.date_numeric(decision.end))
    return figures.date_numeric(due) if due is not None else ""


def _fields(page: Page, *facts: Fact) -> None:
    for fact in facts:
        page.field(fact.label, *(line_text(line) for line in fact.lines))


def _plan(case_view: CaseView) -> str:
    plan, due = case_view.item.case.grant.plan, case_view.deadlines.plan_due
    name = grants.plan(plan.kind) if plan else _("not stated")
    if plan and plan.completed_on:
        return _join_parts(name, _("completed {date}").format(date=figures.date_numeric(plan.completed_on)))
    return _join_parts(name, due and _("due {date}").format(date=figures.date_numeric(due)), plan and plan.why)


def _options(page: Page, case_view: CaseView, config: Config, law: Law) -> None:
    page.heading(_("Options at the decision") if case_view.item.decision else _("Options"))
    names = Names(config)
    best = case_view.recommendation
    for group in option_groups(case_view, config, law):
        page.text(phrase_text(group.heading))
        for facts in group.options:
            option = facts.option
            mark = "★" if option.provider == best.provider else ("-" if facts.offered else " ")
            others = () if option.provider in case_view.proposed_options else caution_facts(facts.raised, config)
            page.point(mark, option.name, line_text(facts.brief), *(_with_source(fact, named=False) for fact in others))
    if best.provider:
        page.field(
            _("Recommendation"), _join_parts(names.provider(best.provider), best.staff and names.either(best.staff))
        )
    else:
        page.text(cautions.why_none(best.why_none))


def _seats(page: Page, case_view: CaseView, names: Names) -> None:
    page.heading(_("The four seats"))
    positions = {position.role: position for position in case_view.positions}
    seats = case_view.bench.seats
    column = max((LABEL, *(cells_of(leaders.role(seat.role)) + 1 for seat in seats)))
    for seat in seats:
        position = positions.get(seat.role)
        status = "" if seat.status == "present" else leaders.seat_status(seat.status)
        instead = position and position.provider and names.provider(position.provider)
        stance = leaders.stance(position.stance) if position else None
        who = seat.person or seat.leader or figures.NONE
        answer = _join_parts(who, status, stance, instead, position and position.remark)
        page.field(leaders.role(seat.role), answer, column=column)


def _cautions(page: Page, case_view: CaseView, config: Config) -> None:
    facts = caution_facts(case_view.cautions_at_issue, config)
    if not facts and not case_view.doubts:
        return
    page.heading(_("Cautions at the decision") if case_view.item.decision else _("Cautions"))
    for question in case_view.doubts:
        page.point("?", doubt(question))
    for fact in facts:
        page.point("!" if fact.caution.is_blocking else "-", _with_source(fact), _answer(fact.caution, case_view.item))


def _with_source(fact: CautionFact, *, named: bool = True) -> str:
    subject = fact.about if named else ""
    return f"{subject}{fact.sentence.text}" + (f" ({fact.source})" if fact.source else "")


def _answer(caution: Caution, item: Item) -> str:
    """Return the answer, or say that a placement needs one."""
    if caution.answer:
        return _("Answer") + f": {caution.answer.wording}: {caution.answer.text}"
    if not caution.is_blocking or not item.is_undecided:
        return ""
    return _("must be answered if it is chosen") if caution.provider else _("must be answered before a placement")


def _outcome(page: Page, case_view: CaseView) -> None:
    item, decision = case_view.item, case_view.decision
    for note in item.notes:
        page.field(
            _("Note"), _join_parts(figures.time(note.at), speaker(note.said_by, case_view.bench.seats), note.text)
        )
    outcome = OutcomeFacts(item)
    _fields(page, *outcome.happened)
    if decision is None and item.outcome is None:
        return
    page.heading(_("Decision"))
    page.text(outcome.sentence)
    _fields(page, *outcome.put_off)
    if outcome.decision is not None:
        _decision_lines(page, case_view, outcome.decision, outcome)


def _decision_lines(page: Page, case_view: CaseView, decision: Decision, outcome: OutcomeFacts) -> None:
    """Add what was decided, whom a decision in principle awaits, and how it changes the provider's room."""
    state = states.case_state("in_principle" if case_view.item.carried_decision else case_view.item.state)
    page.text(_join_parts(state, decision.provider_name, phrase_text(outcome.person), line_text(outcome.period)))
    page.text(outcome.in_principle)
    _fields(page, outcome.awaits)
    page.text(sentences.capitalise_first(present_line(decision, case_view.item.number)))
    page.field(_("Capacity"), *_capacity(case_view))
    _fields(page, outcome.reason)


def _capacity(case_view: CaseView) -> Iterator[str]:
    """Yield the capacity that was decided on, and today's if it has changed."""
    decision = case_view.item.decision
    if decision is None:
        return
    option, changed = decision.option, case_view.changed_option
    status = providers.status_with_symbol(option.room)
    yield _join_parts(
        figures.change(option.before, option.after), figures.week(option.worst_week, decision.start), status
    )
    if changed is not None:
        yield providers.room_now(figures.share_in_use(changed.after), changed.room)


def _balance(page: Page, balance: Sequence[BalanceLine], config: Config, day: date) -> None:
    """Add a line for each provider; figures are never cut, names get the rest of the room."""
    page.heading(_("Capacity balance before and after the meeting"))
    rows = [_figures(line, config, day) for line in balance]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    name_width = min(25, WIDTH - sum(widths) - len(widths))
    for line, (change, *others) in zip(balance, rows, strict=True):
        page.row([(line.name, name_width), (change, -widths[0]), *zip(others, widths[1:], strict=True)])


def _figures(line: BalanceLine, config: Config, day: date) -> tuple[str, ...]:
    status = line.after.status(config.balance)
    hours = figures.hours_over(line.after.over) if line.after.over else figures.hours_left(line.after)
    change, week = figures.change(line.before, line.after), figures.week(line.week, day)
    return change, week, providers.status_with_symbol(status), hours


def _join_parts(*parts: object) -> str:
    """Join the non-empty parts with a dot between them."""
    return BY.join(str(part) for part in parts if part not in (None, ""))
