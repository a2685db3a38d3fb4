"""Finds a later meeting that carries a decision in principle as it was before its correction."""

from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.decision import Decision

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession

_PARTS = ("provider", "staff", "start", "end", "hours", "second_choice", "reason")
"""The fields of a decision that a correction rewrites."""


@immutable
class Carrying:
    """A later meeting that carries the decision as it was before the correction."""

    meeting: str
    day: date
    approved: bool
    """Whether its minutes are approved, so that the decision can be corrected there."""


def find_later_carrying(meeting_session: "MeetingSession", case: str, corrected: Decision) -> Carrying | None:
    """Return the later meeting whose minutes differ from the corrected decision; None if none do.

    A meeting opened from now on takes the corrected decision, so only opened ones can differ. One that postponed the
    case again holds no decision to correct, and what it was approved with leaves the decision as it is.

    Args:
        meeting_session: the meeting that made the decision in principle.
        case: the case.
        corrected: the decision with its correction.
    """
    item = meeting_session.meeting.item(case)
    if item is None or item.state != "in_principle":
        return None
    later = meeting_session.context().carried_over.get(case)
    if later is None:
        return None
    meeting = meeting_session.session.store_to_read.meeting(later)
    carried_item = meeting.item(case)
    carried = carried_item.waiting.decision if carried_item and carried_item.waiting else None
    if carried_item is None or carried is None or not carried_item.was_decided_earlier:
        return None
    if carried_item.state == "postponed" and meeting.state == "approved":
        return None
    theirs = carried_item.decision or carried
    if not _differ(carried, corrected) or not _differ(theirs, corrected):
        return None
    return Carrying(meeting=later, day=meeting.date, approved=meeting.state == "approved")


def _differ(before: Decision, after: Decision) -> bool:
    return any(getattr(before, part) != getattr(after, part) for part in _PARTS)
