"""Reads plain data into values and writes values as plain data: a value or all its issues comes out.

The strict codec reads what people write; the faithful one reads what the journal kept.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from kpcommittee.convert import scalars
from kpcommittee.convert.converter import Converter, Hook, InvalidTable, TableHook, table_writer
from kpcommittee.convert.issues import InvalidValue, Issue, join, nearest, shown
from kpcommittee.domain.text import Prose


@cache
def strict() -> Converter:
    """For files and intentions: texts are cleaned, unknown keys are errors."""
    return build(strict=True)


@cache
def faithful() -> Converter:
    """For the journal's own events: texts as they were kept, keys of newer versions ignored."""
    return build(strict=False)


@cache
def toml() -> Converter:
    """For files the program writes: TOML has dates, times and decimals of its own."""
    converter = build(strict=True)
    for kind in (date, datetime, time, Decimal):
        converter.writes(kind, _as_it_is)
    return converter


def build(*, strict: bool) -> Converter:
    """A converter of its own, to which more can be taught."""
    converter = Converter()
    _read_scalars(converter, strict=strict)
    _read_shapes(converter)
    converter.reads_all(is_dataclass, lambda cls: TableHook(cls, converter, strict=strict))
    _write(converter)
    return converter


def _read_scalars(converter: Converter, *, strict: bool) -> None:
    hooks: tuple[tuple[type, Hook], ...] = (
        (str, scalars.text if strict else scalars.kept_text),
        (Decimal, scalars.decimal if strict else scalars.kept_decimal),
        (float, scalars.number),
        (int, scalars.whole if strict else scalars.kept_whole),
        (bool, scalars.truth),
        (date, scalars.day if strict else scalars.kept_day),
        (datetime, scalars.moment),
        (time, scalars.clock if strict else scalars.kept_clock),
    )
    for kind, hook in hooks:
        converter.reads(kind, hook)
    converter.reads(Prose, scalars.prose if strict else scalars.kept_text)
    for anything in (Any, object):
        converter.reads(anything, _plain if strict else _anything)


def _read_shapes(converter: Converter) -> None:
    converter.reads_all(_is_choice, _literal_hook)
    converter.reads_all(_is_list, lambda kind: _list_hook(kind, converter))
    converter.reads_all(_is_pair, lambda kind: _pair_hook(kind, converter))
    converter.reads_all(_is_mapping, lambda kind: _mapping_hook(kind, converter))
    converter.reads_all(_is_text_or_table, lambda kind: _text_or_table_hook(kind, converter))


def _write(converter: Converter) -> None:
    write = converter.unstructure
    converter.writes(Decimal, scalars.plain_decimal)
    for kind in (date, datetime, time):
        converter.writes(kind, kind.isoformat)
    for gathered in (tuple, list):
        converter.writes(gathered, lambda value: [write(one) for one in value])
    converter.writes(frozenset, lambda value: sorted(map(write, value)))
    converter.writes_all(_is_mapping, lambda _kind: lambda value: {str(key): write(one) for key, one in value.items()})
    converter.writes_all(is_dataclass, lambda cls: table_writer(cls, converter))


def _is_choice(kind: Any) -> bool:
    return bool(get_origin(kind) == Literal)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is frozenset or (get_origin(kind) is tuple and get_args(kind)[-1:] == (Ellipsis,))


def _is_pair(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1:] != (Ellipsis,)


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind) or kind
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _is_text_or_table(kind: Any) -> bool:
    """A fixed word or a table, and perhaps nothing: `Literal["all_agree"] | dict[…] | None`."""
    return get_origin(kind) in (Union, UnionType) and any(map(_is_mapping, get_args(kind)))


def _literal_hook(kind: Any) -> Hook:
    allowed = get_args(kind)
    words = tuple(str(one) for one in allowed)

    def hook(value: Any, _: Any) -> Any:
        # 1 == True, and a list is not hashable: the type counts too.
        found = next((one for one in allowed if one == value and type(one) is type(value)), None)
        if found is None:
            raise InvalidValue("not_one_of", value, allowed=words, nearest=nearest(str(value)[:100], words))
        return found

    return hook


