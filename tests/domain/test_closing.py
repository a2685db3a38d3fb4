"""The balance that is frozen when a meeting closes: a wrong line would be printed in the minutes for good."""

from datetime import date, timedelta
from decimal import Decimal

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.frozen import BalanceLine
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.provider import Change, Provider
from tests.builders import MEETS, START, Table, case, claim, club, config, place, staff

NORTH = club("north-club", "10", staff("Mia Holm"), enrolled=40)
HOUSE = Provider(id="house", kind="internal", name="House", staff=(staff("Sanne Dam", "30"),))


def lines(*providers: Provider, placed: bool = True) -> dict[str, BalanceLine]:
    """The balance of a meeting that places three hours from `START` at the club, which has four already."""
    table = Table(case("A-1"), settings=config(*providers), claims=[claim("north-club", "4")]).does(Open())
    if placed:
        table.does(place("A-1", "north-club"))
    return {line.provider: line for line in balance_of(table.meeting, table.context)}


def test_a_line_says_before_and_after_in_the_fullest_week_and_what_holds_today() -> None:
    room = Decimal(10)
    before = Figures(room=room, load=Decimal(4), children=1)
    assert lines(NORTH, HOUSE)["north-club"] == BalanceLine(
        provider="north-club",
        name="North Club",
        kind="club",
        district="north",
        week="2027-W01",
        before=before,
        after=Figures(room=room, load=Decimal(4), held=Decimal(3), children=2),
        today=before,
        enrolled=40,
        per_enrolled_before=Decimal("2.4"),
        per_enrolled_after=Decimal("2.325"),
    )


def test_every_provider_has_a_line_in_the_order_of_the_config() -> None:
    assert list(lines(HOUSE, NORTH)) == ["house", "north-club"]


def test_a_provider_without_enrolled_children_has_no_hours_per_child() -> None:
    house = lines(NORTH, HOUSE)["house"]
    assert (house.kind, house.district, house.enrolled) == ("internal", None, None)
    assert (house.per_enrolled_before, house.per_enrolled_after) == (None, None)


def test_before_is_reckoned_in_the_same_week_as_after() -> None:
    """The club loses room later: what the meeting changed must not be mixed with what the calendar changes."""
    grows = club("north-club", "10", changes=(Change(start=START, pedagogue_hours=Decimal(80)),))
    line = lines(grows, HOUSE)["north-club"]
    assert (line.week, line.before.room, line.after.room) == ("2027-W01", Decimal(8), Decimal(8))
    assert line.today.room == Decimal(10)


def test_in_the_week_of_the_meeting_the_hours_are_those_from_its_day_on() -> None:
    changed = Change(start=MEETS, pedagogue_hours=Decimal(120))
    grows = club("north-club", "10", enrolled=40, changes=(changed,))
    line = lines(grows, HOUSE, placed=False)["north-club"]
    assert (line.week, line.before) == ("2026-W49", line.after)
    assert (line.per_enrolled_before, line.per_enrolled_after) == (Decimal("2.9"), Decimal("2.9"))


def test_hours_that_fall_within_the_worst_week_are_those_of_its_fullest_day() -> None:
    """Monday's pedagogue hours were counted with Wednesday's load (T2)."""
    falls = Change(start=START + timedelta(days=2), pedagogue_hours=Decimal(80))
    line = lines(club("north-club", "10", enrolled=40, changes=(falls,)), HOUSE)["north-club"]
    assert (line.week, line.after.room, line.before.room) == ("2027-W01", Decimal(8), Decimal(8))
    assert line.per_enrolled_before == (80 - Decimal(4)) / 40
    assert line.per_enrolled_after == (80 - Decimal(7)) / 40


def test_in_a_later_week_the_hours_are_those_of_its_first_day() -> None:
    """A later change in the same week must not be counted, nor what held on the day of the meeting."""
    changes = (
        Change(start=date(2026, 12, 28), pedagogue_hours=Decimal(96)),
        Change(start=START + timedelta(days=2), pedagogue_hours=Decimal(200)),
    )
    line = lines(club("north-club", "10", enrolled=40, changes=changes), HOUSE)["north-club"]
    assert (line.week, line.per_enrolled_before) == ("2027-W01", Decimal("2.3"))
    assert line.per_enrolled_after == Decimal("2.225")
