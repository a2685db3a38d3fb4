"""The bar of the balance in characters: its parts add up to its width, and what is over always shows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.balance import Figures
from kpcommittee.services.balance_text import FREE, HELD, OVER, RUNNING, bar

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
    assert bar(of, 10) == drawn


@given(HOURS, HOURS, HOURS, st.integers(4, 60))
def test_the_parts_fill_the_bar_in_their_order(room: Decimal, load: Decimal, held: Decimal, width: int) -> None:
    one = Figures(room=room, load=load, held=held)
    drawn = bar(one, width)
    assert len(drawn) == width
    assert "".join(sorted(drawn, key=(RUNNING + HELD + FREE + OVER).index)) == drawn
    assert (OVER in drawn) == (one.over > 0)
    assert not (FREE in drawn and OVER in drawn)
