"""The intentions: one value for each thing the chair may record."""

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, get_args

from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.attendance import AttendanceStatus
from kpcommittee.domain.meeting.comments import Outcome
from kpcommittee.domain.meeting.corrected_texts import TextCorrection
from kpcommittee.domain.meeting.told import Whom
from kpcommittee.domain.text import Prose

Stance = Literal["agree", "disagree", "abstain"]


@immutable
class LeaderStance:
    """One leader's stance, and the provider they prefer."""

    stance: Stance
    provider: str | None = None
    remark: Prose | None = None


@immutable
class Answer:
    """The answer to one blocking caution: a code of the reasons and one line."""

    caution: str
    code: str
    text: Prose


@immutable
class ReasonGiven:
    """Why the committee departs: a code of the reasons and one line."""

    code: str
    text: Prose = ""


class Intended:
    """The base of every intention."""

    __slots__ = ()

    do: ClassVar[str]
    """Its name in JSON."""


@immutable
class Open(Intended):
    """The agenda file's content becomes the meeting's snapshot."""

    do = "open"


@immutable
class Take(Intended):
    """Take over a changed or late case of the agenda file; without a case, date, start and place."""

    do = "take"

    case: str | None = None


@immutable
class Attend(Intended):
    """Somebody is here, excused, absent or has left; starting with one item."""

    do = "attend"

    person: str
    status: AttendanceStatus
    substitute: str | None = None
    case: str | None = None


@immutable
class Disqualify(Intended):
    """The others decided whether a leader stays in one case."""

    do = "disqualify"

    case: str
    role: Role
    ground: Prose
    decided_by: tuple[Role, ...]
    outcome: Literal["out", "stays"] = "out"
    substitute: str | None = None


@immutable
class Position(Intended):
    """One leader takes a position in one case."""

    do = "position"

    case: str
    role: Role
    stance: Stance
    provider: str | None = None
    remark: Prose | None = None


@immutable
class Place(Intended):
    """A provider is chosen for one case."""

    do = "place"

    case: str
    provider: str
    staff: str | None = None
    start: date
    end: date | None = None
    positions: Literal["all_agree"] | dict[Role, LeaderStance] | None = None
    """None to use the positions that are recorded already."""
    answers: tuple[Answer, ...] = ()
    reason: ReasonGiven | None = None
    second_choice: str | None = None
    in_principle: bool = False
    hours: Decimal | None = None
    """A week, where the committee sets them; None for those granted."""


@immutable
class Confirm(Intended):
    """A missing leader confirms a decision in principle, or refuses it."""

    do = "confirm"

    case: str
    role: Role
    by: str | None = None
    refuse: bool = False
    start: date | None = None
    """None to start as it was decided."""


@immutable
class Postpone(Intended):
    """The case waits for the next meeting."""

    do = "postpone"

    case: str
    reason: Prose
    missing: Prose | None = None
    from_role: Role | None = None
    """Who brings what is missing; the key `from` in JSON."""
    to: date | None = None
    """The day of the meeting it is postponed to; None for the next one."""


@immutable
class Return(Intended):
    """The case goes back to the authority."""

    do = "return"

    case: str
    missing: Prose


@immutable
class Withdraw(Intended):
    """The case is taken off the agenda by someone."""

    do = "withdraw"

    case: str
    reason: Prose
    by: str | None = None


@immutable
class Reopen(Intended):
    """A case that is dealt with is taken up again before the minutes are approved."""

    do = "reopen"

    case: str
    reason: Prose | None = None


@immutable
class SetAside(Intended):
    """A case of the agenda file that cannot be read is left to the next meeting."""

    do = "set_aside"

    case: str
    """Its number, or its place in the file where it has none: `cases[3]`."""
    reason: Prose


@immutable
class Note(Intended):
    """An important oral statement (offentlighedsloven § 13), or a private note by the chair."""

    do = "note"

    case: str
    text: Prose
    said_by: str | None = None
    private: bool = False
    """Whether it appears in no document but the run sheet."""


@immutable
class Tell(Intended):
    """Somebody was told of the decision in a case."""

    do = "told"

    case: str
    whom: Whom
    how: Prose | None = None
    on: date | None = None
    """None means the day of recording."""
    by: str | None = None


@immutable
class Journalise(Intended):
    """A case was filed in the records system."""

    do = "journalised"

    case: str
    number: str
    on: date | None = None
    """None means the day of recording."""
    by: str | None = None


@immutable
class Circulate(Intended):
    """The minutes are sent out for reading."""

    do = "circulate"

    until: date | None = None
    """The last day for comments; None if there is none."""
    by: str | None = None


@immutable
class Comment(Intended):
    """Somebody comments on the minutes before they are approved."""

    do = "comment"

    text: Prose
    said_by: str
    case: str | None = None
    """None if it is on the minutes as a whole."""


@immutable
class Resolve(Intended):
    """A comment is answered, taken in or withdrawn."""

    do = "resolve"

    comment: int
    """The number of the comment, from 1."""
    outcome: Outcome
    text: Prose | None = None
    """The answer; needed only if it is answered."""
    texts: tuple[TextCorrection, ...] = ()
    """The texts rewritten in the case of an adopted comment."""
    by: str | None = None


@immutable
class Order(Intended):
    """The cases in a new order."""

    do = "order"

    cases: tuple[str, ...]


@immutable
class Undo(Intended):
    """Take back the newest event in force."""

    do = "undo"

    n: int | None = None
    """Only if this is the newest."""


@immutable
class Close(Intended):
    """The meeting ends."""

    do = "close"


@immutable
class Approve(Intended):
    """The minutes are approved."""

    do = "approve"

    by: str | None = None


@immutable
class Amendment:
    """The keys of `Place` that a correction changes."""

    given: frozenset[str]
    """The names of the given keys; all others keep the decision's value, and their value here is ignored."""
    provider: str = ""
    staff: str | None = None
    start: date | None = None
    end: date | None = None
    reason: ReasonGiven | None = None
    second_choice: str | None = None
    hours: Decimal | None = None


@immutable
class Attending:
    """Whether somebody was there in one case, and who sat there instead."""

    person: str
    status: AttendanceStatus
    substitute: str | None = None


@immutable
class Correct(Intended):
    """A clerical error is corrected after approval; what `place` omits keeps its value."""

    do = "correct"

    case: str
    place: Amendment = Amendment(given=frozenset())
    why: Prose
    by: str | None = None
    texts: tuple[TextCorrection, ...] = ()
    """Notes, reasons, remarks and answers as they should have been written."""
    attend: tuple[Attending, ...] = ()
    """The attendance in this case, as it should have been recorded."""
    positions: dict[Role, LeaderStance] = field(default_factory=dict)
    """The positions, as they should have been recorded."""


Intention = (
    Open | Take | Attend | Disqualify | Position | Place | Confirm | Postpone | Return | Withdraw | Note | Order | Undo
    | Close | Approve | Correct | SetAside | Reopen | Tell | Journalise
    | Circulate | Comment | Resolve
)  # fmt: skip

INTENTIONS: dict[str, type[Intention]] = {intention.do: intention for intention in get_args(Intention)}
"""`do` in JSON → the intention."""
