"""What happens to a decision after the meeting: who was told of it, and where the case was filed."""

from datetime import date, datetime
from typing import Literal

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.event_base import EventBase
from kpcommittee.domain.text import Prose

Whom = Literal["child", "custody", "authority", "provider", "former_provider"]
"""Who is told: the child, the holders of custody, the authority, the provider, and the one that loses the placement."""


@immutable
class Told(EventBase):
    """Somebody was told of a decision: at any time after it, also after the approval of the minutes."""

    kind = "told"
    do = "told"
    within = frozenset({"open", "closed", "approved"})

    case: str
    whom: Whom
    how: Prose | None = None
    on: date
    by: str

    @property
    def draft_prefix(self) -> None:
        """None: nothing typed on the list of recipients is kept as a draft."""
        return


@immutable
class Journalised(EventBase):
    """A case was filed in the records system: at any time after it was dealt with."""

    kind = "journalised"
    do = "journalised"
    within = frozenset({"open", "closed", "approved"})

    case: str
    number: str
    """The number in the records system."""
    on: date
    by: str


@immutable
class Telling:
    """Somebody was told of a decision, and of what."""

    case: str
    whom: Whom
    how: Prose | None
    on: date
    by: str
    at: datetime
    """When it was recorded."""
    about: tuple[str, str | None, date, date] | None
    """What was told: provider, person, first and last day."""


@immutable
class Filing:
    """Where a case of the meeting was filed, and when that was recorded."""

    case: str
    number: str
    """The number in the records system."""
    on: date
    by: str
    at: datetime
    corrections: int
    """How many corrections the case had then: clocks can be wrong, the order of events cannot."""
