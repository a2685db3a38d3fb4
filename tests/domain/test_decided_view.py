"""A decided case shows what it was decided on, and the chosen provider as it is now beside it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.intentions import Approve, Attend, Close, Confirm, Open, Postpone, Return
from tests.builders import START, Table, case, claim, knows, place

LEAVES = START + timedelta(days=200)
"""When others take the club's hours."""


def shows_what_was_decided(table: Table, decision: Decision) -> bool:
    shown = table.sees()
    kept = (shown.options, shown.recommendation, shown.cautions, shown.proposal.start, shown.proposal.end)
    return kept == (
        decision.options,
        decision.recommendation,
        decision.cautions,
        decision.start,
        decision.end,
    ) and (shown.deadlines.plan_due, shown.deadlines.first_follow_up_due) == (
        decision.plan_due,
        decision.first_follow_up_due,
    )


def test_it_stays_as_it_was_decided_when_others_take_the_hours() -> None:
    """T6: a recommendation, a balance and cautions computed today stood against the frozen decision."""
    table = Table(case("A-1", relations=(knows("Mia Holm", "north-club", "mia"),)), case("A-2"))
    table.does(Open(), place("A-1", "north-club", staff="mia"))
    decision = table.decision()
    assert shows_what_was_decided(table, decision)
    assert table.sees().changed_option is None
    table.does(place("A-2", "north-club"))
    full = {"over_capacity": "Agreed"}
    table.knows(
        ledger=table.context.ledger.of_claims(table.context.config, [claim("north-club", "9")], table.meeting.date)
    )
    shown = table.sees()
    assert shows_what_was_decided(table, decision)
    assert (shown.recommendation.provider, shown.recommendation.staff) == ("north-club", "mia")
    assert [caution.code for caution in shown.cautions if caution.code in full] == []
    assert shown.changed_option is not None
    assert (shown.changed_option.room, shown.changed_option.after.used) == ("over", Decimal(15))
    table.does(Close(), Approve())
    assert shows_what_was_decided(table, decision), "U23: nothing is left to decide"


def test_a_provider_that_is_gone_has_no_figures_now() -> None:
    table = Table(case()).does(Open(), place("A-1", "firm", reason="Near"))
    config = table.context.config
    others = tuple(provider for provider in config.providers if provider.id != "firm")
    smaller = type(config)(committee=config.committee, providers=others, problems=config.problems)
    table.knows(config=smaller, ledger=table.context.ledger.of_claims(smaller, (), table.meeting.date))
    assert (table.sees().option_today, table.sees().changed_option) == (None, None)
    assert table.sees().options == table.decision().options


@pytest.mark.parametrize(
    ("start", "end", "room"),
    [(START, None, "over"), (START, LEAVES - timedelta(days=7), "ok"), (LEAVES, LEAVES, "over")],
)
def test_an_open_case_shows_what_a_decision_for_that_period_would_freeze(start: date, end: date, room: str) -> None:
    """T4: the options are those of the start and the end that are asked about."""
    later = claim("north-club", "9", start=LEAVES)
    table = Table(case(expected_months=12), claims=[later]).does(Open())
    shown = table.sees(start=start, end=end)
    assert next(option.room for option in shown.options if option.provider == "north-club") == room
    answers = {"over_capacity": "Agreed"} if room == "over" else {}
    table.does(place("A-1", "north-club", start=start, end=end, answers=answers, reason="Near"))
    assert set(table.decision().options) <= set(shown.options)


def test_a_carried_decision_is_weighed_until_it_is_confirmed() -> None:
    table = Table(case())
    excused = Attend(person="Karim", status="excused")
    table.does(Open(), excused, place("A-1", "north-club", in_principle=True))
    assert shows_what_was_decided(table, table.decision()), "in principle is decided, too"
    table.does(Confirm(case="A-1", role="internal", by="Karim"))
    assert shows_what_was_decided(table, table.decision())
    assert table.item().state == "placed"


def test_what_was_put_off_may_be_taken_up_again_only_while_the_meeting_runs() -> None:
    """T6, U23: afterwards there is nothing to recommend; what was returned is out of this meeting at once."""
    table = Table(case("A-1"), case("A-2"))
    table.does(Open(), Postpone(case="A-1", reason="Later"), Return(case="A-2", missing="A plan"))
    assert [table.sees(number).is_put_off for number in ("A-1", "A-2")] == [False, True]
    table.does(Close())
    assert table.sees("A-1").is_put_off
    assert not Table(case("A-1")).does(Open(), place("A-1", "north-club"), Close()).sees().is_put_off
