"""Reads the valid part of invalid data, so that one mistake does not hide the others."""

import re
from collections.abc import Iterable
from copy import deepcopy
from typing import Any, TypeVar

from kpcommittee.convert.codec import read
from kpcommittee.convert.issues import Issue

T = TypeVar("T")

_STEP = r"\[(\d+)\]|([^.\[\]]+)"


def read_partial(data: Any, cls: type[T], place: str = "") -> tuple[T | None, tuple[Issue, ...]]:
    """Read a value without its invalid keys if it can exist without them, and return every issue.

    Use such a value only to look for further issues: if there are issues, it is not what somebody wrote.

    Args:
        data: tables, lists and single values, as TOML gives them.
        cls: the domain's class.
        place: the data's place in its file; the issues' places begin with it.
    """
    value, issues = read(data, cls, place)
    if value is None and isinstance(data, dict):
        value, _rest = read(_without(data, (issue.place.removeprefix(place) for issue in issues)), cls, place)
    return value, issues


def _without(data: dict[str, Any], places: Iterable[str]) -> dict[str, Any]:
    """Return the data without these keys. Lists keep their length, so that later places stay right."""
    valid = deepcopy(data)
    for place in places:
        *way, last = [int(index) if index else key for index, key in re.findall(_STEP, place)] or [""]
        table = _at(valid, way)
        if isinstance(table, dict):
            table.pop(last, None)
    return valid


def _at(data: Any, way: Iterable[str | int]) -> Any:
    for step in way:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
