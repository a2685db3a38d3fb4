"""A fact as a label and pieces of text, which screens, commands and documents lay out.

A fact is worded once. Its layout only decides where it breaks, and which colour a tone has.
"""

from collections.abc import Iterable
from typing import Literal

from kpcommittee.domain.immutable import immutable

Tone = Literal["plain", "strong", "muted", "good", "warn", "bad", "key"]
"""How a piece is meant; a screen gives each tone a colour, which is never the only difference."""

Private = Literal["name", "prose"]
"""What the room may not read while names are hidden: a person's name, or free text, which may contain one."""

BY = " · "
"""Between two phrases of a line."""


@immutable(kw_only=False)
class Piece:
    """Some words of one tone."""

    text: str
    tone: Tone = "plain"
    private: Private | None = None


Phrase = tuple[Piece, ...]
"""Pieces in a row; a line breaks inside only if it cannot break before or after."""

Line = tuple[Phrase, ...]
"""Phrases in a row."""


@immutable(kw_only=False)
class Fact:
    """One fact of a case or an option."""

    code: str
    """What it is about, such as `relation`; layouts may treat it specially."""
    label: str
    brief: Phrase = ()
    """The fact in a few words, for a list; empty if it says nothing."""
    lines: tuple[Line, ...] = ()
    """The fact in full, for a comparison; empty if there is nothing to say."""
    importance: int = 0
    """Its rank in a list, the smallest first: a narrow list leaves out the last ones."""


def phrase(text: str, tone: Tone = "plain") -> Phrase:
    """Make a phrase of one piece; empty if there is no text."""
    return (Piece(text, tone),) if text else ()


def sum_up(facts: Iterable[Fact]) -> Line:
    """Join the facts in a few words, the most important first."""
    return tuple(fact.brief for fact in sorted(facts, key=lambda fact: fact.importance) if fact.brief)


def phrase_text(some: Phrase) -> str:
    """Return a phrase without its tones."""
    return "".join(piece.text for piece in some)


def line_text(line: Line, by: str = BY) -> str:
    """Return a line without its tones, with a mark between its phrases."""
    return by.join(phrase_text(part) for part in line if part)
