"""U5: how a case was dealt with before it was reopened, in one sentence of minutes, card and show."""

import pytest

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.meeting.intentions import Intention, Open, Postpone, Reopen, Return, Withdraw
from kpcommittee.locale import speaking
from kpcommittee.wording.decided import how_dealt_with, reopening
from tests.builders import Table, case, place


@pytest.mark.parametrize(
    ("dealt", "before"),
    [
        (place("A-1", "north-club", staff="mia"), "placeret (North Club · Mia Holm, 04.01.2027 – 03.07.2027)"),
        (Postpone(case="A-1", reason="Ingen tid", missing="Planen"), "udsat (Ingen tid; Planen)"),
        (Return(case="A-1", missing="Planen"), "tilbage til myndighed (Planen)"),
        (Withdraw(case="A-1", reason="Flyttet", by="Inger"), "trukket tilbage (Inger: Flyttet)"),
    ],
)
def test_it_names_what_was_first_recorded_and_why_that_was_left(dealt: Intention, before: str) -> None:
    table = Table(case("A-1")).does(Open(), dealt)
    with speaking("da"):
        assert how_dealt_with(table.item()) == before
        table.does(Reopen(case="A-1", reason="Mor har ringet"))
        (again,) = table.item().reopened
        line = reopening(again)
    assert line == f"kl. 09.03: tidligere på mødet {before}. Årsag: Mor har ringet"


def test_the_minutes_print_each_time_above_what_was_decided_in_the_end() -> None:
    table = Table(case("A-1")).does(Open(), place("A-1", "north-club"), Reopen(case="A-1", reason="*Mother* called"))
    text = render_minutes(minutes_of(table.meeting))
    assert "Reopened at 09:03: earlier in the meeting placed (North Club, 04/01/2027 – 03/07/2027)" in text
    assert "Cause: \\*Mother\\* called" in text
    assert "Not dealt with yet." in text
    table.does(Postpone(case="A-1", reason="Time"), Reopen(case="A-1"), place("A-1", "south-club", reason="Swims"))
    text = render_minutes(minutes_of(table.meeting))
    lines = [line for line in text.splitlines() if line.startswith(("Reopened at", "The committee "))]
    assert [line[:16] for line in lines] == ["Reopened at 09:0", "Reopened at 09:0", "The committee de"]
