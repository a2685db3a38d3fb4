"""The events of the stream `access`: who looked at what, with case numbers, without names of children."""

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.look import Looked
from kpcommittee.domain.meeting.event_base import EventBase
from kpcommittee.domain.text import Prose


@immutable
class Accessed(EventBase):
    """In the stream `access`: somebody looked."""

    kind = "accessed"

    what: Looked
    case: str | None = None
    meeting: str | None = None
    """The id of the meeting, if the look was at a whole meeting."""
    why: Prose = ""
    """The reason, if one was required."""
    slot: str | None = None
    """The name of the key that opened the database; None if it is in the clear."""


@immutable
class Sampled(EventBase):
    """In the stream `access`: the chair reviewed a random sample of it."""

    kind = "sampled"

    numbers: tuple[int, ...]
    """The numbers of the reviewed events."""
    confirmed: bool
    """Whether each was justified."""
