"""Rectifies personal data, and shows on request what it was."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.domain.case import Child
from kpcommittee.domain.cpr import birth_date_of
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.meeting.events import CASELOAD, Recorded
from kpcommittee.domain.meeting.meeting import Meeting, apply, unopened_meeting
from kpcommittee.domain.meeting.rectified import Personal, Rectification, Rectified, rectify_child, rectify_identity
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.known_cases import refuse_unknown_case
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


@immutable
class NewData:
    """The corrected data; None keeps the value."""

    name: str | None = None
    birth_date: date | None = None
    cpr: str | None = None
    informed: tuple[tuple[str, str], ...] = ()
    """Names of people who are informed: old and new."""


@immutable
class CurrentData:
    """The present personal data of a case: from its newest meeting, else from its placements."""

    identity: Identity
    informed: tuple[str, ...]
    """Names of those who are informed."""
    other_cases: tuple[str, ...]
    """Other cases of the same child, each of which is rectified separately."""


@immutable
class _Places:
    """Where the data of a case is stored."""

    meetings: "tuple[Meeting, ...]"
    placed: Identity | None


@immutable
class Earlier:
    """A rectified value, with the one before."""

    at: date
    by: str
    why: str
    what: Personal
    before: str
    now: str


def rectify(session: "Session", case_number: str, new_data: NewData, why: str, by: str | None = None) -> int:
    """Rectify personal data of a case in every meeting that had it, and in the placements.

    Returns:
        The number of meetings whose minutes have a new version.

    Raises:
        UsageError: the case is unknown, nothing would change, or the data is impossible.
        KpError: a meeting with the case is not approved; its agenda is to be corrected instead.
    """
    store, places = session.store, _places_of(session, case_number)
    by = by or session.by
    events = {
        meeting.id: _event(_child_of(meeting, case_number), case_number, new_data, (why, by))
        for meeting in places.meetings
    }
    if places.placed is not None:
        events[CASELOAD] = _event_of_placement(places.placed, case_number, new_data, (why, by))
    changed = {stream: event for stream, event in events.items() if event.changes}
    if not changed:
        raise UsageError(
            _("nothing in it has changed"), _("Give the correct data with --name, --birth-date, --cpr or --inform.")
        )
    store.append_rectified(changed, {meeting.id: meeting for meeting in places.meetings}, session.clock(), session.by)
    session.access.note("revealed", case_number, why=why)
    return len(changed.keys() - {CASELOAD})


def current_data(session: "Session", case_number: str) -> CurrentData:
    """Return the present personal data of a case.

    Raises:
        UsageError: the case is unknown.
        KpError: a meeting with the case is not approved; its agenda is to be corrected instead.
    """
    places = _places_of(session, case_number)
    child = _child_of(places.meetings[-1], case_number) if places.meetings else None
    identity = child.identity if child else places.placed
    assert identity is not None, "a case that is kept nowhere was refused"
    others = (number for number in session.store_to_read.story(case_number).case_numbers if number != case_number)
    informed = tuple(person.name for person in child.inform if person.name) if child else ()
    return CurrentData(identity=identity, informed=informed, other_cases=tuple(others))


def _places_of(session: "Session", case_number: str) -> _Places:
    """Return where the data of a case is stored; refuse an unknown case, or one in a running meeting."""
    store = session.store_to_read
    streams = dict.fromkeys(
        recorded.stream for recorded in store.mentioning((case_number,)) if recorded.stream != CASELOAD
    )
    meetings = [meeting for meeting in map(store.meeting, streams) if meeting.item(case_number)]
    placed = [
        placement for placement in store.of_children((case_number,), ())[0] if placement.case_number == case_number
    ]
    if not meetings and not placed:
        refuse_unknown_case(session, case_number)
        raise UsageError(
            _("nothing is kept of a case {case}").format(case=case_number[:60]),
            _("kpcommittee history lists the cases of past meetings."),
        )
    _refuse_running(meetings, case_number)
    meetings.sort(key=lambda meeting: meeting.date)
    return _Places(meetings=tuple(meetings), placed=placed[-1].identity if placed else None)


def _refuse_running(meetings: Sequence[Meeting], case_number: str) -> None:
    running = [meeting for meeting in meetings if meeting.state != "approved"]
    if running:
        days = ", ".join(figures.date_numeric(meeting.date) for meeting in running)
        raise KpError(
            _("the minutes with case {case} are not approved: {days}").format(case=case_number, days=days),
            _("While the meeting is open, correct the agenda's file and take it over; else approve the minutes first."),
        )


def _child_of(meeting: Meeting, case_number: str) -> Child:
    item = meeting.item(case_number)
    assert item is not None, "only meetings with the case are looked at"
    return item.case.child


def _event(child: Child, case_number: str, new_data: NewData, reason: tuple[str, str]) -> Rectified:
    changes = [*_changes_of_child(child.identity, new_data), *_changes_of_informed(child, new_data)]
    _refuse_impossible(rectify_child(child, changes).identity)
    return Rectified(case=case_number, changes=tuple(changes), why=reason[0], by=reason[1])


def _event_of_placement(identity: Identity, case_number: str, new_data: NewData, reason: tuple[str, str]) -> Rectified:
    return Rectified(
        case=case_number, changes=tuple(_changes_of_child(identity, new_data)), why=reason[0], by=reason[1]
    )


def _changes_of_child(identity: Identity, new_data: NewData) -> Iterator[Rectification]:
    if new_data.name not in (None, identity.name):
        yield Rectification(what="name", now=str(new_data.name))
    if new_data.birth_date is not None and new_data.birth_date != identity.birth_date:
        yield Rectification(what="birth_date", now=new_data.birth_date.isoformat())
    if new_data.cpr not in (None, identity.cpr):
        yield Rectification(what="cpr", now=str(new_data.cpr))


def _changes_of_informed(child: Child, new_data: NewData) -> Iterator[Rectification]:
    for old_name, new_name in new_data.informed:
        for nth, person in enumerate(child.inform, 1):
            if person.name == old_name != new_name:
                yield Rectification(what="informed", now=new_name, nth=nth)


def _refuse_impossible(identity: Identity) -> None:
    """Refuse a personal number that contains another birth date than the child's."""
    in_number = birth_date_of(identity.cpr) if identity.cpr else None
    if identity.cpr and in_number is None:
        raise UsageError(_("That is not a personal number."), _("It has ten digits, such as 610412-4001."))
    if in_number is not None and in_number != identity.birth_date:
        raise UsageError(
            _("The personal number contains another birth date than the child has: {day}.").format(
                day=figures.date_numeric(in_number)
            ),
            _("Put both right in one command, with --birth-date and --cpr."),
        )


