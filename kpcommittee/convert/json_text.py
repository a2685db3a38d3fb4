"""Plain data as the text of the journal, and back."""

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical_json(data: Any) -> str:
    """Encode plain data as JSON: keys sorted, no spaces, non-ASCII characters as they are."""
    return _encode(data)


def decode(text: str) -> Any:
    """Decode JSON; None if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None
