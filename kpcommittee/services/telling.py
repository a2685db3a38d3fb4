"""Lists who must be told of decisions and what is to be filed, of one meeting or those that are still of concern."""

from typing import TYPE_CHECKING, Any

from kpcommittee.domain.meeting.filing import ToFile, to_file
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.telling import ToTell, to_tell
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.views.telling import filed_answer, filed_text, told_answer, told_text

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


def told_as_json(session: "Session", agenda: str | None) -> list[dict[str, Any]]:
    """Answer `told --json`."""
    return told_answer(list_to_tell(session, agenda))


def told_as_text(session: "Session", agenda: str | None) -> str:
    """Lay out who is still to be told, and who has been."""
    return told_text(list_to_tell(session, agenda))


def filed_as_json(session: "Session", agenda: str | None) -> list[dict[str, Any]]:
    """Answer `journalised --json`."""
    return filed_answer(list_to_file(session, agenda))


def filed_as_text(session: "Session", agenda: str | None) -> str:
    """Lay out which cases are still to be filed, and which have been."""
    return filed_text(list_to_file(session, agenda))


def list_to_tell(session: "Session", agenda: str | None = None) -> tuple[tuple[Meeting, tuple[ToTell, ...]], ...]:
    """Return the meetings of concern, each with everybody who must be told of its decisions."""
    meetings = _of_concern(session, agenda)
    return tuple((meeting, to_tell(meeting, meeting.law)) for meeting in meetings if meeting.law is not None)


def list_to_file(session: "Session", agenda: str | None = None) -> tuple[tuple[Meeting, tuple[ToFile, ...]], ...]:
    """Return the meetings of concern, each with every case that it has dealt with."""
    return tuple((meeting, to_file(meeting)) for meeting in _of_concern(session, agenda) if meeting.law is not None)


def _of_concern(session: "Session", agenda: str | None) -> list[Meeting]:
    """Return meetings, the earliest first.

    Args:
        session: the workspace.
        agenda: of the one meeting; if left out, those that are not approved yet and the newest approved one.
    """
    if agenda is not None:
        meeting_session = MeetingSession.find(session, agenda)
        meeting_session.load()
        return [meeting_session.meeting]
    store = session.store_to_read
    rows = store.meetings()
    approved = [row.id for row in rows if row.state == "approved"]
    return [store.meeting(row.id) for row in rows if row.state != "approved" or row.id == approved[-1]]
