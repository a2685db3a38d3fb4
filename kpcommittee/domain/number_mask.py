"""Masks personal numbers in free text, which is recorded as written and masked wherever it is shown."""

from kpcommittee.domain.cpr import NUMBERS, without_numbers
from kpcommittee.domain.texts import Rewriter

IDENTIFIERS = frozenset(
    {"agreed", "case", "case_number", "cases", "chosen", "cpr", "id", "meeting", "revealed", "stream"}
)
"""Fields that identify a case or meeting, and the field of the number itself: they are no free text."""
UNSHOWN = frozenset({("Meeting", "log")})
"""Fields that are never shown and would take long to search."""


def number_mask() -> Rewriter:
    """Return a rewriter that masks personal numbers in records, before texts are broken into lines."""
    return Rewriter(_mask_text, UNSHOWN)


def holds_number(record: object) -> bool:
    """Whether a text of a record contains a personal number, such as the reason of an intention."""
    texts: list[str] = []

    def look(_owner: type, name: str, text: str) -> str:
        if name not in IDENTIFIERS:
            texts.append(text)
        return text

    Rewriter(look).rewrite(record)
    return any(NUMBERS.search(text) for text in texts)


def _mask_text(_owner: type, name: str, text: str) -> str:
    return text if name in IDENTIFIERS else without_numbers(text)
