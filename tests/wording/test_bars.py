"""The bars of the balance: one alphabet, parts that add up to the width, and what is over always shows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.views.bars import SYMBOLS, bar_text, change_bar, legend, minutes_bar, week_bar

HOURS = st.decimals(0, 60, places=2)


def figures(room: str | None, load: str, held: str = "0") -> Figures:
    return Figures(room=None if room is None else Decimal(room), load=Decimal(load), held=Decimal(held))


@pytest.mark.parametrize(
    ("of", "drawn"),
    [
        (figures("10", "0"), "░░░░░░░░░░"),
        (figures("10", "6", "3"), "██████▓▓▓░"),
        (figures("10", "10"), "██████████"),
        (figures("10", "6", "14"), "███▓▓×××××"),
        (figures("10", "20", "20"), "██××××××××"),
        (figures("10", "10", "0.01"), "█████████×"),
        (figures("0", "3"), "××××××××××"),
        (figures("0", "0"), "░░░░░░░░░░"),
        (figures(None, "99"), ""),
    ],
)
def test_a_bar_of_ten(of: Figures, drawn: str) -> None:
    assert bar_text(week_bar(of, 10)) == drawn


@given(HOURS, HOURS, HOURS, st.integers(4, 60))
def test_the_parts_fill_the_bar_in_their_order(room: Decimal, load: Decimal, held: Decimal, width: int) -> None:
    balance = Figures(room=room, load=load, held=held)
    drawn = bar_text(week_bar(balance, width))
    assert len(drawn) == width
    free, over = SYMBOLS["free"].sign, SYMBOLS["over"].sign
    assert "".join(sorted(drawn, key="█▓░×".index)) == drawn
    assert (over in drawn) == (balance.over > 0)
    assert not (free in drawn and over in drawn)


@given(HOURS, HOURS, HOURS)
def test_a_bar_of_the_minutes_is_full_only_where_no_hour_is_free(room: Decimal, load: Decimal, held: Decimal) -> None:
    balance = Figures(room=room, load=load, held=held)
    assert len(bar_text(minutes_bar(balance))) == 10
    assert (SYMBOLS["free"].sign in bar_text(minutes_bar(balance))) == bool(balance.free or not (room or balance.used))


def test_what_a_case_would_add_is_drawn_behind_what_is_held() -> None:
    drawn = change_bar(figures("10", "4", "2"), figures("10", "4", "5"), 10)
    assert drawn == (("████", "running"), ("▓▓", "held"), ("▒▒▒", "proposed"), ("░", "free"))
    assert legend("running", "held", "proposed", "free", between=", ") == "█ løbende, ▓ holdt, ▒ denne sag, ░ fri"


def test_no_two_parts_look_alike_on_any_terminal() -> None:
    assert len({symbol.sign for symbol in SYMBOLS.values()}) == len(SYMBOLS)
    assert len({symbol.plain for symbol in SYMBOLS.values()}) == len(SYMBOLS)
