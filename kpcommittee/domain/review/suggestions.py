"""Completions while a query is typed: terms, and the values of a term."""

import re
from collections.abc import Iterator

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.grammar import (
    TERMS,
    Names,
    Term,
    Token,
    fold_name,
    names_for,
    spell,
    term_named,
    tokens,
)
from kpcommittee.domain.review.query import Vocabulary

_NAMED = ("klub", "problem", "distrikt")
"""The terms whose values are suggested for a word without a term."""

_YES_NO = {"yes": "ja", "no": "nej"}


@immutable
class Suggestion:
    """A term, with or without a value, that may replace the last word."""

    term: str
    value: str = ""

    @property
    def text(self) -> str:
        """The suggestion as it is typed."""
        return f"{self.term}:{spell(self.value)}" if self.value else f"{self.term}:"


def suggestions(text: str, vocabulary: Vocabulary) -> tuple[Suggestion, ...]:
    """Return the completions of the last word of a query, in the order of the terms; empty after a space."""
    last = last_word(text)
    if last is None or (last.key is None and not last.value):
        return ()
    offered = [
        *(_suggest_for_word(last.value, vocabulary) if last.key is None else _suggest_for_term(last, vocabulary))
    ]
    return () if [suggestion.text for suggestion in offered] == [last.text] else tuple(offered)


def last_word(text: str) -> Token | None:
    """Return the word at the end of a query; None if it ends with a space or is empty."""
    words = tokens(text)
    ended = not text or text[-1].isspace()
    return words[-1] if words and (not ended or _is_open(words[-1].text)) else None


def complete(text: str, suggestion: Suggestion) -> str:
    """Return the query with its last word replaced by the suggestion; a value is followed by a space."""
    last = last_word(text)
    start = last.start if last else len(text)
    return text[:start] + suggestion.text + (" " if suggestion.value else "")


def toggle(text: str, suggestion: Suggestion) -> str:
    """Return the query without the suggestion if it contains it, else with it appended."""
    terms = [token.text for token in tokens(text) if token.text != suggestion.text]
    added = [] if any(token.text == suggestion.text for token in tokens(text)) else [suggestion.text]
    return " ".join([*terms, *added])


def _is_open(word: str) -> bool:
    """Whether a quotation mark is still open."""
    return word.count('"') % 2 == 1


def _suggest_for_word(word: str, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    beginning = fold_name(word)
    names = (term for term in TERMS if any(fold_name(name).startswith(beginning) for name in (term.name, *term.also)))
    yield from (Suggestion(term=term.name) for term in names)
    for name in _NAMED:
        term = term_named(name)
        if term is not None:
            yield from _values(term, beginning, vocabulary)


def _suggest_for_term(token: Token, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    term = term_named(token.key or "")
    if term is not None:
        yield from _values(term, fold_name(token.value), vocabulary)


def _values(term: Term, beginning: str, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Yield the values with a word that begins so; if one is written in full, only that one."""
    names = names_for(term, vocabulary)
    for value in names:
        if any(_begins(spelling, beginning) for spelling in (value, *names[value])):
            yield Suggestion(term=term.name, value=_write_value(value, names))


def _write_value(value: str, names: Names) -> str:
    """Return a value as the contract writes it: `ja` for `yes`."""
    return _YES_NO.get(value, value) if {*names} == {*_YES_NO} else value


def _begins(spelling: str, beginning: str) -> bool:
    plain = fold_name(spelling)
    return plain.startswith(beginning) or any(word.startswith(beginning) for word in re.split(r"[\W_]+", plain))
