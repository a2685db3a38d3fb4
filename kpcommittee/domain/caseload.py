"""The running caseload: what an import makes of the placements that are already there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpcommittee.domain.placement import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What an import brings, as against what is there."""

    read: int
    """Rows that were read."""
    new: tuple[Placement, ...]
    changed: tuple[Placement, ...]
    """Each replaces the placement of the same case and provider that it overlaps."""


def merge(present: Iterable[Placement], rows: Sequence[Placement]) -> Merge:
    """Rows against what is there: same case and provider in an overlapping period is one placement.

    Of several such rows the last counts; a row that says what is there already is neither new nor changed.
    """
    there: dict[tuple[str, str], list[Placement]] = {}
    for placement in present:
        if placement.decided_in is not None:
            # What the committee decided is not the import's to change.
            continue
        there.setdefault(_key(placement), []).append(placement)
    latest: dict[tuple[str, str], list[Placement]] = {}
    for row in rows:
        others = [one for one in latest.get(_key(row), []) if not one.overlaps(row)]
        latest[_key(row)] = [*others, row]
    new: list[Placement] = []
    changed: list[Placement] = []
    for row in (one for group in latest.values() for one in group):
        matching = [one for one in there.get(_key(row), ()) if one.overlaps(row)]
        if not matching:
            new.append(row)
        elif matching != [row]:
            changed.append(row)
    return Merge(read=len(rows), new=tuple(new), changed=tuple(changed))


def replaced(present: Iterable[Placement], changed: Iterable[Placement]) -> tuple[Placement, ...]:
    """The placements of the present ones that these replace: same case, provider and origin, overlapping."""
    by_key: dict[tuple[str, str], list[Placement]] = {}
    for row in changed:
        by_key.setdefault(_key(row), []).append(row)
    return tuple(
        one
        for one in present
        if any(one.overlaps(row) and one.decided_in == row.decided_in for row in by_key.get(_key(one), ()))
    )


def _key(placement: Placement) -> tuple[str, str]:
    return placement.case_number, placement.provider
