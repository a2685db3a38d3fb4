"""A provider's year week by week, its runs over the limit, and the second choice."""

from datetime import date, timedelta

import pytest

from kpcommittee.domain.calendar import WEEK
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.capacity.ranking import runner_up
from kpcommittee.domain.capacity.year import Year, year_of
from kpcommittee.domain.provider import Period, Provider
from kpcommittee.views.chart import LABEL, chart_of
from tests.builders import MEETS, START, Table, case, claim, club, config, knows, staff

NEW_YEAR = date(2027, 1, 4)


def year(*claims: Claim, provider: Provider | None = None, proposal: Proposal | None = None) -> Year:
    provider = provider or club("north-club", "10")
    return year_of(provider, Ledger.of_claims(config(provider), claims, MEETS), proposal)


def test_every_week_of_the_horizon_is_as_full_as_the_balance_says() -> None:
    provider = club("north-club", "10")
    claims = [claim("north-club", "6"), claim("north-club", "5", "R-2", start=NEW_YEAR, end=NEW_YEAR + WEEK)]
    profile = Ledger.of_claims(config(provider), claims, MEETS).provider_profile(provider)
    whole_year = year(*claims, provider=provider)
    assert [week.after for week in whole_year.weeks] == [
        profile.week_of(week.monday).figures for week in whole_year.weeks
    ]
    assert (whole_year.worst.monday, whole_year.worst.after) == (
        profile.worst_week().monday,
        profile.worst_week().figures,
    )
    assert [week.monday for week in whole_year.weeks] == [
        whole_year.weeks[0].monday + n * WEEK for n in range(len(whole_year.weeks))
    ]
    assert whole_year.weeks[0].monday <= MEETS <= whole_year.weeks[0].monday + timedelta(days=6)


def test_a_proposal_makes_the_weeks_as_full_as_its_option_says() -> None:
    table = Table(case(), settings=config(club("north-club", "10")), claims=[claim("north-club", "6")])
    option = table.sees(start=START).options[0]
    proposal = Proposal.of(table.item().case, START)
    whole_year = year(claim("north-club", "6"), proposal=proposal)
    assert (whole_year.worst.iso, whole_year.worst.before, whole_year.worst.after) == (
        option.worst_week,
        option.before,
        option.after,
    )
    assert whole_year.weeks[0].before == whole_year.weeks[0].after, "it has not started yet"


def test_a_closed_week_neither_counts_nor_parts_a_run() -> None:
    closed = club("north-club", "10", closed=(Period(start=NEW_YEAR, end=NEW_YEAR + timedelta(days=6)),))
    over = claim("north-club", "11", start=NEW_YEAR - WEEK, end=NEW_YEAR + 2 * WEEK - timedelta(days=1))
    whole_year = year(over, provider=closed)
    assert [[week.monday for week in run] for run in whole_year.weeks_over] == [[NEW_YEAR - WEEK, NEW_YEAR + WEEK]]
    assert {week.monday: week.closed for week in whole_year.weeks}[NEW_YEAR] == 5


def test_two_runs_over_the_limit_are_told_apart() -> None:
    claims = [
        claim("north-club", "11", f"R-{n}", start=NEW_YEAR + n * WEEK, end=NEW_YEAR + n * WEEK) for n in (0, 1, 4)
    ]
    assert [run[0].monday for run in year(*claims).weeks_over] == [NEW_YEAR, NEW_YEAR + 4 * WEEK]
    assert [len(run) for run in year(*claims).weeks_over] == [2, 1]


def test_who_is_away_is_counted_in_the_weeks_it_touches() -> None:
    away = Period(start=NEW_YEAR + timedelta(days=4), end=NEW_YEAR + WEEK)
    whole_year = year(
        provider=club("north-club", "10", staff("ann", leave=(away,)), staff("ben", left_on=NEW_YEAR + WEEK))
    )
    counted = {week.monday: week.away for week in whole_year.weeks}
    assert [counted[NEW_YEAR + n * WEEK] for n in (-1, 0, 1, 2)] == [0, 1, 2, 1]


