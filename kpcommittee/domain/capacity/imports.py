"""The running caseload: how an import changes the placements that exist already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpcommittee.domain.capacity.placement import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The difference between an import and the placements that exist already."""

    read: int
    """Rows that were read."""
    new: tuple[Placement, ...]
    changed: tuple[Placement, ...]
    """Each replaces the placement of the same case and provider that it overlaps."""
    repeated: tuple[tuple[int, int], ...] = ()
    """Pairs of positions in the import: a row, and the later row that replaces it."""


def merge(present: Iterable[Placement], rows: Sequence[Placement]) -> Merge:
    """Merge rows with the present placements: same case and provider in an overlapping period is one placement.

    Of several such rows the last counts; a row equal to a present placement is neither new nor changed.
    """
    existing: dict[tuple[str, str], list[Placement]] = {}
    for placement in present:
        if placement.decided_in is not None:
            # An import must not change what the committee decided.
            continue
        existing.setdefault(_key(placement), []).append(placement)
    latest, repeated = _latest(rows)
    new: list[Placement] = []
    changed: list[Placement] = []
    for row in latest:
        matching = [placement for placement in existing.get(_key(row), ()) if placement.overlaps(row)]
        if not matching:
            new.append(row)
        elif matching != [row]:
            changed.append(row)
    return Merge(read=len(rows), new=tuple(new), changed=tuple(changed), repeated=repeated)


def _latest(rows: Sequence[Placement]) -> tuple[tuple[Placement, ...], tuple[tuple[int, int], ...]]:
    """Return the rows that count, and pairs of positions: a superseded row and the later row that replaces it."""
    latest: dict[tuple[str, str], list[int]] = {}
    repeated: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        earlier_rows = latest.get(_key(row), [])
        overlapped = [earlier for earlier in earlier_rows if rows[earlier].overlaps(row)]
        repeated += [(earlier, index) for earlier in overlapped]
        latest[_key(row)] = [*(earlier for earlier in earlier_rows if earlier not in overlapped), index]
    return tuple(rows[position] for group in latest.values() for position in group), tuple(repeated)


def replaced(present: Iterable[Placement], changed: Iterable[Placement]) -> tuple[Placement, ...]:
    """Return the present placements that the changed ones replace: same case, provider and origin, overlapping."""
    by_key: dict[tuple[str, str], list[Placement]] = {}
    for row in changed:
        by_key.setdefault(_key(row), []).append(row)
    return tuple(
        placement
        for placement in present
        if any(
            placement.overlaps(row) and placement.decided_in == row.decided_in
            for row in by_key.get(_key(placement), ())
        )
    )


def _key(placement: Placement) -> tuple[str, str]:
    return placement.case_number, placement.provider
