"""Finds the table to which a misplaced key belongs."""

from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass, replace
from functools import cache
from re import sub
from typing import Any, get_args, get_origin

from kpcommittee.convert.converter import key_of, types_of
from kpcommittee.convert.issues import Issue
from kpcommittee.domain.immutable import immutable


@immutable(kw_only=False)
class Home:
    """A table of a file with its keys."""

    path: str
    """Its name in headers, such as `cases.child`; empty for the file itself."""
    many: bool
    """Whether there can be several of them."""
    keys: frozenset[str]

    @property
    def header(self) -> str:
        """The header that the table begins with."""
        return f"[[{self.path}]]" if self.many else f"[{self.path}]"


def with_homes(issues: Iterable[Issue], cls: type) -> tuple[Issue, ...]:
    """Return the issues; those of a misplaced key say to which table it belongs.

    Args:
        issues: the issues, with their places from the top of the file.
        cls: the class of the whole file.
    """
    return tuple(_with_home(issue, cls) if issue.code == "unknown_key" else issue for issue in issues)


def _with_home(issue: Issue, cls: type) -> Issue:
    table, _, key = sub(r"\[\d+\]", "", issue.place).rpartition(".")
    home = _home_of(key, table, homes(cls))
    if home is None:
        return issue
    return replace(issue, code="misplaced_key", value=key, values={"home": home.header})


def _home_of(key: str, table: str, tables: Iterable[Home]) -> Home | None:
    """Return the table that has the key: the only one, else the only one next to this; None if unclear."""
    having = [home for home in tables if key in home.keys and home.path]
    neighbours = [home for home in having if table in (_outer_path(home.path), "") or home.path == _outer_path(table)]
    for candidates in (having, neighbours):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _outer_path(path: str) -> str:
    return path.rpartition(".")[0]


@cache
def homes(cls: type) -> tuple[Home, ...]:
    """Return every table of the file that the class describes."""
    return tuple(_homes(cls, "", many=False))


def _homes(cls: type, path: str, *, many: bool) -> Iterator[Home]:
    types = types_of(cls)
    yield Home(path, many, frozenset(key_of(cls, name) for name in types))
    for name, kind in types.items():
        for inner, inner_many in _tables_in(kind):
            key = key_of(cls, name)
            yield from _homes(inner, f"{path}.{key}" if path else key, many=inner_many)


def _tables_in(kind: Any) -> Iterator[tuple[type, bool]]:
    """Yield the class of the tables that a field contains, and whether it is a list of them."""
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind, False
        return
    many = get_origin(kind) is tuple
    for inner in get_args(kind)[:1] if many else get_args(kind):
        for cls, deeper in _tables_in(inner):
            yield cls, many or deeper
            return
