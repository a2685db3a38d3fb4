"""Room, load and held hours over time, against a count of every single day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.calendar import DAY, monday
from kpcommittee.domain.capacity.balance import (
    Figures,
    Profile,
    StaffLoad,
    Week,
    horizon,
    hours_per_enrolled,
    limit_set_on,
    provider_profile,
    staff_profile,
    tipping_claim,
)
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.committee import BalanceRules
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.intentions import Open, Undo
from kpcommittee.domain.provider import Change, Period, Provider, Staff
from tests.builders import MEETS, START, Table, case, claim, club, config, place, staff

RULES = BalanceRules()
FIRST, LAST = horizon(MEETS, RULES)


def profile(provider: Provider, *claims: Claim) -> Profile:
    return provider_profile(provider, claims, FIRST, LAST)


def figures(room: str | None, load: str = "0", held: str = "0") -> Figures:
    return Figures(room=None if room is None else Decimal(room), load=Decimal(load), held=Decimal(held))


def days(*numbers: int) -> date | Period:
    first, last = (MEETS + timedelta(days=number) for number in (numbers[0], numbers[-1]))
    return first if len(numbers) == 1 else Period(start=first, end=last)


# One day


@pytest.mark.parametrize(
    ("of", "free", "over", "share", "status"),
    [
        (figures("10"), "10", "0", "0", "ok"),
        (figures("10", "5", "2.75"), "2.25", "0", "0.775", "ok"),
        (figures("10", "5", "3"), "2", "0", "0.8", "tight"),
        (figures("10", "10"), "0", "0", "1", "tight"),
        (figures("10", "8", "3"), "0", "1", "1.1", "over"),
        (figures("0"), "0", "0", None, "ok"),
        (figures("0", "2"), "0", "2", None, "over"),
        (figures(None, "99"), None, "0", None, "no_limit"),
    ],
)
def test_free_over_share_and_status(of: Figures, free: str | None, over: str, share: str | None, status: str) -> None:
    assert of.free == (None if free is None else Decimal(free))
    assert of.over == Decimal(over)
    assert of.share == (None if share is None else Decimal(share))
    assert of.status(RULES) == status


def test_hours_are_staff_hours_and_unknown_ones_are_counted_apart() -> None:
    provider = club("north-club", "10", hours_factor=Decimal("1.25"))
    load_profile = profile(
        provider, claim("north-club", "4"), claim("north-club", None), claim("north-club", "2", held=True)
    )
    assert load_profile.figures_on(MEETS) == Figures(
        room=Decimal(10), load=Decimal(5), held=Decimal("2.5"), children=3, unknown=1
    )


def test_a_placement_runs_on_its_first_and_its_last_day() -> None:
    load_profile = profile(club(), claim("north-club", start=days(10), end=days(20)))
    assert [load_profile.figures_on(MEETS + timedelta(days=n)).load for n in (9, 10, 20, 21)] == [0, 3, 3, 0]


# Room


def test_a_club_without_a_share_has_no_limit_whatever_its_staff_has() -> None:
    assert profile(club("north-club", None, staff("Mia"))).figures_on(MEETS).room is None
    assert profile(club("north-club", "10", staff("Mia"), contact_share=None)).figures_on(MEETS).room is None


def test_others_have_the_hours_of_their_people_and_no_limit_without_any() -> None:
    house = Provider(
        id="house", kind="internal", name="House", staff=(staff("A", "30"), staff("B", "7"), staff("C", None))
    )
    assert profile(house).figures_on(MEETS).room == 37
    assert (
        profile(Provider(id="firm", kind="external", name="Firm", staff=(staff("C", None),))).figures_on(MEETS).room
        is None
    )


def test_a_change_holds_from_its_day_on_and_leaves_the_rest_as_it_was() -> None:
    change = Change(start=date(2027, 3, 1), pedagogue_hours=Decimal(60))
    later = Change(start=date(2027, 4, 1), contact_share=Decimal("0.5"))
    load_profile = profile(club("north-club", "10", changes=(later, change)))
    rooms = [load_profile.figures_on(day).room for day in (date(2027, 2, 28), date(2027, 3, 1), date(2027, 4, 1))]
    assert rooms == [10, 6, 30]


def test_when_the_limit_was_set_is_told_by_the_share_in_force() -> None:
    first, later = date(2026, 8, 1), date(2026, 11, 1)
    hours = Change(start=date(2027, 3, 1), pedagogue_hours=Decimal(60))
    share = Change(start=date(2027, 4, 1), contact_share=Decimal("0.5"), set_on=later)
    unsaid = Change(start=date(2027, 5, 1), contact_share=Decimal("0.4"))
    provider = club("north-club", "10", set_on=first, changes=(unsaid, share, hours))
    told = [limit_set_on(provider, day) for day in (START, date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 1))]
    assert told == [first, first, later, None]


def test_people_on_leave_or_gone_have_no_room() -> None:
    away = staff("A", "30", leave=(days(10, 20),))
    gone = staff("B", "5", left_on=days(15))
    house = Provider(id="house", kind="internal", name="House", staff=(away, gone))
    rooms = [profile(house).figures_on(MEETS + timedelta(days=n)).room for n in (9, 10, 15, 16, 20, 21)]
    assert rooms == [35, 5, 5, 0, 0, 30]


# The worst week


def test_the_worst_week_is_the_earliest_of_equals() -> None:
    load_profile = profile(
        club(),
        claim("north-club", start=date(2027, 2, 1), end=date(2027, 2, 7)),
        claim("north-club", start=date(2027, 5, 3)),
    )
    assert load_profile.worst_week().iso == "2027-W05"
    assert load_profile.worst_week(date(2027, 2, 8), date(2027, 12, 1)).iso == "2027-W18"


def test_a_week_is_as_full_as_its_fullest_day() -> None:
    load_profile = profile(club(), claim("north-club", "8", start=date(2027, 2, 3), end=date(2027, 2, 3)))
    assert load_profile.week_of(date(2027, 2, 7)) == Week(
        date(2027, 2, 3), figures("10", "8").with_claim(claim("x", "0"), Decimal(1))
    )
    assert load_profile.week_of(date(2027, 2, 8)).figures.load == 0


def test_closed_days_do_not_count_unless_there_are_no_others() -> None:
    closed = club("north-club", "10", closed=(Period(start=date(2027, 7, 5), end=date(2027, 8, 1)),))
    load_profile = profile(
        closed, claim("north-club", "9", start=date(2027, 7, 10), end=date(2027, 7, 20)), claim("north-club")
    )
    assert load_profile.worst_week().figures.load == 3
    assert load_profile.worst_week(date(2027, 7, 12), date(2027, 7, 18)).figures.load == 12


def test_days_with_a_limit_go_before_days_without_one() -> None:
    change = Change(start=date(2027, 8, 1), contact_share=Decimal("0.05"))
    load_profile = profile(club("north-club", "10", contact_share=None, changes=(change,)), claim("north-club", "4"))
    assert load_profile.worst_week().iso == "2027-W30"
    assert load_profile.worst_week().figures.room == 5


def test_hours_without_any_room_are_fuller_than_any_share() -> None:
    gone = Provider(id="house", kind="internal", name="House", staff=(staff("A", "4", left_on=date(2027, 3, 7)),))
    load_profile = profile(gone, claim("house", "9", end=date(2027, 3, 7)), claim("house", "1", start=date(2027, 3, 8)))
    assert (load_profile.worst_week().iso, load_profile.worst_week().figures.over) == ("2027-W10", Decimal(1))
    idle = profile(gone, claim("house", "1", end=date(2027, 3, 7)))
    assert idle.worst_week().iso == "2026-W49"


def test_the_worst_week_of_days_beyond_the_horizon_is_its_end() -> None:
    assert profile(club()).worst_week(LAST + 30 * DAY, LAST + 60 * DAY).monday == monday(LAST)
    assert profile(club()).worst_week(FIRST - 60 * DAY, FIRST - 30 * DAY).monday == monday(FIRST)


# Against a count of every day

SPAN = 140
OFFSETS = st.integers(-20, SPAN + 40)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(OFFSETS)
    return Period(start=FIRST + timedelta(days=first), end=FIRST + timedelta(days=first + draw(st.integers(0, 60))))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    period = draw(periods())
    return claim(
        "north-club",
        draw(st.sampled_from(["0.25", "1", "2.5", "4", None])),
        staff=draw(st.sampled_from([None, "mia", "ali"])),
        start=draw(st.sampled_from([None, period.start])),
        end=draw(st.sampled_from([None, period.end])),
        held=draw(st.booleans()),
    )


@st.composite
def providers(draw: st.DrawFn) -> Provider:
    people = (
        staff("Mia", draw(st.sampled_from(["6", "0", None])), leave=tuple(draw(st.lists(periods(), max_size=2)))),
        staff("Ali", "4", left_on=draw(st.none() | periods().map(lambda p: p.end))),
    )
    keys: dict[str, Any] = {
        "closed": tuple(draw(st.lists(periods(), max_size=2))),
        "changes": tuple(
            Change(start=period.start, pedagogue_hours=Decimal(hours))
            for period, hours in draw(
                st.lists(st.tuples(periods(), st.integers(0, 90)), max_size=2, unique_by=lambda c: c[0].start)
            )
        ),
        "hours_factor": draw(st.sampled_from([Decimal(1), Decimal("1.25")])),
        "kind": draw(st.sampled_from(["club", "internal"])),
    }
    return club("north-club", draw(st.sampled_from(["7", None])), *people, **keys)


def naive_room(provider: Provider, day: date) -> Decimal | None:
    if provider.kind == "club":
        newest = max((c for c in provider.changes if c.start <= day), key=lambda c: c.start, default=None)
        hours = newest.pedagogue_hours if newest else provider.pedagogue_hours
        return None if hours is None or provider.contact_share is None else hours * provider.contact_share
    rooms = [naive_staff_room(member, day) for member in provider.staff]
    known = [room for room in rooms if room is not None]
    return sum(known, Decimal(0)) if known else None


def naive_staff_room(member: Staff, day: date) -> Decimal | None:
    if member.contact_hours is None:
        return None
    away = any(p.start <= day <= p.end for p in member.leave) or (member.left_on is not None and day > member.left_on)
    return Decimal(0) if away else member.contact_hours


def naive(room: Decimal | None, factor: Decimal, running: list[Claim], day: date) -> Figures:
    today = [c for c in running if (c.start is None or c.start <= day) and (c.end is None or day <= c.end)]
    known = [(c.hours * factor, c.held) for c in today if c.hours is not None]
    return Figures(
        room=room,
        load=sum((hours for hours, held in known if not held), Decimal(0)),
        held=sum((hours for hours, held in known if held), Decimal(0)),
        children=len(today),
        unknown=len(today) - len(known),
    )


SOME_DAYS = [FIRST + timedelta(days=number) for number in range(SPAN)]


@given(providers(), st.lists(claims(), max_size=8))
def test_the_sweep_equals_a_count_of_every_day(provider: Provider, running: list[Claim]) -> None:
    load_profile = provider_profile(provider, running, FIRST, SOME_DAYS[-1])
    assert load_profile.intervals[0].first == FIRST
    assert all(
        a.last + DAY == b.first for a, b in zip(load_profile.intervals, load_profile.intervals[1:], strict=False)
    )
    for day in SOME_DAYS:
        assert load_profile.figures_on(day) == naive(naive_room(provider, day), provider.hours_factor, running, day)
        assert (load_profile.figures_on(day).free or 0) >= 0
        assert load_profile.figures_on(day).over >= 0
    for member in provider.staff:
        own = [claim for claim in running if claim.staff == member.id]
        person = staff_profile(member, provider.hours_factor, own, FIRST, SOME_DAYS[-1])
        for day in SOME_DAYS:
            assert person.figures_on(day) == naive(naive_staff_room(member, day), provider.hours_factor, own, day)


@given(providers(), st.lists(claims(), max_size=6), periods(), st.sampled_from([None, "3"]))
def test_the_worst_week_equals_a_count_of_every_day(
    provider: Provider, running: list[Claim], period: Period, asked: str | None
) -> None:
    load_profile = provider_profile(provider, running, FIRST, SOME_DAYS[-1])
    more = claim("north-club", asked, start=period.start, end=period.end) if asked else None
    between = [day for day in SOME_DAYS if period.start - 3 * DAY <= day <= period.end + 3 * DAY]
    if not between:
        return
    counted = [*running, *([more] if more else ())]
    is_open = [day for day in between if not any(p.start <= day <= p.end for p in provider.closed)]
    full = {day: naive(naive_room(provider, day), provider.hours_factor, counted, day) for day in is_open or between}
    fullest = max(full, key=lambda day: (full[day].fullness, -day.toordinal()))
    worst = load_profile.worst_week(period.start - 3 * DAY, period.end + 3 * DAY, more, provider.hours_factor)
    assert worst.monday == monday(fullest)
    assert worst.figures.fullness == full[fullest].fullness


# The meeting


def test_overcommitted_by_what_the_meeting_holds_and_freed_by_undo() -> None:
    settings = config(club("north-club", "10"), club("south-club"))
    table = Table(
        case("A-1", hours_per_week=Decimal(3)),
        case("A-2", hours_per_week=Decimal(2)),
        settings=settings,
        claims=[claim("north-club", "6")],
    )
    table.does(Open(), place("A-1", "north-club"))
    assert table.refused("caution_unanswered", place("A-2", "north-club")).cautions == ("over_capacity",)
    table.does(place("A-2", "north-club", answers={"over_capacity": "Agreed"}))

    line: Any = balance_of(table.meeting, table.context)[0]
    assert (line.before.free, line.after.free, line.after.over, line.after.held) == (4, 0, 1, 5)
    assert line.week == "2027-W01"
    assert line.today.used == 6
    decision = table.item("A-2").decision
    assert decision is not None
    option: Any = decision.option
    assert (option.before.free, option.after.over, option.room) == (1, 1, "over")

    table.does(Undo())
    assert balance_of(table.meeting, table.context)[0].after.free == 1


def test_the_claim_that_tips_is_named() -> None:
    table = [
        claim("x", "6", "R-1"),
        claim("x", None, "R-2"),
        claim("x", "3", "R-3"),
        claim("x", "2", "R-4"),
        claim("x", "9", "R-5"),
    ]
    tips = tipping_claim(table, Decimal(1), START, Decimal(10))
    assert tips is not None
    assert tips.case_number == "R-4"
    assert tipping_claim(table[:3], Decimal(1), START, Decimal(10)) is None


def test_the_ordinary_offer_is_what_is_left_per_enrolled_child() -> None:
    provider = club("north-club", "10", enrolled=40)
    assert hours_per_enrolled(provider, MEETS, Decimal(20)) == Decimal(2)
    assert hours_per_enrolled(club(enrolled=0), MEETS, Decimal(20)) is None
    assert hours_per_enrolled(club("north-club", None, enrolled=40), MEETS, Decimal(0)) is None


def test_the_week_knows_its_fullest_day() -> None:
    """Hours that change within a week are those of the day that is as full as the week (T2)."""
    wednesday = date(2027, 2, 3)
    change = Change(start=wednesday, pedagogue_hours=Decimal(60))
    week = profile(club("north-club", "10", changes=(change,)), claim("north-club", "4")).week_of(wednesday)
    assert (week.day, week.monday, week.iso) == (wednesday, date(2027, 2, 1), "2027-W05")
    assert week.figures.room == 6


@pytest.mark.parametrize(
    ("first", "last", "free", "children"),
    [
        (4, 9, "4", 2),
        (4, 8, "4", 2),
        (4, 7, "4", 1),
        (1, 3, "7", 1),
        (13, 15, "5", 1),
        (12, 19, "5", 2),
        (18, 19, "10", 1),
    ],
    ids=["all", "until", "before", "the week before", "after", "from", "the week after"],
)
def test_a_persons_work_is_that_of_whole_weeks_and_the_children_are_those_of_the_days(
    first: int, last: int, free: str, children: int
) -> None:
    """A Tuesday is as full as its week's Friday, but Friday's accompanied children are not Tuesday's."""
    claims = (
        claim("north-club", "3", "R-1", end=date(2027, 1, 10)),
        claim("north-club", "3", "R-2", start=date(2027, 1, 8), end=date(2027, 1, 10)),
        claim("north-club", None, "R-3", start=date(2027, 1, 11)),
        claim("north-club", "5", "R-4", start=date(2027, 1, 12), end=date(2027, 1, 12)),
    )
    mia = staff_profile(staff("Mia"), Decimal(1), claims, FIRST, LAST)
    assert mia.load_between(date(2027, 1, first), date(2027, 1, last)) == StaffLoad(Decimal(free), children)


@pytest.mark.parametrize(("held", "load", "kept"), [(True, "4", "4.5"), (False, "8.5", "0")])
def test_one_more_claim_is_counted_in_staff_hours(held: bool, load: str, kept: str) -> None:
    more = claim("north-club", "3", held=held)
    figures = Figures(room=Decimal(10), load=Decimal(4), children=1).with_claim(more, Decimal("1.5"))
    assert figures == Figures(room=Decimal(10), load=Decimal(load), held=Decimal(kept), children=2)
    unknown = Figures(load=Decimal(4)).with_claim(replace(more, hours=None), Decimal("1.5"))
    assert (unknown.used, unknown.children, unknown.unknown) == (Decimal(4), 1, 1)


def test_what_is_proposed_is_held_and_not_running() -> None:
    """Else the bar would show hours as running that nobody has approved."""
    proposed = Proposal.of(case(), START).claim("north-club", "mia")
    assert proposed == claim("north-club", "3", "A-1", staff="mia", start=START, end=date(2027, 7, 3), held=True)
