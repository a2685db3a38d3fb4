"""The rules for a placement, tested in this order: keys, references, state, start, positions, reason, cautions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.options import (
    Option,
    departures_of,
    option_at,
    options_in_question,
    recommendation_of,
)
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.meeting.bench import Bench, Seat, receiving_leader
from kpcommittee.domain.meeting.case_view import clip_like, positions_of, question_of
from kpcommittee.domain.meeting.cautions import BLOCKING, NOTICES, AnswerGiven, Caution, cautions_of, sort_cautions
from kpcommittee.domain.meeting.child_placements import contact_person_on
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.corrected_seats import corrected_seats, with_corrected_seats
from kpcommittee.domain.meeting.deadlines import first_follow_up_due, plan_due, support_until
from kpcommittee.domain.meeting.decision import Awaited, Decision, PositionTaken
from kpcommittee.domain.meeting.events import Corrected, Decided
from kpcommittee.domain.meeting.former import require_still_there, with_former
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.guards import require_approved, require_open, require_undecided
from kpcommittee.domain.meeting.hours import frame_of, require_settable
from kpcommittee.domain.meeting.intentions import Amendment, Answer, Correct, LeaderStance, Place, ReasonGiven
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.item_texts import changed_texts
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.positions import position_in, require_majority
from kpcommittee.domain.meeting.refusal import refuse
from kpcommittee.domain.provider import Provider, Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """The provider of a placement, and the person if one is named."""

    provider: Provider
    member: Staff | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _ValidPlacement:
    """A placement that passed all tests of its keys, references, state, start and positions."""

    chosen: _Choice
    bench: Bench
    positions: tuple[PositionTaken, ...]
    proposal: Proposal


def place(meeting: Meeting, item: Item, intention: Place, context: Context) -> Decided:
    """Make the decision, or raise a refusal.

    Raises:
        RefusedError: what is named does not exist or cannot be, a position, a reason or an answer is missing.
    """
    valid = _validate(meeting, item, intention, context)
    options = options_in_question(valid.proposal, context.ledger_in(meeting), intention.provider)
    recommendation = recommendation_of(item.case, options, context.config)
    departures = departures_of(item.case, options, recommendation, intention.provider, intention.staff)
    if departures and not _has_text(intention.reason):
        raise refuse("reason_required", item.number, departures=",".join(departures))
    question = question_of(meeting, item, context, valid.proposal, valid.bench, options)
    cautions = cautions_of(question, context.law, (valid.chosen.provider,), intention.staff)
    awaits = _awaited_seats(valid.bench.awaitable_seats(item.disqualified)) if intention.in_principle else ()
    excused = {"seat_empty"} if len(awaits) == len(valid.bench.missing_seats()) else set[str]()
    decision = Decision(
        **_freeze_choice(valid.chosen, intention.second_choice, context),
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
        reason=_freeze_reason(intention.reason, context),
        plan_due=plan_due(item.case, context.law),
        first_follow_up_due=first_follow_up_due(item.case, context.law, valid.proposal.start),
        age=item.case.child.age_on(meeting.date),
        present=contact_person_on(item.case, context.caseload, context.config, meeting.date),
        receiving_leader=receiving_leader(valid.chosen.provider, valid.bench),
        granted_hours=frame_of(item.case, valid.proposal.hours),
    )
    return Decided(case=item.number, decision=decision)


def _validate(meeting: Meeting, item: Item, intention: Place, context: Context) -> _ValidPlacement:
    """Test keys, references, state, start and positions, in this order."""
    _test_keys(intention, context)
    require_settable(item.case, intention.hours, context.config)
    stances = intention.positions.values() if isinstance(intention.positions, dict) else ()
    others = (intention.second_choice, *(stand.provider for stand in stances))
    chosen = _find_named(item, intention.provider, intention.staff, others, context)
    require_open(meeting, item.number)
    require_undecided(item)
    bench = meeting.bench(item, context.config, context.law)
    if intention.in_principle and not bench.awaitable_seats(item.disqualified):
        if bench.missing_seats():
            raise refuse("invalid", item.number, key="in_principle", why="only_disqualified")
        raise refuse("invalid", item.number, key="in_principle", why="no_seat_missing")
    until = support_until(item.case, context.law)
    proposal = Proposal.of(item.case, intention.start, intention.end, intention.hours, until)
    _test_period(item, proposal)
    positions = _require_positions(item, bench, intention, context)
    return _ValidPlacement(chosen=chosen, bench=bench, positions=positions, proposal=proposal)


def correct(meeting: Meeting, item: Item, intention: Correct, context: Context) -> Corrected:
    """Correct a clerical error in the decision; positions are kept, and no caution must be answered again.

    Another provider, person or period is weighed again; the decision before keeps what it was weighed on.

    Raises:
        RefusedError: `not_approved`, or what is corrected does not exist, cannot be or changes nothing.
    """
    change = intention.place
    if not intention.why:
        raise refuse("invalid", item.number, key="why", why="empty")
    _test_reason_code(change.reason, item.number, context)
    require_settable(item.case, change.hours if "hours" in change.given else None, context.config)
    require_approved(meeting, item.number)
    seats = corrected_seats(meeting, item, intention, context)
    item = with_corrected_seats(meeting, item, seats, context)
    before = item.decision
    corrected = partial(
        Corrected,
        case=item.number,
        why=intention.why,
        by=intention.by or context.by,
        texts=changed_texts(item, intention.texts),
        seats=seats,
    )
    if (intention.texts or seats.changes) and not change.given:
        return corrected(decision=before)
    if before is None or item.state not in ("placed", "in_principle"):
        raise refuse("invalid", item.number, key="case", why="no_decision")
    context = with_former(context, meeting, before)
    decision = _amend(meeting, item, before, change, context)
    if decision == before:
        raise refuse("invalid", item.number, key="place", why="nothing_changed")
    moved = _claimed_hours(decision) != _claimed_hours(before)
    return corrected(decision=decision, balance=_balance_with(meeting, item, decision, context) if moved else ())


def _amend(meeting: Meeting, item: Item, before: Decision, change: Amendment, context: Context) -> Decision:
    """Return the decision with the given keys as they should have been written, weighed again."""
    changed = {key: getattr(change, key) for key in change.given - {"reason", "second_choice"}}
    provider = changed.get("provider", before.provider)
    staff = changed.get("staff", before.staff if provider == before.provider else None)
    second = change.second_choice if "second_choice" in change.given else before.second_choice
    if change.given & {"provider", "second_choice"}:  # older journals hold decisions in which both are the same
        _require_another(second, provider, item.number)
    chosen = _find_named(item, provider, staff, (second,), context)
    start, end = changed.get("start") or before.start, changed.get("end", before.end)
    until = support_until(item.case, context.law) if "end" in change.given or before.is_clipped else None
    hours = (changed.get("hours") or item.case.grant.hours_per_week) if "hours" in change.given else before.hours
    proposal = Proposal.of(item.case, start, end, hours, until)
    proposal = proposal if "end" in change.given else clip_like(proposal, before, context)
    _test_period(item, proposal)
    decision = _reweigh(meeting, item, before, chosen, proposal, context)
    reason = _freeze_reason(change.reason, context) if _has_text(change.reason) else before.reason
    if decision.departures and reason is None:
        raise refuse("reason_required", item.number, departures=",".join(decision.departures))
    return replace(decision, reason=reason, **_freeze_choice(chosen, second, context))


def with_start(meeting: Meeting, item: Item, start: date, context: Context) -> Decision | None:
    """Return the item's decision in principle with another start, weighed again; None if it starts then anyway.

    Its end moves with the start if it was the grant's. Positions and answers are kept, but what must be answered first
    has no answer yet.

    Raises:
        RefusedError: `unknown_provider` or `unknown_staff` if they have gone from the config, `start_before_grant`,
            `caution_unanswered`, or `invalid` if the end would be before the start.
    """
    before = item.decision or item.carried_decision
    if before is None or start == before.start:
        return None
    require_still_there(item.number, before, context)
    chosen = _find_named(item, before.provider, before.staff, (), context)
    until = support_until(item.case, context.law)
    of_grant = Proposal.of(item.case, before.start, None, before.hours, until).end == before.end
    proposal = Proposal.of(item.case, start, None if of_grant else before.end, before.hours, until)
    _test_period(item, proposal)
    # Once it is confirmed here, the meeting that decided it holds nothing any more.
    placed = replace(item, state="placed", decision=before)
    items = tuple(placed if other.number == item.number else other for other in meeting.items)
    decision = _reweigh(replace(meeting, items=items), placed, before, chosen, proposal, context)
    keys = {(caution.code, caution.provider) for caution in before.cautions}
    new = (
        caution for caution in decision.cautions if caution.is_blocking and (caution.code, caution.provider) not in keys
    )
    if lacking := tuple(caution.code for caution in new):
        raise refuse("caution_unanswered", item.number, cautions=lacking)
    return decision


def _reweigh(
    meeting: Meeting, item: Item, before: Decision, chosen: _Choice, proposal: Proposal, context: Context
) -> Decision:
    """Return the decision for another choice: its option and cautions weighed again, the other options as they were."""
    provider, staff = chosen.provider, chosen.member.id if chosen.member else None
    options = before.options
    claimed = (provider.id, proposal.start, proposal.end, proposal.hours)
    if _claimed_hours(before) != claimed:
        options = _with_option(options, provider, proposal, _ledger_of_others(meeting, item, context))
    cautions = before.cautions
    if (*_claimed_hours(before), before.staff) != (*claimed, staff):
        question = question_of(meeting, item, context, proposal, Bench(seats=before.bench), options)
        cautions = _keep_answers(before, cautions_of(question, context.law, (provider,), staff), proposal)
    return replace(
        before,
        start=proposal.start,
        end=proposal.end,
        hours=proposal.hours,
        granted_hours=frame_of(item.case, proposal.hours) if proposal.hours != before.hours else before.granted_hours,
        options=options,
        cautions=cautions,
        departures=departures_of(item.case, options, before.recommendation, provider.id, staff),
        first_follow_up_due=first_follow_up_due(item.case, context.law, proposal.start),
        receiving_leader=receiving_leader(provider, Bench(seats=before.bench)),
    )


def _with_option(
    frozen: tuple[Option, ...], provider: Provider, proposal: Proposal, ledger: Ledger
) -> tuple[Option, ...]:
    """Return the frozen options with the provider's figures of today; a new provider comes last."""
    now = option_at(provider.id, proposal, ledger)
    assert now is not None, "the provider is in the config"
    clear = {option.provider: option.clear for option in frozen}
    now = replace(now, clear=clear.get(provider.id, False))
    if provider.id not in clear:
        return (*frozen, now)
    return tuple(now if option.provider == provider.id else option for option in frozen)


