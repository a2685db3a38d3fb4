"""The spaces at which no line may break: what is before and after them belongs together."""

import re

_AGE = r"(?=\d{1,2} (?:år|years)\b)"
KEPT_SPACE = (
    r"(?:(?<=\d) (?=%|kr\.|(?:år|years)\b)|(?<=§) |(?<=\b[Uu]\.) (?=\d)|(?<=\b(?:kl|nr)\.) (?=\d)|(?<=\bstk\.) (?=\d)"
    rf"|(?<=[^\W\d_]\.,) {_AGE})"
)
"""Matches such a space, also in the initials and age of a child, `A.K., 13 år`."""
NO_BREAK = "\u00a0"
_KEPT_SPACE = re.compile(KEPT_SPACE)


def keep_together(text: str) -> str:
    """Replace each such space with a no-break space."""
    return _KEPT_SPACE.sub(NO_BREAK, text)
