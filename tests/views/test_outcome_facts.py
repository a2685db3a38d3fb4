"""U11: a case says at the top how an earlier meeting put it off."""

from datetime import date

import pytest

from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.locale import speaking
from kpcommittee.views.facts import line_text
from kpcommittee.views.outcome_facts import OutcomeFacts
from kpcommittee.views.text import case_text
from tests.builders import Table, case


def waits(state: str, **keys: object) -> Table:
    """The meeting that has a case in the state an earlier meeting left it in."""
    waiting = Waiting(case_number="A-1", meeting="m0", date=date(2026, 11, 18), state=state, postponed_times=1, **keys)  # type: ignore[arg-type]
    return Table(case("A-1"), waiting=(waiting,))


@pytest.mark.parametrize(
    ("state", "keys", "line"),
    [
        (
            "postponed",
            {"reasons": ("Ingen tid", "Ikke hørt"), "missing": "En samtale", "from_role": "authority"},
            "18.11.2026 · Ikke hørt · mangler: En samtale · fra myndigheden",
        ),
        ("postponed", {"reasons": ("Ikke hørt",)}, "18.11.2026 · Ikke hørt"),
        ("returned", {"reasons": ("Ikke hørt",), "missing": "Planen"}, "18.11.2026 · mangler: Planen"),
    ],
)
def test_it_says_when_why_what_was_missing_and_from_whom(state: str, keys: dict[str, object], line: str) -> None:
    table = waits(state, **keys)
    table.does(Open())
    with speaking("da"):
        fact = OutcomeFacts(table.item()).came
        printed = case_text(table.sees(), table.context.config, table.context.law)
    assert [line_text(told) for told in fact.lines] == [line]
    assert fact.label in ("Udsat", "Tilbage til myndighed")
    assert "18.11.2026" in printed


def test_a_decision_in_principle_is_shown_as_a_decision_and_a_new_case_says_nothing() -> None:
    assert OutcomeFacts(waits("in_principle").item()).came.lines == ()
    assert OutcomeFacts(Table(case("A-1")).item()).came.lines == ()
