"""Who sat in a case and how they stood, put right after the approval."""

from collections.abc import Mapping
from dataclasses import replace

from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.attendance import Presence
from kpcommittee.domain.meeting.bench import Bench, Seat, receiving_leader
from kpcommittee.domain.meeting.case_view import question_of
from kpcommittee.domain.meeting.cautions import cautions_of, in_order
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.intentions import Correct, Stand
from kpcommittee.domain.meeting.item import Item, with_seats
from kpcommittee.domain.meeting.meeting import Meeting, people_of
from kpcommittee.domain.meeting.positions import position_in, require_majority
from kpcommittee.domain.meeting.refusal import refuse
from kpcommittee.domain.meeting.seat_changes import UNCHANGED, CorrectedSeats, SeatChange

SEAT_EMPTY = "seat_empty"


def corrected_seats(meeting: Meeting, item: Item, intention: Correct, context: Context) -> CorrectedSeats:
    """Return what a correction changes in the seats of a case, or raise a refusal.

    A seat whose leader's presence is corrected is filled again; the others stay as they were then. In a decided case
    everybody who sits there afterwards needs a position, and nobody else has one.

    Raises:
        RefusedError: a person or a seat that cannot be, a position too many or missing, or nothing that changes.
    """
    if not intention.attend and not intention.positions:
        return UNCHANGED
    presences = _presences(meeting, item, intention, context)
    before, taken = _bench_then(meeting, item, context), _positions_then(item)
    after = _bench_anew(meeting, item, before, presences, context)
    _require_unawaited(item, before, after)
    stands: dict[Role, PositionTaken] = {}
    for seat in after.seats:
        position = _position(item, after, seat, taken.get(seat.role), intention.positions.get(seat.role), context)
        if position is not None:
            stands[seat.role] = position
    changes = tuple(
        SeatChange(before=was, after=now, position_before=taken.get(now.role), position_after=stands.get(now.role))
        for was, now in zip(before.seats, after.seats, strict=True)
        if (was, taken.get(now.role)) != (now, stands.get(now.role))
    )
    if not changes:
        raise refuse("invalid", item.number, key="attend" if presences else "positions", why="nothing_changed")
    if item.own_decision is not None:
        _require_decided(item, after, stands, context)
    return CorrectedSeats(changes=changes, presences=presences)


def _presences(meeting: Meeting, item: Item, intention: Correct, context: Context) -> tuple[Presence, ...]:
    known = context.config.people | people_of(meeting)
    for attended in intention.attend:
        if attended.person not in known:
            raise refuse("unknown_person", item.number, person=attended.person)
        if attended.substitute == attended.person:
            raise refuse("invalid", item.number, key="substitute", value=attended.person, why="own_substitute")
    return tuple(
        Presence(person=attended.person, status=attended.status, substitute=attended.substitute, case=item.number)
        for attended in intention.attend
    )


def _bench_then(meeting: Meeting, item: Item, context: Context) -> Bench:
    decision = item.own_decision
    if decision is not None:
        return Bench(seats=decision.bench)
    return meeting.bench(item, meeting.config or context.config, meeting.law or context.law)


def _positions_then(item: Item) -> Mapping[Role, PositionTaken]:
    decision = item.own_decision
    return {taken.role: taken for taken in (decision.positions if decision else item.positions)}


def _bench_anew(
    meeting: Meeting, item: Item, before: Bench, presences: tuple[Presence, ...], context: Context
) -> Bench:
    """Return the bench; the seats whose leader or person the correction names are filled again."""
    named = {presence.person for presence in presences}
    there = replace(item, presences=(*item.presences, *presences))
    corrected = replace(meeting, items=tuple(there if other is item else other for other in meeting.items))
    anew = corrected.bench(there, meeting.config or context.config, meeting.law or context.law)
    return Bench(
        seats=tuple(anew.seat(seat.role) if named & {seat.leader, seat.person} else seat for seat in before.seats)
    )


def _require_unawaited(item: Item, before: Bench, after: Bench) -> None:
    """Refuse to fill a seat for which a decision in principle waits: whoever sits there confirms it."""
    awaited = {seat.role for seat in item.decision.awaits} if item.decision else set()
    for seat in before.seats:
        if seat.role in awaited and after.seat(seat.role) != seat:
            raise refuse("invalid", item.number, key="attend", value=seat.role, why="awaited_seat")


def _position(
    item: Item, bench: Bench, seat: Seat, taken: PositionTaken | None, stand: Stand | None, context: Context
) -> PositionTaken | None:
    """Return the position in a seat: as it is corrected, else as it was if the same person sits there."""
    kept = taken if taken is not None and taken.person == seat.person else None
    if stand is None:
        return kept
    position = position_in(item, bench, seat.role, stand, context)
    return position if stand.remark or kept is None else replace(position, remark=kept.remark)


def _require_decided(item: Item, bench: Bench, stands: Mapping[Role, PositionTaken], context: Context) -> None:
    """Refuse what could not have been decided: a position that is missing, or no majority where one is needed."""
    lacking = [seat.role for seat in bench.filled if seat.role not in stands]
    if lacking or not stands:
        raise refuse("positions_missing", item.number, roles=",".join(lacking))
    require_majority(item, stands.values(), context)


def seated_anew(meeting: Meeting, item: Item, seats: CorrectedSeats, context: Context) -> Item:
    """Return the item with its corrected seats; while a seat is empty, the caution stays with its answer."""
    seated = with_seats(item, seats)
    decision = seated.own_decision
    if decision is None or not seats.changes:
        return seated
    bench, provider = Bench(seats=decision.bench), context.config.provider(decision.provider)
    proposal = Proposal.of(item.case, decision.start, decision.end, decision.hours)
    question = question_of(meeting, item, context, proposal, bench, decision.options)
    anew = [caution for caution in cautions_of(question, context.law, ()) if caution.code == SEAT_EMPTY]
    answers = {caution.code: caution.answer for caution in decision.cautions}
    kept = (caution for caution in decision.cautions if caution.code != SEAT_EMPTY)
    cautions = in_order((*kept, *(replace(caution, answer=answers.get(SEAT_EMPTY)) for caution in anew)))
    leader = receiving_leader(provider, bench) if provider else decision.receiving_leader
    return replace(seated, decision=replace(decision, cautions=tuple(cautions), receiving_leader=leader))
