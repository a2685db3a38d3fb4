"""Issues of data from outside, as values: the place, the kind of issue and the text found there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from difflib import get_close_matches
from typing import Literal, Self

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.text import clean

LONGEST_VALUE = 60
"""The most characters of a value that an error repeats."""

MOST_ISSUES = 1_000
"""The most errors of one file that are reported singly; nobody reads more, and a file may have a million."""

_NUMBER = r"(?<!\d)\d{6}[\s\-–]?\d{4}(?!\d)"
_MASK = "######-####"
_WORDS = {None: "null", True: "true", False: "false"}
"""Values whose spelling in files differs from Python's."""


@immutable
class Issue:
    """One error in a file or an intention."""

    code: str
    place: str = ""
    """The way to the value, such as `cases[3].child.birth_date`; places in lists count from 0."""
    value: str = ""
    """The text found there: short, visible and without a personal number."""
    values: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    """Further values in its sentence: the nearest known key, the allowed words."""
    file: str = ""
    row: int | None = None
    """The row of a table, where the header is row 1; then `place` is a column."""
    line: int | None = None
    """The line of the file, counted from 1; that of the table around it where something is missing."""
    case_number: str = ""
    """The number of the case that the place is in."""
    severity: Literal["error", "warning"] = "error"
    """A warning is reported and stops nothing."""

    @property
    def is_wrong_use(self) -> bool:
        """Whether the named file is missing or not a file, so that nothing in it can be wrong."""
        return self.code in ("file_missing", "file_is_folder", "file_special")

    def inside(self, place: str) -> Self:
        """Return the same issue with its place inside an outer one."""
        return replace(self, place=join_places(place, self.place))

    def in_file(self, file: str) -> Self:
        """Return the same issue with its file."""
        return replace(self, file=file)


def rest_issue(count: int) -> Issue:
    """Return an issue that stands for `count` others."""
    return Issue(code="more_errors", values={"count": count})


def count_issues(issues: Iterable[Issue]) -> int:
    """Count issues, including those that one stands for."""
    return sum(int(str(issue.values["count"])) if issue.code == "more_errors" else 1 for issue in issues)


class InvalidValue(ValueError):
    """A value that its place does not allow; callers add the place."""

    def __init__(self, code: str, value: object = "", **values: str | int | tuple[str, ...]) -> None:
        super().__init__(code)
        self.code = code
        self.value = quote_value(value)
        self.values = values


def join_places(outer: str, inner: str) -> str:
    """Join two places: `cases[3]` and `child` → `cases[3].child`."""
    return f"{outer}.{inner}" if outer and inner and not inner.startswith("[") else outer + inner


def quote_value(value: object) -> str:
    """Return a value as an error may repeat it: on one visible line, cut, with personal numbers masked."""
    if isinstance(value, (dict, list, tuple)):
        return ""
    written = _WORDS.get(value, "") if value is None or isinstance(value, bool) else str(value)
    text = re.sub(_NUMBER, _MASK, written[: LONGEST_VALUE * 4])
    text = clean(text)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Return the most similar known word; empty if none is similar."""
    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    matches = get_close_matches(word[:LONGEST_VALUE].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else ""
