"""The rules for changing a decision: a correction after approval, and another start of one in principle."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.options import (
    Option,
    departures_of,
    option_at,
)
from kpcommittee.domain.capacity.placement import PLACED_STATES, apply_changes, split_by_origin
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.meeting.bench import Bench, receiving_leader
from kpcommittee.domain.meeting.case_view import clip_like, question_of
from kpcommittee.domain.meeting.cautions import Caution, cautions_of, sort_cautions
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.corrected_seats import corrected_seats, with_corrected_seats
from kpcommittee.domain.meeting.deadlines import first_follow_up_due, support_until
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Corrected
from kpcommittee.domain.meeting.former import require_still_there, with_former
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.guards import require_approved
from kpcommittee.domain.meeting.hours import frame_of, require_settable
from kpcommittee.domain.meeting.intentions import Amendment, Correct
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.item_texts import changed_texts
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.place import (
    Choice,
    find_named,
    freeze_choice,
    freeze_reason,
    has_text,
    require_another,
    require_known_reason,
    require_period,
)
from kpcommittee.domain.meeting.positions import require_other_wish
from kpcommittee.domain.meeting.refusal import refuse
from kpcommittee.domain.meeting.seat_changes import CorrectedSeats
from kpcommittee.domain.provider import Provider


def correct(meeting: Meeting, item: Item, intention: Correct, context: Context) -> Corrected:
    """Correct a clerical error in the decision; positions are kept, and no caution must be answered again.

    Another provider, person or period is weighed again; the old decision keeps what it was weighed on.

    Raises:
        RefusedError: `not_approved`, or the correction names what does not exist, is impossible or changes nothing.
    """
    change = intention.place
    if not intention.why:
        raise refuse("invalid", item.number, key="why", why="empty")
    require_known_reason(change.reason, item.number, context)
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
    if before is not None:
        _require_other_wishes(item, seats, change.provider if "provider" in change.given else before.provider)
    if (intention.texts or seats.changes) and not change.given:
        return corrected(decision=before)
    if before is None or item.state not in PLACED_STATES:
        raise refuse("invalid", item.number, key="case", why="no_decision")
    context = with_former(context, meeting, before)
    decision = _amend(meeting, item, before, change, context)
    if decision.start != before.start:
        _require_not_ended(meeting, item, decision.start, context)
    if decision == before:
        raise refuse("invalid", item.number, key="place", why="nothing_changed")
    moved = _claimed_hours(decision) != _claimed_hours(before)
    return corrected(decision=decision, balance=_balance_with(meeting, item, decision, context) if moved else ())


def _require_not_ended(meeting: Meeting, item: Item, start: date, context: Context) -> None:
    """Refuse a start after the last day that the placement was given since: it would never run."""
    ruling = next((ruling for ruling in meeting.rulings if ruling.case_number == item.number), None)
    _imported, changed = split_by_origin(context.caseload.placements)
    last = apply_changes(ruling, changed).end if ruling else None
    if ruling and last and last != ruling.end and last < start:
        raise refuse("invalid", item.number, key="start", value=start, why="ended_before", last=last)


def _require_other_wishes(item: Item, seats: CorrectedSeats, provider: str | None) -> None:
    """Refuse a dissent that prefers the chosen provider, unless the meeting recorded it so, as in older journals."""
    decision = item.decision
    if decision is None or provider is None:
        return
    corrected = tuple(change.position_after for change in seats.changes if change.position_after)
    positions = decision.positions if provider != decision.provider else corrected
    require_other_wish(item.number, positions, provider)


def _amend(meeting: Meeting, item: Item, before: Decision, change: Amendment, context: Context) -> Decision:
    """Return the decision with the given keys as they should have been written, weighed again."""
    changed = {key: getattr(change, key) for key in change.given - {"reason", "second_choice"}}
    provider = changed.get("provider", before.provider)
    staff = changed.get("staff", before.staff if provider == before.provider else None)
    second = change.second_choice if "second_choice" in change.given else before.second_choice
    if change.given & {"provider", "second_choice"}:  # older journals contain decisions in which both are the same
        require_another(second, provider, item.number)
    choice = find_named(item, provider, staff, (second,), context)
    start, end = changed.get("start") or before.start, changed.get("end", before.end)
    until = support_until(item.case, context.law) if "end" in change.given or before.is_clipped else None
    hours = (changed.get("hours") or item.case.grant.hours_per_week) if "hours" in change.given else before.hours
    proposal = Proposal.of(item.case, start, end, hours, until)
    proposal = proposal if "end" in change.given else clip_like(proposal, before, context)
    require_period(item, proposal)
    decision = _reweigh(meeting, item, before, choice, proposal, context)
    reason = freeze_reason(change.reason, context) if has_text(change.reason) else before.reason
    if decision.departures and reason is None:
        raise refuse("reason_required", item.number, departures=",".join(decision.departures))
    return replace(decision, reason=reason, **freeze_choice(choice, second, context))


def with_start(meeting: Meeting, item: Item, start: date, context: Context) -> Decision | None:
    """Return the item's decision in principle with another start, weighed again; None if that is its start already.

    Its end moves with the start if it was the grant's. Positions and answers are kept; new blocking cautions have no
    answer yet.

    Raises:
        RefusedError: `unknown_provider` or `unknown_staff` if they are no longer in the config, `start_before_grant`,
            `caution_unanswered`, or `invalid` if the end would be before the start.
    """
    before = item.decision or item.carried_decision
    if before is None or start == before.start:
        return None
    require_still_there(item.number, before, context)
    choice = find_named(item, before.provider, before.staff, (), context)
    until = support_until(item.case, context.law)
    of_grant = Proposal.of(item.case, before.start, None, before.hours, until).end == before.end
    proposal = Proposal.of(item.case, start, None if of_grant else before.end, before.hours, until)
    require_period(item, proposal)
    # Once it is confirmed here, the meeting that decided it no longer holds hours.
    placed = replace(item, state="placed", decision=before)
    items = tuple(placed if other.number == item.number else other for other in meeting.items)
    decision = _reweigh(replace(meeting, items=items), placed, before, choice, proposal, context)
    keys = {(caution.code, caution.provider) for caution in before.cautions}
    new = (
        caution for caution in decision.cautions if caution.is_blocking and (caution.code, caution.provider) not in keys
    )
    if lacking := tuple(caution.code for caution in new):
        raise refuse("caution_unanswered", item.number, cautions=lacking)
    return decision


def _reweigh(
    meeting: Meeting, item: Item, before: Decision, choice: Choice, proposal: Proposal, context: Context
) -> Decision:
    """Return the decision for another choice: its option and cautions weighed again, the other options as they were."""
    provider, staff = choice.provider, choice.member.id if choice.member else None
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
    current = option_at(provider.id, proposal, ledger)
    assert current is not None, "the provider is in the config"
    clear = {option.provider: option.clear for option in frozen}
    current = replace(current, clear=clear.get(provider.id, False))
    if provider.id not in clear:
        return (*frozen, current)
    return tuple(current if option.provider == provider.id else option for option in frozen)


def _ledger_of_others(meeting: Meeting, item: Item, context: Context) -> Ledger:
    """Return the ledger without the decision: a correction replaces it, whenever it starts."""
    rulings = (
        replace(ruling, provider=None) if ruling.case_number == item.number else ruling for ruling in meeting.rulings
    )
    return context.ledger.with_rulings(rulings)


def _claimed_hours(decision: Decision) -> tuple[str, date, date, Decimal]:
    """Return which hours a decision claims, where and when."""
    return decision.provider, decision.start, decision.end, decision.hours


def _keep_answers(before: Decision, cautions: tuple[Caution, ...], proposal: Proposal) -> tuple[Caution, ...]:
    """Return the cautions of a corrected decision with the answers that were given to the same ones.

    Cautions of the case stay as they were at the decision, unless the period differs.
    """
    answers = {(caution.code, caution.provider): caution.answer for caution in before.cautions}
    if (before.start, before.end) == (proposal.start, proposal.end):
        of_case = [caution for caution in before.cautions if caution.provider is None]
        cautions = (*of_case, *(caution for caution in cautions if caution.provider is not None))
    ordered = sort_cautions(cautions)
    return tuple(replace(caution, answer=answers.get((caution.code, caution.provider))) for caution in ordered)


def _balance_with(meeting: Meeting, item: Item, decision: Decision, context: Context) -> tuple[BalanceLine, ...]:
    """Return the meeting's balance with the corrected decision; decisions count as held, as at the closing."""
    items = tuple(
        replace(other, decision=decision) if other.number == item.number else other for other in meeting.items
    )
    return balance_of(replace(meeting, state="closed", items=items), context)
