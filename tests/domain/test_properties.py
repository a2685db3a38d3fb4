"""Random meetings: whatever the table wants, in whatever order, is recorded or refused, and what must hold holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.case import Case, ChildView
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Decided, Recorded, Undone
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.meeting import Meeting, apply, fold
from kpcommittee.domain.meeting.refusal import Refusal
from tests.builders import MEETS, Table, agenda, case, club, config, knows, place, staff
from tests.seeds import examples

pytestmark = pytest.mark.drawn

NUMBERS = ("A-1", "A-2", "A-3", "A-9")
"""The last is not on the agenda until it comes late."""
PEOPLE = ("Lone", "Jan", "Ida", "Inger", "Bo", "Karim", "Tove", "North Club Leader", "South Club Leader", "Nobody")
ROLES = ("school", "club", "authority", "internal")
PROVIDERS = ("north-club", "south-club", "house", "firm", "gone")

numbers = st.sampled_from((*NUMBERS[:3], *NUMBERS))
people = st.sampled_from(PEOPLE)
roles: Any = st.sampled_from(ROLES)
providers = st.sampled_from(PROVIDERS)
texts = st.sampled_from(["", "Agreed", "Because"])
days = st.one_of(
    st.integers(-60, 60).map(lambda n: MEETS + timedelta(days=n)),
    st.sampled_from([date(1900, 1, 1), date(2028, 1, 1), date(2199, 12, 31)]),
)
stands = st.builds(
    want.LeaderStance, stance=st.sampled_from(["agree", "disagree", "abstain"]), provider=st.none() | providers
)
reasons = st.none() | st.builds(want.ReasonGiven, code=st.sampled_from(["agreed", "other", "gone"]), text=texts)


@st.composite
def amendments(draw: st.DrawFn) -> want.Amendment:
    keys: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "provider": providers,
                "staff": st.sampled_from([None, "mia", "eva"]),
                "start": st.none() | days,
                "end": st.none() | days,
                "reason": reasons,
                "second_choice": st.none() | providers,
            },
        )
    )
    return want.Amendment(given=frozenset(keys), **keys)


def sensible(number: str, provider: str) -> want.Place:
    return replace(place(number, provider, reason="Agreed"), answers=ANSWERS)


ANSWERS = tuple(
    want.Answer(caution=code, code="agreed", text="Agreed")
    for code in ("child_view_missing", "consent_missing", "seat_empty", "declined", "over_capacity")
)

placements = st.builds(
    want.Place,
    case=numbers,
    provider=providers,
    staff=st.sampled_from([None, None, "mia", "eva"]),
    start=days,
    end=st.none() | days,
    positions=st.sampled_from(["all_agree", None]) | st.dictionaries(roles, stands, max_size=4),
    answers=st.sampled_from([(), ANSWERS]),
    reason=reasons,
    second_choice=st.none() | providers,
    in_principle=st.booleans(),
)

intentions = st.one_of(
    st.builds(want.Open),
    st.builds(sensible, numbers, st.sampled_from(PROVIDERS[:4])),
    st.builds(sensible, numbers, st.sampled_from(PROVIDERS[:4])).map(
        lambda intention: replace(intention, in_principle=True)
    ),
    placements,
    st.builds(want.Take, case=numbers),
    st.builds(
        want.Attend,
        person=people,
        status=st.sampled_from(["present", "excused", "absent", "left"]),
        substitute=st.none() | people,
        case=st.none() | numbers,
    ),
    st.builds(
        want.Disqualify,
        case=numbers,
        role=roles,
        ground=texts,
        decided_by=st.lists(roles, max_size=3, unique=True).map(tuple),
        outcome=st.sampled_from(["out", "stays"]),
        substitute=st.none() | people,
    ),
    st.builds(want.Position, case=numbers, role=roles, stance=st.sampled_from(["agree", "disagree", "abstain"])),
    st.builds(want.Confirm, case=numbers, role=roles, refuse=st.booleans()),
    st.builds(want.Postpone, case=numbers, reason=texts),
    st.builds(want.Return, case=numbers, missing=texts),
    st.builds(want.Withdraw, case=numbers, reason=texts),
    st.builds(want.Note, case=numbers, text=texts),
    st.builds(want.Order, cases=st.permutations(NUMBERS[:3]).map(tuple)),
    st.builds(want.Undo, n=st.none() | st.integers(1, 8)),
    st.builds(want.Close),
    st.builds(want.Approve),
    st.builds(want.Correct, case=numbers, place=amendments(), why=texts),
)

cases = st.builds(
    lambda number, relations, **keys: case(number, relations=relations, **keys),
    st.just("A-1"),
    st.lists(
        st.builds(
            knows,
            st.just("Mia"),
            st.sampled_from([None, "north-club", "south-club"]),
            st.sampled_from([None, "mia", "eva"]),
            st.sampled_from([1, 2, 3]),
        ),
        max_size=2,
    ).map(tuple),
    district=st.sampled_from(["north", "south"]),
    problems=st.sampled_from([("school",), ("autism",), ("school", "autism"), ()]),
    birth_date=st.sampled_from([date(2012, 6, 15), date(2008, 12, 2), date(2016, 2, 29), date(2003, 1, 1)]),
    hours_per_week=st.sampled_from([Decimal("0.25"), Decimal(3), Decimal(11)]),
    expected_months=st.sampled_from([1, 6, 24, 10**9]),
    consent=st.sampled_from(["given", None]),
    child_view=st.sampled_from(
        [None, ChildView(obtained_on=MEETS, declines=("north-club", "eva"), wishes_staff=("mia",))]
    ),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A meeting of three cases, some of them carried over, with some placements that run."""
    drawn = [
        replace(drawn_case, case_number=number)
        for number, drawn_case in zip(NUMBERS, draw(st.lists(cases, min_size=3, max_size=3)), strict=False)
    ]
    chosen = config(
        club("north-club", "10", staff("Mia Holm"), staff("Ali Kaya", "2")),
        club("south-club", draw(st.sampled_from(["4", "0", None])), staff("Eva Lund", None)),
        *config().providers[2:],
        rule=draw(st.sampled_from(["consensus", "majority"])),
    )
    running = [
        Placement(case_number=number, provider="north-club", staff="mia", hours_per_week=hours, end=end)
        for number, hours, end in draw(
            st.lists(
                st.tuples(numbers, st.sampled_from([None, Decimal(2)]), st.none() | days),
                max_size=3,
                unique_by=lambda drawn: drawn[0],
            )
        )
    ]
    waiting = tuple(_waits(drawn_case, chosen) for drawn_case in drawn[: draw(st.integers(0, 2))])
    table = Table(*drawn, settings=chosen, ledger=Ledger.of(chosen, running, (), MEETS), waiting=waiting)
    if draw(st.integers(0, 9)):
        table.does(want.Open())
        table.knows(agenda=agenda(*drawn[1:], case("A-9"), case(drawn[0].case_number, expected_months=3)))
    return table


