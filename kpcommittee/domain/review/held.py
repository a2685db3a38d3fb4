"""Finds the placement of a follow-up: after a correction, the corrected provider had the child all along."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.review.follow_ups import FollowedPlacement


class PlacementSpan(Protocol):
    """The days on which a provider had the child of a case."""

    @property
    def case_number(self) -> str:
        """Of the child's case."""

    @property
    def provider(self) -> str:
        """Who has the child."""

    @property
    def start(self) -> date | None:
        """The first day; None if it has always run."""

    @property
    def end(self) -> date | None:
        """The last day; None if it runs on."""


def cases_to_look_up(placements: Iterable[FollowedPlacement], events: Iterable[FollowedUp]) -> frozenset[str]:
    """Return the cases with a follow-up at a provider not known to have had the child that day.

    Another one had: either the provider was corrected since, or the child was at two.
    """
    by_case = _group_by_case(placements)
    return frozenset(event.case_number for event in events if _ran_elsewhere(by_case, event) is not None)


def assign_to_providers(
    events: Iterable[FollowedUp], placements: Iterable[FollowedPlacement], spans: Iterable[PlacementSpan]
) -> Iterator[FollowedUp]:
    """Yield the follow-ups, each at the provider that had the child that day.

    A follow-up concerns the child's support (barnets lov § 95), and a correction moves no child.

    Args:
        events: as they were recorded.
        placements: the placements that are followed up.
        spans: everything that ever ran in the cases to look up.
    """
    by_case, all_of_case = _group_by_case(placements), _group_by_case(spans)
    for event in events:
        other = _ran_elsewhere(by_case, event)
        at_its_own = any(placement.provider == event.provider for placement in _covering(all_of_case, event))
        yield event if other is None or at_its_own else replace(event, provider=other.provider)


def _ran_elsewhere(by_case: Mapping[str, Sequence[PlacementSpan]], event: FollowedUp) -> PlacementSpan | None:
    """Return the placement at another provider on the day of a follow-up; None if its own ran, or none."""
    covering = _covering(by_case, event)
    own = any(placement.provider == event.provider for placement in covering)
    return covering[-1] if covering and not own else None


def _covering(by_case: Mapping[str, Sequence[PlacementSpan]], event: FollowedUp) -> list[PlacementSpan]:
    """Return the placements that a follow-up may belong to; a start meeting may precede the first day."""
    day, early = event.held_on, event.start_meeting
    of_case = (placement for placement in by_case.get(event.case_number, ()) if day <= (placement.end or date.max))
    return [placement for placement in of_case if early or (placement.start or date.min) <= day]


def _group_by_case(placements: Iterable[PlacementSpan]) -> Mapping[str, Sequence[PlacementSpan]]:
    """Return the placements of each case, the earliest first."""
    cases: dict[str, list[PlacementSpan]] = {}
    for placement in sorted(placements, key=lambda placement: placement.start or date.min):
        cases.setdefault(placement.case_number, []).append(placement)
    return cases
