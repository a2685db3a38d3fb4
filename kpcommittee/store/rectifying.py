"""Records rectifications of personal data, in all streams that have it at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from kpcommittee.domain.meeting.events import CASELOAD, Recorded
from kpcommittee.domain.meeting.meeting import apply
from kpcommittee.domain.meeting.rectified import Rectified
from kpcommittee.store.errors import ConflictError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from kpcommittee.domain.meeting.meeting import Meeting
    from kpcommittee.domain.verification import Head
    from kpcommittee.store.journal import Journal
    from kpcommittee.store.writer import Writer


class Rectifying:
    """The part of the store that records rectifications."""

    _journal: "Journal"
    _writer: "Writer"

    _changed_outside = 0
    """How often this program has rectified data or recorded events of no meeting."""

    if TYPE_CHECKING:

        def _writing(self) -> AbstractContextManager[Connection]:
            """Begin to write."""

        def _remember(self, stream: str, before: Head, after: Head) -> None:
            """Remember how far a stream has come."""

        def data_version(self) -> int:
            """Return a number that changes when another program has written."""

    def data_versions(self) -> tuple[int, int]:
        """Return two values: one changes when another program writes, one when this one writes outside a meeting."""
        return self.data_version(), self._changed_outside

    def append_rectified(
        self, events: Mapping[str, Rectified], meetings: "Mapping[str, Meeting]", at: datetime, by: str
    ) -> None:
        """Record the rectifications of each stream and update the tables, in one commit.

        Args:
            events: stream → its rectification.
            meetings: the streams that are meetings, as they were when the rectification was decided.
            at: the time.
            by: who records it.

        Raises:
            ConflictError: another program has recorded something in one of the meetings; nothing is recorded.
        """
        with self._writing():
            heads = {stream: self._append(stream, event, meetings, at, by) for stream, event in events.items()}
        self._changed_outside += 1
        for stream, (before, after) in heads.items():
            self._remember(stream, before, after)

    def _append(
        self, stream: str, event: Rectified, meetings: "Mapping[str, Meeting]", at: datetime, by: str
    ) -> "tuple[Head, Head]":
        number = self._journal.head_of(stream).number + 1
        recorded = Recorded(stream=stream, number=number, at=at, by=by, event=event)
        if stream == CASELOAD:
            heads = self._journal.append(recorded)
            self._writer.update_caseload(recorded)
            return heads
        meeting = meetings[stream]
        if meeting.last + 1 != number:
            raise ConflictError(stream, number)
        heads = self._journal.append(recorded)
        self._writer.update(meeting, apply(meeting, recorded))
        return heads
