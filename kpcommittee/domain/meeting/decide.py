"""The rules: how an intention becomes an event of a meeting, or a refusal."""

from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.bench import disqualified_people
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.commenting import review
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.correcting import correct, with_start
from kpcommittee.domain.meeting.differences import head_changes
from kpcommittee.domain.meeting.guards import require_closed, require_open, require_undecided
from kpcommittee.domain.meeting.item import Item, awaited_roles
from kpcommittee.domain.meeting.left_out import index_at_opening, list_left_out, set_aside_case
from kpcommittee.domain.meeting.meeting import Meeting, people_of
from kpcommittee.domain.meeting.place import place
from kpcommittee.domain.meeting.positions import position_in
from kpcommittee.domain.meeting.refusal import Refusal, RefusedError, refuse
from kpcommittee.domain.meeting.telling import journalise, tell


def decide(meeting: Meeting, intention: want.Intention, context: Context) -> ev.MeetingEvent | Refusal:
    """Return the one event an intention becomes, or a refusal. The meeting stays unchanged; `apply` changes it."""
    try:
        return _decide(meeting, intention, context)
    except RefusedError as refused:
        return refused.refusal


def _decide(meeting: Meeting, intention: want.Intention, context: Context) -> ev.MeetingEvent:
    match intention:
        case want.Open():
            return _open(meeting, context)
        case want.Undo():
            return _undo(meeting, intention, context)
        case want.Approve():
            require_closed(meeting)
            return ev.Approved(by=intention.by or context.by)
        case want.Correct():
            return correct(meeting, _require_item(meeting, intention.case), intention, context)
        case want.Take() | want.SetAside() | want.Order():
            return _decide_on_agenda(meeting, intention, context)
        case want.Attend():
            return _attend(meeting, intention, context)
        case want.Close():
            require_open(meeting)
            return _close(meeting, context)
        case want.Circulate() | want.Comment() | want.Resolve():
            return review(meeting, intention, context)
        case _:
            return _decide_on_item(meeting, _require_item(meeting, intention.case), intention, context)


def _decide_on_agenda(
    meeting: Meeting, intention: want.Take | want.SetAside | want.Order, context: Context
) -> ev.MeetingEvent:
    match intention:
        case want.Take():
            require_open(meeting)
            return _take(meeting, intention, context)
        case want.SetAside():
            require_open(meeting, intention.case)
            return set_aside_case(meeting, intention, context)
        case want.Order():
            return _order(meeting, intention)


ItemIntention = (
    want.Disqualify | want.Position | want.Place | want.Confirm | want.Postpone | want.Return | want.Withdraw
    | want.Reopen | want.Note | want.Tell | want.Journalise
)  # fmt: skip


def _decide_on_item(meeting: Meeting, item: Item, intention: ItemIntention, context: Context) -> ev.MeetingEvent:
    if isinstance(intention, want.Place):
        return place(meeting, item, intention, context)
    if isinstance(intention, want.Tell):
        return tell(meeting, item, intention, context)
    if isinstance(intention, want.Journalise):
        return journalise(meeting, item, intention, context)
    if not (isinstance(intention, want.Note) and intention.private and meeting.state == "preparing"):
        require_open(meeting, item.number)
    match intention:
        case want.Position() | want.Disqualify() | want.Confirm():
            return _decide_on_leader(meeting, item, intention, context)
        case want.Postpone() | want.Return() | want.Withdraw():
            return _decide_to_put_off(meeting, item, intention, context)
        case want.Reopen():
            return _reopen(item, intention)
        case want.Note():
            _require_text(intention.text, "text", item)
            return ev.Noted(case=item.number, text=intention.text, said_by=intention.said_by, private=intention.private)


def _decide_on_leader(
    meeting: Meeting, item: Item, intention: want.Position | want.Disqualify | want.Confirm, context: Context
) -> ev.MeetingEvent:
    match intention:
        case want.Position():
            return _position(meeting, item, intention, context)
        case want.Disqualify():
            return _disqualify(meeting, item, intention, context)
        case want.Confirm():
            return _confirm(meeting, item, intention, context)


