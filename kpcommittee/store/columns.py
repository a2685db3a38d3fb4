"""Parses columns that are stored as text; cached, since they have few different values."""

import json
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=4096)
def parse_day(text: str | None) -> date | None:
    """Parse an ISO date; None stays None."""
    return None if text is None else date.fromisoformat(text)


@lru_cache(maxsize=1024)
def parse_codes(text: str) -> tuple[str, ...]:
    """Parse a list of codes."""
    return tuple(json.loads(text))
