"""What is wrong with data from outside, as values: where, what, and what it says there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from kpcommittee.domain.text import clean

SHOWN = 60
"""Characters of a value that an error repeats."""

_NUMBER = r"(?<!\d)\d{6}[\s\-–]?\d{4}(?!\d)"
_MASK = "######-####"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that is wrong in a file or an intention."""

    code: str
    place: str = ""
    """The way to the value, such as `cases[3].child.birth_date`; places in lists count from 0."""
    value: str = ""
    """What stands there: short, visible and without a personal number."""
    values: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    """What the sentence names besides: the nearest known key, what is allowed."""
    file: str = ""
    row: int | None = None
    """The row of a table, where the header is row 1; then `place` is a column."""

    def inside(self, place: str) -> Self:
        """The same flaw, seen from further out."""
        return replace(self, place=join(place, self.place))

    def of(self, file: str) -> Self:
        """The same flaw, with the file it is in."""
        return replace(self, file=file)


class InvalidValue(ValueError):
    """A value that is not what its place asks for; the place is added on the way out."""

    def __init__(self, code: str, value: object = "", **values: str | int | tuple[str, ...]) -> None:
        super().__init__(code)
        self.code = code
        self.value = shown(value)
        self.values = values


def join(outer: str, inner: str) -> str:
    """`cases[3]` and `child` → `cases[3].child`."""
    return f"{outer}.{inner}" if outer and inner and not inner.startswith("[") else outer + inner


def shown(value: object) -> str:
    """A value as an error may repeat it: one visible line, cut, personal numbers masked."""
    if isinstance(value, (dict, list, tuple)):
        return ""
    text = re.sub(_NUMBER, _MASK, str(value)[: SHOWN * 4])
    text = clean(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like it, or nothing when none does."""
    from difflib import get_close_matches  # noqa: PLC0415 (only an error needs it)

    by_folded = {one.casefold(): one for one in known}
    found = get_close_matches(word[:SHOWN].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""
