"""JSON with one spelling only, so that the same data always has the same digest."""

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(data: Any) -> str:
    """Plain data as JSON: keys sorted, no spaces, non-ASCII characters as they are."""
    return _encode(data)
