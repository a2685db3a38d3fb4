"""A soak that is given its time takes something of every test, and skips what is left."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from tests.rounds import begin, in_rounds, name_of, seconds_left, skip_if_late

NAMES = ["a::test_first[0]", "a::test_first[1]", "a::test_first[2]", "b::test_second[x]", "b::test_third"]


def items_of(minutes: float = 0) -> list[Any]:
    config: Any = SimpleNamespace(stash=pytest.Stash(), getoption=lambda _name: minutes)
    begin(config)
    return [SimpleNamespace(nodeid=name, stash=pytest.Stash(), config=config) for name in NAMES]


def test_every_test_has_its_turn_before_one_has_its_second() -> None:
    drawn = in_rounds(items_of(), 0)
    assert [name_of(item) for item in drawn] == [
        "a::test_first", "b::test_second", "b::test_third", "a::test_first", "a::test_first",
    ]  # fmt: skip
    assert {item.nodeid for item in drawn} == {*NAMES}


def test_another_rotation_begins_with_other_draws_and_the_same_with_the_same() -> None:
    first = [in_rounds(items_of(), rotation)[0].nodeid for rotation in range(20)]
    assert {*first} == {*NAMES[:3]}
    assert [in_rounds(items_of(), rotation)[0].nodeid for rotation in range(20)] == first


def test_what_is_left_when_the_time_is_over_is_skipped_but_for_the_first_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unbound, bound = items_of(0), items_of(1)
    now = time.monotonic()
    first, *others = in_rounds(bound, 0)
    skip_if_late(others[-1])
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    skip_if_late(unbound[0])
    assert seconds_left(unbound[0].config) is None
    skip_if_late(first)
    with pytest.raises(pytest.skip.Exception, match="is over"):
        skip_if_late(others[-1])
