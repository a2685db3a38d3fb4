"""How it went: held as planned, ended early, moved, renewed."""

from datetime import date, timedelta
from typing import Any

import pytest

from kpcommittee.domain.review.endings import PAUSE, Ended, Stay, endings_of

FIRST, LAST = date(2026, 1, 5), date(2026, 6, 30)
DAY = timedelta(days=1)


def stay(provider: str = "club", start: date | None = FIRST, end: date | None = LAST, **keys: Any) -> Stay:
    values: dict[str, Any] = {"planned": end, **keys}
    return Stay(case_number="A-1", provider=provider, start=start, end=end, **values)


def how(*stays: Stay) -> str | None:
    """How the first of a child's placements ended."""
    ended = endings_of(stays)[0]
    return None if ended is None else ended.how


def test_alone_it_ends_as_planned_or_early() -> None:
    assert how(stay()) == "planned"
    assert how(stay(planned=None)) == "planned"
    assert how(stay(end=LAST - DAY, planned=LAST)) == "early"
    assert how(stay(planned=None, why="Flyttet til en anden kommune")) == "early"
    assert how(stay(end=None)) is None


def test_a_later_last_day_renews_it() -> None:
    assert how(stay(end=LAST + DAY, planned=LAST)) == "renewed"
    assert how(stay(end=LAST + DAY, planned=LAST, why="Ikke længere behov")) == "early"


@pytest.mark.parametrize(
    ("begins", "ends", "same", "other"),
    [
        (LAST + DAY, None, "renewed", "moved"),
        (LAST + PAUSE, None, "renewed", "moved"),
        (LAST + PAUSE + DAY, None, "planned", "planned"),
        (LAST - timedelta(days=7), LAST + timedelta(days=90), "renewed", "moved"),
        (LAST - timedelta(days=7), LAST, "planned", "planned"),
        (LAST - PAUSE - DAY, None, "planned", "planned"),
        (FIRST, None, "planned", "planned"),
        (FIRST - DAY, LAST - DAY, "planned", "planned"),
        (None, None, "planned", "planned"),
    ],
)
def test_what_goes_on_at_the_same_or_another_provider(
    begins: date | None, ends: date | None, same: str, other: str
) -> None:
    assert how(stay(), stay("club", begins, ends)) == same
    assert how(stay(), stay("house", begins, ends)) == other


def test_what_goes_on_at_the_same_provider_counts_before_what_begins_elsewhere() -> None:
    assert how(stay(), stay("house", LAST + DAY, None), stay("club", LAST + 3 * DAY, None)) == "renewed"


def test_a_move_keeps_its_reason() -> None:
    first = stay(end=LAST - 60 * DAY, planned=LAST, why="Kemien passede ikke")
    assert endings_of([first, stay("house", LAST - 50 * DAY, LAST)]) == (
        Ended(how="moved", on=LAST - 60 * DAY, why="Kemien passede ikke"),
        Ended(how="planned", on=LAST),
    )


def test_it_has_ended_on_the_day_after_its_last() -> None:
    ended = Ended(how="early", on=LAST)
    assert (ended.by(LAST), ended.by(LAST + DAY)) == (None, "early")
