"""The minutes as a value: what happened in a meeting, in reading order and without a language."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal

from kpcommittee.domain.agenda import LeftOutCase, MeetingHead
from kpcommittee.domain.capacity.balance import RoomStatus
from kpcommittee.domain.capacity.placement import PLACED_STATES
from kpcommittee.domain.case import Case, Informed
from kpcommittee.domain.committee import Committee, Role
from kpcommittee.domain.documents import MinutesForm
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.attendance import AttendanceStatus
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.domain.meeting.comments import Circulation
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.differences import HeadChange
from kpcommittee.domain.meeting.disqualification import Disqualification
from kpcommittee.domain.meeting.event_base import MeetingState
from kpcommittee.domain.meeting.events import SetAside
from kpcommittee.domain.meeting.frozen import BalanceLine, LastMinutes
from kpcommittee.domain.meeting.item import CaseState, Item, awaited_roles
from kpcommittee.domain.meeting.purged import PurgedItem
from kpcommittee.domain.meeting.told import Filing, Telling
from kpcommittee.domain.receipt import Receipt
from kpcommittee.domain.verification import JournalFault
from kpcommittee.wording.corrections import Value
from kpcommittee.wording.names import Names


@immutable
class Attendee:
    """Somebody who took part, with their seat and their items."""

    name: str
    role: Role | None
    house: str | None
    """The school or provider that the person leads."""
    substitute_for: str | None
    places: tuple[int, ...]
    every_item: bool
    chair: bool


@immutable
class InPlace:
    """Who sat instead of somebody absent, in some of the items."""

    name: str | None
    """The name; None if nobody did."""
    places: tuple[int, ...]


@immutable
class Away:
    """Somebody with a seat who was absent in these items."""

    name: str
    status: AttendanceStatus
    role: Role | None
    house: str | None
    instead: tuple[InPlace, ...]
    """Who sat there instead, grouped by person; together, the groups cover all items."""
    places: tuple[int, ...]
    every_item: bool


@immutable
class Confirmation:
    """A leader's answer to a decision in principle, and when it was given."""

    role: Role
    by: str
    refuse: bool
    at: datetime
    start: date | None = None
    """A start other than the decided one; None if it starts as decided."""


@immutable
class SeatRow:
    """One seat in one item, and the position taken there."""

    seat: Seat
    house: str | None
    position: PositionTaken | None


@immutable
class Change:
    """One part of a decision that a correction changed; None if the part was empty."""

    what: str
    """`provider`, `staff`, `start`, `end`, `second_choice`, `reason`, `first_follow_up_due` or `capacity`.

    A text has the code of its place, with whose or which it is after a colon: `remark:school`. The same holds for seats
    and positions: `seat:school`, `stance:school`.
    """
    before: Value
    after: Value


@immutable
class CorrectionRow:
    """One correction after the approval, with what it changed."""

    version: int
    at: datetime
    by: str
    why: str
    changes: tuple[Change, ...]


@immutable
class MinutesItem:
    """One case in the minutes."""

    place: int
    """The place on the agenda, from 1, which screen and headings show."""
    item: Item
    age: int
    """The child's age at the meeting."""
    seats: tuple[SeatRow, ...]
    decision: Decision | None
    """The decision of this meeting, or the earlier decision in principle."""
    decided_here: bool
    """Whether this meeting made the decision; otherwise an earlier one made it in principle."""
    price: Decimal | None
    """Kroner a month at the rate of the start; None without a rate, or if the config excludes it."""
    plan_due: date | None
    youth_plan_due: date | None
    """When a child's plan must have become a youth plan."""
    inform_child: bool
    inform: tuple[Informed, ...]
    lacks_custody: bool
    """Whether no holder of custody is named."""
    receiving_leader: str | None
    """The leader of the chosen provider."""
    coordinator: str | None
    """Who follows up the placement with the family adviser (document 004, lines 39 and 47); None if nobody is named."""
    corrections: tuple[CorrectionRow, ...]
    confirmations: tuple[Confirmation, ...] = ()
    """Leaders' answers in this meeting to a decision in principle, in order."""

    told: tuple[Telling, ...] = ()
    """Who had been told of the decision when this version of the minutes was made."""
    journalised: Filing | None = None
    """Where the case was filed by then; None if it was not."""

    @property
    def case(self) -> Case:
        """The case as on the agenda."""
        return self.item.case

    @property
    def state(self) -> CaseState:
        """What the meeting decided for the case."""
        return self.item.state

    @property
    def times(self) -> int:
        """How often the case was postponed, including by this meeting."""
        return self.item.postponed_times + (self.state == "postponed")

    @property
    def out(self) -> tuple[Disqualification, ...]:
        """The disqualifications of leaders who left the room."""
        return tuple(ruling for ruling in self.item.disqualified if ruling.outcome == "out")

    @property
    def stays(self) -> tuple[Disqualification, ...]:
        """The disqualifications that were considered, but after which the leader stayed."""
        return tuple(ruling for ruling in self.item.disqualified if ruling.outcome == "stays")

    @property
    def agreed(self) -> bool:
        """Whether the bench is complete and agrees, so that one sentence says it."""
        rows = [row for row in self.seats if row.seat.person or row.seat.required]
        return bool(rows) and all(row.position and row.position.stance == "agree" for row in rows) and not self.remarks

    @property
    def confirmed(self) -> tuple[Confirmation, ...]:
        """The confirmations of a decision in principle in this meeting."""
        return tuple(confirmation for confirmation in self.confirmations if not confirmation.refuse)

    @property
    def refused(self) -> tuple[Confirmation, ...]:
        """The refusals of a decision in principle in this meeting."""
        return tuple(confirmation for confirmation in self.confirmations if confirmation.refuse)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The cautions of the decision, without empty seats whose leaders have confirmed."""
        cautions = self.decision.cautions if self.decision else ()
        no_longer_empty = bool(self.confirmed) and not awaited_roles(self.item)
        return tuple(
            caution for caution in cautions if caution.code != "seat_empty" or caution.answer or not no_longer_empty
        )

    @property
    def remarks(self) -> tuple[SeatRow, ...]:
        """The seats with a dissent, an abstention or a remark."""
        rows = [row for row in self.seats if row.position]
        return tuple(row for row in rows if row.position and (row.position.stance != "agree" or row.position.remark))


@immutable
class BalanceRow:
    """One provider's balance and status before and after the meeting."""

    line: BalanceLine
    status_before: RoomStatus
    status_after: RoomStatus


