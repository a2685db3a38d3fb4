"""The view of one case: bench, positions, options, cautions and deadlines, in one value."""

from dataclasses import dataclass, replace
from datetime import date

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.options import Option, Recommendation, lists_of, options_of, ranked, recommendation_of
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.case import Case
from kpcommittee.domain.meeting.bench import Bench
from kpcommittee.domain.meeting.cautions import AnswerGiven, Caution, Question, cautions_of
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.deadlines import Deadlines, deadlines_of
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.disqualification import Doubt, doubts_of
from kpcommittee.domain.meeting.meeting import Item, Meeting
from kpcommittee.domain.missing import Missing, missing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything the four leaders need to see of one case."""

    item: Item
    place: int
    """On the agenda, from 1."""
    day: date
    """The meeting's date."""
    age: int
    """On that day."""
    bench: Bench
    positions: tuple[PositionTaken, ...]
    """The positions of those who sit there now."""
    proposal: Proposal
    options: tuple[Option, ...]
    """Every provider, in the order of the config."""
    recommendation: Recommendation
    deadlines: Deadlines
    cautions: tuple[Caution, ...]
    """The cautions of the case, and of every provider that is a candidate, known to the child or declined."""
    missing: tuple[Missing, ...]
    """What the agenda does not say of the case."""
    waiting_days: int
    """Days from the grant to the meeting."""
    doubts: tuple[Doubt, ...] = ()
    """Questions whether a seated leader is too close to the case; empty while it is decided."""

    @property
    def ranked(self) -> tuple[Option, ...]:
        """The options in their display order."""
        return ranked(self.options)

    @property
    def decision(self) -> Decision | None:
        """The decision in force: this meeting's, or the one in principle that it carries."""
        return self.item.decision or self.item.carried


def view_case(meeting: Meeting, case_number: str, context: Context, start: date | None = None) -> CaseView:
    """View a case as if its placement started on `start`, by default at the meeting's date.

    The recommendation ignores the case's own claims: a decision does not affect its own options.

    Raises:
        KeyError: the case is not on this meeting's agenda.
    """
    item = meeting.item(case_number)
    if item is None:
        raise KeyError(case_number)
    decision = item.decision or item.carried
    first = start or (decision.start if decision else max(meeting.date, item.case.grant.decided_on))
    proposal = Proposal.of(item.case, first, decision.end if decision and not start else None)
    return _case_view(meeting, item, context, proposal, context.ledger_in(meeting))


def _case_view(meeting: Meeting, item: Item, context: Context, proposal: Proposal, ledger: Ledger) -> CaseView:
    bench = meeting.bench(item, context.config, context.law)
    options = options_of(proposal, ledger)
    question = question_of(meeting, item, context, proposal, bench, options)
    decision = item.decision
    shown = {o.provider for o in options if o.candidate or o.relation or o.wish == "declined"}
    shown |= {decision.provider} if decision else set()
    providers = [provider for provider in context.config.providers if provider.id in shown]
    cautions = cautions_of(question, context.law, providers)
    return CaseView(
        item=item,
        place=meeting.places[item.number],
        day=meeting.date,
        age=item.case.child.age_on(meeting.date),
        bench=bench,
        positions=positions_of(item, bench),
        proposal=proposal,
        options=options,
        recommendation=recommendation_of(item.case, options, context.config),
        deadlines=deadlines_of(item.case, context.law, decision.start if decision else None, proposal.end),
        cautions=_answered(cautions, decision),
        missing=missing_of(item.case, context.law, meeting.date),
        waiting_days=(meeting.date - item.case.grant.decided_on).days,
        doubts=_doubts(item, bench),
    )


def _doubts(item: Item, bench: Bench) -> tuple[Doubt, ...]:
    """Return the open questions: a leader who was judged to stay is not questioned again."""
    if not item.undecided:
        return ()
    judged = {ruling.person for ruling in item.disqualified}
    return doubts_of(item.case, [(s.role, s.person) for s in bench.filled if s.person and s.person not in judged])


def question_of(
    meeting: Meeting, item: Item, context: Context, proposal: Proposal, bench: Bench, options: tuple[Option, ...]
) -> Question:
    """Collect the facts that the cautions of the case depend on."""
    return Question(
        case=item.case,
        day=meeting.date,
        start=proposal.start,
        end=proposal.end,
        bench=bench,
        options=options,
        lists=lists_of(item.case, context.config),
        others=others_of(meeting, item.case),
        postponed_times=item.postponed_times,
    )


def others_of(meeting: Meeting, case: Case) -> tuple[Case, ...]:
    """Return the other cases of the agenda."""
    return tuple(item.case for item in meeting.items if item.number != case.case_number)


def positions_of(item: Item, bench: Bench) -> tuple[PositionTaken, ...]:
    """Return the positions that count: those of leaders who still sit in the same seat."""
    seated = {seat.role: seat.person for seat in bench.filled}
    return tuple(position for position in item.positions if seated.get(position.role) == position.person)


def _answered(cautions: tuple[Caution, ...], decision: Decision | None) -> tuple[Caution, ...]:
    """Return the cautions with the decision's answers."""
    given: dict[str, AnswerGiven] = {c.code: c.answer for c in decision.cautions if c.answer} if decision else {}
    chosen = decision.provider if decision else None
    return tuple(
        replace(caution, answer=given.get(caution.code)) if caution.provider in (None, chosen) else caution
        for caution in cautions
    )
