"""The events of the stream `access`: who looked at what. Numbers of cases, and no names of children."""

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.look import Looked
from kpcommittee.domain.meeting.happened import Happened
from kpcommittee.domain.text import Prose


@immutable
class Accessed(Happened):
    """In the stream `access`: somebody looked."""

    kind = "accessed"

    what: Looked
    case: str | None = None
    meeting: str | None = None
    """The id of the meeting, where it is about a whole one."""
    why: Prose = ""
    """The reason, where one was asked for."""
    slot: str | None = None
    """The name of the key that opened the database; None if it is in the clear."""


@immutable
class Sampled(Happened):
    """In the stream `access`: the chair looked through a random sample of it."""

    kind = "sampled"

    numbers: tuple[int, ...]
    """Those of the events that were looked through."""
    confirmed: bool
    """Whether each was right."""
