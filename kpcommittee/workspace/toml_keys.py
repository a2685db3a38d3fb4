"""Finds keys with very many parts: Python's reader takes quadratic time for them."""

import re

MOST_DOTS = 20
"""The most dots of a key; no key of the program has more than three."""
_PART = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_LONG = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_DOTS + 1}}}")


def line_of_long_key(text: str) -> int | None:
    """Return the line of the first key with too many parts, from 1; None if there is none."""
    match = _LONG.search(text)
    return None if match is None else text.count("\n", 0, match.start()) + 1
