"""Suggests what an unknown reference may mean: an id with the same or a similar name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Literal, get_args

from kpcommittee.convert.issues import MOST_ISSUES, Issue
from kpcommittee.domain.committee import Config

_NEAR = 0.75
"""The least similarity of a misspelt text; that of `klub-xx` and `klub-vest` is 0.63."""

Kind = Literal["problem", "district", "school", "provider", "staff", "either"]
"""What a reference names; `either` is a provider or a person."""
KINDS: tuple[Kind, ...] = get_args(Kind)
_BETWEEN_NAMES = (";", "|", "\n", ",")

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def with_suggestions(issues: Iterable[Issue], config: Config) -> Iterator[Issue]:
    """Yield the issues; those of unknown references name the id that is probably meant, if any.

    Of very many issues only the first get suggestions, since only they are reported.
    """
    for number, issue in enumerate(issues):
        yield _with_suggestion(issue, config) if issue.code == "unknown_reference" and number < MOST_ISSUES else issue


class NameIndex:
    """Finds the id that a text means: an id itself, or a name that only one of its kind has."""

    def __init__(self, config: Config) -> None:
        """Collect the names of a config, once for all rows."""
        self._ids = {kind: frozenset(_ids_of(config, kind)) for kind in KINDS}
        self._names = {kind: _unambiguous_names(_names(config, kind), self._ids[kind]) for kind in KINDS}
        self._staff = {
            provider.id: _unambiguous_names({member.id: (member.name,) for member in provider.staff})
            for provider in config.providers
        }

    def id_of(self, kind: Kind, word: str, provider: str | None = None) -> str:
        """Return the id that a word means, or the word itself if that is unclear.

        Args:
            kind: what it names.
            word: what was written.
            provider: the id of the provider whose staff is searched first.
        """
        if word in self._ids[kind]:
            return word
        name = _normalize(word)
        own = self._staff.get(provider or "", {}) if kind == "staff" else {}
        return own.get(name) or self._names[kind].get(name) or word

    def ids_of(self, kind: Kind, text: str, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids in a text that names several, or its words if that is unclear.

        Args:
            kind: what it names.
            text: the cell.
            words: its words, which may be the ids themselves.
        """
        if all(word in self._ids[kind] for word in words):
            return words
        for mark in (None, *_BETWEEN_NAMES):
            parts = [part.strip() for part in (text.split(mark) if mark else [text]) if part.strip()]
            ids = [self.id_of(kind, part) for part in parts]
            if all(some_id in self._ids[kind] for some_id in ids):
                return tuple(dict.fromkeys(ids))
        return words


def _ids_of(config: Config, kind: Kind) -> Iterable[str]:
    names_by_id: dict[str, Iterable[str | None]] = {
        "problem": (problem.code for problem in config.problems),
        "district": (district.id for district in config.districts),
        "school": (school.id for school in config.schools),
        "provider": (provider.id for provider in config.providers),
        "staff": (member.id for provider in config.providers for member in provider.staff),
    }
    ids = [*names_by_id["provider"], *names_by_id["staff"]] if kind == "either" else names_by_id[kind]
    return (some_id for some_id in ids if some_id is not None)


def _unambiguous_names(names: Mapping[str, tuple[str, ...]], ids: frozenset[str] | None = None) -> dict[str, str]:
    """Return the normalized names that only one id has, optionally among some ids."""
    ids_by_name: dict[str, set[str]] = {}
    for some_id, candidate in names.items():
        if ids is None or some_id in ids:
            for name in filter(None, candidate):
                ids_by_name.setdefault(_normalize(name), set()).add(some_id)
    return {name: next(iter(own)) for name, own in ids_by_name.items() if len(own) == 1 and name}


def _with_suggestion(issue: Issue, config: Config) -> Issue:
    candidates = issue.values["known"]
    assert isinstance(candidates, tuple), "a reference names what is known"
    names = _names(config, str(issue.values["kind"]))
    suggestion = best_match(issue.value, {name: (name, *names.get(name, ())) for name in candidates})
    return replace(issue, values={**issue.values, "nearest": suggestion}) if suggestion else issue


def best_match(word: str, texts: Mapping[str, Iterable[str]]) -> str:
    """Return the id that a word probably means; empty if none is similar, or several equally.

    Args:
        word: what was written.
        texts: id → the texts that name it.
    """
    matcher = SequenceMatcher(b=_normalize(word))
    best: dict[str, float] = {}
    for candidate, names in texts.items():
        for name in filter(None, names):
            matcher.set_seq1(_normalize(name))
            # Upper bounds of the ratio, much sooner computed: most names are too different.
            if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR:
                best[candidate] = max(best.get(candidate, 0.0), matcher.ratio())
    highest = max(best.values(), default=0.0)
    nearest = [candidate for candidate, ratio in best.items() if ratio == highest]
    return nearest[0] if highest >= _NEAR and len(nearest) == 1 else ""


def _names(config: Config, kind: str) -> dict[str, tuple[str, ...]]:
    """Return for each id the names that people use for it."""
    if kind == "problem":
        return {problem.code: (problem.da, problem.en) for problem in config.problems}
    if kind == "district":
        return {district.id: (district.name,) for district in config.districts}
    if kind == "school":
        return {school.id: (school.name,) for school in config.schools}
    people = {member.id: (member.name,) for provider in config.providers for member in provider.staff}
    return {**people, **{provider.id: (provider.name,) for provider in config.providers}}


def _normalize(text: str) -> str:
    """Normalize a name: `Klub Øst` and `klub-oest` → `klub oest`."""
    return re.sub(r"[\W_]+", " ", text.casefold().translate(_DANISH)).strip()
