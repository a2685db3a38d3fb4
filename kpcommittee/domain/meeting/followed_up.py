"""A follow-up that was held: who took part, what was decided, and when the next one is."""

from datetime import date
from typing import Literal

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.event_base import EventBase
from kpcommittee.domain.text import Prose

FollowUpResult = Literal["continues", "changed", "renewed", "ends", "moves"]


@immutable
class Rating:
    """How a goal of the plan is going, on a scale of the config as it was then."""

    code: str
    label: str
    value: int
    lowest: int
    highest: int


@immutable
class Concern:
    """A concern score as a professional entered it; it is never computed (document 002, line 254)."""

    instrument: str
    score: str
    scored_on: date

    @classmethod
    def parse(cls, text: str, scored_on: date | None) -> "Concern | None":
        """Return a score written as `INSTRUMENT=SCORE`; None if instrument, score or day is missing."""
        instrument, _equals, score = (part.strip() for part in text.partition("="))
        if not instrument or not score or scored_on is None:
            return None
        return cls(instrument=instrument, score=score, scored_on=scored_on)


@immutable
class FollowedUp(EventBase):
    """In the stream `caseload`: a follow-up was held, and the next one was decided, with reasons (barnets lov § 95)."""

    kind = "followed_up"

    case_number: str
    provider: str
    held_on: date
    next_on: date | None = None
    reason: Prose | None = None
    """Why the next one is on that day."""
    start_meeting: bool = False
    """Whether it was the meeting where child and contact person are introduced (document 003, line 37)."""
    with_whom: tuple[str, ...] = ()
    """Who took part: the family adviser and the coordinator (document 004, line 47), and others."""
    result: FollowUpResult | None = None
    until: date | None = None
    """The last day that a renewal or an ending gave the placement."""
    ratings: tuple[Rating, ...] = ()
    note: Prose | None = None
    plan_made_on: date | None = None
    """When the plan or youth plan was made, if stated."""
    concern: Concern | None = None

    @property
    def only_tells_of_plan(self) -> bool:
        """Whether it only reports that the plan was made, without a follow-up."""
        return self.plan_made_on is not None and not (self.result or self.next_on or self.ratings or self.note)

    @property
    def about(self) -> str:
        """The number of the case it is about."""
        return self.case_number
