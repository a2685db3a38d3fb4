"""Which backups are kept: by days, weeks and months."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.backups import kept_of
from kpcommittee.domain.safety import Safety

NOON = datetime.fromisoformat("2026-12-02T12:00")
MOMENTS = st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2027-12-31"))


def days_before(*days: int) -> list[datetime]:
    return [NOON - timedelta(days=each) for each in days]


def test_the_newest_of_each_day_week_and_month_is_kept() -> None:
    rule = Safety(keep_days=3, keep_weeks=2, keep_months=2)
    earlier_today = NOON - timedelta(hours=3)
    # Wednesday 2 December 2026; the days before it, and one in October.
    made = [earlier_today, *days_before(0, 1, 2, 3, 9, 40)]
    # By day 0, 1 and 2; by week also day 3 (Sunday); by month also day 2 (30 November), which is kept already.
    assert kept_of(made, rule) == {*days_before(0, 1, 2, 3)}


def test_days_without_a_backup_are_not_counted() -> None:
    rule = Safety(keep_days=2, keep_weeks=0, keep_months=0)
    assert kept_of(days_before(10, 30, 50), rule) == {*days_before(10, 30)}


@given(st.lists(MOMENTS), st.integers(1, 20), st.integers(0, 9), st.integers(0, 30))
def test_keeping_twice_keeps_the_same_and_the_newest_always_stays(
    made: list[datetime], days: int, weeks: int, months: int
) -> None:
    rule = Safety(keep_days=days, keep_weeks=weeks, keep_months=months)
    kept = kept_of(made, rule)
    assert kept_of(kept, rule) == kept
    assert kept <= {*made}
    assert not made or max(made) in kept
    assert len({at.date() for at in kept}) == len(kept), "one a day at most"
    assert len(kept) <= days + weeks + months
    assert len({(at.year, at.month) for at in kept}) >= min(months, len({(at.year, at.month) for at in made}))
