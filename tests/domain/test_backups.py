"""Which backups are kept: by days, weeks and months."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.backups import backups_to_keep, day_kept_until
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
    # By day 0, 1 and 2. By week also day 3 (Sunday). By month also day 2 (30 November), which is kept already.
    assert backups_to_keep(made, rule) == {*days_before(0, 1, 2, 3)}


def test_days_without_a_backup_are_not_counted() -> None:
    rule = Safety(keep_days=2, keep_weeks=0, keep_months=0)
    assert backups_to_keep(days_before(10, 30, 50), rule) == {*days_before(10, 30)}


@given(st.lists(MOMENTS), st.integers(1, 20), st.integers(0, 9), st.integers(0, 30))
def test_keeping_twice_keeps_the_same_and_the_newest_always_stays(
    made: list[datetime], days: int, weeks: int, months: int
) -> None:
    rule = Safety(keep_days=days, keep_weeks=weeks, keep_months=months)
    kept = backups_to_keep(made, rule)
    assert backups_to_keep(kept, rule) == kept
    assert kept <= {*made}
    assert not made or max(made) in kept
    assert len({at.date() for at in kept}) == len(kept), "one a day at most"
    assert len(kept) <= days + weeks + months
    assert len({(at.year, at.month) for at in kept}) >= min(months, len({(at.year, at.month) for at in made}))


@pytest.mark.parametrize(
    ("later", "until"),
    [
        ([], date(2027, 2, 1)),
        (["2026-12-20T12:00"], date(2026, 12, 14)),
        (["2026-12-04T12:00"], date(2026, 12, 5)),
        (["2026-12-02T12:01"], date(2026, 12, 3)),
        (["2026-12-02T12:01", "2026-12-20T12:00"], date(2026, 12, 3)),
        (["2026-12-20T12:00", "2026-12-04T12:00"], date(2026, 12, 5)),
        (["2026-12-02T11:59", "2026-12-01T12:00"], date(2027, 2, 1)),
        (["2027-12-02T12:00"], date(2027, 2, 1)),
    ],
)
def test_a_backup_goes_once_it_is_the_newest_of_no_day_week_and_month_that_is_kept(
    later: list[str], until: date
) -> None:
    """Made on Wednesday 2 December 2026: kept for three days, for two weeks from Monday, for two months."""
    rule = Safety(keep_days=3, keep_weeks=2, keep_months=2)
    assert day_kept_until(NOON, [NOON, *map(datetime.fromisoformat, later)], rule) == until


def test_weeks_and_months_go_on_over_the_end_of_a_year() -> None:
    """31 December 2026 and 2 January 2027 are of one week, and of two months."""
    last_day, next_week = datetime.fromisoformat("2026-12-31T12:00"), datetime.fromisoformat("2027-01-02T12:00")
    assert day_kept_until(last_day, [next_week], Safety(keep_days=1, keep_weeks=9, keep_months=0)) == date(2027, 1, 1)
    assert day_kept_until(last_day, [next_week], Safety(keep_days=1, keep_weeks=0, keep_months=13)) == date(2028, 1, 1)
    assert day_kept_until(last_day, [], Safety(keep_days=1, keep_weeks=1, keep_months=0)) == date(2027, 1, 4)
