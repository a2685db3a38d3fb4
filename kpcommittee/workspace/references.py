"""What a reference that is not known may have meant: the id whose own text or name is the same, or nearly."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.committee import Config

_NEAR = 0.75
"""From here on two texts are taken for one that is misspelt; `klub-xx` and `klub-vest` are 0.63."""

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def suggested(issues: Iterable[Issue], config: Config) -> Iterator[Issue]:
    """The flaws, where those of unknown references name the id that is meant, if one is near."""
    for issue in issues:
        yield _suggested(issue, config) if issue.code == "unknown_reference" else issue


def _suggested(issue: Issue, config: Config) -> Issue:
    known = issue.values["known"]
    assert isinstance(known, tuple), "a reference names what is known"
    names = _names(config, str(issue.values["kind"]))
    meant = meant_by(issue.value, {one: (one, *names.get(one, ())) for one in known})
    return replace(issue, values={**issue.values, "nearest": meant}) if meant else issue


def meant_by(word: str, texts: Mapping[str, Iterable[str]]) -> str:
    """The id that the word means, or nothing where none is near or several are alike.

    Args:
        word: what was written.
        texts: id → the texts that would name it.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 (only an error needs it)

    written = SequenceMatcher(b=_plain(word))
    best: dict[str, float] = {}
    for one, names in texts.items():
        for name in names:
            written.set_seq1(_plain(name))
            best[one] = max(best.get(one, 0.0), written.ratio())
    highest = max(best.values(), default=0.0)
    nearest = [one for one, ratio in best.items() if ratio == highest]
    return nearest[0] if highest >= _NEAR and len(nearest) == 1 else ""


def _names(config: Config, kind: str) -> dict[str, tuple[str, ...]]:
    """Id → the names that people know it by."""
    if kind == "problem":
        return {one.code: (one.da, one.en) for one in config.problems}
    if kind == "district":
        return {one.id: (one.name,) for one in config.districts}
    if kind == "school":
        return {one.id: (one.name,) for one in config.schools}
    people = {member.id: (member.name,) for one in config.providers for member in one.staff}
    return {**people, **{one.id: (one.name,) for one in config.providers}}


def _plain(text: str) -> str:
    """`Klub Øst` and `klub-oest` → `klub oest`."""
    return re.sub(r"[\W_]+", " ", text.casefold().translate(_DANISH)).strip()
