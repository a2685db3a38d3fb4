"""A meeting is the fold of its events."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Literal

from kpcommittee.domain.agenda import Agenda, LeftOut, MeetingHead
from kpcommittee.domain.capacity.placement import Ruling
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config, Role
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.attendance import Attendance, Presence, attendance_at
from kpcommittee.domain.meeting.bench import Bench, bench_of
from kpcommittee.domain.meeting.caseload_events import Imported, ImportUndone, PlacementChanged, Restored
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.disqualification import Disqualification
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.happened import MeetingState
from kpcommittee.domain.text import Prose

CaseState = Literal["open", "placed", "in_principle", "postponed", "returned", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTaken:
    """An oral statement, who made it, and when it was noted."""

    text: Prose
    said_by: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction after approval."""

    before: Decision
    after: Decision
    why: Prose
    by: str
    at: datetime
    version: int
    weighed: bool = False
    """Whether the chosen provider was weighed anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reweighing:
    """The balance was reckoned anew by a correction."""

    version: int
    """The version of the minutes that it became."""
    at: datetime
    before: tuple[ev.BalanceLine, ...]
    """The balance of the version before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One case as this meeting has dealt with it so far."""

    case: Case
    state: CaseState = "open"
    late: bool = False
    amended: bool = False
    """Whether the meeting took over a change of the agenda file after the opening."""
    waiting: ev.Waiting | None = None
    """How an earlier meeting left it."""
    positions: tuple[PositionTaken, ...] = ()
    disqualified: tuple[Disqualification, ...] = ()
    notes: tuple[NoteTaken, ...] = ()
    decision: Decision | None = None
    confirmed: tuple[ev.Confirmed, ...] = ()
    outcome: ev.Postponed | ev.Returned | ev.Withdrawn | None = None
    corrections: tuple[Correction, ...] = ()
    taken_off: Decision | None = None
    """A carried decision in principle that the missing leader refused."""

    @property
    def number(self) -> str:
        """The case number."""
        return self.case.case_number

    @property
    def undecided(self) -> bool:
        """Whether the committee may still decide it: open, or postponed and taken up again in the same meeting."""
        return self.state in ("open", "postponed")

    @property
    def carried(self) -> Decision | None:
        """The decision in principle of an earlier meeting that this item still carries."""
        return self.waiting.decision if self.waiting and self.undecided else None

    @property
    def decided_earlier(self) -> bool:
        """Whether an earlier meeting made the decision in principle, confirmed here or not."""
        first = self.corrections[0].before if self.corrections else self.decision or self.carried
        return first is not None and self.waiting is not None and self.waiting.decision == first

    @property
    def postponed_times(self) -> int:
        """How many times earlier meetings postponed it."""
        return self.waiting.postponed_times if self.waiting else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting of the committee."""

    id: str
    state: MeetingState = "preparing"
    head: MeetingHead | None = None
    items: tuple[Item, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """The cases of the agenda file that could not be read at the opening and are not dealt with yet."""
    set_aside: tuple[ev.SetAside, ...] = ()
    """Those that were left to the next meeting."""
    presences: tuple[Presence, ...] = ()
    config: Config | None = None
    """As it was when the meeting was opened."""
    law: Law | None = None
    last_minutes: ev.LastMinutes | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    balance: tuple[ev.BalanceLine, ...] = ()
    """As the meeting closed, or as the newest correction that moved hours reckoned it anew."""
    reweighed: Reweighing | None = None
    """The newest correction that reckoned the balance anew."""
    version: int = 0
    """0 until the approval, which is version 1; each correction is one more."""
    log: tuple[ev.Recorded, ...] = field(default=(), compare=False)
    """The events that are in force: not taken back, and no undo among them."""
    last: int = field(default=0, compare=False)
    """The number of the stream's newest event."""

    @classmethod
    def prepared(cls, agenda: Agenda, waiting: Iterable[ev.Waiting] = ()) -> "Meeting":
        """Prepare the meeting from its agenda, before it is opened; cases come as earlier meetings left them."""
        left = {waits.case_number: waits for waits in waiting}
        items = tuple(Item(case=case, waiting=left.get(case.case_number)) for case in agenda.cases)
        return cls(id=agenda.meeting.id, head=agenda.meeting, items=items)

    @property
    def date(self) -> date:
        """The meeting's date."""
        assert self.head is not None, "a meeting has a head once it is prepared or opened"
        return self.head.date

    def item(self, case_number: str) -> Item | None:
        """Return the item of that case; None if it is not on the agenda."""
        return next((item for item in self.items if item.number == case_number), None)

    @property
    def places(self) -> Mapping[str, int]:
        """Case number → place on the agenda, from 1."""
        return {item.number: place for place, item in enumerate(self.items, 1)}

    def attendance(self, case_number: str) -> Attendance:
        """Return who is in the room during that item."""
        places = self.places
        return attendance_at(places[case_number], self.presences, places)

    def bench(self, item: Item, config: Config, law: Law) -> Bench:
        """Return who decides in that item; from the law's adult age on, other seats are required."""
        adult = item.case.child.age_on(self.date) >= law.terms.adult_age
        return bench_of(item.case, config, self.attendance(item.number), item.disqualified, adult=adult)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The meeting's rulings that affect hours."""
        opened = self.opened
        return tuple(self._ruling(item, opened) for item in self.items if item.state != "open" or item.taken_off)

    @property
    def opened(self) -> str:
        """When it was opened, as ISO text in UTC, so that texts sort by time; empty before."""
        return self.opened_at.astimezone(UTC).isoformat() if self.opened_at else ""

    def _ruling(self, item: Item, opened: str) -> Ruling:
        decision = item.decision
        return Ruling(
            meeting=self.id,
            opened_at=opened,
            approved=self.state == "approved",
            case_number=item.number,
            state=item.state,
            released=item.taken_off is not None,
            provider=decision.provider if decision else None,
            staff=decision.staff if decision else None,
            hours=decision.hours if decision else None,
            start=decision.start if decision else None,
            end=decision.end if decision else None,
            child=item.case.child.identity,
            met_on=self.date,
        )


def fold(meeting_id: str, recorded: Iterable[ev.Recorded]) -> Meeting:
    """Build the meeting from its events; those that were taken back are passed over, so that it takes linear time."""
    events = tuple(recorded)
    undone = {undo.event.number for undo in events if isinstance(undo.event, ev.Undone)}
    meeting = Meeting(id=meeting_id)
    for event in events:
        if not isinstance(event.event, ev.Undone) and event.number not in undone:
            meeting = apply(meeting, event)
    return replace(meeting, last=events[-1].number) if events else meeting


def apply(meeting: Meeting, recorded: ev.Recorded) -> Meeting:
    """Return the meeting after one more event."""
    event = recorded.event
    if isinstance(event, ev.Undone):
        in_force = [earlier for earlier in meeting.log if earlier.number != event.number]
        return replace(fold(meeting.id, in_force), last=recorded.number)
    changed = _apply(meeting, event, recorded.at)
    return replace(changed, log=(*meeting.log, recorded), last=recorded.number)


def _apply(meeting: Meeting, event: ev.Event, at: datetime) -> Meeting:
    match event:
        case ev.Opened():
            return _opened(meeting, event, at)
        case ev.Taken() | ev.SetAside() | ev.Reordered():
            return _on_agenda(meeting, event)
        case ev.Attended():
            presence = Presence(person=event.person, status=event.status, substitute=event.substitute, case=event.case)
            return replace(meeting, presences=(*meeting.presences, presence))
        case ev.Disqualified(substitute=str(substitute)) if meeting.attendance(event.case).is_away(substitute):
            here = Presence(person=substitute, status="present", case=event.case)
            return _apply(replace(meeting, presences=(*meeting.presences, here)), event, at)
        case ev.Closed():
            return replace(meeting, state="closed", closed_at=at, balance=event.balance)
        case ev.Approved():
            return replace(meeting, state="approved", approved_at=at, approved_by=event.by, version=1)
        case ev.Corrected():
            version = meeting.version + 1
            corrected = _change(meeting, event.case, lambda item: _corrected(item, event, at, version))
            if event.balance:
                anew = Reweighing(version=version, at=at, before=meeting.balance)
                corrected = replace(corrected, balance=event.balance, reweighed=anew)
            return replace(corrected, version=version)
        case ev.Undone() | Imported() | ImportUndone() | PlacementChanged() | FollowedUp() | Restored():
            return meeting
        case _:
            return _change(meeting, event.case, lambda item: _dealt_with(item, event, at))


def _change(meeting: Meeting, case_number: str, change: Callable[[Item], Item]) -> Meeting:
    items = tuple(change(item) if item.number == case_number else item for item in meeting.items)
    return replace(meeting, items=items)


def _opened(meeting: Meeting, event: ev.Opened, at: datetime) -> Meeting:
    waiting = {waits.case_number: waits for waits in event.waiting}
    items = tuple(Item(case=case, waiting=waiting.get(case.case_number)) for case in event.agenda.cases)
    return replace(
        meeting,
        state="open",
        head=replace(event.agenda.meeting, id=meeting.id),
        items=items,
        left_out=event.left_out,
        config=event.config,
        law=event.law,
        last_minutes=event.last_minutes,
        opened_at=at,
    )


def _on_agenda(meeting: Meeting, event: ev.Taken | ev.SetAside | ev.Reordered) -> Meeting:
    match event:
        case ev.Taken():
            return _taken(meeting, event)
        case ev.SetAside():
            dealt_with = event.left_out.among(meeting.left_out)
            left_out = tuple(entry for entry in meeting.left_out if entry is not dealt_with)
            return replace(meeting, left_out=left_out, set_aside=(*meeting.set_aside, event))
        case ev.Reordered():
            order = {number: place for place, number in enumerate(event.cases)}
            return replace(meeting, items=tuple(sorted(meeting.items, key=lambda item: order[item.number])))


def _taken(meeting: Meeting, event: ev.Taken) -> Meeting:
    case = event.case
    if case is None:
        return replace(meeting, head=replace(event.head, id=meeting.id) if event.head else meeting.head)
    if meeting.item(case.case_number) is None:
        item = Item(case=case, late=event.late, waiting=event.waiting)
        left_out = tuple(entry for entry in meeting.left_out if entry.index != event.puts_right)
        return replace(meeting, items=(*meeting.items, item), left_out=left_out)
    return _change(meeting, case.case_number, lambda item: replace(item, case=case, amended=True))


ItemEvent = (
    ev.Disqualified | ev.Positioned | ev.Decided | ev.Confirmed | ev.Postponed | ev.Returned | ev.Withdrawn | ev.Noted
)


def _dealt_with(item: Item, event: ItemEvent, at: datetime) -> Item:
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
            return _confirmed(item, event)
        case ev.Postponed():
            return replace(item, state="postponed", outcome=event)
        case ev.Returned():
            return replace(item, state="returned", outcome=event)
        case ev.Withdrawn():
            return replace(item, state="withdrawn", outcome=event)
        case ev.Noted():
            note = NoteTaken(text=event.text, said_by=event.said_by, at=at)
            return replace(item, notes=(*item.notes, note))


def _disqualification(event: ev.Disqualified) -> Disqualification:
    return Disqualification(
        role=event.role,
        person=event.person,
        ground=event.ground,
        decided_by=event.decided_by,
        outcome=event.outcome,
        substitute=event.substitute,
    )


def awaited(item: Item) -> tuple[Role, ...]:
    """Return the seats whose confirmation a decision in principle still waits for."""
    decision = item.decision if item.state == "in_principle" else item.carried
    if decision is None:
        return ()
    done = set(item.waiting.confirmed if item.waiting and item.waiting.decision == decision else ())
    for confirmation in item.confirmed:
        # A refusal revoked the decision; confirmations before it do not count for the next decision.
        done = set() if confirmation.refuse else {*done, confirmation.role}
    return tuple(seat.role for seat in decision.awaits if seat.role not in done)


def _confirmed(item: Item, event: ev.Confirmed) -> Item:
    confirmed = (*item.confirmed, event)
    if event.refuse:
        off = item.taken_off or (item.waiting.decision if item.waiting else None)
        waiting = item.waiting and replace(item.waiting, decision=None, confirmed=())
        undecided = replace(item, state="open", decision=None, outcome=None, positions=())
        return replace(undecided, waiting=waiting, confirmed=confirmed, taken_off=off)
    decision = item.decision or item.carried
    state: CaseState = "in_principle" if set(awaited(item)) - {event.role} else "placed"
    return replace(item, decision=decision, state=state, outcome=None, confirmed=confirmed)


def _corrected(item: Item, event: ev.Corrected, at: datetime, version: int) -> Item:
    assert item.decision is not None, "only a decision is corrected"
    correction = Correction(
        before=item.decision,
        after=event.decision,
        why=event.why,
        by=event.by,
        at=at,
        version=version,
        weighed=bool(event.balance),
    )
    return replace(item, decision=event.decision, corrections=(*item.corrections, correction))


def order_of_decision(meetings: Iterable[Meeting]) -> dict[str, int]:
    """Return each case's place among all decisions of these meetings, the earliest opened first.

    A decision that was taken anew counts from then; confirming a decision does not move it.
    """
    opened = sorted((meeting for meeting in meetings if meeting.opened_at), key=lambda m: (m.opened_at, m.id))
    numbers: dict[str, int] = {}
    place = 0
    for meeting in opened:
        for recorded in meeting.log:
            event = recorded.event
            place += 1
            if isinstance(event, ev.Decided) or (isinstance(event, ev.Confirmed) and event.case not in numbers):
                numbers[event.case] = place
    return numbers
