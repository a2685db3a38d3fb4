"""What a meeting is to come to, step by step: said in the words the screen uses, not in keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field

AGREE, DISAGREE, ABSTAIN = "1", "2", "3"
"""The stances by their digit."""


@dataclass(frozen=True, slots=True)
class Open:
    """The agenda becomes the meeting's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to the question that holds these words; no words answer every question."""

    asks: str
    reason: str
    """Words of the reason to pick; the first one when left empty."""
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A case gets its provider; all agree and everything is as recommended unless the script differs."""

    case: str
    provider: str = ""
    """The name on the screen; the one that is chosen already when left empty."""
    person: str = ""
    """A name; whoever is chosen already when left empty."""
    answers: tuple[Answer, ...] = ()
    stances: Mapping[str, str] = field(default_factory=dict)
    """Seat as the screen calls it → the stance of somebody who does not agree."""
    start: str = ""
    in_principle: bool = False
    or_waits: bool = False
    """Whether the case is postponed when the rules refuse it, whatever is answered."""


@dataclass(frozen=True, slots=True)
class Postpone:
    """A case waits."""

    case: str
    reason: str
    missing: str = ""
    source: str = ""
    """The digit of who brings what is missing."""


@dataclass(frozen=True, slots=True)
class Return:
    """A case goes back to the authority."""

    case: str
    missing: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A case is taken off the agenda."""

    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something was said."""

    case: str
    text: str
    speaker: str = ""
    """The digit of the seat that said it."""


@dataclass(frozen=True, slots=True)
class Position:
    """One seat takes a position before the decision."""

    case: str
    seat: str
    """Its digit."""
    stance: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Attend:
    """Somebody is excused, absent or has left, from a case on."""

    person: str
    status: str
    """Its digit: 1 present, 2 excused, 3 absent, 4 left."""
    substitute: str = ""
    """The digit in the list of substitutes."""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A case is moved so many places down, or up."""

    case: str
    by: int


@dataclass(frozen=True, slots=True)
class Undo:
    """The newest event is taken back."""

    of: str
    """The case it was about, which is on the table then."""


@dataclass(frozen=True, slots=True)
class Close:
    """The meeting ends."""


@dataclass(frozen=True, slots=True)
class Approve:
    """The minutes are approved."""


Step = (
    Open | Place | Postpone | Return | Withdraw | Note | Position | Attend | Order | Undo | Close | Approve
)  # fmt: skip