def _ledger_of_others(meeting: Meeting, item: Item, context: Context) -> Ledger:
    """Return the claims of everybody else: a correction takes the place of the decision, whenever it starts."""
    rulings = (
        replace(ruling, provider=None) if ruling.case_number == item.number else ruling for ruling in meeting.rulings
    )
    return context.ledger.with_rulings(rulings)


def _claimed_hours(decision: Decision) -> tuple[str, date, date, Decimal]:
    """Return which hours a decision claims, where and when."""
    return decision.provider, decision.start, decision.end, decision.hours


def _keep_answers(before: Decision, cautions: tuple[Caution, ...], proposal: Proposal) -> tuple[Caution, ...]:
    """Return the cautions of a corrected decision with the answers that were given to the same ones.

    Those of the case stay as they were decided on, unless the period is another.
    """
    answers = {(caution.code, caution.provider): caution.answer for caution in before.cautions}
    if (before.start, before.end) == (proposal.start, proposal.end):
        of_case = [caution for caution in before.cautions if caution.provider is None]
        cautions = (*of_case, *(caution for caution in cautions if caution.provider is not None))
    ordered = sort_cautions(cautions)
    return tuple(replace(caution, answer=answers.get((caution.code, caution.provider))) for caution in ordered)


def _balance_with(meeting: Meeting, item: Item, decision: Decision, context: Context) -> tuple[BalanceLine, ...]:
    """Return the meeting's balance with the corrected decision; its decisions count as held, as when it closed."""
    items = tuple(
        replace(other, decision=decision) if other.number == item.number else other for other in meeting.items
    )
    return balance_of(replace(meeting, state="closed", items=items), context)


