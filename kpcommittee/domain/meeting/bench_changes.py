"""Finds the decisions whose bench a backdated correction of the attendance changes."""

from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.meeting import Meeting


@immutable
class ChangedBench:
    """A decision taken by another bench than the one the attendance now gives."""

    case_number: str
    seats_then: tuple[Seat, ...]
    """The seats that differ, as they were when the case was decided."""
    seats_now: tuple[Seat, ...]


def affected_decisions(meeting: Meeting, config: Config, law: Law) -> tuple[ChangedBench, ...]:
    """Return the decisions of this meeting whose bench has changed since, in the agenda's order."""
    benches = []
    for item in meeting.items:
        if item.decision is None:
            continue
        bench = meeting.bench(item, config, law)
        pairs = [(seat, bench.seat(seat.role)) for seat in item.decision.bench]
        changed = [(seat_then, seat_now) for seat_then, seat_now in pairs if seat_then.person != seat_now.person]
        if changed:
            benches.append(
                ChangedBench(
                    case_number=item.number,
                    seats_then=tuple(seat_then for seat_then, _ in changed),
                    seats_now=tuple(seat_now for _, seat_now in changed),
                )
            )
    return tuple(benches)
