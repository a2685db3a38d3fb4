"""`record` is killed at any moment: what it answered is in the journal, once, and nothing is there by half."""

from pathlib import Path
from random import Random

import pytest

from tests.counting import Counts
from tests.drivers.killed_records import Recording, kill_records
from tests.drivers.office import Office
from tests.sample import DAY
from tests.seeds import seeds

KILLS = 10
"""For each seed; twenty seeds make 195 in the clear and 195 encrypted."""
FEW = 5
"""For the one that every run draws."""


pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.mark.slow
@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("seed", seeds(1, 20))
def test_what_was_answered_outlives_a_kill_at_any_moment(
    seed: int, tmp_path: Path, counts: Counts, *, encrypted: bool
) -> None:
    recording = Recording.begun(tmp_path / "office", encrypted=encrypted)
    kills = KILLS if seed else FEW
    tally = kill_records(recording, Random(seed), range(kills))
    counts(kills=tally.kills, answered=tally.answered, unanswered=tally.unanswered)
    assert tally.kills == kills
    assert tally.answered > kills, "each was killed while it went on"
    if not encrypted:
        before = shown(recording.office)
        recording.office.good("rebuild")
        assert shown(recording.office) == before


def shown(office: Office) -> tuple[object, ...]:
    """What is made of the tables and of the events."""
    return office.show(DAY), office.minutes(DAY), office.balance(DAY)