def _decide_to_put_off(
    meeting: Meeting, item: Item, intention: want.Postpone | want.Return | want.Withdraw, context: Context
) -> ev.PutOff:
    match intention:
        case want.Postpone():
            _require_text(intention.reason, "reason", item)
            require_undecided(item)
            if intention.to is not None and intention.to <= meeting.date:
                raise refuse("invalid", item.number, key="to", value=intention.to, why="not_after_meeting")
            return ev.Postponed(
                case=item.number,
                reason=intention.reason,
                missing=intention.missing,
                from_role=intention.from_role,
                times=item.postponed_times + 1,
                to=intention.to,
            )
        case want.Return():
            _require_text(intention.missing, "missing", item)
            require_undecided(item)
            return ev.Returned(case=item.number, missing=intention.missing)
        case want.Withdraw():
            _require_text(intention.reason, "reason", item)
            require_undecided(item)
            return ev.Withdrawn(case=item.number, by=intention.by or context.by, reason=intention.reason)


def _open(meeting: Meeting, context: Context) -> ev.Opened:
    if meeting.state == "open":
        raise refuse("already_open")
    if meeting.state == "closed":
        raise refuse("already_closed")
    if meeting.state == "approved":
        raise refuse("already_approved")
    if context.agenda is None:
        raise refuse("invalid", key="agenda", why="no_agenda")
    for case in context.agenda.cases:
        _require_not_open_elsewhere(case.case_number, context)
    numbers = {case.case_number for case in context.agenda.cases}
    return ev.Opened(
        agenda=context.agenda,
        config=context.config,
        config_digest=context.config_digest,
        law=context.law,
        waiting=tuple(waiting for waiting in context.waiting if waiting.case_number in numbers),
        last_minutes=context.last_minutes,
        left_out=list_left_out(meeting, context.agenda, context.left_out, context.set_aside),
    )


def _take(meeting: Meeting, intention: want.Take, context: Context) -> ev.Taken:
    if intention.case is None:
        return _take_head(meeting, context)
    case = context.agenda.case(intention.case) if context.agenda else None
    item = meeting.item(intention.case)
    if case is None:
        is_known = item is not None or intention.case in {entry.case_number for entry in context.left_out}
        if is_known:
            raise refuse("unknown_case", intention.case, why="not_in_file")
        raise refuse("unknown_case", intention.case)
    if item is None:
        _require_not_open_elsewhere(intention.case, context)
        corrected = index_at_opening(meeting, case, context)
        return ev.Taken(case=case, late=True, waiting=context.waiting_case(intention.case), puts_right=corrected)
    require_undecided(item)
    if item.case == case:
        raise refuse("invalid", intention.case, key="case", why="nothing_changed")
    return ev.Taken(case=case, late=False)


def _take_head(meeting: Meeting, context: Context) -> ev.Taken:
    """Take over when and where the committee meets."""
    if context.agenda is None:
        raise refuse("invalid", key="agenda", why="no_agenda")
    if not head_changes(meeting.head, context.agenda.meeting):
        raise refuse("invalid", key="case", why="head_unchanged")
    return ev.Taken(head=context.agenda.meeting)


def _attend(meeting: Meeting, intention: want.Attend, context: Context) -> ev.Attended:
    people = context.config.people | people_of(meeting)
    if intention.person not in people:
        raise refuse("unknown_person", person=intention.person)
    if intention.case is not None:
        _require_item(meeting, intention.case)
    require_open(meeting, intention.case)
    if intention.substitute == intention.person:
        raise refuse("invalid", intention.case, key="substitute", value=intention.person, why="own_substitute")
    return ev.Attended(
        person=intention.person, status=intention.status, substitute=intention.substitute, case=intention.case
    )


def _disqualify(meeting: Meeting, item: Item, intention: want.Disqualify, context: Context) -> ev.Disqualified:
    _require_text(intention.ground, "ground", item)
    require_undecided(item)
    bench = meeting.bench(item, context.config, context.law)
    seat = bench.seat(intention.role)
    if seat.status == "disqualified":
        raise refuse("disqualified", item.number, role=intention.role)
    if seat.person is None:
        raise refuse("seat_empty", item.number, role=intention.role)
    if intention.substitute == seat.person:
        raise refuse("invalid", item.number, key="substitute", value=seat.person, why="own_substitute")
    others = {seat.role for seat in bench.filled_seats} - {intention.role}
    if not intention.decided_by or not set(intention.decided_by) <= others:
        raise refuse("invalid", item.number, key="decided_by", why="not_the_others")
    return ev.Disqualified(
        case=item.number,
        role=intention.role,
        person=seat.person,
        ground=intention.ground,
        decided_by=intention.decided_by,
        outcome=intention.outcome,
        substitute=intention.substitute,
    )


