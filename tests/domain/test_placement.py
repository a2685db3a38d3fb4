"""What claims hours: each case once on every day, whatever was imported and ruled."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Claim, Placement, Ruling, claims_of
from tests.builders import MEETS, club, config

JAN, MAR, JUN = date(2027, 1, 1), date(2027, 3, 1), date(2027, 6, 30)


def runs(provider: str = "old", **keys: Any) -> Placement:
    filled = {"case_number": "A-1", "hours_per_week": Decimal(3), **keys}
    return Placement(provider=provider, **filled)


def ruling(meeting: int, state: str = "placed", **keys: Any) -> Ruling:
    placed: dict[str, Any] = {"provider": "new", "hours": Decimal(2), "start": JAN, "end": JUN}
    filled = {"approved": True, "case_number": "A-1", **(placed if state in ("placed", "in_principle") else {}), **keys}
    return Ruling(meeting=f"m{meeting}", opened_at=f"2026-12-{meeting:02}T09:00", state=state, **filled)  # type: ignore[arg-type]


def periods(*claims: Claim) -> list[tuple[str, date | None, date | None]]:
    return [(claim.provider, claim.start, claim.end) for claim in claims]


def test_what_was_imported_runs_as_it_says() -> None:
    assert periods(*claims_of([runs(), runs("other", start=JAN, end=MAR)], [])) == [
        ("old", None, None),
        ("other", JAN, MAR),
    ]


def test_unknown_hours_stay_unknown() -> None:
    assert claims_of([runs(hours_per_week=None)], [])[0].hours is None


def test_a_change_of_provider_ends_the_old_placement_the_day_before() -> None:
    claims = claims_of([runs()], [ruling(1, start=MAR)])
    assert periods(*claims) == [("old", None, date(2027, 2, 28)), ("new", MAR, JUN)]


def test_a_ruling_before_the_placement_s_own_start_replaces_it_whole() -> None:
    assert periods(*claims_of([runs(start=MAR)], [ruling(1)])) == [("new", JAN, JUN)]


def test_a_placement_that_ended_before_stays_as_it_was() -> None:
    claims = claims_of([runs(end=date(2026, 6, 30))], [ruling(1)])
    assert periods(*claims) == [("old", None, date(2026, 6, 30)), ("new", JAN, JUN)]


def test_meetings_of_the_same_second_follow_each_other_by_their_ids() -> None:
    """Wherever a ruling comes from: the one of the meeting that is looked at comes last."""
    later, earlier = ruling(2, provider="later", start=MAR), replace(ruling(1), opened_at=ruling(2).opened_at)
    expected = [("new", JAN, date(2027, 2, 28)), ("later", MAR, JUN)]
    assert periods(*claims_of([], [later, earlier])) == periods(*claims_of([], [earlier, later])) == expected


def test_the_later_of_two_rulings_takes_over_from_its_start() -> None:
    claims = claims_of([], [ruling(2, provider="later", start=MAR), ruling(1)])
    assert periods(*claims) == [("new", JAN, date(2027, 2, 28)), ("later", MAR, JUN)]


def test_a_case_carried_in_principle_counts_once() -> None:
    first = ruling(1, "in_principle")
    assert periods(*claims_of([], [first, ruling(2, "postponed")])) == [("new", JAN, JUN)]
    assert periods(*claims_of([], [first, ruling(2, "placed")])) == [("new", JAN, JUN)]
    assert periods(*claims_of([], [first, ruling(2, "placed", provider="third", start=MAR)])) == [("third", MAR, JUN)]


def test_a_ruling_in_principle_is_gone_when_it_is_returned_withdrawn_or_taken_off() -> None:
    first = ruling(1, "in_principle")
    for gone in (ruling(2, "returned"), ruling(2, "withdrawn"), ruling(2, "open", released=True)):
        assert periods(*claims_of([runs()], [first, gone])) == [("old", None, None)]


def test_a_placement_that_was_final_stays_when_the_case_comes_back_and_is_returned() -> None:
    assert periods(*claims_of([], [ruling(1), ruling(2, "returned")])) == [("new", JAN, JUN)]


def test_hours_are_held_until_the_meeting_is_approved() -> None:
    assert [claim.held for claim in claims_of([], [ruling(1, approved=False)])] == [True]
    assert [claim.held for claim in claims_of([], [ruling(1)])] == [False]


STATES = ("open", "placed", "in_principle", "postponed", "returned", "withdrawn")
DAYS = st.integers(0, 300).map(lambda days: MEETS + timedelta(days=days))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Placement], list[Ruling]]:
    """One case: at most one running placement, and what some meetings ruled."""
    places = st.sampled_from(["north-club", "south-club"])
    placements = [runs(draw(places), end=draw(st.none() | DAYS)) for _ in range(draw(st.integers(0, 1)))]
    rulings = []
    for meeting in range(1, draw(st.integers(1, 5))):
        state, start = draw(st.sampled_from(STATES)), draw(DAYS)
        keys: dict[str, Any] = {"approved": draw(st.booleans()), "released": draw(st.booleans())}
        if state in ("placed", "in_principle"):
            keys |= {"provider": draw(places), "start": start, "end": start + timedelta(days=draw(st.integers(0, 200)))}
        rulings.append(ruling(meeting, state, **keys))
    return placements, rulings


@given(histories())
def test_a_case_claims_once_on_every_day(history: tuple[list[Placement], list[Ruling]]) -> None:
    claims = claims_of(*history)
    for days in range(0, 520, 3):
        day = MEETS + timedelta(days=days)
        running = [c for c in claims if (c.start or day) <= day <= (c.end or day)]
        assert len(running) <= 1, (day, running)


@given(histories())
def test_approving_changes_no_sum(history: tuple[list[Placement], list[Ruling]]) -> None:
    placements, rulings = history
    sums = []
    for approved in (False, True):
        ruled = [ruling(n, r.state, **{**_keys(r), "approved": approved}) for n, r in enumerate(rulings, 1)]
        claims = claims_of(placements, ruled)
        sums.append({(c.provider, c.staff, c.hours, c.start, c.end) for c in claims})
    assert sums[0] == sums[1]


@given(histories())
def test_a_ledger_that_learns_a_ruling_equals_one_made_with_it(history: tuple[list[Placement], list[Ruling]]) -> None:
    placements, rulings = history
    settings = config(club("north-club"), club("south-club"))
    learnt = Ledger.of(settings, placements, rulings[:-1], MEETS).with_rulings(rulings[-1:])
    known = Ledger.of(settings, placements, rulings, MEETS)
    for provider in settings.providers:
        assert learnt.claims(provider.id) == known.claims(provider.id)
        assert learnt.provider_profile(provider) == known.provider_profile(provider)


def _keys(record: Ruling) -> dict[str, Any]:
    return {
        "provider": record.provider,
        "start": record.start,
        "end": record.end,
        "hours": record.hours,
        "released": record.released,
    }
