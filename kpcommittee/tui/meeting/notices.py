"""What the chair should know of the agenda file, in few words."""

from kpcommittee.locale import ngettext
from kpcommittee.services.meeting_session import MeetingSession


def notices_of(meeting_session: MeetingSession) -> tuple[str, ...]:
    """Cases that were left out because of errors, and what changed since the meeting was opened."""
    notices = []
    if meeting_session.issues:
        count = len(meeting_session.issues)
        notices.append(ngettext("{n} error in the file", "{n} errors in the file", count).format(n=count))
    if changed := len(meeting_session.differences()):
        notices.append(ngettext("d: {n} change", "d: {n} changes", changed).format(n=changed))
    return tuple(notices)
