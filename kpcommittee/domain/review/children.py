"""Finds the cases that are about the same child."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kpcommittee.domain.identity import Identity, Key

Record = tuple[str, Identity]
"""A case number, and its child's identity as far as known."""


def group_by_child(records: Sequence[Record]) -> tuple[tuple[int, ...], ...]:
    """Group records by child, each group by the places of its records.

    Records are of the same child if they share a case number, a personal number, or name and birth date. Different
    personal numbers mean different children, whatever their names.
    """
    ambiguous = _ambiguous(identity for _case, identity in records)
    parent = list(range(len(records)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first: dict[Key, int] = {}
    for place, record in enumerate(records):
        for key in _keys(record, ambiguous):
            parent[root(place)] = root(first.setdefault(key, place))
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(records)):
        groups[root(place)].append(place)
    return tuple(tuple(group) for group in groups.values())


def _keys(record: Record, ambiguous: frozenset[Key]) -> Iterator[Key]:
    """Yield the keys that a record shares with others of its child."""
    case_number, identity = record
    yield ("case", case_number)
    yield from (key for key in identity.keys if key not in ambiguous)


def _ambiguous(identities: Iterable[Identity]) -> frozenset[Key]:
    """Return names with birth dates that children with different personal numbers share."""
    numbers: dict[Key, set[str]] = defaultdict(set)
    for identity in identities:
        if identity.name_key and identity.digits:
            numbers[identity.name_key].add(identity.digits)
    return frozenset(name for name, digits in numbers.items() if len(digits) > 1)
