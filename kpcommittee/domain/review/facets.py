"""Facets: how many of the decisions found have each value, by the terms that narrow to them."""

from collections import Counter
from collections.abc import Mapping

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.query import Facet

TERMS: Mapping[Facet, str] = {
    "outcome": "udfald",
    "provider": "klub",
    "problem": "problem",
    "district": "distrikt",
    "departed": "afveg",
    "agreed": "enig",
    "postponed": "udsat",
    "ended": "afsluttet",
}
"""Facet → the term that narrows by it."""

YEAR = "aar"

_YES_NO = {"yes": "ja", "no": "nej"}


@immutable(kw_only=False)
class Count:
    """A value of a term, and how many decisions have it."""

    value: str
    count: int


def facets_of(counts: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[Count, ...]]:
    """Return for each term its occurring values, the commonest first; years newest first.

    Args:
        counts: facet → value → decisions; of a `month` only the year counts.
    """
    facets: dict[str, tuple[Count, ...]] = {}
    for facet, term in TERMS.items():
        values = (Count(_YES_NO.get(value, value), count) for value, count in counts.get(facet, {}).items())
        facets[term] = tuple(sorted(values, key=lambda entry: (-entry.count, entry.value)))
    years: Counter[str] = Counter()
    for month, count in counts.get("month", {}).items():
        years[month[:4]] += count
    facets[YEAR] = tuple(Count(year, years[year]) for year in sorted(years, reverse=True))
    return facets
