"""What a long run takes when its time is bounded: something of every test first, then more of each.

A soak has thousands of draws of a few dozen tests. In the order of the files an hour would see the first folders alone.
"""

import time
from itertools import chain, zip_longest

import pytest

STARTED = pytest.StashKey[float]()
TOO_LATE = "the time that this run was given is over"


def in_rounds(items: list[pytest.Item]) -> list[pytest.Item]:
    """The first draw of each test, then the second of each, and so on."""
    by_test: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_test.setdefault(item.nodeid.partition("[")[0], []).append(item)
    rounds = zip_longest(*by_test.values())
    return [item for item in chain.from_iterable(rounds) if item is not None]


def skip_if_late(item: pytest.Item, minutes: float) -> None:
    """Skip a test when the run has had its minutes; 0 is for a run without end."""
    begun = item.config.stash.setdefault(STARTED, time.monotonic())
    if minutes and time.monotonic() - begun > minutes * 60:
        pytest.skip(TOO_LATE)
