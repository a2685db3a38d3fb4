"""Of which placement a follow-up was, where the provider was corrected since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.review.follow_ups import FollowedPlacement
from kpcommittee.domain.review.held import assign_to_providers, cases_to_look_up

START, END, TALK = date(2026, 12, 14), date(2027, 12, 13), date(2027, 3, 14)


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A placement of everything that ever ran."""

    case_number: str = "A-1"
    provider: str = "north-club"
    start: date | None = START
    end: date | None = END


def followed(provider: str, start: date | None = START, end: date | None = END) -> FollowedPlacement:
    return FollowedPlacement(case_number="A-1", provider=provider, staff=None, start=start, end=end)


def talk(on: date = TALK, **keys: Any) -> FollowedUp:
    return FollowedUp(case_number="A-1", provider="north-club", held_on=on, **keys)


def at(event: FollowedUp, *placements: FollowedPlacement, ran: tuple[Stay, ...] = ()) -> str:
    """The provider that a follow-up counts at."""
    history: tuple[Stay | FollowedPlacement, ...] = (*ran, *placements) if cases_to_look_up(placements, [event]) else ()
    (counted,) = assign_to_providers([event], placements, history)
    return counted.provider


def test_it_counts_at_the_provider_that_had_the_child_that_day() -> None:
    assert at(talk(), followed("north-club")) == "north-club"
    assert at(talk(), followed("house")) == "house"
    assert at(talk(START), followed("house")) == at(talk(END), followed("house")) == "house"


def test_it_stays_where_it_was_held_if_the_child_was_there() -> None:
    """Moved, or at two providers at once: each placement has follow-ups of its own."""
    both = (followed("house"), followed("north-club"))
    assert at(talk(), *both) == "north-club"
    assert cases_to_look_up(both, [talk()]) == frozenset()
    ended = Stay(start=None, end=TALK)
    assert at(talk(), followed("house"), ran=(ended,)) == "north-club"
    assert at(talk(), followed("house", start=date(2027, 3, 15))) == "north-club"
    assert at(talk(), followed("house", end=date(2027, 3, 13))) == "north-club"
    assert at(talk(), followed("house"), ran=(Stay(end=date(2027, 3, 13)),)) == "house"


def test_a_start_meeting_may_be_before_the_first_day() -> None:
    before = date(2026, 12, 8)
    assert at(talk(before, start_meeting=True), followed("house")) == "house"
    assert at(talk(before), followed("house")) == "north-club"


def test_of_several_the_newest_that_had_begun_has_it() -> None:
    early, late = followed("house", start=date(2026, 1, 1)), followed("firm")
    assert at(talk(), late, early) == "firm"


def test_other_cases_are_left_alone() -> None:
    assert cases_to_look_up([followed("house")], [FollowedUp(case_number="B", provider="firm", held_on=TALK)]) == set()
