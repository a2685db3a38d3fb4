"""Past decisions in every order, and their facets."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from kpcommittee.domain.review.facets import Count, facets_of
from kpcommittee.domain.review.past import Order, PastDecision, sort_decisions


def past(case: str, **keys: Any) -> PastDecision:
    values: dict[str, Any] = {
        "meeting": "m", "meeting_state": "approved", "date": date(2026, 12, 2), "opened_at": "2026-12-02T09:00",
        "case_number": case, "district": "north", "age": 13, "problems": ("school",), "outcome": "placed",
        "provider": "club", "provider_name": "Club", "staff": None, "staff_name": None, "hours": Decimal(3),
        "start": None, "end": None, "followed_recommendation": True, "departures": (), "dissent": (),
        "postponed_times": 0, "waiting_days": 10, "reason": None, "missing": None, "reasons": (), "version": 1,
        "provider_kind": "club", "relation": "none", "ended": None, "ended_on": None, "ended_why": None,
    }  # fmt: skip
    return PastDecision(**{**values, **keys})


DECISIONS = (
    past("A-3", provider_name="Zebra", age=9, waiting_days=3),
    past("A-1", date=date(2027, 1, 6), provider_name=None, provider=None, age=17, waiting_days=40),
    past("A-2", provider_name="alpha", waiting_days=40),
)


@pytest.mark.parametrize(
    ("order", "cases"),
    [
        ("newest", ["A-1", "A-2", "A-3"]),
        ("oldest", ["A-2", "A-3", "A-1"]),
        ("case", ["A-1", "A-2", "A-3"]),
        ("child", ["A-3", "A-2", "A-1"]),
        ("waited", ["A-1", "A-2", "A-3"]),
        ("provider", ["A-2", "A-3", "A-1"]),
    ],
)
def test_each_order(order: Order, cases: list[str]) -> None:
    assert [decision.case_number for decision in sort_decisions(DECISIONS, order)] == cases


def test_meetings_of_one_day_come_by_their_opening_and_their_cases_by_number() -> None:
    later = [past(number, opened_at="2026-12-02T13:00") for number in ("A-9", "A-5")]
    listed = sort_decisions([past("A-7"), *later, past("A-6")], "newest")
    assert [decision.case_number for decision in listed] == ["A-5", "A-9", "A-6", "A-7"]


def test_a_placement_has_ended_on_the_day_after_its_last() -> None:
    last = date(2027, 6, 30)
    ended = past("A-1", ended="early", ended_on=last)
    assert [ended.how_by(day) for day in (last, date(2027, 7, 1))] == [None, "early"]
    assert past("A-1", ended="planned").how_by(last) is None, "without a last day it runs on"


def test_every_order_is_tested() -> None:
    assert get_args(Order) == ("newest", "oldest", "case", "child", "waited", "provider")


def test_facets_are_the_commonest_first_and_years_the_newest() -> None:
    counts = {
        "provider": {"b": 2, "a": 2, "c": 9},
        "departed": {"yes": 1, "no": 12},
        "month": {"2025-12": 1, "2026-01": 2, "2026-11": 4},
    }
    facets = facets_of(counts)
    assert facets["klub"] == (Count("c", 9), Count("a", 2), Count("b", 2))
    assert facets["afveg"] == (Count("nej", 12), Count("ja", 1))
    assert facets["aar"] == (Count("2026", 6), Count("2025", 1))
    assert facets_of({})["aar"] == ()
    assert facets["udfald"] == ()