def earlier_values(session: "Session", case_number: str, why: str) -> tuple[Earlier, ...]:
    """Return the rectifications of a case with the old values, oldest first; the access log notes it.

    Raises:
        UsageError: nothing was rectified.
    """
    store = session.store_to_read
    streams = dict.fromkeys(
        recorded.stream for recorded in store.mentioning((case_number,)) if recorded.stream != CASELOAD
    )
    earlier = [entry for stream in streams for entry in _earlier_in(store.read(stream), case_number)]
    earlier = earlier or [*_earlier_in_placements(store.read(CASELOAD), case_number)]
    if not earlier:
        raise UsageError(
            _("nothing was put right in case {case}").format(case=case_number[:60]),
            _("kpcommittee export --case lists all that is kept of it."),
        )
    session.access.note("revealed", case_number, why=why)
    return tuple(dict.fromkeys(sorted(earlier, key=lambda entry: entry.at)))


def _earlier_in(events: Sequence[Recorded], case_number: str) -> Iterator[Earlier]:
    meeting = unopened_meeting(events[0].stream, events)
    for recorded in events:
        event = recorded.event
        item = meeting.item(case_number)
        if isinstance(event, Rectified) and event.case == case_number and item is not None:
            for change in event.changes:
                before = _value(item.case.child, change)
                yield Earlier(
                    at=recorded.at.date(), by=event.by, why=event.why, what=change.what, before=before, now=change.now
                )
        meeting = apply(meeting, recorded)


def _earlier_in_placements(events: Sequence[Recorded], case_number: str) -> Iterator[Earlier]:
    """Yield the rectifications in imported placements of a case that no meeting had."""
    identity = Identity(None, None, None)
    for recorded in events:
        event = recorded.event
        if isinstance(event, Imported):
            identity = next(
                (
                    placement.identity
                    for placement in (*event.new, *event.changed)
                    if placement.case_number == case_number
                ),
                identity,
            )
        elif isinstance(event, Rectified) and event.case == case_number:
            values = {"name": identity.name, "birth_date": identity.birth_date, "cpr": identity.cpr}
            for change in event.changes:
                before = str(values.get(change.what) or "")
                yield Earlier(
                    at=recorded.at.date(), by=event.by, why=event.why, what=change.what, before=before, now=change.now
                )
            identity = rectify_identity(identity, event.changes)


def _value(child: Child, change: Rectification) -> str:
    match change.what:
        case "name":
            return child.name
        case "birth_date":
            return child.birth_date.isoformat()
        case "cpr":
            return child.cpr or ""
        case "informed":
            return child.inform[(change.nth or 1) - 1].name