@pytest.mark.parametrize("width", [20, 44, 72, 190])
def test_the_chart_fits_and_marks_what_is_over(width: int) -> None:
    over = claim("north-club", "11", start=NEW_YEAR, end=NEW_YEAR + WEEK - timedelta(days=1))
    running = claim("north-club", "4", "R-0")
    lines = ["".join(sign for sign, _part in line) for line in chart_of(year(over, running), width, 8)]
    assert max(map(len, lines)) <= width
    assert lines[0].count("▼") >= 1
    assert any(line.startswith("     10 ") and "─" in line for line in lines)
    assert {len(line) for line in lines[1:9]} == {len(lines[0])}
    assert lines[8][LABEL:].strip("█") == "", "what always runs fills the lowest row in every week"


def test_hours_without_a_limit_have_no_line() -> None:
    whole_year = year(claim("north-club", "6"), provider=club("north-club", None))
    text = "".join(sign for line in chart_of(whole_year, 72, 6) for sign, _part in line)
    assert "─" not in text
    assert "█" in text
    assert whole_year.weeks_over == ()


def test_few_hours_of_a_proposal_are_seen() -> None:
    proposal = Proposal.of(case(), START)
    whole_year = year(claim("north-club", "99"), provider=club("north-club", "400"), proposal=proposal)
    assert any("▒" in sign for line in chart_of(whole_year, 72, 6) for sign, _part in line)


def test_the_second_choice_is_the_one_that_is_clear_without_the_first() -> None:
    one, two, three = (club(name, "40", district="north") for name in ("one-club", "two-club", "three-club"))
    child = case(relations=(knows("Ann", "one-club", strength=3), knows("Ben", "two-club", strength=2)))
    options = Table(child, settings=config(one, two, three)).sees().options
    second = runner_up(options, "one-club")
    assert second is not None
    assert second.provider == "two-club"
    assert runner_up(options, "two-club") == options[0]
    full = Table(child, settings=config(one, two, three), claims=[claim("two-club", "40")]).sees().options
    assert full[1].excluded_by == "over_capacity"
    assert runner_up(full, "one-club") is None, "the better known one has no room: the committee weighs it"


def test_equal_options_give_no_second_choice() -> None:
    clubs = (club(name, "40", district="north") for name in ("one-club", "two-club", "three-club"))
    assert runner_up(Table(case(), settings=config(*clubs)).sees().options, "one-club") is None


def test_the_year_ends_with_the_week_in_which_the_horizon_ends() -> None:
    provider = club("north-club", "10")
    ledger = Ledger.of_claims(config(provider), [], MEETS)
    weeks = year().weeks
    assert weeks[-1].monday <= ledger.last < weeks[-1].monday + WEEK


def test_a_proposal_is_reckoned_in_each_of_its_weeks_and_in_no_other() -> None:
    proposal = Proposal.of(case(), START, START + WEEK)
    added = [week.monday for week in year(proposal=proposal).weeks if week.after.used > week.before.used]
    assert added == [START, START + WEEK]


def test_a_day_in_the_middle_of_a_week_fills_that_week() -> None:
    thursday = START + timedelta(days=3)
    whole_year = year(
        claim("north-club", "4", start=thursday, end=thursday), proposal=Proposal.of(case(), START, thursday)
    )
    assert {week.monday: week.after.used for week in whole_year.weeks if week.after.used} == {START: 7}


def test_who_leaves_is_away_from_the_day_after_the_last() -> None:
    friday = START + timedelta(days=4)
    leaver = club("north-club", "10", staff("Mia Holm", left_on=friday), staff("Ali Kaya"))
    away = {week.monday: week.away for week in year(provider=leaver).weeks}
    assert (away[START], away[START + WEEK]) == (0, 1)
