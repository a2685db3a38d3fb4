"""The spaces at which no line may break: what is before and after them belongs together."""

import re

KEPT_SPACE = r"(?:(?<=\d) (?=%|kr\.)|(?<=§) |(?<=\b[Uu]\.) (?=\d)|(?<=\b(?:kl|nr)\.) (?=\d)|(?<=\bstk\.) (?=\d))"
"""Matches such a space."""
NO_BREAK = "\u00a0"
_KEPT_SPACE = re.compile(KEPT_SPACE)


def keep_together(text: str) -> str:
    """Replace each such space with a no-break space."""
    return _KEPT_SPACE.sub(NO_BREAK, text)
