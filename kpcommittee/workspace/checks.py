"""The checks that all files share: references must exist, days be in order, numbers within bounds."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kpcommittee.convert.issues import Issue, shown

MAX_HOURS = 168
"""Hours in a week."""


def refer(place: str, kind: str, word: str | None, known: Iterable[str]) -> Iterator[Issue]:
    """Check that a word names something known; None is valid.

    Args:
        place: the word's place in its file.
        kind: what it must name: `district`, `provider` …
        word: the word.
        known: the known words.
    """
    names = tuple(known)
    if word is not None and word not in names:
        yield Issue(place=place, code="unknown_reference", value=shown(word), values={"kind": kind, "known": names})


def refer_all(place: str, kind: str, words: Sequence[str], known: Iterable[str]) -> Iterator[Issue]:
    """Check that every word names something known, and occurs once."""
    names = tuple(known)
    for index, word in enumerate(words):
        yield from refer(f"{place}[{index}]", kind, word, names)
        if word in words[:index]:
            yield Issue(place=f"{place}[{index}]", code="twice_in_list", value=shown(word))


def unique(place: str, key: str, words: Sequence[str], *, elsewhere: Iterable[str] = ()) -> Iterator[Issue]:
    """Check that every word occurs once; the issue names the place of the first occurrence."""
    first: dict[str, str] = dict.fromkeys(elsewhere, "")
    for index, word in enumerate(words):
        if word in first:
            values = {"first": first[word]} if first[word] else {}
            yield Issue(place=f"{place}[{index}].{key}", code="duplicate_id", value=shown(word), values=values)
        first.setdefault(word, f"{place}[{index}].{key}")


def in_order(place: str, start: date | None, end: date | None) -> Iterator[Issue]:
    """Check that the last day is not before the first."""
    if start is not None and end is not None and end < start:
        yield Issue(place=place, code="period_reversed", value=end.isoformat(), values={"start": start.isoformat()})


def not_after(place: str, day: date | None, limit: date, code: str = "after_meeting") -> Iterator[Issue]:
    """Check that a day is not after the limit, such as the meeting's date."""
    if day is not None and day > limit:
        yield Issue(place=place, code=code, value=day.isoformat(), values={"limit": limit.isoformat()})


def within(
    place: str, number: Decimal | int | None, low: Decimal | int, high: Decimal | int, *, above: bool = False
) -> Iterator[Issue]:
    """Check that a number is within bounds, both included; `above` excludes the lower one."""
    if number is None or low < number <= high or (number == low and not above):
        return
    values = {"low": str(low), "high": str(high)}
    if number <= low:
        yield Issue(place=place, code="too_low_exclusive" if above else "too_low", value=shown(number), values=values)
    else:
        yield Issue(place=place, code="too_high", value=shown(number), values=values)


def quarters(place: str, hours: Decimal) -> Iterator[Issue]:
    """Check that granted hours are quarters of an hour, above 0 and at most those of a week."""
    bounds = list(within(place, hours, 0, MAX_HOURS, above=True))
    yield from bounds
    if not bounds and hours * 4 % 1:
        near = max((hours * 4).to_integral_value(ROUND_HALF_UP), Decimal(1)) / 4
        yield Issue(place=place, code="not_quarters", value=shown(hours), values={"nearest": str(near)})
