"""The seeds of what is drawn at random: a few for each run, many more for `make soak`."""

from typing import Any

import pytest

NO_SOAK = "not soak"
_left_out: list[bool] = []
_soaks: list[bool] = []


def leave_out_the_soak(marks: str) -> None:
    """Make no tests for the soak where the run leaves them out: half of all that are collected are theirs.

    Args:
        marks: which marks the run was asked for, as pytest's `-m` takes them.
    """
    _left_out[:] = [marks == NO_SOAK]
    _soaks[:] = ["soak" in marks.replace(NO_SOAK, "")]


def is_soak() -> bool:
    """Return whether this run is asked for the soak."""
    return any(_soaks)


def examples(few: int, most: int) -> int:
    """Return how many examples a test that is marked as `drawn` searches: `most` in the soak."""
    return most if is_soak() else few


def seeds(few: int, most: int) -> list[Any]:
    """Return `few` seeds that every run draws from, and those up to `most` marked for the soak."""
    if any(_left_out):
        return [*range(few)]
    return [*range(few), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(few, most))]
