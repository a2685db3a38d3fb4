"""Guards: what the state of a meeting or of a case allows."""

from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.refusal import refuse


def require_open(meeting: Meeting, case: str | None = None) -> None:
    """Refuse unless the meeting is open.

    Raises:
        RefusedError: `not_open`, `already_closed` or `already_approved`.
    """
    if meeting.state == "preparing":
        raise refuse("not_open", case)
    if meeting.state == "closed":
        raise refuse("already_closed", case)
    if meeting.state == "approved":
        raise refuse("already_approved", case)


def require_closed(meeting: Meeting) -> None:
    """Refuse unless the meeting is closed and its minutes are not approved yet.

    Raises:
        RefusedError: `already_approved` or `not_closed`.
    """
    if meeting.state == "approved":
        raise refuse("already_approved")
    if meeting.state != "closed":
        raise refuse("not_closed")


def require_approved(meeting: Meeting, case: str) -> None:
    """Refuse unless the minutes are approved.

    Raises:
        RefusedError: `not_approved`.
    """
    if meeting.state != "approved":
        raise refuse("not_approved", case)


def require_undecided(item: Item) -> None:
    """Refuse if the case is decided already.

    Raises:
        RefusedError: `already_decided`.
    """
    if not item.is_undecided:
        raise refuse("already_decided", item.number, state=item.state)
