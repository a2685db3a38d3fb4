"""A meeting is the fold of its events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, date, datetime
from itertools import count

from kpcommittee.domain.agenda import Agenda, LeftOutCase, MeetingHead
from kpcommittee.domain.capacity.placement import Ruling
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.access_events import Accessed, Sampled
from kpcommittee.domain.meeting.attendance import Attendance, Presence, attendance_at
from kpcommittee.domain.meeting.bench import Bench, bench_of
from kpcommittee.domain.meeting.caseload_events import Exported, Imported, ImportUndone, PlacementChanged, Restored
from kpcommittee.domain.meeting.comments import (
    BesideEvent,
    Circulated,
    Circulation,
    Comment,
    Commented,
    Resolution,
    Resolved,
)
from kpcommittee.domain.meeting.event_base import MeetingState
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.frozen import BalanceLine, LastMinutes, Waiting
from kpcommittee.domain.meeting.item import Item, PrivateNote, apply_correction, apply_rectification, apply_to_item
from kpcommittee.domain.meeting.item_texts import with_texts
from kpcommittee.domain.meeting.purged import Purged, PurgedItem, stand_in
from kpcommittee.domain.meeting.rectified import Rectified
from kpcommittee.domain.meeting.told import Filing, Journalised, Telling, Told


@immutable
class Reweighing:
    """A correction that computed the balance again."""

    version: int
    """The version of the minutes that it made."""
    at: datetime
    before: tuple[BalanceLine, ...]
    """The balance of the version before."""


@immutable
class Meeting:
    """One meeting of the committee."""

    id: str
    state: MeetingState = "preparing"
    head: MeetingHead | None = None
    items: tuple[Item, ...] = ()
    left_out: tuple[LeftOutCase, ...] = ()
    """The cases of the agenda file that could not be read at the opening and are not dealt with yet."""
    set_aside: tuple[ev.SetAside, ...] = ()
    """The unreadable cases that were left to the next meeting."""
    private_notes: tuple[PrivateNote, ...] = ()
    """The chair's own, in no document but the run sheet."""
    told: tuple[Telling, ...] = ()
    """Who was told of decisions, in the order of recording."""
    journalised: tuple[Filing, ...] = ()
    """The filings of cases, in the order of recording."""
    circulation: Circulation | None = None
    """The circulation of the minutes; None if they were not sent out since the meeting was closed."""
    comments: tuple[Comment, ...] = ()
    """The comments on the minutes before approval: working material, which is in no document."""
    purged: tuple[PurgedItem, ...] = ()
    """Items whose cases were purged: they are not among the items, and their numbers are never reused."""
    presences: tuple[Presence, ...] = ()
    config: Config | None = None
    """The config as it was at the opening."""
    law: Law | None = None
    last_minutes: LastMinutes | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    balance: tuple[BalanceLine, ...] = ()
    """The balance at the closing, or as the newest correction that moved hours computed it."""
    reweighed: Reweighing | None = None
    """The newest correction that computed the balance again; None if none did."""
    version: int = 0
    """0 until the approval, which is version 1; each correction is one more."""
    log: tuple[ev.Recorded, ...] = field(default=(), compare=False)
    """The events in force: those not undone, and no undo events."""
    last: int = field(default=0, compare=False)
    """The number of the stream's newest event."""

    @classmethod
    def from_agenda(cls, agenda: Agenda, waiting: Iterable[Waiting] = ()) -> "Meeting":
        """Prepare the meeting from its agenda, before it is opened; cases come as earlier meetings left them."""
        waiting_by_case = {waits.case_number: waits for waits in waiting}
        items = tuple(Item(case=case, waiting=waiting_by_case.get(case.case_number)) for case in agenda.cases)
        return cls(id=agenda.meeting.id, head=agenda.meeting, items=items)

    @property
    def date(self) -> date:
        """The meeting's date."""
        assert self.head is not None, "a meeting has a head once it is prepared or opened"
        return self.head.date

    @property
    def is_over(self) -> bool:
        """Whether it is closed, so that nothing more is decided in it."""
        return self.state in ("closed", "approved")

    def item(self, case_number: str) -> Item | None:
        """Return the item of that case; None if it is not on the agenda."""
        return next((item for item in self.items if item.number == case_number), None)

    def private_notes_on(self, case_number: str) -> tuple[PrivateNote, ...]:
        """Return the chair's own notes on that case."""
        return tuple(note for note in self.private_notes if note.case == case_number)

    def newest_filing(self, case_number: str) -> Filing | None:
        """Return where that case was filed last; None if it was not."""
        return next((filed for filed in reversed(self.journalised) if filed.case == case_number), None)

    @property
    def newest_to_undo(self) -> "ev.Recorded | None":
        """The newest event that an undo takes back; None if there is none."""
        return next((recorded for recorded in reversed(self.log) if not recorded.event.survives_undo), None)

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """The comments that nobody has answered, taken in or withdrawn."""
        return tuple(comment for comment in self.comments if comment.resolution is None)

    @property
    def next_comment(self) -> int:
        """The number that the next comment gets."""
        return max((comment.number for comment in self.comments), default=0) + 1

    @property
    def places(self) -> Mapping[str, int]:
        """Case number → place on the agenda, from 1; a purged case's stand-in has its place."""
        purged_places = {item.place for item in self.purged}
        free = (place for place in count(1) if place not in purged_places)
        numbered = {item.number: place for item, place in zip(self.items, free, strict=False)}
        return numbered | {stand_in(place): place for place in purged_places}

    def attendance(self, case_number: str) -> Attendance:
        """Return who is in the room during that item."""
        places, item = self.places, self.item(case_number)
        attendance = attendance_at(places[case_number], self.presences, places)
        return attendance.with_corrections(item.presences) if item and item.presences else attendance

    def bench(self, item: Item, config: Config, law: Law) -> Bench:
        """Return who decides in that item; from the law's adult age, other seats are required."""
        adult = item.case.child.age_on(self.date) >= law.terms.adult_age
        return bench_of(item.case, config, self.attendance(item.number), item.disqualified, adult=adult)

    def settling_event(self, case_number: str) -> ev.Event:
        """Return the newest event with which the meeting dealt with a case.

        Raises:
            LookupError: the meeting has not dealt with it yet.
        """
        events = (recorded.event for recorded in reversed(self.log))
        newest = next((event for event in events if event.settles and event.about == case_number), None)
        if newest is None:
            raise LookupError(case_number)
        return newest

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The meeting's rulings that affect hours."""
        opened = self.opened_iso
        return tuple(self._ruling(item, opened) for item in self.items if item.state != "open" or item.taken_off)

    @property
    def opened_iso(self) -> str:
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
    """Build the meeting from its events, skipping those undone, in linear time."""
    events = tuple(recorded)
    return _apply_all(unopened_meeting(meeting_id, events), events)


