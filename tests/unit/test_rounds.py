"""A soak that is given its time takes something of every test, and skips what is left."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from tests.rounds import in_rounds, skip_if_late


def test_every_test_has_its_turn_before_one_has_its_second() -> None:
    names = ["a::test_first[0]", "a::test_first[1]", "a::test_first[2]", "b::test_second[x]", "b::test_third"]
    items: Any = [SimpleNamespace(nodeid=name) for name in names]
    assert [item.nodeid for item in in_rounds(items)] == [names[place] for place in (0, 3, 4, 1, 2)]


def test_what_is_left_when_the_time_is_over_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    item: Any = SimpleNamespace(config=SimpleNamespace(stash=pytest.Stash()))
    skip_if_late(item, 1)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 59)
    skip_if_late(item, 1)
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    skip_if_late(item, 0)
    with pytest.raises(pytest.skip.Exception, match="is over"):
        skip_if_late(item, 1)