def _position(meeting: Meeting, item: Item, intention: want.Position, context: Context) -> ev.Positioned:
    stance = want.LeaderStance(stance=intention.stance, provider=intention.provider, remark=intention.remark)
    require_undecided(item)
    position = position_in(item, meeting.bench(item, context.config, context.law), intention.role, stance, context)
    return ev.Positioned(case=item.number, position=position)


def _confirm(meeting: Meeting, item: Item, intention: want.Confirm, context: Context) -> ev.Confirmed:
    awaited = awaited_roles(item)
    if not awaited:
        raise refuse("not_in_principle", item.number, state=item.state)
    if intention.role not in awaited:
        raise refuse("invalid", item.number, key="role", value=intention.role, why="not_awaited")
    by = intention.by or context.by
    if by in disqualified_people(item.disqualified):
        raise refuse("disqualified", item.number, role=intention.role)
    if intention.refuse and intention.start is not None:
        raise refuse("invalid", item.number, key="start", value=intention.start, why="refused_start")
    decision = with_start(meeting, item, intention.start, context) if intention.start is not None else None
    return ev.Confirmed(case=item.number, role=intention.role, by=by, refuse=intention.refuse, decision=decision)


def _reopen(item: Item, intention: want.Reopen) -> ev.Reopened:
    if item.state == "open":
        raise refuse("invalid", item.number, key="case", why="still_open")
    return ev.Reopened(case=item.number, was=item.state, reason=intention.reason)


def _order(meeting: Meeting, intention: want.Order) -> ev.Reordered:
    for number in intention.cases:
        _require_item(meeting, number)
    require_open(meeting)
    if sorted(intention.cases) != sorted(item.number for item in meeting.items):
        raise refuse("invalid", key="cases", why="not_every_case_once")
    # The room and the minutes refer to a settled case by its number, so it keeps its place.
    fixed = {item.number for item in meeting.items if item.keeps_place}
    moved = (number for number in intention.cases if number not in fixed)
    return ev.Reordered(cases=tuple(item.number if item.keeps_place else next(moved) for item in meeting.items))


def _undo(meeting: Meeting, intention: want.Undo, context: Context) -> ev.Undone:
    if meeting.state == "approved":
        raise refuse("already_approved")
    newest = meeting.newest_to_undo
    if newest is None:
        raise refuse("nothing_to_undo")
    if intention.n is not None and intention.n != newest.number:
        raise refuse("conflict", n=intention.n, newest=newest.number)
    if isinstance(newest.event, ev.Closed):
        for item in meeting.items:
            if item.number in context.carried_over:
                raise refuse("carried_over", item.number, meeting=context.carried_over[item.number])
    return ev.Undone(number=newest.number, what=newest.kind, case=newest.event.about)


def _close(meeting: Meeting, context: Context) -> ev.Closed:
    open_cases = [item.number for item in meeting.items if item.state == "open"]
    if open_cases:
        raise refuse("cases_open", open_cases[0], cases=", ".join(open_cases), count=len(open_cases))
    unread = list_left_out(meeting, context.agenda, context.left_out)
    if unread:
        keys = ", ".join(entry.key for entry in unread)
        raise refuse("cases_left_out", unread[0].case_number, cases=keys, count=len(unread))
    return ev.Closed(balance=balance_of(meeting, context))


def _require_item(meeting: Meeting, case_number: str) -> Item:
    item = meeting.item(case_number)
    if item is None:
        raise refuse("unknown_case", case_number)
    return item


def _require_text(text: str, key: str, item: Item) -> None:
    if not text:
        raise refuse("invalid", item.number, key=key, why="empty")


def _require_not_open_elsewhere(case_number: str, context: Context) -> None:
    other = context.open_elsewhere.get(case_number)
    if other is not None:
        raise refuse("conflict", case_number, meeting=other)
