"""The money of a year, recounted day by day on random committees: both say the same to the øre."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.random_meetings import FIRST_DAY
from tests.recount.money import money_differs
from tests.recount.year import Year
from tests.seeds import seeds


@pytest.mark.parametrize("seed", seeds(4, 200))
def test_the_money_of_a_year(seed: int, tmp_path: Path) -> None:
    assert list(_differences(Year(seed, tmp_path / "udvalg"))) == []


def _differences(year: Year) -> Iterator[str]:
    draw = year.random
    year.imports(year.rows)
    for turn in range(2):
        meeting = year.prepare(turn)
        year.says(meeting, {"do": "open"}, *year.wishes(meeting), *year.finishing(meeting))
        if meeting.state == "closed" and draw.random() < 0.5:
            year.says(meeting, {"do": "approve", "by": "Leder"})
        for calendar_year in (FIRST_DAY.year - 1, FIRST_DAY.year, FIRST_DAY.year + 1):
            yield from money_differs(year, calendar_year, FIRST_DAY + timedelta(draw.randint(-400, 500)))
    year.ends()
    year.changes()
    yield from money_differs(year, FIRST_DAY.year, FIRST_DAY)