def _apply_all(meeting: Meeting, events: Sequence[ev.Recorded]) -> Meeting:
    undone = {undo.event.number for undo in events if isinstance(undo.event, ev.Undone)}
    for event in events:
        if not isinstance(event.event, ev.Undone) and event.number not in undone:
            meeting = apply(meeting, event)
    return replace(meeting, last=events[-1].number) if events else meeting


def unopened_meeting(meeting_id: str, events: Iterable[ev.Recorded]) -> Meeting:
    """Return a meeting before its first event, with the items that a purge has left empty."""
    purged = (_purged_item(recorded.event, recorded.at) for recorded in events if isinstance(recorded.event, Purged))
    items = sorted({item for item in purged if item}, key=lambda item: item.place)
    return Meeting(id=meeting_id, purged=tuple(items))


def _purged_item(event: Purged, at: datetime) -> PurgedItem | None:
    return None if event.place is None else PurgedItem(place=event.place, on=at.date())


def apply(meeting: Meeting, recorded: ev.Recorded) -> Meeting:
    """Return the meeting after one more event."""
    event = recorded.event
    if isinstance(event, ev.Undone):
        in_force = [earlier for earlier in meeting.log if earlier.number != event.number]
        before = Meeting(id=meeting.id, purged=meeting.purged)
        return replace(_apply_all(before, in_force), last=recorded.number)
    changed = _apply(meeting, event, recorded.at)
    return replace(changed, log=(*meeting.log, recorded), last=recorded.number)


def _apply(meeting: Meeting, event: ev.Event, at: datetime) -> Meeting:
    match event:
        case ev.Opened():
            return _apply_opened(meeting, event, at)
        case ev.Taken() | ev.SetAside() | ev.Reordered():
            return _apply_to_agenda(meeting, event)
        case ev.Attended():
            presence = Presence(person=event.person, status=event.status, substitute=event.substitute, case=event.case)
            return replace(meeting, presences=(*meeting.presences, presence))
        case ev.Disqualified(substitute=str(substitute)) if meeting.attendance(event.case).is_away(substitute):
            here = Presence(person=substitute, status="present", case=event.case)
            return _apply(replace(meeting, presences=(*meeting.presences, here)), event, at)
        case ev.Closed():
            return replace(meeting, state="closed", closed_at=at, balance=event.balance, circulation=None)
        case ev.Approved():
            return replace(meeting, state="approved", approved_at=at, approved_by=event.by, version=1)
        case ev.Corrected() | Rectified():
            return _apply_new_version(meeting, event, at)
        case ev.Noted(private=True) | Told() | Journalised() | Circulated() | Commented() | Resolved():
            return _apply_outside_items(meeting, event, at)
        case (
            ev.Undone() | Imported() | ImportUndone() | PlacementChanged() | FollowedUp() | Restored() | Exported()
            | Accessed() | Sampled() | Purged()
        ):  # fmt: skip
            return meeting
        case _:
            return _change_item(meeting, event.case, lambda item: apply_to_item(item, event, at))