def _test_keys(intention: Place, context: Context) -> None:
    _require_another(intention.second_choice, intention.provider, intention.case)
    _test_reason_code(intention.reason, intention.case, context)
    for answer in intention.answers:
        if answer.caution not in (*BLOCKING, *NOTICES):
            raise refuse("invalid", intention.case, key="answers.caution", value=answer.caution, why="unknown_caution")
        if context.config.reason(answer.code) is None:
            raise refuse("invalid", intention.case, key="answers.code", value=answer.code, why="unknown_reason")


def _require_another(second_choice: str | None, provider: str, case: str) -> None:
    if second_choice == provider:
        raise refuse("invalid", case, key="second_choice", value=second_choice, why="chosen_already")


def _test_reason_code(reason: ReasonGiven | None, case: str, context: Context) -> None:
    if reason is not None and context.config.reason(reason.code) is None:
        raise refuse("invalid", case, key="reason.code", value=reason.code, why="unknown_reason")


def _find_named(
    item: Item, provider_id: str, staff: str | None, others: Iterable[str | None], context: Context
) -> _Choice:
    provider = context.config.provider(provider_id)
    if provider is None:
        raise refuse("unknown_provider", item.number, provider=provider_id)
    member = provider.member(staff)
    if staff is not None and member is None:
        raise refuse("unknown_staff", item.number, staff=staff, provider=provider.name)
    for other in others:
        if other is not None and context.config.provider(other) is None:
            raise refuse("unknown_provider", item.number, provider=other)
    return _Choice(provider=provider, member=member)


