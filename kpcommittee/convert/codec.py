"""Reading and writing values: data in, a value or all its flaws out."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from kpcommittee.convert import converters
from kpcommittee.convert.converter import Converter, InvalidTable
from kpcommittee.convert.issues import InvalidValue, Issue, join

T = TypeVar("T")


def read(data: Any, cls: type[T], place: str = "") -> tuple[T | None, tuple[Issue, ...]]:
    """A value from what somebody wrote, or everything that is wrong with it.

    Args:
        data: tables, lists and single values, as TOML or JSON gives them.
        cls: the domain's class.
        place: where in its file the data stands; the flaws' places begin with it.
    """
    return _read(data, cls, place, converters.strict())


def recall(data: Any, cls: type[T]) -> T:
    """A value from what the program itself kept; keys it does not know are ignored.

    Raises:
        ValueError: the data does not make such a value.
    """
    value, issues = _read(data, cls, "", converters.faithful())
    if value is None:
        raise ValueError("; ".join(f"{issue.place}: {issue.code}" for issue in issues))
    return value


def plain(value: object) -> Any:
    """A value as data that JSON can hold: dates as ISO text, decimals as text, what is not set left out."""
    return converters.strict().unstructure(value)


def toml_data(value: object) -> Any:
    """A value as data for a TOML file; what is not set, and empty lists, are left out."""
    return _without_empty(converters.toml().unstructure(value))


def _without_empty(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_empty(one) for key, one in data.items() if one != []}
    return [_without_empty(one) for one in data] if isinstance(data, list) else data


def recall_kind(kind: str, data: Any, events: Mapping[str, type[T]]) -> T:
    """An event from the journal, by its kind.

    Raises:
        ValueError: there is no such kind, or the data does not make such an event.
    """
    if kind not in events:
        raise ValueError(f"unknown kind {kind!r}")
    return recall(data, events[kind])


def _read(data: Any, cls: type[T], place: str, converter: Converter) -> tuple[T | None, tuple[Issue, ...]]:
    try:
        return converter.structure(data, cls), ()
    except (InvalidValue, InvalidTable) as error:
        return None, tuple(flaws_of(error, place))


def flaws_of(error: Exception, place: str = "") -> Iterator[Issue]:
    """What the errors of one reading say, each with its place."""
    if isinstance(error, InvalidValue):
        yield Issue(place=place, code=error.code, value=error.value, values=error.values)
    elif isinstance(error, InvalidTable):
        for step, inner in error.parts:
            yield from flaws_of(inner, join(place, step))
