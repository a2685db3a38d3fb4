"""A leave of some days is a notice; a week's lack of hours, or another reason, needs an answer."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee import locale
from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.capacity.leave import ShortLeave
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.provider import Period, Provider
from kpcommittee.wording.cautions import caution_sentence
from tests.builders import START, Table, case, claim, club, config, place, staff

WEDNESDAY = START + timedelta(days=9)


def away(first: date, days: int) -> tuple[Period, ...]:
    return (Period(start=first, end=first + timedelta(days=days - 1)),)


def house(*leave: Period, other: str = "3", **keys: Any) -> Provider:
    """An internal provider of two: Sanne with most hours and these leaves, and Tove with few."""
    members = (staff("Sanne Dam", "5", leave=leave), staff("Tove Bo", other))
    return Provider(id="house", kind="internal", name="House", staff=members, **keys)


def table(provider: Provider, load: str = "2") -> Table:
    """A case of 3 hours that would come on top of that load."""
    settings = config(club("north-club"), club("south-club"), provider)
    return Table(case(problems=("autism",)), settings=settings, claims=(claim("house", load),)).does(Open())


def told(at: Table) -> list[Caution]:
    return [caution for caution in at.sees("A-1", START).cautions if caution.code in ("over_capacity", "on_leave")]


def test_three_days_of_leave_are_said_and_not_asked() -> None:
    """T13: three days' leave of one person made a house "160 % over" and asked a blocking answer."""
    locale.use("en")
    at = table(house(*away(WEDNESDAY, 3)))
    option = next(option for option in at.sees("A-1", START).options if option.provider == "house")
    assert (option.room, option.after.share) == ("over", Decimal(5) / 3)
    assert option.short_leave == ShortLeave(
        people=("Sanne Dam",), first=WEDNESDAY, last=WEDNESDAY + 2 * DAY, days=3, share=Decimal(5) / 3
    )
    (notice,) = told(at)
    assert (notice.code, notice.is_blocking, notice.provider) == ("on_leave", False, "house")
    assert caution_sentence(notice) == (
        "Over capacity on 3 days (167 %), because Sanne Dam is away from 13/01/2027 to 15/01/2027."
    )
    decision = at.does(place("A-1", "house", reason="The leave is short")).item().decision
    assert decision is not None
    assert [raised.code for raised in decision.cautions] == ["on_leave"]


@pytest.mark.parametrize(
    ("days", "code"), [(1, "on_leave"), (6, "on_leave"), (7, "over_capacity"), (60, "over_capacity")]
)
def test_a_week_in_a_row_asks(days: int, code: str) -> None:
    assert [raised.code for raised in told(table(house(*away(WEDNESDAY, days))))] == [code]


def test_the_first_day_of_the_placement_counts_and_counts_once() -> None:
    (notice,) = told(table(house(*away(START, 6))))
    assert (notice.code, notice.values["days"]) == ("on_leave", "6")


def test_two_short_leaves_are_two_times_some_days() -> None:
    leaves = (*away(WEDNESDAY, 3), *away(WEDNESDAY + timedelta(days=40), 2))
    (notice,) = told(table(house(*leaves)))
    assert (notice.code, notice.values["days"]) == ("on_leave", "5")


def test_days_on_which_the_house_is_closed_do_not_count_and_do_not_part_a_week() -> None:
    closed = away(WEDNESDAY + 3 * DAY, 2)
    (notice,) = told(table(house(*away(WEDNESDAY, 8), closed=closed)))
    assert (notice.code, notice.values["days"]) == ("on_leave", "6")
    assert [raised.code for raised in told(table(house(*away(WEDNESDAY, 9), closed=closed)))] == ["over_capacity"]


def test_hours_that_are_over_with_everybody_there_ask() -> None:
    assert [raised.code for raised in told(table(house(*away(WEDNESDAY, 3)), load="6"))] == ["over_capacity"]


def test_days_that_are_over_with_everybody_there_ask_though_they_are_few() -> None:
    """The 4 hours of those days come on top of 2 and 3, and the two have 8 together."""
    claims = (claim("house", "2"), claim("house", "4", "R-2", start=WEDNESDAY, end=WEDNESDAY + 2 * DAY))
    settings = config(club("north-club"), club("south-club"), house(*away(WEDNESDAY, 3)))
    at = Table(case(problems=("autism",)), settings=settings, claims=claims).does(Open())
    assert [raised.code for raised in told(at)] == ["over_capacity"]


def test_whoever_has_left_is_not_on_leave() -> None:
    gone = staff("Sanne Dam", "5", leave=away(WEDNESDAY, 3), left_on=WEDNESDAY - DAY)
    provider = Provider(id="house", kind="internal", name="House", staff=(gone, staff("Tove Bo", "3")))
    assert [raised.code for raised in told(table(provider))] == ["over_capacity"]


def test_without_any_room_no_share_is_said() -> None:
    locale.use("en")
    (notice,) = told(table(house(*away(WEDNESDAY, 1), other="0"), load="0"))
    assert caution_sentence(notice) == "Over capacity on 1 day, because Sanne Dam is away on 13/01/2027."


def test_a_leave_that_brings_nothing_over_is_not_said_of_the_house() -> None:
    assert told(table(house(*away(WEDNESDAY, 3), other="5"))) == []
