"""One case on a meeting's agenda as its events leave it, and the chair's own notes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from kpcommittee.domain.case import Case, Informed
from kpcommittee.domain.committee import ROLES, Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.attendance import Presence
from kpcommittee.domain.meeting.corrected_texts import TextChange
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.disqualification import Disqualification
from kpcommittee.domain.meeting.event_base import SettledState
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.rectified import Personal, Rectified, rectify_child
from kpcommittee.domain.meeting.seat_changes import CorrectedSeats, SeatChange
from kpcommittee.domain.text import Prose

ITSELF = "child"
"""The `who` of an `Informed` whose former name was the child's own."""

CaseState = Literal["open", "placed", "in_principle", "postponed", "returned", "withdrawn"]


@immutable
class NoteTaken:
    """An oral statement, who made it, and when it was noted."""

    text: Prose
    said_by: str | None
    at: datetime


@immutable
class PrivateNote:
    """A note of the chair's own.

    The meeting keeps it beside its items. Neither an item nor the minutes have a place for it, so no document can
    contain it.
    """

    case: str
    """The number of the case."""
    text: Prose
    said_by: str | None
    at: datetime


@immutable
class Correction:
    """One correction after approval."""

    before: Decision | None
    """None if the case was not decided, and only texts are corrected."""
    after: Decision | None
    why: Prose
    by: str
    at: datetime
    version: int
    texts: tuple[TextChange, ...] = ()
    seats: tuple[SeatChange, ...] = ()
    weighed: bool = False
    """Whether the chosen provider was weighed again."""
    personal: tuple[Personal, ...] = ()
    """Which personal data was rectified; the old values are shown nowhere."""


@immutable
class Reopening:
    """A reopening of a case: how it had been dealt with, and why that no longer holds."""

    at: datetime
    was: SettledState
    decision: Decision | None
    outcome: ev.PutOff | None
    """How it was put off; None if it was decided."""
    reason: Prose | None


@immutable
class Item:
    """One case, as this meeting has dealt with it so far."""

    case: Case
    state: CaseState = "open"
    late: bool = False
    amended: bool = False
    """Whether the meeting took over a change of the agenda file after the opening."""
    waiting: Waiting | None = None
    """How an earlier meeting left it; None if none did."""
    positions: tuple[PositionTaken, ...] = ()
    disqualified: tuple[Disqualification, ...] = ()
    notes: tuple[NoteTaken, ...] = ()
    decision: Decision | None = None
    confirmed: tuple[ev.Confirmed, ...] = ()
    moved_from: Decision | None = None
    """The original decision in principle, if it was confirmed for another start."""
    outcome: ev.PutOff | None = None
    corrections: tuple[Correction, ...] = ()
    taken_off: Decision | None = None
    """A carried decision in principle that the missing leader refused."""
    presences: tuple[Presence, ...] = ()
    """Who was there in this case alone, as corrections after the approval state it."""
    former: tuple[Informed, ...] = ()
    """Full names before a rectification, of the child and of those informed: no document spells them out."""
    reopened: tuple[Reopening, ...] = ()
    """The reopenings of the case in this meeting, the first one first."""

    @property
    def number(self) -> str:
        """The case number."""
        return self.case.case_number

    @property
    def is_undecided(self) -> bool:
        """Whether the committee may still decide it: open, or postponed and taken up again in the same meeting."""
        return self.state in ("open", "postponed")

    @property
    def keeps_place(self) -> bool:
        """Whether the case is settled, so that its number on the agenda stays."""
        return self.state != "open"

    @property
    def carried_decision(self) -> Decision | None:
        """The decision in principle of an earlier meeting that this item still carries."""
        return self.waiting.decision if self.waiting and self.is_undecided else None

    @property
    def was_decided_earlier(self) -> bool:
        """Whether an earlier meeting made the decision in principle, confirmed here or not."""
        newest = self.corrections[0].before if self.corrections else self.decision or self.carried_decision
        first = self.moved_from or newest
        return first is not None and self.waiting is not None and self.waiting.decision == first

    @property
    def own_decision(self) -> Decision | None:
        """The decision that this meeting took; None if it took none, or an earlier meeting did."""
        return None if self.was_decided_earlier else self.decision

    @property
    def postponed_times(self) -> int:
        """How many times earlier meetings postponed it."""
        return self.waiting.postponed_times if self.waiting else 0


ItemEvent = (
    ev.Disqualified | ev.Positioned | ev.Decided | ev.Confirmed | ev.Postponed | ev.Returned | ev.Withdrawn
    | ev.Reopened | ev.Noted
)  # fmt: skip


def apply_to_item(item: Item, event: ItemEvent, at: datetime) -> Item:
    """Return the item after one more event about its case."""
    match event:
        case ev.Disqualified():
            return replace(item, disqualified=(*item.disqualified, _disqualification(event)))
        case ev.Positioned():
            others = (position for position in item.positions if position.role != event.position.role)
            return replace(item, positions=(*others, event.position))
        case ev.Decided(decision=decision):
            state: CaseState = "in_principle" if decision.in_principle else "placed"
            return replace(item, state=state, decision=decision, outcome=None, positions=decision.positions)
        case ev.Confirmed():
            return _apply_confirmation(item, event)
        case ev.Postponed() | ev.Returned() | ev.Withdrawn():
            return _put_off(item, event)
        case ev.Reopened():
            return _reopen(item, event, at)
        case ev.Noted():
            note = NoteTaken(text=event.text, said_by=event.said_by, at=at)
            return replace(item, notes=(*item.notes, note))


