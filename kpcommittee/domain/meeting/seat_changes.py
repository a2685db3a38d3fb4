"""What a correction changes in one seat of a case."""

from kpcommittee.domain.committee import Role
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.attendance import Presence
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.decision import PositionTaken


@immutable
class SeatChange:
    """A seat of a case and the position taken there, before and after a correction."""

    before: Seat
    after: Seat
    position_before: PositionTaken | None = None
    position_after: PositionTaken | None = None

    @property
    def role(self) -> Role:
        """The role of the seat."""
        return self.after.role


@immutable
class CorrectedSeats:
    """The seats of a case that a correction changes, and the presences they follow from."""

    changes: tuple[SeatChange, ...] = ()
    presences: tuple[Presence, ...] = ()


UNCHANGED = CorrectedSeats()
"""For a correction that does not change seats."""
