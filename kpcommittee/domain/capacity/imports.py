"""The running caseload: what an import makes of the placements that are already there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpcommittee.domain.capacity.placement import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What an import brings, as against what is there."""

    read: int
    """Rows that were read."""
    new: tuple[Placement, ...]
    changed: tuple[Placement, ...]
    """Each replaces the placement of the same case and provider that it overlaps."""
    repeated: tuple[tuple[int, int], ...] = ()
    """Rows that a later one takes the place of, and that later one: where both stand among the rows."""


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
    latest, repeated = _latest(rows)
    new: list[Placement] = []
    changed: list[Placement] = []
    for row in latest:
        matching = [one for one in there.get(_key(row), ()) if one.overlaps(row)]
        if not matching:
            new.append(row)
        elif matching != [row]:
            changed.append(row)
    return Merge(read=len(rows), new=tuple(new), changed=tuple(changed), repeated=repeated)


def _latest(rows: Sequence[Placement]) -> tuple[tuple[Placement, ...], tuple[tuple[int, int], ...]]:
    """The rows that count, and where each that does not stands, with the later one that takes its place."""
    latest: dict[tuple[str, str], list[int]] = {}
    repeated: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        before = latest.get(_key(row), [])
        overlapped = [one for one in before if rows[one].overlaps(row)]
        repeated += [(one, index) for one in overlapped]
        latest[_key(row)] = [*(one for one in before if one not in overlapped), index]
    return tuple(rows[one] for group in latest.values() for one in group), tuple(repeated)


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
