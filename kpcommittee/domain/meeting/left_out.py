"""The unreadable cases of the agenda file: each is either repaired and taken, or set aside."""

from collections.abc import Sequence
from dataclasses import replace

from kpcommittee.domain.agenda import Agenda, LeftOutCase
from kpcommittee.domain.case import Case
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.events import Opened, SetAside
from kpcommittee.domain.meeting.intentions import SetAside as WantsAside
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.refusal import refuse


def list_left_out(
    meeting: Meeting, agenda: Agenda | None, in_file: Sequence[LeftOutCase], set_aside: Sequence[LeftOutCase] = ()
) -> tuple[LeftOutCase, ...]:
    """List the cases that cannot be read and that nobody has dealt with; empty once the meeting is closed.

    Args:
        meeting: the meeting so far.
        agenda: the agenda file's present content; None if it cannot be read.
        in_file: the cases of that file that cannot be read.
        set_aside: the cases that earlier meetings set aside, with the days of those meetings.
    """
    if meeting.state == "preparing":
        return (*in_file, *_missing_in_file(agenda, in_file, set_aside))
    if meeting.state != "open":
        return ()
    opened = [entry.find_among(in_file) or entry for entry in meeting.left_out]
    dealt_with = [event.left_out for event in meeting.set_aside]
    new = [entry for entry in in_file if entry.find_among((*meeting.left_out, *dealt_with)) is None]
    return (*opened, *(entry for entry in new if not _is_item(entry, meeting, agenda)))


def _missing_in_file(
    agenda: Agenda | None, in_file: Sequence[LeftOutCase], set_aside: Sequence[LeftOutCase]
) -> tuple[LeftOutCase, ...]:
    """Return the cases set aside earlier that the file does not contain, as if they were at its end."""
    cases = agenda.cases if agenda else ()
    missing = [
        entry
        for entry in set_aside
        if entry.find_among(in_file) is None and not any(entry.is_about(case) for case in cases)
    ]
    end = len(cases) + len(in_file)
    return tuple(replace(entry, index=end + place) for place, entry in enumerate(missing))


def _is_item(entry: LeftOutCase, meeting: Meeting, agenda: Agenda | None) -> bool:
    """Whether the meeting has it as a readable item; False if that is another case with its number."""
    number = entry.case_number
    return number is not None and meeting.item(number) is not None and not (agenda and agenda.case(number))


def index_at_opening(meeting: Meeting, case: Case, context: Context) -> int | None:
    """Return the place of this case among those unreadable at the opening; None if it is none of them.

    Either the numbers match, or the file no longer contains it and this case has its child or its place.
    """
    by_number = next((entry for entry in meeting.left_out if entry.case_number == case.case_number), None)
    if by_number is not None:
        return by_number.index
    unread = {entry.index for entry in context.left_out}
    place = context.agenda.index_in_file(case.case_number, unread) if context.agenda else None
    missing = [entry for entry in meeting.left_out if entry.find_among(context.left_out) is None]
    candidates = [entry for entry in missing if entry.is_about(case) or (entry.child is None and entry.index == place)]
    return candidates[0].index if candidates else None


def list_set_aside(meetings: Sequence[Meeting]) -> tuple[LeftOutCase, ...]:
    """List the cases that wait for the next meeting, each with the day of the meeting that set it aside.

    Args:
        meetings: the meetings, in the order in which they were opened.
    """
    waiting: list[LeftOutCase] = []
    for place, meeting in enumerate(meetings):
        if meeting.is_over:
            aside = (replace(event.left_out, since=meeting.date) for event in meeting.set_aside)
            later = meetings[place + 1 :]
            waiting += (entry for entry in aside if not any(_has_carried(other, entry) for other in later))
    return tuple(waiting)


def _has_carried(meeting: Meeting, entry: LeftOutCase) -> bool:
    """Whether a later meeting had the case, readable or not; without number and child, any meeting counts."""
    if not entry.case_number and not entry.child:
        return True
    opened = (event.event.left_out for event in meeting.log if isinstance(event.event, Opened))
    unread = (*next(opened, ()), *(event.left_out for event in meeting.set_aside))
    return entry.find_among(unread) is not None or any(entry.is_about(item.case) for item in meeting.items)


def set_aside_case(meeting: Meeting, intention: WantsAside, context: Context) -> SetAside:
    """Leave an unreadable case to the next meeting, or refuse.

    Raises:
        RefusedError: `unknown_case`, or `invalid` if the case can be read or the reason is empty.
    """
    unread = list_left_out(meeting, context.agenda, context.left_out)
    entry = next((entry for entry in unread if entry.key == intention.case), None)
    if entry is None:
        if meeting.item(intention.case) is not None:
            raise refuse("invalid", intention.case, key="case", why="can_be_read")
        raise refuse("unknown_case", intention.case)
    if not intention.reason:
        raise refuse("invalid", intention.case, key="reason", why="empty")
    return SetAside(case=entry.key, left_out=entry, reason=intention.reason)