def _test_period(item: Item, proposal: Proposal) -> None:
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
    require_majority(item, positions, context)
    return positions


def _positions_that_count(item: Item, bench: Bench, intention: Place, context: Context) -> tuple[PositionTaken, ...]:
    """Return the positions that count for this placement: those given with it override those recorded before."""
    if intention.positions == "all_agree":
        seated = ((seat.role, seat.person) for seat in bench.filled_seats if seat.person)
        return tuple(PositionTaken(role=role, person=person, stance="agree") for role, person in seated)
    stances: Mapping[Role, LeaderStance] = intention.positions or {}
    by_role = {position.role: position for position in positions_of(item, bench)}
    for role, stand in stances.items():
        by_role[role] = position_in(item, bench, role, stand, context)
    return tuple(by_role[seat.role] for seat in bench.filled_seats if seat.role in by_role)


def _has_text(reason: ReasonGiven | None) -> bool:
    return reason is not None and bool(reason.text)


def _with_answers(
    item: Item, cautions: tuple[Caution, ...], intention: Place, context: Context, *, excused: Collection[str]
) -> tuple[Caution, ...]:
    """Return the cautions with their answers; `excused` are those that need none, such as a seat that is awaited."""
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


def _freeze_reason(reason: ReasonGiven | None, context: Context) -> AnswerGiven | None:
    return _freeze_answer(reason, context) if reason is not None and reason.text else None


def _freeze_choice(chosen: _Choice, second_choice: str | None, context: Context) -> dict[str, Any]:
    second = context.config.provider(second_choice)
    return {
        "provider": chosen.provider.id,
        "provider_name": chosen.provider.name,
        "provider_kind": chosen.provider.kind,
        "staff": chosen.member.id if chosen.member else None,
        "staff_name": chosen.member.name if chosen.member else None,
        "second_choice": second.id if second else None,
        "second_choice_name": second.name if second else None,
    }


def _awaited_seats(seats: Iterable[Seat]) -> tuple[Awaited, ...]:
    return tuple(Awaited(role=seat.role, person=seat.leader) for seat in seats)
