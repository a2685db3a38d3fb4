"""The screen is killed at any moment: what it called recorded is there, and what was typed is offered again."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.counting import Counts
from tests.drivers.killed_screens import KilledScreen
from tests.drivers.office import OPEN, Office
from tests.drivers.terminal import Terminal
from tests.sample import DAY
from tests.seeds import seeds

KILLS = 3
"""For each seed; 34 seeds make a hundred."""
FEW = 2
"""For the one that every run draws: the second screen is offered what was typed at the first."""


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[KilledScreen]:
    office, opened = Office.sample(tmp_path / "office"), list[Terminal]()
    office.does(DAY, OPEN)

    def opens() -> Terminal:
        opened.append(Terminal(office.folder))
        return opened[-1]

    yield KilledScreen(office, opens)
    for terminal in opened:
        terminal.kill()


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1, 34))
def test_what_was_decided_and_typed_outlives_a_kill_of_the_screen(
    seed: int, screen: KilledScreen, counts: Counts
) -> None:
    moments = Random(seed)
    kills = KILLS if seed else FEW
    for _kill in range(kills):
        screen.kill(moments)
    tally = screen.tally
    counts(kills=tally.kills, answered=tally.answered, typing=tally.typed, offered_again=tally.back)
    assert tally.kills == kills
