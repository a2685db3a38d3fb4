"""Builds the minutes of a meeting from its events alone, so that they print the same years later."""

from collections.abc import Iterable, Sequence

from kpcommittee.documents.attendees import attendees_of, away_of
from kpcommittee.documents.items import item_of
from kpcommittee.documents.model import BalanceRow, Minutes
from kpcommittee.domain.meeting.events import Approved, BalanceLine, Corrected, Opened, Recorded
from kpcommittee.domain.meeting.meeting import Meeting, apply
from kpcommittee.wording.names import Names

KIND_ORDER = ("club", "internal", "external")
"""In the balance clubs come first: their ordinary offer must not suffer (document 001, line 44)."""


class NeverOpened(ValueError):
    """A meeting that was never opened has no minutes."""


def minutes_of(meeting: Meeting, balance: Sequence[BalanceLine] = ()) -> Minutes:
    """The minutes of the meeting as it stands.

    Args:
        meeting: folded from its events.
        balance: how the balance would be if the meeting closed now; one that is closed has its own.

    Raises:
        NeverOpened: there is no snapshot of the agenda yet.
    """
    if meeting.config is None or meeting.law is None or meeting.head is None:
        raise NeverOpened(meeting.id)
    names = Names(meeting.config)
    items = [item_of(meeting, item, names, meeting.law) for item in meeting.items]
    carries = [one.item.waiting is not None and one.item.waiting.state == "in_principle" for one in items]
    return Minutes(
        id=meeting.id,
        head=meeting.head,
        committee=meeting.config.committee,
        state=meeting.state,
        version=meeting.version,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        approved_at=meeting.approved_at,
        approved_by=meeting.approved_by,
        attendees=attendees_of(items, meeting),
        away=away_of(items, meeting, names),
        in_principle=tuple(one for one, carried in zip(items, carries, strict=True) if carried),
        cases=tuple(one for one, carried in zip(items, carries, strict=True) if not carried),
        balance=_balance(meeting.balance or tuple(balance), names),
        names=names,
        law=meeting.law,
        last_minutes=meeting.last_minutes,
        config_digest=_digest(meeting),
    )


def versions(recorded: Iterable[Recorded]) -> tuple[Meeting, ...]:
    """The meeting as it was at its approval and after each correction, the first version first."""
    found: list[Meeting] = []
    meeting: Meeting | None = None
    for one in recorded:
        meeting = apply(meeting or Meeting(id=one.stream), one)
        if isinstance(one.event, Approved | Corrected):
            found.append(meeting)
    return tuple(found)


def _balance(lines: Sequence[BalanceLine], names: Names) -> tuple[BalanceRow, ...]:
    rules = names.config.balance
    ordered = sorted(lines, key=lambda line: KIND_ORDER.index(line.kind))
    return tuple(
        BalanceRow(line=line, status_before=line.before.status(rules), status_after=line.after.status(rules))
        for line in ordered
    )


def _digest(meeting: Meeting) -> str:
    opened = (one.event for one in meeting.log if isinstance(one.event, Opened))
    return next((event.config_digest for event in opened), "")
