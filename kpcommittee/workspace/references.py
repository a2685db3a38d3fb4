"""Suggests what an unknown reference may mean: the id whose text or name is the same or similar."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config

_NEAR = 0.75
"""The similarity from which on a text counts as misspelt; that of `klub-xx` and `klub-vest` is 0.63."""

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def suggested(issues: Iterable[Issue], config: Config) -> Iterator[Issue]:
    """Yield the issues; those of unknown references name the id that is probably meant, if any."""
    for issue in issues:
        yield _suggested(issue, config) if issue.code == "unknown_reference" else issue


def _suggested(issue: Issue, config: Config) -> Issue:
    known = issue.values["known"]
    assert isinstance(known, tuple), "a reference names what is known"
    names = _names(config, str(issue.values["kind"]))
    meant = meant_by(issue.value, {name: (name, *names.get(name, ())) for name in known})
    return replace(issue, values={**issue.values, "nearest": meant}) if meant else issue


def meant_by(word: str, texts: Mapping[str, Iterable[str]]) -> str:
    """Return the id that the word means; empty if none is similar, or several are equally similar.

    Args:
        word: what was written.
        texts: id → the texts that name it.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 (only an error needs it)

    written = SequenceMatcher(b=_plain(word))
    best: dict[str, float] = {}
    for candidate, names in texts.items():
        for name in filter(None, names):
            written.set_seq1(_plain(name))
            best[candidate] = max(best.get(candidate, 0.0), written.ratio())
    highest = max(best.values(), default=0.0)
    nearest = [candidate for candidate, ratio in best.items() if ratio == highest]
    return nearest[0] if highest >= _NEAR and len(nearest) == 1 else ""


def _names(config: Config, kind: str) -> dict[str, tuple[str, ...]]:
    """Return, per id, the names that people know it by."""
    if kind == "problem":
        return {problem.code: (problem.da, problem.en) for problem in config.problems}
    if kind == "district":
        return {district.id: (district.name,) for district in config.districts}
    if kind == "school":
        return {school.id: (school.name,) for school in config.schools}
    people = {member.id: (member.name,) for provider in config.providers for member in provider.staff}
    return {**people, **{provider.id: (provider.name,) for provider in config.providers}}


def _plain(text: str) -> str:
    """Normalize a name: `Klub Øst` and `klub-oest` → `klub oest`."""
    return re.sub(r"[\W_]+", " ", text.casefold().translate(_DANISH)).strip()
