"""Makes the projections again from the journal."""

from kpcommittee.domain.meeting.events import CASELOAD, CaseloadEvent
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.store.journal import Journal
from kpcommittee.store.records import RebuildReport
from kpcommittee.store.writer import Writer


def rebuild(journal: Journal, writer: Writer) -> RebuildReport:
    """Empty the tables and fill them, in the transaction the caller holds."""
    writer.empty()
    meetings = decisions = 0
    for stream in journal.streams():
        if stream == CASELOAD:
            continue
        meeting = fold(stream, journal.read(stream))
        writer.make(meeting)
        meetings += meeting.opened_at is not None
        decisions += len(meeting.items)
    for recorded in journal.read(CASELOAD):
        if isinstance(recorded.event, CaseloadEvent):
            writer.take(recorded.event, CASELOAD, recorded.number)
    writer.follow_all()
    return RebuildReport(meetings=meetings, decisions=decisions, placements=writer.placements())
