"""Comments on minutes that were sent out for reading: working material, which is not part of the minutes."""

from datetime import date, datetime
from typing import Literal

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.corrected_texts import TextChange
from kpcommittee.domain.meeting.event_base import EventBase
from kpcommittee.domain.meeting.told import Journalised, Told
from kpcommittee.domain.text import Prose

Outcome = Literal["answered", "taken_in", "withdrawn"]
"""What became of a comment: it was answered, taken into the minutes, or withdrawn by its author."""


@immutable
class Circulated(EventBase):
    """The minutes of the closed meeting were sent out for reading, before they are approved."""

    kind = "circulated"
    do = "circulate"
    within = frozenset({"closed"})
    survives_undo = True

    until: date | None = None
    """The last day for comments; None if there is none."""
    by: str


@immutable
class Commented(EventBase):
    """Somebody commented on the minutes: on one case, or on the minutes as a whole."""

    kind = "commented"
    do = "comment"
    within = frozenset({"open", "closed"})
    survives_undo = True

    text: Prose
    said_by: str
    case: str | None = None
    number: int = 0
    """The number in the meeting, from 1; it stays when an earlier comment is purged. 0 means the next one."""


@immutable
class Resolved(EventBase):
    """A comment was answered, taken in or withdrawn; the last such event counts."""

    kind = "resolved"
    do = "resolve"
    within = frozenset({"open", "closed"})
    survives_undo = True

    comment: int
    """The number of the comment, from 1."""
    outcome: Outcome
    text: Prose | None = None
    by: str
    case: str | None = None
    """The case that the comment is on."""
    texts: tuple[TextChange, ...] = ()
    """The texts rewritten because of it."""


ReviewEvent = Circulated | Commented | Resolved
BesideEvent = ReviewEvent | Told | Journalised
"""Events about minutes and decisions that do not change how the committee dealt with a case."""


@immutable
class Circulation:
    """Minutes were sent out for reading."""

    at: datetime
    until: date | None
    by: str


@immutable
class Resolution:
    """What became of a comment."""

    outcome: Outcome
    text: Prose | None
    by: str
    at: datetime
    texts: tuple[TextChange, ...] = ()


@immutable
class Comment:
    """A comment on the minutes."""

    number: int
    """The number in the meeting, from 1, in the order of recording."""
    case: str | None
    """None if it is on the minutes as a whole."""
    text: Prose
    said_by: str
    at: datetime
    resolution: Resolution | None = None
    """None while it is open."""
