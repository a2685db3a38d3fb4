"""The positions that leaders take in a case: who may take one, and what a majority is."""

from collections.abc import Iterable, Sequence

from kpcommittee.domain.committee import Role
from kpcommittee.domain.meeting.bench import Bench
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decision import PositionTaken
from kpcommittee.domain.meeting.intentions import LeaderStance
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.refusal import refuse


def position_in(item: Item, bench: Bench, role: Role, stand: LeaderStance, context: Context) -> PositionTaken:
    """Return the position for a role's seat; refuse if its leader is disqualified or the seat is empty.

    Raises:
        RefusedError: `disqualified`, `seat_empty` or `unknown_provider`.
    """
    seat = bench.seat(role)
    if seat.person is None:
        raise refuse("disqualified" if seat.status == "disqualified" else "seat_empty", item.number, role=role)
    if stand.provider is not None and context.config.provider(stand.provider) is None:
        raise refuse("unknown_provider", item.number, provider=stand.provider)
    return PositionTaken(
        role=role, person=seat.person, stance=stand.stance, provider=stand.provider, remark=stand.remark
    )


def require_other_wish(case: str, positions: Iterable[PositionTaken], provider: str) -> None:
    """Refuse a position that disagrees but prefers the chosen provider.

    Raises:
        RefusedError: `invalid`, with the role and the person.
    """
    for position in positions:
        if position.stance == "disagree" and position.provider == provider:
            raise refuse(
                "invalid", case, key="positions", value=position.role, person=position.person, why="wants_the_chosen"
            )


def require_majority(item: Item, positions: Iterable[PositionTaken], context: Context) -> None:
    """Refuse a placement without the majority that a voting committee requires.

    More than half of the filled seats must agree, abstentions included; at a tie the chair's position decides.

    Raises:
        RefusedError: `no_majority`.
    """
    committee, all_positions = context.config.committee, tuple(positions)
    agree = [position.role for position in all_positions if position.stance == "agree"]
    carried = 2 * len(agree) > len(all_positions) or (is_tie(all_positions) and committee.chair in agree)
    if committee.rule == "majority" and not carried:
        raise refuse("no_majority", item.number, agree=len(agree), seated=len(all_positions))


def is_tie(positions: Sequence[PositionTaken]) -> bool:
    """Whether as many agree as do not, counting abstentions."""
    return 2 * sum(position.stance == "agree" for position in positions) == len(positions)