def _put_off(item: Item, event: ev.PutOff) -> Item:
    match event:
        case ev.Postponed():
            return replace(item, state="postponed", outcome=event)
        case ev.Returned():
            return replace(item, state="returned", outcome=event)
        case ev.Withdrawn():
            return replace(item, state="withdrawn", outcome=event)


def _disqualification(event: ev.Disqualified) -> Disqualification:
    return Disqualification(
        role=event.role,
        person=event.person,
        ground=event.ground,
        decided_by=event.decided_by,
        outcome=event.outcome,
        substitute=event.substitute,
    )


def awaited_roles(item: Item) -> tuple[Role, ...]:
    """Return the seats whose confirmation a decision in principle still awaits."""
    decision = item.decision if item.state == "in_principle" else item.carried_decision
    if decision is None:
        return ()
    came = item.waiting is not None and item.waiting.decision == (item.moved_from or decision)
    confirmed_roles = set(item.waiting.confirmed if item.waiting and came else ())
    for confirmation in item.confirmed:
        # A refusal revoked the decision; confirmations before it do not count for the next decision.
        confirmed_roles = set() if confirmation.refuse else {*confirmed_roles, confirmation.role}
    return tuple(seat.role for seat in decision.awaits if seat.role not in confirmed_roles)


def _apply_confirmation(item: Item, event: ev.Confirmed) -> Item:
    confirmed = (*item.confirmed, event)
    if event.refuse:
        off = item.taken_off or (item.waiting.decision if item.waiting else None)
        waiting = item.waiting and replace(item.waiting, decision=None, confirmed=())
        undecided = replace(item, state="open", decision=None, moved_from=None, outcome=None, positions=())
        return replace(undecided, waiting=waiting, confirmed=confirmed, taken_off=off)
    before = item.decision or item.carried_decision
    state: CaseState = "in_principle" if set(awaited_roles(item)) - {event.role} else "placed"
    decided = replace(item, decision=event.decision or before, state=state, outcome=None, confirmed=confirmed)
    return replace(decided, moved_from=item.moved_from or before) if event.decision else decided


def _reopen(item: Item, event: ev.Reopened, at: datetime) -> Item:
    """Reopen the case; positions stay as taken, and a carried decision in principle is carried again."""
    earlier = Reopening(at=at, was=event.was, decision=item.decision, outcome=item.outcome, reason=event.reason)
    reopened = (*item.reopened, earlier)
    undecided = replace(item, state="open", decision=None, moved_from=None, outcome=None)
    return replace(undecided, confirmed=(), reopened=reopened)


def apply_correction(item: Item, event: ev.Corrected, at: datetime, version: int) -> Item:
    """Return the item after a correction, which makes that version of the minutes; `with_texts` corrects its texts."""
    assert (item.decision is None) == (event.decision is None), "a correction decides no case"
    correction = Correction(
        before=item.decision,
        after=event.decision,
        why=event.why,
        by=event.by,
        at=at,
        version=version,
        texts=event.texts,
        seats=event.seats.changes,
        weighed=bool(event.balance),
    )
    seated = with_seats(replace(item, decision=event.decision), event.seats)
    return replace(seated, corrections=(*item.corrections, correction))


def with_seats(item: Item, seats: CorrectedSeats) -> Item:
    """Return the item with corrected seats, positions and presences."""
    new = {change.role: change for change in seats.changes}
    decision = item.own_decision
    if decision is not None:
        bench = tuple(new[seat.role].after if seat.role in new else seat for seat in decision.bench)
        decision = replace(decision, bench=bench, positions=_with_positions(decision.positions, new))
    return replace(
        item,
        presences=(*item.presences, *seats.presences),
        positions=_with_positions(item.positions, new),
        decision=decision or item.decision,
    )


def _with_positions(positions: tuple[PositionTaken, ...], new: Mapping[Role, SeatChange]) -> tuple[PositionTaken, ...]:
    """Return the corrected positions, in the order of the seats."""
    by_role = {position.role: position for position in positions}
    after = (new[role].position_after if role in new else by_role.get(role) for role in ROLES)
    return tuple(position for position in after if position is not None) if new else positions


def apply_rectification(item: Item, event: Rectified, at: datetime, version: int) -> Item:
    """Return the item after a rectification, which makes that version of the minutes."""
    child = rectify_child(item.case.child, event.changes)
    correction = Correction(
        before=item.decision,
        after=item.decision,
        why=event.why,
        by=event.by,
        at=at,
        version=version,
        personal=tuple(dict.fromkeys(change.what for change in event.changes)),
    )
    before = (Informed(who=ITSELF, name=item.case.child.name), *item.case.child.inform)
    names = {child.name, *(person.name for person in child.inform)}
    former = tuple(person for person in before if person.name not in names)
    return replace(
        item,
        case=replace(item.case, child=child),
        corrections=(*item.corrections, correction),
        former=(*item.former, *former),
    )
