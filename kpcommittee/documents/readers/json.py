"""Reads JSON: every text in it, not its keys."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def read(content: bytes) -> Iterator[str]:
    """Yield the texts in reading order, then the properties."""
    yield from _strings(json.loads(content))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif value is not None:
        yield str(value)
