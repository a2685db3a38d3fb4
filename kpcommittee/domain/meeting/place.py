"""The rules for a placement, tested in this order: keys, references, state, start, positions, reason, cautions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from kpcommittee.domain.capacity.options import (
    departures_of,
    options_in_question,
    recommendation_of,
)
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.bench import Bench, Seat, receiving_leader
from kpcommittee.domain.meeting.case_view import positions_of, question_of
from kpcommittee.domain.meeting.cautions import BLOCKING, NOTICES, AnswerGiven, Caution, cautions_of
from kpcommittee.domain.meeting.child_placements import contact_person_on
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.deadlines import first_follow_up_due, plan_due, support_until
from kpcommittee.domain.meeting.decision import Awaited, Decision, PositionTaken
from kpcommittee.domain.meeting.events import Decided
from kpcommittee.domain.meeting.guards import require_open, require_undecided
from kpcommittee.domain.meeting.hours import frame_of, require_settable
from kpcommittee.domain.meeting.intentions import Answer, LeaderStance, Place, ReasonGiven
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.positions import position_in, require_majority, require_other_wish
from kpcommittee.domain.meeting.refusal import refuse
from kpcommittee.domain.provider import Provider, Staff


@immutable
class Choice:
    """The provider of a placement, and the person if one is named."""

    provider: Provider
    member: Staff | None


@immutable
class _ValidPlacement:
    """A placement that passed all tests of its keys, references, state, start and positions."""

    choice: Choice
    bench: Bench
    positions: tuple[PositionTaken, ...]
    proposal: Proposal


def place(meeting: Meeting, item: Item, intention: Place, context: Context) -> Decided:
    """Return the decision, or raise a refusal.

    Raises:
        RefusedError: something named does not exist or is impossible, or a position, reason or answer is missing.
    """
    valid = _validate(meeting, item, intention, context)
    options = options_in_question(valid.proposal, context.ledger_in(meeting), intention.provider)
    recommendation = recommendation_of(item.case, options, context.config)
    departures = departures_of(item.case, options, recommendation, intention.provider, intention.staff)
    if departures and not has_text(intention.reason):
        raise refuse("reason_required", item.number, departures=",".join(departures))
    question = question_of(meeting, item, context, valid.proposal, valid.bench, options)
    cautions = cautions_of(question, context.law, (valid.choice.provider,), intention.staff)
    awaits = _awaited_seats(valid.bench.awaitable_seats(item.disqualified)) if intention.in_principle else ()
    excused = {"seat_empty"} if len(awaits) == len(valid.bench.missing_seats()) else set[str]()
    decision = Decision(
        **freeze_choice(valid.choice, intention.second_choice, context),
        start=valid.proposal.start,
        end=valid.proposal.end,
        hours=valid.proposal.hours,
        in_principle=intention.in_principle,
        awaits=awaits,
        bench=valid.bench.seats,
        positions=valid.positions,
        options=options,
        recommendation=recommendation,
        cautions=_with_answers(item, cautions, intention, context, excused=excused),
        departures=departures,
        reason=freeze_reason(intention.reason, context),
        plan_due=plan_due(item.case, context.law),
        first_follow_up_due=first_follow_up_due(item.case, context.law, valid.proposal.start),
        age=item.case.child.age_on(meeting.date),
        present=contact_person_on(item.case, context.caseload, context.config, meeting.date),
        receiving_leader=receiving_leader(valid.choice.provider, valid.bench),
        granted_hours=frame_of(item.case, valid.proposal.hours),
    )
    return Decided(case=item.number, decision=decision)


def _validate(meeting: Meeting, item: Item, intention: Place, context: Context) -> _ValidPlacement:
    """Test keys, references, state, start and positions, in this order."""
    _test_keys(intention, context)
    require_settable(item.case, intention.hours, context.config)
    stances = intention.positions.values() if isinstance(intention.positions, dict) else ()
    others = (intention.second_choice, *(stand.provider for stand in stances))
    choice = find_named(item, intention.provider, intention.staff, others, context)
    require_open(meeting, item.number)
    require_undecided(item)
    bench = meeting.bench(item, context.config, context.law)
    if intention.in_principle and not bench.awaitable_seats(item.disqualified):
        if bench.missing_seats():
            raise refuse("invalid", item.number, key="in_principle", why="only_disqualified")
        raise refuse("invalid", item.number, key="in_principle", why="no_seat_missing")
    until = support_until(item.case, context.law)
    proposal = Proposal.of(item.case, intention.start, intention.end, intention.hours, until)
    require_period(item, proposal)
    positions = _require_positions(item, bench, intention, context)
    return _ValidPlacement(choice=choice, bench=bench, positions=positions, proposal=proposal)


def _test_keys(intention: Place, context: Context) -> None:
    require_another(intention.second_choice, intention.provider, intention.case)
    require_known_reason(intention.reason, intention.case, context)
    for answer in intention.answers:
        if answer.caution not in (*BLOCKING, *NOTICES):
            raise refuse("invalid", intention.case, key="answers.caution", value=answer.caution, why="unknown_caution")
        if context.config.reason(answer.code) is None:
            raise refuse("invalid", intention.case, key="answers.code", value=answer.code, why="unknown_reason")


def require_another(second_choice: str | None, provider: str, case: str) -> None:
    """Refuse a second choice that is the provider itself."""
    if second_choice == provider:
        raise refuse("invalid", case, key="second_choice", value=second_choice, why="chosen_already")


def require_known_reason(reason: ReasonGiven | None, case: str, context: Context) -> None:
    """Refuse a reason whose code the config lacks."""
    if reason is not None and context.config.reason(reason.code) is None:
        raise refuse("invalid", case, key="reason.code", value=reason.code, why="unknown_reason")


def find_named(
    item: Item, provider_id: str, staff: str | None, others: Iterable[str | None], context: Context
) -> Choice:
    """Return the chosen provider and person; refuse a provider or person that the config lacks."""
    provider = context.config.provider(provider_id)
    if provider is None:
        raise refuse("unknown_provider", item.number, provider=provider_id)
    member = provider.member(staff)
    if staff is not None and member is None:
        raise refuse("unknown_staff", item.number, staff=staff, provider=provider.name)
    for other in others:
        if other is not None and context.config.provider(other) is None:
            raise refuse("unknown_provider", item.number, provider=other)
    return Choice(provider=provider, member=member)


def require_period(item: Item, proposal: Proposal) -> None:
    """Refuse a period that ends before it begins, or begins before the grant."""
    granted = item.case.grant.decided_on
    if proposal.start < granted:
        raise refuse("start_before_grant", item.number, start=proposal.start, granted=granted)
    if proposal.end < proposal.start:
        raise refuse("invalid", item.number, key="end", value=proposal.end, why="end_before_start")


def _require_positions(item: Item, bench: Bench, intention: Place, context: Context) -> tuple[PositionTaken, ...]:
    positions = _positions_that_count(item, bench, intention, context)
    lacking = [seat.role for seat in bench.filled_seats if all(position.role != seat.role for position in positions)]
    if lacking or not positions:
        raise refuse("positions_missing", item.number, roles=",".join(lacking or ROLES))
    require_other_wish(item.number, positions, intention.provider)
    require_majority(item, positions, context)
    return positions


def _positions_that_count(item: Item, bench: Bench, intention: Place, context: Context) -> tuple[PositionTaken, ...]:
    """Return the positions for this placement: those given with it override recorded ones."""
    if intention.positions == "all_agree":
        seated = ((seat.role, seat.person) for seat in bench.filled_seats if seat.person)
        return tuple(PositionTaken(role=role, person=person, stance="agree") for role, person in seated)
    stances: Mapping[Role, LeaderStance] = intention.positions or {}
    by_role = {position.role: position for position in positions_of(item, bench)}
    for role, stand in stances.items():
        by_role[role] = position_in(item, bench, role, stand, context)
    return tuple(by_role[seat.role] for seat in bench.filled_seats if seat.role in by_role)


def has_text(reason: ReasonGiven | None) -> bool:
    """Whether there is a reason with a text."""
    return reason is not None and bool(reason.text)


def _with_answers(
    item: Item, cautions: tuple[Caution, ...], intention: Place, context: Context, *, excused: Collection[str]
) -> tuple[Caution, ...]:
    """Return the cautions with their answers; `excused` ones need none, such as an awaited seat."""
    answers = {answer.caution: answer for answer in intention.answers if answer.text}
    lacking = tuple(
        caution.code
        for caution in cautions
        if caution.is_blocking and caution.code not in answers and caution.code not in excused
    )
    if lacking:
        raise refuse("caution_unanswered", item.number, cautions=lacking)
    return tuple(
        replace(caution, answer=_freeze_answer(answers[caution.code], context))
        if caution.is_blocking and caution.code in answers
        else caution
        for caution in cautions
    )


def _freeze_answer(answer: Answer | ReasonGiven, context: Context) -> AnswerGiven:
    reason = context.config.reason(answer.code)
    wording = getattr(reason, context.config.committee.language) if reason else answer.code
    return AnswerGiven(code=answer.code, wording=wording, text=answer.text)


def freeze_reason(reason: ReasonGiven | None, context: Context) -> AnswerGiven | None:
    """Return the reason with its wording as it is now; None if none is given."""
    return _freeze_answer(reason, context) if reason is not None and reason.text else None


def freeze_choice(choice: Choice, second_choice: str | None, context: Context) -> dict[str, Any]:
    """Return the chosen provider, person and second choice with their names, as fields of a decision."""
    second = context.config.provider(second_choice)
    return {
        "provider": choice.provider.id,
        "provider_name": choice.provider.name,
        "provider_kind": choice.provider.kind,
        "staff": choice.member.id if choice.member else None,
        "staff_name": choice.member.name if choice.member else None,
        "second_choice": second.id if second else None,
        "second_choice_name": second.name if second else None,
    }


def _awaited_seats(seats: Iterable[Seat]) -> tuple[Awaited, ...]:
    return tuple(Awaited(role=seat.role, person=seat.leader) for seat in seats)
