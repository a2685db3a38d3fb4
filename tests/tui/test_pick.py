"""The numbered list: what is written before a row is the key that picks it."""

import pytest
from textual.widgets import OptionList

from kpcommittee.tui.widgets.pick import PickList
from tests.drivers.chair import DialogApp

ROWS = [(f"v{place}", f"Row {place}") for place in range(1, 13)]


@pytest.mark.parametrize(("digit", "value"), [("1", "v1"), ("9", "v9"), ("0", "v10")])
async def test_the_digit_before_a_row_picks_it_and_those_after_the_tenth_have_none(digit: str, value: str) -> None:
    """The eleventh row was numbered 11: its first 1 picked the first row, its second went into the next field."""
    app = DialogApp(PickList("Reasons", ROWS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        options = app.screen.query_one(OptionList).options
        assert [str(option.prompt).split("Row")[0].strip() for option in options] == [*"1234567890", "", ""]
        await pilot.press(digit)
        await pilot.pause()
        assert app.answer == value
