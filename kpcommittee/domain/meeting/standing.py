"""Folds the events of the stream `caseload` into placements, and takes back an import."""

from collections.abc import Iterable, Sequence

from kpcommittee.domain.capacity.imports import with_reason
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.caseload_events import Imported, ImportUndone, PlacementChanged
from kpcommittee.domain.meeting.events import Recorded

Key = tuple[str, str, str | None]
"""Case, provider, and the meeting that decided it; None if the placement was imported."""
Standing = dict[Key, tuple[Placement, ...]]


@immutable
class TakenBack:
    """The newest import, and the event that takes it back."""

    imported: Recorded
    event: ImportUndone
    kept: tuple[Placement, ...]
    """The placements that stay, because they were ended or changed since."""


def placements_after(recorded: Iterable[Recorded]) -> Standing:
    """Fold the events of the caseload, the oldest first."""
    standing: Standing = {}
    for entry in recorded:
        _apply(standing, entry)
    return standing


def take_back_import(recorded: Sequence[Recorded]) -> TakenBack | None:
    """Take back the newest import that was not taken back yet; return None if there is none.

    Placements that somebody ended or changed since the import stay.

    Args:
        recorded: the events of the caseload, the oldest first.
    """
    undone = {entry.event.number for entry in recorded if isinstance(entry.event, ImportUndone)}
    imports = (
        entry for entry in reversed(recorded) if isinstance(entry.event, Imported) and entry.number not in undone
    )
    newest = next(imports, None)
    if newest is None or not isinstance(newest.event, Imported):
        return None
    standing = placements_after(entry for entry in recorded if entry.number < newest.number)
    before = dict(standing)
    _apply(standing, newest)
    after = dict(standing)
    for entry in recorded:
        if entry.number > newest.number:
            _apply(standing, entry)
    keys = dict.fromkeys(_key(placement) for placement in (*newest.event.changed, *newest.event.new))
    unchanged_keys = [key for key in keys if set(standing.get(key, ())) == set(after.get(key, ()))]
    removed = tuple(_placements_only_in(after, before, unchanged_keys))
    event = ImportUndone(
        number=newest.number,
        source=newest.event.source,
        removed=removed,
        restored=tuple(_placements_only_in(before, after, unchanged_keys)),
    )
    changed_since = tuple(placement for key in keys if key not in unchanged_keys for placement in standing.get(key, ()))
    return TakenBack(imported=newest, event=event, kept=changed_since)


def _placements_only_in(standing: Standing, other: Standing, keys: Iterable[Key]) -> Iterable[Placement]:
    return (placement for key in keys for placement in standing.get(key, ()) if placement not in other.get(key, ()))


def _apply(standing: Standing, recorded: Recorded) -> None:
    match recorded.event:
        case Imported() as event:
            _replace(standing, event.changed, event.changed)
            _replace(standing, (), event.new)
        case PlacementChanged(before=before, after=after, why=why):
            _replace(standing, (before,), (with_reason(before, after, why, standing.get(_key(before), ())),))
        case ImportUndone() as event:
            _replace(standing, event.removed, event.restored)


def _replace(standing: Standing, old: Iterable[Placement], new: Iterable[Placement]) -> None:
    for placement in old:
        key = _key(placement)
        standing[key] = tuple(other for other in standing.get(key, ()) if not other.overlaps(placement))
    for placement in new:
        standing[_key(placement)] = (*standing.get(_key(placement), ()), placement)


def _key(placement: Placement) -> Key:
    return placement.case_number, placement.provider, placement.decided_in
