"""The view of one case: bench, positions, options, cautions and deadlines, in one value.

An open case is shown with what a decision would freeze, a decided one with what its decision has frozen.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.capacity.options import (
    Option,
    Recommendation,
    lists_of,
    option_at,
    options_of,
    recommendation_of,
)
from kpcommittee.domain.capacity.proposal import Proposal, proposed_start
from kpcommittee.domain.capacity.ranking import rank_options
from kpcommittee.domain.case import Case
from kpcommittee.domain.documentation import Document, documentation_of
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.bench import Bench
from kpcommittee.domain.meeting.cautions import Caution, Question, cautions_of
from kpcommittee.domain.meeting.child_placements import (
    EarlierContact,
    PresentContact,
    contact_person_on,
    earlier_contact_persons,
    two_providers,
)
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.deadlines import Deadlines, deadlines_of, support_until
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.disqualification import Doubt, doubts_of
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.hours import carried_hours
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.missing import Missing, missing_of


@immutable
class CaseView:
    """Everything the four leaders need to see of one case."""

    item: Item
    place: int
    """On the agenda, from 1."""
    day: date
    """The meeting's date."""
    age: int
    """The child's age on that day."""
    bench: Bench
    positions: tuple[PositionTaken, ...]
    """The positions of the present bench."""
    proposal: Proposal
    support_until: date
    """The last day of support by the law."""
    options: tuple[Option, ...]
    """Every provider, in the order of the config; for a decided case, those that the decision rested on."""
    recommendation: Recommendation
    deadlines: Deadlines
    cautions: tuple[Caution, ...]
    """The cautions of the case, and of every provider that is a candidate, known to the child or declined.

    For a decided case, those of the decision with their answers.
    """
    missing: tuple[Missing, ...]
    """What the agenda does not say about the case."""
    documentation: tuple[Document, ...]
    """The documentation of the case that the source requires."""
    waiting_days: int
    """Days from the grant to the meeting."""
    present: PresentContact | None
    """The child's contact person on that day; for a decided case, as it was then."""
    earlier: tuple[EarlierContact, ...]
    """Earlier contact persons, by the journal and by the agenda."""
    sent_back: FollowedUp | None = None
    """The follow-up that sent the case to this meeting; None if it came otherwise."""
    doubts: tuple[Doubt, ...] = ()
    """Questions whether a seated leader is too close to the case; empty while it is decided."""
    option_today: Option | None = None
    """The chosen provider as weighed today; None while the case is open, or if the provider no longer exists."""
    is_over: bool = False
    """Whether the meeting is over, so that nothing more is decided in it."""

    @property
    def is_put_off(self) -> bool:
        """Whether the case was put off and cannot be taken up again in this meeting."""
        return self.item.outcome is not None and (self.is_over or not self.item.is_undecided)

    @property
    def ranked_options(self) -> tuple[Option, ...]:
        """The options in their display order."""
        return rank_options(self.options)

    @property
    def decision(self) -> Decision | None:
        """The decision in force: this meeting's, or the one in principle that it carries."""
        return self.item.decision or self.item.carried_decision

    @property
    def changed_option(self) -> Option | None:
        """The chosen provider today, if its room or share has changed since the decision; else None."""
        if self.option_today is None or self.item.decision is None:
            return None
        decided_option = self.item.decision.option
        same = (decided_option.room, decided_option.after.share) == (
            self.option_today.room,
            self.option_today.after.share,
        )
        return None if same else self.option_today

    @property
    def proposed_options(self) -> frozenset[str]:
        """The proposed providers: recommended, chosen, or preferred by a leader; if none, all in question."""
        preferred = {position.provider for position in self.positions}
        preferred |= {self.recommendation.provider, self.decision.provider if self.decision else None}
        proposed = frozenset(provider for provider in preferred if provider)
        return proposed or frozenset(option.provider for option in self.options if option.considered)

    @property
    def cautions_at_issue(self) -> tuple[Caution, ...]:
        """The cautions of the case and of those providers; the comparison shows the others."""
        return tuple(caution for caution in self.cautions if caution.provider in (None, *self.proposed_options))


def view_case(
    meeting: Meeting,
    case_number: str,
    context: Context,
    start: date | None = None,
    end: date | None = None,
    hours: Decimal | None = None,
) -> CaseView:
    """View a case: as it is decided, or as if its placement ran from `start` to `end`.

    The recommendation ignores the case's own claims: a decision does not affect its own options.

    Args:
        meeting: the meeting.
        case_number: one of its cases.
        context: what is outside the meeting.
        start: of an open case; by default that of a decision in principle, else the meeting's date.
        end: of an open case; by default the end of that decision, else the grant's.
        hours: of an open case; by default those set by that decision, else the grant's.

    Raises:
        KeyError: the case is not on this meeting's agenda.
    """
    item = meeting.item(case_number)
    if item is None:
        raise KeyError(case_number)
    if item.decision is not None:
        return _view_decided(meeting, item, item.decision, context)
    proposed = proposed_start(item.case, meeting.date, context.config.default_start)
    first = start or (item.carried_decision.start if item.carried_decision else proposed)
    last = end or (item.carried_decision.end if item.carried_decision and not start else None)
    hours = hours or carried_hours(item.case, item.carried_decision, context.config)
    proposal = Proposal.of(item.case, first, last, hours, support_until(item.case, context.law))
    return _view_open(meeting, item, context, clip_like(proposal, item.carried_decision, context))