def _waits(case: Case, chosen: Any) -> Waiting:
    """The case as an earlier meeting left it: decided in principle without the school's leader."""
    earlier = Table(case, settings=chosen).does(
        want.Open(),
        want.Attend(person="Lone", status="excused"),
        want.Attend(person="Peter", status="excused"),
        want.Attend(person="Karim", status="excused"),
    )
    earlier.does(
        replace(
            sensible(case.case_number, "north-club"),
            in_principle=True,
            positions={role: want.LeaderStance(stance="agree") for role in ("club", "authority")},
        )
    )
    return Waiting(
        case_number=case.case_number,
        meeting="m0",
        date=MEETS,
        state="in_principle",
        postponed_times=1,
        decision=earlier.item(case.case_number).decision,
    )


def _recused(number: str, role: Any, substitute: str | None) -> list[want.Intention]:
    other: Any = "club" if role == "authority" else "authority"
    return [
        want.Disqualify(case=number, role=role, ground="Cousin", decided_by=(other,), substitute=substitute),
        want.Attend(person="Jan", status="left", substitute="Lone"),
    ]


def _in_principle(number: str, refuse: bool) -> list[want.Intention]:
    absent: Any = [want.Attend(person=person, status="left") for person in ("Karim", "Lone", "Peter")]
    chosen = replace(sensible(number, "north-club"), in_principle=True)
    return [*absent, chosen, *(want.Confirm(case=number, role=role, refuse=refuse) for role in ("school", "internal"))]


def _finished(number: str, amendment: want.Amendment) -> list[want.Intention]:
    placed: Any = [sensible(number, "north-club") for number in NUMBERS[:3]]
    last_steps: Any = [want.Postpone(case=number, reason="Time") for number in NUMBERS]
    shorter = want.Amendment(given=frozenset({"end"}), end=date(2027, 2, 1))
    slips = [want.Correct(case=number, place=change, why="A slip") for change in (amendment, shorter)]
    return [*placed, *last_steps, want.Close(), want.Approve(), *slips]


stories = st.one_of(
    *[intentions.map(lambda intention: [intention])] * 3,
    st.builds(_recused, numbers, roles, st.none() | people),
    st.builds(_in_principle, numbers, st.booleans()),
    st.builds(_finished, numbers, amendments()),
)
sequences = st.lists(stories, min_size=2, max_size=10).map(
    lambda told: [intention for story in told for intention in story]
)


