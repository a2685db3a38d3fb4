"""What a long run takes when its time is bounded: something of every test first, then more of each.

A soak has thousands of draws of a few dozen tests. In the order of the files an hour would see the first folders alone.
"""

import time
from itertools import chain, zip_longest
from random import Random

import pytest

BEGUN = pytest.StashKey[float]()
FIRST_ROUND = pytest.StashKey[bool]()
TOO_LATE = "the time that this run was given is over"


def in_rounds(items: list[pytest.Item], rotation: int) -> list[pytest.Item]:
    """The first draw of each test, then the second of each, and so on.

    Args:
        items: all draws of all tests.
        rotation: the seed by which the draws of each test are shuffled; every run that is given another one begins
            with others.
    """
    by_test: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_test.setdefault(name_of(item), []).append(item)
    for name, draws in by_test.items():
        Random(f"{rotation} {name}").shuffle(draws)
        draws[0].stash[FIRST_ROUND] = True
    rounds = zip_longest(*by_test.values())
    return [item for item in chain.from_iterable(rounds) if item is not None]


def name_of(item: pytest.Item) -> str:
    """The test that an item is a draw of."""
    return item.nodeid.partition("[")[0]


def begin(config: pytest.Config) -> None:
    """Let the time of the run begin."""
    config.stash[BEGUN] = time.monotonic()


def seconds_left(config: pytest.Config) -> float | None:
    """How much of its time a run has left; None for a run without end."""
    minutes: float = config.getoption("--minutes")
    return config.stash[BEGUN] + minutes * 60 - time.monotonic() if minutes else None


def skip_if_late(item: pytest.Item) -> None:
    """Skip a test when the run has had its minutes, unless it is the first draw of its test."""
    left = seconds_left(item.config)
    if left is not None and left < 0 and not item.stash.get(FIRST_ROUND, False):
        pytest.skip(TOO_LATE)
