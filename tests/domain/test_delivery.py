"""An option is delivered by permanent staff, by the hour or bought; each form says who can take the case."""

from datetime import timedelta
from typing import Any

from kpcommittee.domain.capacity.delivery import DeliveryForm, forms_of
from kpcommittee.domain.capacity.options import Option
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.provider import Provider
from tests.builders import MEETS, Table, case, club, config, staff

GONE: dict[str, Any] = {"left_on": MEETS - timedelta(days=30)}
CLUB = club(
    "north-club",
    "10",
    staff("Mia Holm", employment="hourly"),
    staff("Ali Kaya", employment="permanent"),
    staff("Eva Lund", employment="hourly", **GONE),
    staff("Ida Berg"),
)
FIRM = Provider(id="firm", kind="external", name="Firm", staff=(staff("Per Sand", employment="permanent"),))


def option(provider: str) -> Option:
    table = Table(case(), settings=config(CLUB, FIRM)).does(Open())
    return next(option for option in table.sees().options if option.provider == provider)


def test_permanent_staff_come_before_those_by_the_hour_and_only_they_count_who_can_take_it() -> None:
    """Document 004, lines 43 and 44: that is the order in which the source looks."""
    offered = option("north-club")
    assert {person.staff: bool(person.excluded_by) for person in offered.staff}["eva"]
    forms = forms_of(offered, CLUB)
    assert forms == (
        DeliveryForm(form="permanent", people=1, with_room=1),
        DeliveryForm(form="hourly", people=2, with_room=1),
    )
    assert [form.reference for form in forms] == ["delivery_permanent", "delivery_hourly"]


def test_what_is_bought_counts_no_people() -> None:
    assert forms_of(option("firm"), FIRM) == (DeliveryForm(form="external"),)
    assert forms_of(option("firm"), None) == (DeliveryForm(form="external"),)
    assert DeliveryForm(form="external").reference == "delivery_external"


def test_nothing_is_said_where_the_config_does_not_say_how_anybody_is_employed() -> None:
    assert forms_of(option("north-club"), None) == ()
    assert forms_of(option("north-club"), club("north-club", "10", staff("Mia Holm"))) == ()