def _apply_new_version(meeting: Meeting, event: ev.Corrected | Rectified, at: datetime) -> Meeting:
    version = meeting.version + 1
    if isinstance(event, Rectified):
        right = _change_item(meeting, event.case, lambda item: apply_rectification(item, event, at, version))
        return replace(right, version=version)
    after = _change_item(
        meeting, event.case, lambda item: with_texts(apply_correction(item, event, at, version), event.texts)
    )
    if event.balance:
        reweighing = Reweighing(version=version, at=at, before=meeting.balance)
        after = replace(after, balance=event.balance, reweighed=reweighing)
    return replace(after, version=version)


def _apply_outside_items(meeting: Meeting, event: ev.Noted | BesideEvent, at: datetime) -> Meeting:
    """Apply an event about a case that does not change how the committee dealt with it."""
    match event:
        case ev.Noted():
            note = PrivateNote(case=event.case, text=event.text, said_by=event.said_by, at=at)
            return replace(meeting, private_notes=(*meeting.private_notes, note))
        case Told():
            item = meeting.item(event.case)
            about = item.decision.told_as if item and item.decision else None
            telling = Telling(
                case=event.case, whom=event.whom, how=event.how, on=event.on, by=event.by, at=at, about=about
            )
            return replace(meeting, told=(*meeting.told, telling))
        case Journalised():
            item = meeting.item(event.case)
            count = len(item.corrections) if item else 0
            filed = Filing(case=event.case, number=event.number, on=event.on, by=event.by, at=at, corrections=count)
            return replace(meeting, journalised=(*meeting.journalised, filed))
        case _:
            return _apply_review(meeting, event, at)


def _apply_review(meeting: Meeting, event: Circulated | Commented | Resolved, at: datetime) -> Meeting:
    """Apply an event about the reading of the minutes; only adopted comments change them."""
    match event:
        case Circulated():
            return replace(meeting, circulation=Circulation(at=at, until=event.until, by=event.by))
        case Commented():
            number = event.number or meeting.next_comment
            comment = Comment(number=number, case=event.case, text=event.text, said_by=event.said_by, at=at)
            return replace(meeting, comments=(*meeting.comments, comment))
        case Resolved():
            resolution = Resolution(outcome=event.outcome, text=event.text, by=event.by, at=at, texts=event.texts)
            comments = tuple(
                replace(comment, resolution=resolution) if comment.number == event.comment else comment
                for comment in meeting.comments
            )
            meeting = replace(meeting, comments=comments)
            return (
                _change_item(meeting, event.case, lambda item: with_texts(item, event.texts)) if event.case else meeting
            )


def _change_item(meeting: Meeting, case_number: str, change: Callable[[Item], Item]) -> Meeting:
    items = tuple(change(item) if item.number == case_number else item for item in meeting.items)
    return replace(meeting, items=items)


def _apply_opened(meeting: Meeting, event: ev.Opened, at: datetime) -> Meeting:
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


def _apply_to_agenda(meeting: Meeting, event: ev.Taken | ev.SetAside | ev.Reordered) -> Meeting:
    match event:
        case ev.Taken():
            return _apply_taken(meeting, event)
        case ev.SetAside():
            settled = event.left_out.find_among(meeting.left_out)
            left_out = tuple(entry for entry in meeting.left_out if entry is not settled)
            return replace(meeting, left_out=left_out, set_aside=(*meeting.set_aside, event))
        case ev.Reordered():
            order = {number: place for place, number in enumerate(event.cases)}
            return replace(meeting, items=tuple(sorted(meeting.items, key=lambda item: order[item.number])))


def _apply_taken(meeting: Meeting, event: ev.Taken) -> Meeting:
    case = event.case
    if case is None:
        return replace(meeting, head=replace(event.head, id=meeting.id) if event.head else meeting.head)
    if meeting.item(case.case_number) is None:
        item = Item(case=case, late=event.late, waiting=event.waiting)
        left_out = tuple(entry for entry in meeting.left_out if entry.index != event.puts_right)
        return replace(meeting, items=(*meeting.items, item), left_out=left_out)
    return _change_item(meeting, case.case_number, lambda item: replace(item, case=case, amended=True))


def people_of(meeting: Meeting) -> frozenset[str]:
    """Return everybody who was named during the meeting, substitutes included."""
    names = {p.person for p in meeting.presences} | {p.substitute for p in meeting.presences}
    names |= {ruling.substitute for item in meeting.items for ruling in item.disqualified}
    return frozenset(name for name in names if name)


def order_of_decision(meetings: Iterable[Meeting]) -> dict[str, int]:
    """Return each case's place among all decisions of these meetings, the earliest opened first.

    A decision taken again counts from then on; confirming one does not move it.
    """
    opened = sorted(
        (meeting for meeting in meetings if meeting.opened_at), key=lambda meeting: (meeting.opened_at, meeting.id)
    )
    numbers: dict[str, int] = {}
    place = 0
    for meeting in opened:
        for recorded in meeting.log:
            event = recorded.event
            place += 1
            if isinstance(event, ev.Decided) or (isinstance(event, ev.Confirmed) and event.case not in numbers):
                numbers[event.case] = place
    return numbers
