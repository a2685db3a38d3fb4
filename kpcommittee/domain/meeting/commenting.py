"""The rules for minutes that are sent out for reading, and for the comments that come back."""

from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.comments import (
    Circulated,
    Commented,
    Resolved,
    ReviewEvent,
)
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.guards import require_closed
from kpcommittee.domain.meeting.item_texts import changed_texts
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.refusal import refuse

Reviewing = want.Circulate | want.Comment | want.Resolve


def review(meeting: Meeting, intention: Reviewing, context: Context) -> ReviewEvent:
    """Return the event that an intention about the reading of the minutes becomes."""
    match intention:
        case want.Circulate():
            return _circulate(meeting, intention, context)
        case want.Comment():
            return _comment(meeting, intention)
        case want.Resolve():
            return _resolve(meeting, intention, context)


def _circulate(meeting: Meeting, intention: want.Circulate, context: Context) -> Circulated:
    require_closed(meeting)
    until = intention.until
    if until is not None and until < context.now.date():
        raise refuse("invalid", key="until", value=until.isoformat(), why="before_today")
    return Circulated(until=until, by=intention.by or context.by)


def _comment(meeting: Meeting, intention: want.Comment) -> Commented:
    _require_not_approved(meeting, intention.case)
    if intention.case is not None and meeting.item(intention.case) is None:
        raise refuse("unknown_case", intention.case)
    for key, value in (("text", intention.text), ("said_by", intention.said_by)):
        if not value:
            raise refuse("invalid", intention.case, key=key, why="empty")
    number = meeting.next_comment
    return Commented(case=intention.case, text=intention.text, said_by=intention.said_by, number=number)


def _resolve(meeting: Meeting, intention: want.Resolve, context: Context) -> Resolved:
    """Return what became of a comment; texts of its case are rewritten only if it is taken in."""
    _require_not_approved(meeting)
    comment = next((comment for comment in meeting.comments if comment.number == intention.comment), None)
    if comment is None:
        raise refuse("invalid", key="comment", value=intention.comment, why="no_such_comment")
    if intention.outcome == "answered" and not intention.text:
        raise refuse("invalid", comment.case, key="text", why="empty")
    item = meeting.item(comment.case) if comment.case else None
    if intention.texts and (item is None or intention.outcome != "taken_in"):
        raise refuse("invalid", comment.case, key="texts", why="nothing_to_take_in")
    return Resolved(
        comment=comment.number,
        outcome=intention.outcome,
        text=intention.text or None,
        by=intention.by or context.by,
        case=comment.case,
        texts=changed_texts(item, intention.texts) if item else (),
    )


def _require_not_approved(meeting: Meeting, case: str | None = None) -> None:
    if meeting.state == "preparing":
        raise refuse("not_open", case)
    if meeting.state == "approved":
        raise refuse("already_approved", case)
