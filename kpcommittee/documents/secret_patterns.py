"""Finds what identifies a bystander without a name: numbers, initials, classes and addresses."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kpcommittee.documents.bystanders import Bystanders, Hit, SecretKind
from kpcommittee.documents.record_texts import texts_in
from kpcommittee.domain.case import Case
from kpcommittee.domain.cpr import NUMBERS

_STREET_ENDING = re.compile(r"(?i:vej|gade|allé|alle|plads|stræde|vænget?|parken|torv|boulevard|stien|bakken|toften)")
"""How the name of a street ends; alone, such as in `Plads 2`, it is none."""
_ADDRESS = re.compile(rf"[A-ZÆØÅÉ][\w.’' -]{{0,40}}?{_STREET_ENDING.pattern}\s+\d+\w?")

_SHORTEST = 4
"""Characters of a case number that is found without the word for case before it."""
_DASHES = "[\u002d\u2010-\u2015\u2212]"
"""How a word processor may write the hyphen of a number."""
_AFTER_ITS_WORD = r"(?:sag|sagen|sagsnr\.?|case)\s+"


class _Secret(NamedTuple):
    """The pattern of a secret, and what must be before and after it as with others of its kind."""

    before: str
    itself: str
    after: str


def find_patterns(text: str, bystanders: Bystanders) -> Iterator[Hit]:
    """Yield each place that identifies a bystander; what a case inside has too is its own."""
    for kind, pattern in _patterns(bystanders):
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), kind, blocks=True)
    yield from _personal_numbers(text, bystanders)


def _patterns(bystanders: Bystanders) -> Iterator[tuple[SecretKind, re.Pattern[str]]]:
    """Yield the patterns of each kind of secret that only the cases outside have.

    What must be before a secret is looked at once at each place of the text, for all of them.
    """
    for kind, secrets_of in _SECRETS_OF.items():
        inside = {secret for case in bystanders.inside for secret in secrets_of(case)}
        secrets = {secret for case in bystanders.outside for secret in secrets_of(case)} - inside
        for before, after in sorted({(secret.before, secret.after) for secret in secrets}):
            alike = {secret.itself for secret in secrets if (secret.before, secret.after) == (before, after)}
            yield kind, re.compile(f"{before}(?:{'|'.join(sorted(alike, key=len, reverse=True))}){after}")


def _personal_numbers(text: str, bystanders: Bystanders) -> Iterator[Hit]:
    """Yield each personal number, however it is spelled."""
    numbers = _numbers_in(bystanders.outside) - _numbers_in(bystanders.inside)
    for match in NUMBERS.finditer(text) if numbers else ():
        digits = _digits(match[0])
        # A year may be written with its century, which no number has.
        if digits[:4] + digits[-6:] in numbers:
            yield Hit(match.start(), match.end(), "number", blocks=True)


def _numbers_in(cases: Iterable[Case]) -> set[str]:
    return {_digits(case.child.cpr) for case in cases if case.child.cpr}


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _initials(case: Case) -> Iterator[_Secret]:
    letters = [re.escape(letter) for letter in case.child.initials.split(".") if letter]
    if len(letters) > 1:
        yield _Secret(r"(?<![\w.])", r"\.\s?".join(letters), r"(?:\.(?!\s?\w\.)|(?![\w.]))")


def _case_number(case: Case) -> Iterator[_Secret]:
    number = re.escape(case.case_number).replace(r"\-", _DASHES)
    before = r"(?<!\w)(?<!\w[./-])" if len(case.case_number) >= _SHORTEST else rf"(?i:{_AFTER_ITS_WORD})"
    yield _Secret(before, number, r"(?!\w)(?![./-]\d)")


def _school_class(case: Case) -> Iterator[_Secret]:
    parts = re.findall(r"\d+|[^\W\d_]+", case.child.grade or "")
    if len(parts) > 1:
        yield _whole_words(r"[. ]{0,2}".join(map(re.escape, parts)))


def _addresses(case: Case) -> Iterator[_Secret]:
    for text in texts_in(case):
        for match in _ADDRESS.finditer(text):
            for words in _possible_streets(match[0].split()):
                yield _whole_words(r"\s+".join(map(re.escape, words)))


def _whole_words(pattern: str) -> _Secret:
    """Return a secret that is found in capitals and small letters, and not in the middle of a word."""
    return _Secret(r"(?i:(?<!\w)", pattern, r"(?!\w))")


def _possible_streets(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield an address from each word that may begin it: `Birkevej 12` in `Bor på Birkevej 12`."""
    yield words
    for place in range(1, len(words) - 1):
        only_the_ending = place == len(words) - 2 and _STREET_ENDING.fullmatch(words[place])
        if words[place][0].isupper() and not only_the_ending:
            yield words[place:]


_SECRETS_OF: Mapping[SecretKind, Callable[[Case], Iterator[_Secret]]] = {
    "initials": _initials,
    "case_number": _case_number,
    "school_class": _school_class,
    "address": _addresses,
}