def clip_like(proposal: Proposal, before: Decision | None, context: Context) -> Proposal:
    """Return the proposal, marked as cut off with the support if the decision it continues was."""
    until = support_until(proposal.case, context.law)
    if before is None or not before.is_clipped or proposal.end != until:
        return proposal
    return replace(proposal, clipped_from=proposal.clipped_from or until + DAY)


def _view_decided(meeting: Meeting, item: Item, decision: Decision, context: Context) -> CaseView:
    """Return what the decision rested on, and its provider as it is today."""
    begun = _begin_view(meeting, item, context, meeting.bench(item, context.config, context.law))
    proposal = Proposal.of(item.case, decision.start, decision.end, decision.hours)
    return begun(
        proposal=proposal,
        options=decision.options,
        recommendation=decision.recommendation,
        deadlines=replace(
            deadlines_of(item.case, context.law, decision.start, decision.end),
            plan_due=decision.plan_due,
            first_follow_up_due=None if decision.ends_before_follow_up else decision.first_follow_up_due,
        ),
        cautions=decision.cautions,
        present=decision.present,
        option_today=option_at(decision.provider, proposal, context.ledger_in(meeting)),
    )


def _view_open(meeting: Meeting, item: Item, context: Context, proposal: Proposal) -> CaseView:
    """Return what a decision for that period would rest on."""
    bench = meeting.bench(item, context.config, context.law)
    options = options_of(proposal, context.ledger_in(meeting))
    question = question_of(meeting, item, context, proposal, bench, options)
    shown_providers = {o.provider for o in options if o.candidate or o.for_list or o.relation or o.wish == "declined"}
    providers = [provider for provider in context.config.providers if provider.id in shown_providers]
    return _begin_view(meeting, item, context, bench)(
        proposal=proposal,
        options=options,
        recommendation=recommendation_of(item.case, options, context.config),
        deadlines=deadlines_of(item.case, context.law, None, proposal.end),
        cautions=cautions_of(question, context.law, providers),
        present=contact_person_on(item.case, context.caseload, context.config, meeting.date),
        doubts=_doubts(item, bench),
    )


def _begin_view(meeting: Meeting, item: Item, context: Context, bench: Bench) -> partial[CaseView]:
    """Return a view with what decided and open cases have in common."""
    case, day = item.case, meeting.date
    return partial(
        CaseView,
        item=item,
        place=meeting.places[item.number],
        day=day,
        age=case.child.age_on(day),
        bench=bench,
        positions=positions_of(item, bench),
        support_until=support_until(case, context.law),
        missing=missing_of(case, context.law, day),
        documentation=documentation_of(case, context.law, day),
        waiting_days=(day - case.grant.decided_on).days,
        earlier=earlier_contact_persons(case, context.caseload, day),
        sent_back=context.sent_back.get(item.number),
        is_over=meeting.is_over,
    )


def _doubts(item: Item, bench: Bench) -> tuple[Doubt, ...]:
    """Return the open questions; a leader who was ruled to stay is not questioned again."""
    if not item.is_undecided:
        return ()
    judged = {ruling.person for ruling in item.disqualified}
    return doubts_of(item.case, [(s.role, s.person) for s in bench.filled_seats if s.person and s.person not in judged])


def question_of(
    meeting: Meeting, item: Item, context: Context, proposal: Proposal, bench: Bench, options: tuple[Option, ...]
) -> Question:
    """Collect the facts that the cautions of the case depend on."""
    return Question(
        case=item.case,
        day=meeting.date,
        start=proposal.start,
        end=proposal.end,
        clipped_from=proposal.clipped_from,
        hours=proposal.hours,
        bench=bench,
        options=options,
        lists=lists_of(item.case, context.config),
        others=other_cases(meeting, item.case),
        postponed_times=item.postponed_times,
        two_providers=two_providers(item.case, context.caseload, context.config, proposal.start, meeting.date),
        rules=context.config.follow_up_rules,
        rates=context.config.rates,
    )


def other_cases(meeting: Meeting, case: Case) -> tuple[Case, ...]:
    """Return the other cases of the agenda."""
    return tuple(item.case for item in meeting.items if item.number != case.case_number)


def positions_of(item: Item, bench: Bench) -> tuple[PositionTaken, ...]:
    """Return the positions that count: those of people who still sit in the same seat."""
    seated = {seat.role: seat.person for seat in bench.filled_seats}
    return tuple(position for position in item.positions if seated.get(position.role) == position.person)