@settings(max_examples=examples(80, 1000))
@given(tables(), sequences)
def test_any_intention_is_recorded_or_refused_and_undo_restores(table: Table, wanted: list[want.Intention]) -> None:
    start, number = table.meeting, table.meeting.last
    for intention in wanted:
        before = table.meeting
        answer = table.tries(intention)
        if isinstance(answer, Refusal):
            assert table.meeting is before
            continue
        assert table.meeting.last == before.last + 1
        _test_undo(table, before, answer)
    events = table.journal
    if start.last == 0 or events[0].kind == "opened":
        assert _again(table, events) == table.meeting
    assert number <= table.meeting.last


def _test_undo(table: Table, before: Meeting, answer: Recorded) -> None:
    if isinstance(answer.event, Undone) or table.meeting.state == "approved" or answer.kind == "opened":
        return
    back = Recorded(
        stream=answer.stream,
        number=answer.number + 1,
        at=answer.at,
        by=answer.by,
        event=Undone(number=answer.number, what=answer.kind),
    )
    restored = apply(table.meeting, back)
    assert restored == before
    assert restored.log == before.log


def _again(table: Table, events: list[Recorded]) -> Meeting:
    folded = fold(table.meeting.id, events)
    return folded if folded.state != "preparing" else replace(table.meeting, last=folded.last)


def _decisions(table: Table) -> list[Decision]:
    return [recorded.event.decision for recorded in table.journal if isinstance(recorded.event, Decided)]


def _each_step(check: Callable[[Table], None]) -> Any:
    @settings(max_examples=examples(40, 500))
    @given(tables(), sequences)
    def run(table: Table, wanted: list[want.Intention]) -> None:
        for intention in wanted:
            table.tries(intention)
            check(table)

    return run


def _complete(table: Table) -> None:
    for decision in _decisions(table):
        seated = [seat.role for seat in decision.bench if seat.person]
        assert seated
        assert [position.role for position in decision.positions] == seated
        excused = {"seat_empty"} if decision.in_principle else set()
        lacking = [c.code for c in decision.cautions if c.is_blocking and c.answer is None and c.code not in excused]
        assert not lacking
        assert not decision.departures or decision.reason


test_a_placement_has_its_positions_and_its_blocking_cautions_answered = _each_step(_complete)


def _nobody_out_counts(table: Table) -> None:
    for item in table.meeting.items:
        latest = {ruling.person: ruling.outcome for ruling in item.disqualified}
        out = {person for person, outcome in latest.items() if outcome == "out"}
        seen = table.sees(item.number)
        assert out.isdisjoint(seat.person for seat in seen.bench.seats)
        assert out.isdisjoint(position.person for position in seen.positions)


test_no_leader_who_is_out_ever_counts = _each_step(_nobody_out_counts)


def _free_is_never_negative(table: Table) -> None:
    ledger = table.context.ledger_in(table.meeting)
    for provider in table.context.config.providers:
        profiles = [
            ledger.provider_profile(provider),
            *(ledger.staff_profile(provider, member) for member in provider.staff),
        ]
        for interval in (interval for profile in profiles for interval in profile.intervals):
            assert interval.figures.free is None or interval.figures.free >= 0
            assert interval.figures.over >= 0
            assert not (interval.figures.free and interval.figures.over)


test_free_is_never_negative = _each_step(_free_is_never_negative)


def _approving_changes_no_sum(table: Table) -> None:
    if table.meeting.state == "preparing":
        return
    drafted = table.context.ledger_in(replace(table.meeting, state="closed"))
    approved = table.context.ledger_in(replace(table.meeting, state="approved"))
    for provider in table.context.config.providers:
        pairs = zip(
            drafted.provider_profile(provider).intervals, approved.provider_profile(provider).intervals, strict=True
        )
        assert all(
            (a.first, a.figures.used, a.figures.over) == (b.first, b.figures.used, b.figures.over) for a, b in pairs
        )


test_approving_changes_no_sum = _each_step(_approving_changes_no_sum)


def _one_claim_a_day(table: Table) -> None:
    ledger = table.context.ledger_in(table.meeting)
    claims = [claim for provider in table.context.config.providers for claim in ledger.claims(provider.id)]
    for claim in claims:
        for other in claims:
            if claim is not other and claim.case_number == other.case_number:
                first = max(claim.start or date.min, other.start or date.min)
                assert first > min(claim.end or date.max, other.end or date.max), (claim, other)


test_each_case_claims_once_on_every_day = _each_step(_one_claim_a_day)
