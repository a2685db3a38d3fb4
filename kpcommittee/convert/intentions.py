"""Reads intentions from JSON Lines: every line becomes an intention, or the reason why it is invalid."""

import json
from collections import Counter
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from kpcommittee.convert import scalars
from kpcommittee.convert.codec import build, issues_of
from kpcommittee.convert.converter import Converter, Hook, InvalidTable, TableHook, key_of
from kpcommittee.convert.issues import InvalidValue, Issue, nearest, quote_value
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.intentions import INTENTIONS, Amendment, Intention, LeaderStance


@immutable
class ParsedIntention:
    """An intention, with the time and the person that its line states."""

    intention: Intention
    at: datetime | None = None
    by: str | None = None
    case: str | None = None


@immutable
class InvalidLine:
    """A line that is no valid intention; one of its issues is reported."""

    issues: tuple[Issue, ...]
    case: str | None = None

    @property
    def issue(self) -> Issue:
        """The issue to report: an unknown key before the missing one that it is probably meant to be."""
        return next((issue for issue in self.issues if issue.code == "unknown_key"), self.issues[0])

    @property
    def key(self) -> str:
        """The invalid key; empty if the line as a whole is invalid."""
        return self.issue.place

    @property
    def code(self) -> str:
        """The issue's code."""
        return self.issue.code


def parse_intention(line: str | bytes) -> ParsedIntention | InvalidLine:
    """Return the intention that a line of JSON describes."""
    data = _load(line)
    if isinstance(data, InvalidLine):
        return data
    case = _case_of(data)
    cls = INTENTIONS.get(data["do"]) if isinstance(data.get("do"), str) else None
    if cls is None:
        return InvalidLine(issues=(_unknown_do_issue(data),), case=case)
    return _build(cls, data, case)


def _build(cls: type[Intention], data: dict[str, Any], case: str | None) -> ParsedIntention | InvalidLine:
    own = {key_of(cls, field.name) for field in fields(cls)}
    envelope = {"do", "at", "by"} - own
    issues: list[Issue] = []
    at = _envelope("at", scalars.read_moment, data, issues)
    by = _envelope("by", scalars.read_text, data, issues)
    intention: Intention | None = None
    try:
        own_data = {key: value for key, value in data.items() if key not in envelope}
        intention = _converter().structure(own_data, cls)
    except (InvalidValue, InvalidTable) as error:
        issues += [issue for issue in issues_of(error) if issue not in issues]
    if intention is None or issues:
        return InvalidLine(issues=tuple(map(_as_json_issue, issues)), case=case)
    return ParsedIntention(intention=intention, at=at, by=by, case=getattr(intention, "case", None))


def _as_json_issue(issue: Issue) -> Issue:
    """Return the issue in terms of JSON: lists and objects instead of tables."""
    if issue.code == "single_table":
        return replace(issue, code="wrong_type", values={"expected": "list"})
    if issue.values.get("expected") == "table":
        return replace(issue, values={"expected": "object"})
    return issue


def _envelope(key: str, hook: Hook, data: dict[str, Any], issues: list[Issue]) -> Any:
    """Read a key that any intention may have."""
    try:
        return hook(data[key], None) if data.get(key) is not None else None
    except InvalidValue as error:
        issues += issues_of(error, key)
    return None


@cache
def _converter() -> Converter:
    """Return the strict converter; a bare stance may replace its table, and an amendment records its keys."""
    converter = build(strict=True)
    table = TableHook(LeaderStance, converter, strict=True)
    converter.add_reader(LeaderStance, lambda value, _: table({"stance": value} if isinstance(value, str) else value))
    converter.add_reader(Amendment, TableHook(Amendment, converter, strict=True, noting="given"))
    return converter


LONGEST_LINE = 8_000_000
"""The most bytes of an intention, which never contains a whole case."""
MOST_KEYS = 1_000
"""The most keys of an object."""


def _load(line: str | bytes) -> dict[str, Any] | InvalidLine:
    if len(line) > LONGEST_LINE:
        return InvalidLine(issues=(Issue(code="too_long_line", values={"limit": LONGEST_LINE}),))
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
        data = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object_without_duplicates
        )
    except UnicodeDecodeError:
        return InvalidLine(issues=(Issue(code="not_utf8"),))
    except InvalidValue as error:
        return InvalidLine(issues=(Issue(place=error.value, code=error.code),))
    except json.JSONDecodeError as error:
        return InvalidLine(issues=(Issue(code="not_json", values={"column": error.colno}),))
    except (ValueError, RecursionError, InvalidOperation):
        return InvalidLine(issues=(Issue(code="not_json", values={"column": 1}),))
    if not isinstance(data, dict):
        return InvalidLine(issues=(Issue(code="not_an_object"),))
    return data


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which Python reads although JSON has none."""
    raise ValueError(constant)


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; refuse a duplicate key, since one of its values would be lost."""
    if len(pairs) > MOST_KEYS:
        raise InvalidValue("too_many_keys", pairs[MOST_KEYS][0])
    table = dict(pairs)
    if len(table) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise InvalidValue("duplicate_key", next(key for key, count in counts.items() if count > 1))
    return table


def _case_of(data: dict[str, Any]) -> str | None:
    case = data.get("case")
    return quote_value(case) if isinstance(case, str) else None


def _unknown_do_issue(data: dict[str, Any]) -> Issue:
    do = data.get("do")
    if do is None:
        return Issue(place="do", code="missing_key")
    if not isinstance(do, str):
        return Issue(place="do", code="wrong_type", value=quote_value(do), values={"expected": "text"})
    names = tuple(INTENTIONS)
    return Issue(
        place="do", code="not_one_of", value=quote_value(do), values={"allowed": names, "nearest": nearest(do, names)}
    )