def _list_hook(kind: Any, converter: Converter) -> Hook:
    gather, of = get_origin(kind), get_args(kind)[0]
    each = converter.hook(of)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise InvalidValue("wrong_type", value, expected="list")
        found: list[Any] = []
        errors: list[tuple[str, Exception]] = []
        for index, one in enumerate(value):
            try:
                found.append(each(one, of))
            except (InvalidValue, InvalidTable) as error:
                errors.append((f"[{index}]", error))
        if errors:
            raise InvalidTable(errors)
        return gather(found)

    return hook


def _pair_hook(kind: Any, converter: Converter) -> Hook:
    types = get_args(kind)
    hooks = [converter.hook(one) for one in types]

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(types):
            raise InvalidValue("wrong_type", value, expected="pair")
        return tuple(each(one, of) for each, one, of in zip(hooks, value, types, strict=True))

    return hook


def _mapping_hook(kind: Any, converter: Converter) -> Hook:
    key_type, value_type = get_args(kind) or (str, object)
    key_hook, value_hook = converter.hook(key_type), converter.hook(value_type)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise InvalidValue("wrong_type", value, expected="table")
        found: dict[Any, Any] = {}
        errors: list[tuple[str, Exception]] = []
        for key, one in value.items():
            try:
                found[key_hook(key, key_type)] = value_hook(one, value_type)
            except (InvalidValue, InvalidTable) as error:
                errors.append((shown(str(key)), error))
        if errors:
            raise InvalidTable(errors)
        return found

    return hook


def _text_or_table_hook(kind: Any, converter: Converter) -> Hook:
    by_shape = {_is_mapping(one): one for one in get_args(kind) if one is not type(None)}
    hooks = {shape: converter.hook(one) for shape, one in by_shape.items()}

    def hook(value: Any, _: Any) -> Any:
        if value is None and type(None) in get_args(kind):
            return None
        shape = isinstance(value, dict)
        return hooks[shape](value, by_shape[shape])

    return hook


def _as_it_is(value: Any) -> Any:
    return value


def _anything(value: Any, _: Any) -> Any:
    return value


def _plain(value: Any, _: Any) -> Any:
    """Any plain data, with its texts cleaned."""
    if isinstance(value, str):
        return scalars.prose(value)
    if isinstance(value, list):
        return [_plain(one, None) for one in value]
    if isinstance(value, dict):
        return {scalars.text(key): _plain(one, None) for key, one in value.items()}
    return value


T = TypeVar("T")


def read(data: Any, cls: type[T], place: str = "") -> tuple[T | None, tuple[Issue, ...]]:
    """A value from what somebody wrote, or everything that is wrong with it.

    Args:
        data: tables, lists and single values, as TOML or JSON gives them.
        cls: the domain's class.
        place: where in its file the data stands; the flaws' places begin with it.
    """
    return _read(data, cls, place, strict())


def recall(data: Any, cls: type[T]) -> T:
    """A value from what the program itself kept; keys it does not know are ignored.

    Raises:
        ValueError: the data does not make such a value.
    """
    value, issues = _read(data, cls, "", faithful())
    if value is None:
        raise ValueError("; ".join(f"{issue.place}: {issue.code}" for issue in issues))
    return value


def plain(value: object) -> Any:
    """A value as data that JSON can hold: dates as ISO text, decimals as text, what is not set left out."""
    return strict().unstructure(value)


def toml_data(value: object) -> Any:
    """A value as data for a TOML file; what is not set, and empty lists, are left out."""
    return _without_empty(toml().unstructure(value))


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


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(data: Any) -> str:
    """Plain data as JSON: keys sorted, no spaces, non-ASCII characters as they are."""
    return _encode(data)
