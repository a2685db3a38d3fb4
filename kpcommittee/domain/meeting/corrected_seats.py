"""Corrects after approval who sat in a case, and which positions they took."""

from collections.abc import Mapping
from dataclasses import replace

from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.attendance import Presence
from kpcommittee.domain.meeting.bench import Bench, Seat, receiving_leader
from kpcommittee.domain.meeting.case_view import question_of
from kpcommittee.domain.meeting.cautions import OF_SEATS, cautions_of, sort_cautions
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.intentions import Correct, LeaderStance
from kpcommittee.domain.meeting.item import Item, with_seats
from kpcommittee.domain.meeting.meeting import Meeting, people_of
from kpcommittee.domain.meeting.positions import position_in, require_majority
from kpcommittee.domain.meeting.refusal import refuse
from kpcommittee.domain.meeting.seat_changes import UNCHANGED, CorrectedSeats, SeatChange


def corrected_seats(meeting: Meeting, item: Item, intention: Correct, context: Context) -> CorrectedSeats:
    """Return what a correction changes in the seats of a case, or raise a refusal.

    A seat whose leader's presence is corrected is filled again; the others stay as they were then. In a decided case
    everybody who sits there afterwards needs a position, and nobody else has one.

    Raises:
        RefusedError: an impossible person or seat, a superfluous or missing position, or no change.
    """
    if not intention.attend and not intention.positions:
        return UNCHANGED
    presences = _presences(meeting, item, intention, context)
    before, positions = _bench_before(meeting, item, context), _positions_before(item)
    after = _bench_after(meeting, item, before, presences, context)
    _require_unawaited(item, before, after)
    corrected_positions: dict[Role, PositionTaken] = {}
    for seat in after.seats:
        position = _position(item, after, seat, positions.get(seat.role), intention.positions.get(seat.role), context)
        if position is not None:
            corrected_positions[seat.role] = position
    changes = tuple(
        SeatChange(
            before=seat_before,
            after=seat_after,
            position_before=positions.get(seat_after.role),
            position_after=corrected_positions.get(seat_after.role),
        )
        for seat_before, seat_after in zip(before.seats, after.seats, strict=True)
        if (seat_before, positions.get(seat_after.role)) != (seat_after, corrected_positions.get(seat_after.role))
    )
    if not changes:
        raise refuse("invalid", item.number, key="attend" if presences else "positions", why="nothing_changed")
    if item.own_decision is not None:
        _require_decided(item, after, corrected_positions, context)
    return CorrectedSeats(changes=changes, presences=presences)


def _presences(meeting: Meeting, item: Item, intention: Correct, context: Context) -> tuple[Presence, ...]:
    people = context.config.people | people_of(meeting)
    for attended in intention.attend:
        if attended.person not in people:
            raise refuse("unknown_person", item.number, person=attended.person)
        if attended.substitute == attended.person:
            raise refuse("invalid", item.number, key="substitute", value=attended.person, why="own_substitute")
    return tuple(
        Presence(person=attended.person, status=attended.status, substitute=attended.substitute, case=item.number)
        for attended in intention.attend
    )


def _bench_before(meeting: Meeting, item: Item, context: Context) -> Bench:
    decision = item.own_decision
    if decision is not None:
        return Bench(seats=decision.bench)
    return meeting.bench(item, meeting.config or context.config, meeting.law or context.law)


def _positions_before(item: Item) -> Mapping[Role, PositionTaken]:
    decision = item.own_decision
    return {position.role: position for position in (decision.positions if decision else item.positions)}


def _bench_after(
    meeting: Meeting, item: Item, before: Bench, presences: tuple[Presence, ...], context: Context
) -> Bench:
    """Return the bench; the seats whose leader or person the correction names are filled again."""
    people = {presence.person for presence in presences}
    corrected_item = replace(item, presences=(*item.presences, *presences))
    corrected = replace(meeting, items=tuple(corrected_item if other is item else other for other in meeting.items))
    bench = corrected.bench(corrected_item, meeting.config or context.config, meeting.law or context.law)
    return Bench(
        seats=tuple(bench.seat(seat.role) if people & {seat.leader, seat.person} else seat for seat in before.seats)
    )


def _require_unawaited(item: Item, before: Bench, after: Bench) -> None:
    """Refuse to fill a seat for which a decision in principle waits: whoever sits there confirms it."""
    awaited = {seat.role for seat in item.decision.awaits} if item.decision else set()
    for seat in before.seats:
        if seat.role in awaited and after.seat(seat.role) != seat:
            raise refuse("invalid", item.number, key="attend", value=seat.role, why="awaited_seat")


def _position(
    item: Item, bench: Bench, seat: Seat, before: PositionTaken | None, stand: LeaderStance | None, context: Context
) -> PositionTaken | None:
    """Return the position in a seat: the corrected one, else the old one if the same person sits there."""
    same_person = before if before is not None and before.person == seat.person else None
    if stand is None:
        return same_person
    position = position_in(item, bench, seat.role, stand, context)
    return position if stand.remark or same_person is None else replace(position, remark=same_person.remark)


def _require_decided(item: Item, bench: Bench, positions: Mapping[Role, PositionTaken], context: Context) -> None:
    """Refuse what could not have been decided: a missing position, or no majority where one is required."""
    lacking = [seat.role for seat in bench.filled_seats if seat.role not in positions]
    if lacking or not positions:
        raise refuse("positions_missing", item.number, roles=",".join(lacking))
    require_majority(item, positions.values(), context)


def with_corrected_seats(meeting: Meeting, item: Item, seats: CorrectedSeats, context: Context) -> Item:
    """Return the item with its corrected seats and the cautions about them; an answer stays with its caution."""
    seated = with_seats(item, seats)
    decision = seated.own_decision
    if decision is None or not seats.changes:
        return seated
    bench, provider = Bench(seats=decision.bench), context.config.provider(decision.provider)
    proposal = Proposal.of(item.case, decision.start, decision.end, decision.hours)
    question = question_of(meeting, item, context, proposal, bench, decision.options)
    of_seats = [caution for caution in cautions_of(question, context.law, ()) if caution.code in OF_SEATS]
    answers = {caution.code: caution.answer for caution in decision.cautions}
    other_cautions = (caution for caution in decision.cautions if caution.code not in OF_SEATS)
    cautions = sort_cautions(
        (*other_cautions, *(replace(caution, answer=answers.get(caution.code)) for caution in of_seats))
    )
    leader = receiving_leader(provider, bench) if provider else decision.receiving_leader
    return replace(seated, decision=replace(decision, cautions=tuple(cautions), receiving_leader=leader))
