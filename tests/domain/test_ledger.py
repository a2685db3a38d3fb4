"""A ledger that follows a meeting step by step is the ledger that is made of the whole meeting."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Placement, Ruling
from tests.builders import MEETS, START, config, ruling

CASES = ("A-1", "A-2", "A-3")
PROVIDERS = ("north-club", "south-club")
DECIDED = ("placed", "in_principle")

days = st.integers(0, 40).map(lambda weeks: START + timedelta(weeks=weeks))
cases = st.sampled_from(CASES)
providers = st.sampled_from(PROVIDERS)
hours = st.integers(1, 8).map(Decimal)


@st.composite
def placements(draw: st.DrawFn) -> Placement:
    start = draw(days)
    end = start + timedelta(weeks=draw(st.integers(1, 30)))
    return Placement(
        case_number=draw(cases), provider=draw(providers), hours_per_week=draw(hours), start=start, end=end
    )


@st.composite
def rulings(draw: st.DrawFn) -> tuple[Ruling, ...]:
    """What one meeting has ruled at some moment: at most once in each case."""
    return tuple(_ruling(draw, case) for case in CASES if draw(st.booleans()))


def _ruling(draw: st.DrawFn, case: str) -> Ruling:
    state: Any = draw(st.sampled_from(["placed", "in_principle", "postponed", "returned"]))
    start, decided = draw(days), state in DECIDED
    return Ruling(
        meeting="m",
        opened_at="2026-12-02T09:00",
        approved=False,
        case_number=case,
        state=state,
        released=False,
        provider=draw(providers) if decided else None,
        staff=None,
        hours=draw(hours) if decided else None,
        start=start if decided else None,
        end=start + timedelta(days=90) if decided else None,
    )


def figures(ledger: Ledger) -> list[object]:
    """All that a ledger says of the providers, whatever the order of its claims."""
    return [ledger.provider_profile(provider).intervals for provider in ledger.config.providers]


@given(st.lists(placements(), max_size=4), st.lists(rulings(), min_size=1, max_size=4))
def test_following_a_meeting_gives_the_ledger_of_the_whole_meeting(
    running: list[Placement], moments: list[tuple[Ruling, ...]]
) -> None:
    outside = Ledger.of(config(), running, (), MEETS)
    ledger, before = outside.with_rulings(()), tuple[Ruling, ...]()
    for now in moments:
        ledger = ledger.with_changed_rulings(outside, before, now)
        assert figures(ledger) == figures(outside.with_rulings(now))
        before = now


def test_what_was_changed_since_counts_also_in_the_meeting_that_decided_it() -> None:
    """Its ledger took the decision as it was made, so that its own balance differed from that of the caseload."""
    decided = ruling(meeting="m1", end=START + timedelta(weeks=30))
    changed = Placement(
        case_number="A-1",
        provider="north-club",
        hours_per_week=Decimal(5),
        start=START,
        end=START + timedelta(weeks=10),
        decided_in="m1",
    )
    whole = Ledger.of(config(), [changed], [decided], MEETS)
    assert Ledger.of(config(), [changed], [], MEETS).with_rulings([decided]).claims("north-club") == whole.claims(
        "north-club"
    )
    (claim,) = whole.claims("north-club")
    assert (claim.hours, claim.end) == (Decimal(5), START + timedelta(weeks=10))
