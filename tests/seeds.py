"""The seeds of what is drawn at random: a few for each run, many more for `make soak`."""

from typing import Any

import pytest


def seeds(few: int, most: int) -> list[Any]:
    """Return `few` seeds that every run draws from, and those up to `most` marked for the soak."""
    return [*range(few), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(few, most))]
