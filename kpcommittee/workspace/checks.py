"""The checks that all files share: references must exist, days be in order, numbers within bounds.

None means left out or unreadable, which is reported elsewhere: checks ignore it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kpcommittee.convert.issues import Issue, quote_value

MAX_HOURS = 168
"""Hours in a week."""


def refer(place: str, kind: str, word: str | None, known_ids: Iterable[str | None] | None) -> Iterator[Issue]:
    """Check that a word names something known.

    Args:
        place: the word's place in its file.
        kind: what it must name: `district`, `provider` …
        word: the word.
        known_ids: the known words; None if unknown.
    """
    if known_ids is None:
        return
    names = tuple(name for name in known_ids if name is not None)
    if word is not None and word not in names:
        yield Issue(
            place=place, code="unknown_reference", value=quote_value(word), values={"kind": kind, "known": names}
        )


def refer_all(
    place: str, kind: str, words: Sequence[str | None] | None, known_ids: Iterable[str | None] | None
) -> Iterator[Issue]:
    """Check that every word names something known, and occurs once."""
    names = None if known_ids is None else tuple(known_ids)
    words_seen = set[str]()
    for index, word in enumerate(words or ()):
        yield from refer(f"{place}[{index}]", kind, word, names)
        if word is not None and word in words_seen:
            yield Issue(place=f"{place}[{index}]", code="twice_in_list", value=quote_value(word))
        words_seen |= {word} if word is not None else set()


def unique(place: str, key: str, words: Sequence[str | None], *, elsewhere: Iterable[str] = ()) -> Iterator[Issue]:
    """Check that every word occurs once; the issue names the place of the first occurrence."""
    first: dict[str, str] = dict.fromkeys(elsewhere, "")
    for index, word in enumerate(words):
        if word is None:
            continue
        if word in first:
            values = {"first": first[word]} if first[word] else {}
            yield Issue(place=f"{place}[{index}].{key}", code="duplicate_id", value=quote_value(word), values=values)
        first.setdefault(word, f"{place}[{index}].{key}")


def check_order(place: str, start: date | None, end: date | None) -> Iterator[Issue]:
    """Check that the last day is not before the first."""
    if start is not None and end is not None and end < start:
        yield Issue(place=place, code="period_reversed", value=end.isoformat(), values={"start": start.isoformat()})


def not_after(place: str, day: date | None, limit: date | None, code: str = "after_meeting") -> Iterator[Issue]:
    """Check that a day is not after the limit, such as the meeting's date."""
    if day is not None and limit is not None and day > limit:
        yield Issue(place=place, code=code, value=day.isoformat(), values={"limit": limit.isoformat()})


def not_before_birth(place: str, day: date | None, born: date | None) -> Iterator[Issue]:
    """Check that a day is not before the day of birth."""
    if day is not None and born is not None and day < born:
        yield Issue(place=place, code="before_birth", value=day.isoformat(), values={"limit": born.isoformat()})


def over_above_tight(place: str, over: Decimal | None, tight: Decimal | None) -> Iterator[Issue]:
    """Check that the limit for over is not below the one for tight."""
    if over is not None and tight is not None and over < tight:
        yield Issue(place=place, code="over_below_tight", value=quote_value(over), values={"start": str(tight)})


def check_bounds(
    place: str, number: Decimal | int | None, low: Decimal | int, high: Decimal | int, *, above: bool = False
) -> Iterator[Issue]:
    """Check that a number is within bounds, both included; `above` excludes the lower one."""
    if number is None or low < number <= high or (number == low and not above):
        return
    values = {"low": str(low), "high": str(high)}
    if number <= low:
        yield Issue(
            place=place, code="too_low_exclusive" if above else "too_low", value=quote_value(number), values=values
        )
    else:
        yield Issue(place=place, code="too_high", value=quote_value(number), values=values)


def quarters(place: str, hours: Decimal | None) -> Iterator[Issue]:
    """Check that granted hours are quarters of an hour, above 0 and at most those of a week."""
    if hours is None:
        return
    bounds = list(check_bounds(place, hours, 0, MAX_HOURS, above=True))
    yield from bounds
    if not bounds and hours * 4 % 1:
        near = max((hours * 4).to_integral_value(ROUND_HALF_UP), Decimal(1)) / 4
        yield Issue(place=place, code="not_quarters", value=quote_value(hours), values={"nearest": str(near)})