@immutable
class Reweighed:
    """The balance of the previous version, if a correction computed it again."""

    version: int
    """The version that the correction made."""
    at: datetime
    before: tuple[BalanceLine, ...]
    """The old lines that differ, in the order of the balance."""


@immutable
class Minutes:
    """The minutes of one meeting, in one version."""

    id: str
    head: MeetingHead
    committee: Committee
    state: MeetingState
    version: int
    """0 for the draft."""
    opened_at: datetime | None
    closed_at: datetime | None
    approved_at: datetime | None
    approved_by: str | None
    attendees: tuple[Attendee, ...]
    away: tuple[Away, ...]
    in_principle: tuple[MinutesItem, ...]
    """The items with an earlier decision in principle that come first on the agenda."""
    cases: tuple[MinutesItem, ...]
    balance: tuple[BalanceRow, ...]
    """Clubs first, then the internal provider and the suppliers."""
    reweighed: "Reweighed | None"
    """What a correction changed in the balance."""
    names: Names
    law: Law
    last_minutes: LastMinutes | None
    """The minutes of the meeting before this one."""
    head_changes: tuple[HeadChange, ...] = ()
    """Changes in date, start and place after the opening."""
    left_out: tuple[LeftOutCase, ...] = ()
    """The cases of the agenda file that could not be read and are not dealt with yet."""
    set_aside: tuple[SetAside, ...] = ()
    """The unreadable cases that were left to the next meeting."""
    purged: tuple[PurgedItem, ...] = ()
    """The items whose cases were purged after they were journalised."""
    unseen: int = 0
    """How many cases of the opened agenda the reader does not see."""
    receipt: Receipt | None = None
    """The meeting's newest event in the journal."""
    misfit: JournalFault | None = None
    """The first event of the journal that does not fit."""
    circulation: Circulation | None = None
    """The circulation of the minutes; None if they were not sent out, or once they are approved."""
    form: MinutesForm = "full"
    """`short` for reading, `full` for the records system."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """The standard sentences that the municipality words itself."""

    @property
    def draft(self) -> bool:
        """Whether the minutes still await approval."""
        return self.version == 0

    @property
    def items(self) -> tuple[MinutesItem, ...]:
        """Every item, in the order of the minutes."""
        return (*self.in_principle, *self.cases)

    def purged_before(self, item: MinutesItem | None) -> tuple[PurgedItem, ...]:
        """Return the purged items between an item and the previous one; with None, those after the last item."""
        places = [other.place for other in self.items]
        before = [place for place in places if item is None or place < item.place]
        begin = max(before, default=0)
        between = [
            purged_item
            for purged_item in self.purged
            if begin < purged_item.place and (item is None or purged_item.place < item.place)
        ]
        return tuple(sorted(between, key=lambda purged_item: purged_item.place))

    @property
    def late(self) -> tuple[MinutesItem, ...]:
        """The cases that were added to the agenda after the meeting was opened."""
        return tuple(item for item in self.items if item.item.late)

    @property
    def waiting(self) -> tuple[MinutesItem, ...]:
        """The unfinished cases: open, postponed, decided in principle or returned."""
        return tuple(item for item in self.items if item.state not in ("placed", "withdrawn"))

    @property
    def placed(self) -> tuple[MinutesItem, ...]:
        """The cases with a decision, the earliest first follow-up first."""
        decided = [item for item in self.items if item.decision and item.state in PLACED_STATES]
        return tuple(sorted(decided, key=lambda item: (item.decision.first_follow_up_due, item.place)))  # type: ignore[union-attr]
