"""U12: the start that is proposed is a rule of the config, and the day of the meeting without one."""

from datetime import date

import pytest

from kpcommittee.domain.capacity.proposal import proposed_start
from kpcommittee.domain.committee import StartRule
from kpcommittee.domain.meeting.intentions import Open
from tests.builders import MEETS, Table, case, config

WEDNESDAY = MEETS


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        (None, date(2026, 12, 2)),
        (StartRule(), date(2026, 12, 2)),
        (StartRule(after_days=7), date(2026, 12, 9)),
        (StartRule(after_days=7, weekday="monday"), date(2026, 12, 14)),
        (StartRule(after_days=5, weekday="monday"), date(2026, 12, 7)),
        (StartRule(weekday="wednesday"), date(2026, 12, 2)),
        (StartRule(after_days=365, weekday="sunday"), date(2027, 12, 5)),
    ],
)
def test_the_first_such_day_after_so_many_days(rule: StartRule | None, start: date) -> None:
    assert proposed_start(case(), WEDNESDAY, rule) == start


def test_it_is_never_before_the_grant() -> None:
    late = case(decided_on=date(2026, 12, 20))
    assert proposed_start(late, WEDNESDAY, StartRule(after_days=7)) == date(2026, 12, 20)


def test_an_open_case_is_weighed_for_it() -> None:
    rule = StartRule(after_days=7, weekday="monday")
    table = Table(case("A-1"), settings=config(default_start=rule)).does(Open())
    assert table.sees().proposal.start == date(2026, 12, 14)
    assert table.sees(start=date(2027, 2, 1)).proposal.start == date(2027, 2, 1)
