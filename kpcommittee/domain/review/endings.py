"""How it went: whether a placement was held as planned, ended early, moved to another provider or was renewed.

The figures of one child are judged together, whatever their case numbers are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Ending = Literal["planned", "early", "moved", "renewed"]

PAUSE = timedelta(days=31)
"""What begins so close to the last day goes on from there; what is farther away is a new placement. Our convention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One placement of a child, on the days on which it counts."""

    case_number: str
    provider: str
    start: date | None
    """None if it has always run."""
    end: date | None
    """The last day, after every change; None if it runs on."""
    planned: date | None = None
    """The last day as it was decided; None if nobody knows."""
    why: str | None = None
    """Why it was ended before its last day."""
    decided_in: str | None = None
    """The meeting; None if it was imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a placement ends, or ended."""

    how: Ending
    on: date
    """The last day."""
    why: str | None = None

    def by(self, today: date) -> Ending | None:
        """Return how it ended; None while it still runs."""
        return self.how if self.on < today else None


def endings_of(stays: Sequence[Stay]) -> tuple[Ended | None, ...]:
    """Judge the placements of one child, in their order; None of one that runs on without a last day."""
    return tuple(_ending(stay, [other for other in stays if other is not stay]) for stay in stays)


def _ending(stay: Stay, others: Iterable[Stay]) -> Ended | None:
    if stay.end is None:
        return None
    following = _following(stay, stay.end, others)
    if following is not None:
        how: Ending = "renewed" if following.provider == stay.provider else "moved"
    elif stay.why is not None or (stay.planned is not None and stay.end < stay.planned):
        how = "early"
    elif stay.planned is not None and stay.end > stay.planned:
        how = "renewed"
    else:
        how = "planned"
    return Ended(how=how, on=stay.end, why=stay.why)


def _following(stay: Stay, end: date, others: Iterable[Stay]) -> Stay | None:
    """Return what goes on where the placement ends, at the same provider if anything does; None if nothing does."""
    near = [
        other
        for other in others
        if other.start is not None
        and abs(other.start - end) <= PAUSE
        and other.start > (stay.start or date.min)
        and (other.end is None or other.end > end)
    ]
    return min(near, key=lambda other: (other.provider != stay.provider, other.start or end), default=None)


# ---- many placements ------------------------------------------------------------------------

Relation = Literal["kept", "left", "none"]
"""Whether the child went to where it knows somebody well, went elsewhere, or knows nobody well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One placement and what it is compared by."""

    ended: Ended
    provider_kind: str
    problems: tuple[str, ...]
    relation: Relation
    departed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many placements went how."""

    running: int = 0
    planned: int = 0
    early: int = 0
    moved: int = 0
    renewed: int = 0
    reasons: tuple[str, ...] = ()
    """Why those were ended that ended before their last day, the newest first."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.running + self.planned + self.early + self.moved + self.renewed


Tallies = Mapping[str, Mapping[str, Tally]]
"""What is compared → value → how it went; a placement with several problems counts with each of them."""


def tallies_of(placements: Sequence[Judged], today: date) -> Tallies:
    """Tell how placements went: all together, and by what they are compared by."""
    groups: dict[str, dict[str, list[Judged]]] = {"all": {"all": [*placements]}}
    for placement in placements:
        values: Mapping[str, tuple[str, ...]] = {
            "provider_kind": (placement.provider_kind,),
            "problem": placement.problems,
            "relation": (placement.relation,),
            "departed": ("yes" if placement.departed else "no",),
        }
        for name, belonging in values.items():
            for value in belonging:
                groups.setdefault(name, {}).setdefault(value, []).append(placement)
    return {name: {value: _tally(group, today) for value, group in by.items()} for name, by in groups.items()}


def _tally(placements: Iterable[Judged], today: date) -> Tally:
    counts: dict[Ending | None, int] = {}
    reasons: list[tuple[date, str]] = []
    for placement in placements:
        how = placement.ended.by(today)
        counts[how] = counts.get(how, 0) + 1
        if how is not None and placement.ended.why:
            reasons.append((placement.ended.on, placement.ended.why))
    newest = (why for _on, why in sorted(reasons, reverse=True))
    return Tally(
        running=counts.get(None, 0),
        planned=counts.get("planned", 0),
        early=counts.get("early", 0),
        moved=counts.get("moved", 0),
        renewed=counts.get("renewed", 0),
        reasons=tuple(dict.fromkeys(newest)),
    )
