"""Reads plain data into values, or reports all their issues, and writes values as plain data.

The strict codec reads what people write; the faithful one reads what the journal stored.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from kpcommittee.convert import scalars
from kpcommittee.convert.converter import Converter, Hook, InvalidTable, TableHook, partial_of, table_writer
from kpcommittee.convert.issues import InvalidValue, Issue, join_places, nearest, quote_value
from kpcommittee.domain.text import Prose


@cache
def strict_converter() -> Converter:
    """Return the converter for files and intentions: texts are cleaned, unknown keys are errors."""
    return build(strict=True)


@cache
def faithful_converter() -> Converter:
    """Return the converter for the journal's own events: texts are kept, keys of newer versions ignored."""
    return build(strict=False)


@cache
def toml_converter() -> Converter:
    """Return the converter for files the program writes: TOML has dates, times and decimals of its own."""
    converter = build(strict=True)
    for kind in (date, datetime, time, Decimal):
        converter.add_writer(kind, _unchanged)
    return converter


def build(*, strict: bool) -> Converter:
    """Build a new converter, to which the caller may add more rules."""
    converter = Converter()
    _add_scalar_readers(converter, strict=strict)
    _add_shape_readers(converter, strict=strict)
    converter.add_reader_rule(is_dataclass, lambda cls: TableHook(cls, converter, strict=strict))
    _add_writers(converter)
    return converter


def _add_scalar_readers(converter: Converter, *, strict: bool) -> None:
    hooks: tuple[tuple[type, Hook], ...] = (
        (str, scalars.read_text if strict else scalars.recall_text),
        (Decimal, scalars.read_decimal if strict else scalars.recall_decimal),
        (float, scalars.read_number),
        (int, scalars.read_whole_number if strict else scalars.recall_whole_number),
        (bool, scalars.read_truth),
        (date, scalars.read_day if strict else scalars.recall_day),
        (datetime, scalars.read_moment if strict else scalars.recall_moment),
        (time, scalars.read_clock if strict else scalars.recall_clock),
    )
    for kind, hook in hooks:
        converter.add_reader(kind, hook)
    converter.add_reader(Prose, scalars.read_prose if strict else scalars.recall_text)
    for anything in (Any, object):
        converter.add_reader(anything, _clean_plain if strict else _anything)


def _add_shape_readers(converter: Converter, *, strict: bool) -> None:
    converter.add_reader_rule(_is_choice, _literal_hook)
    converter.add_reader_rule(_is_list, lambda kind: _list_hook(kind, converter, strict=strict))
    converter.add_reader_rule(_is_pair, lambda kind: _pair_hook(kind, converter))
    converter.add_reader_rule(_is_mapping, lambda kind: _mapping_hook(kind, converter))
    converter.add_reader_rule(_is_text_or_table, lambda kind: _either_hook(kind, converter, _is_mapping, _is_table))
    converter.add_reader_rule(_is_table_or_list, lambda kind: _either_hook(kind, converter, _is_list, _is_sequence))


def _add_writers(converter: Converter) -> None:
    write = converter.unstructure
    converter.add_writer(Decimal, scalars.plain_decimal)
    for kind in (date, datetime, time):
        converter.add_writer(kind, kind.isoformat)
    for gathered in (tuple, list):
        converter.add_writer(gathered, lambda value: [write(element) for element in value])
    converter.add_writer(frozenset, lambda value: sorted(map(write, value)))
    converter.add_writer_rule(
        _is_mapping, lambda _kind: lambda value: {str(key): write(content) for key, content in value.items()}
    )
    converter.add_writer_rule(is_dataclass, lambda cls: table_writer(cls, converter))


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
    """Whether the type is a fixed word or a table, possibly None: `Literal["all_agree"] | dict[…] | None`."""
    return get_origin(kind) in (Union, UnionType) and any(map(_is_mapping, get_args(kind)))


def _is_table_or_list(kind: Any) -> bool:
    """Whether the type is one table or a list of them, or None: `Budget | tuple[Budget, ...] | None`."""
    return get_origin(kind) in (Union, UnionType) and any(map(_is_list, get_args(kind)))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_sequence(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _literal_hook(kind: Any) -> Hook:
    allowed = get_args(kind)
    words = tuple(str(word) for word in allowed)

    def hook(value: Any, _: Any) -> Any:
        # The type counts too, since 1 == True; a list is not hashable, so no mapping is used.
        match = next((word for word in allowed if word == value and type(word) is type(value)), None)
        if match is None:
            raise InvalidValue("not_one_of", value, allowed=words, nearest=nearest(str(value)[:100], words))
        return match

    return hook


LONGEST_LIST = 10_000
"""The most elements of a list in a file, such as a provider's staff; the journal may have longer ones."""


def _list_hook(kind: Any, converter: Converter, *, strict: bool) -> Hook:
    gather, of = get_origin(kind), get_args(kind)[0]
    read_element = converter.hook(of)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            code = "single_table" if isinstance(value, dict) and is_dataclass(of) else "wrong_type"
            raise InvalidTable([("", InvalidValue(code, value, expected="list"))], gather)
        if strict and len(value) > LONGEST_LIST:
            raise InvalidTable([("", InvalidValue("too_long_list", limit=LONGEST_LIST))], gather)
        elements: list[Any] = []
        errors: list[tuple[str, Exception]] = []
        for index, element in enumerate(value):
            try:
                elements.append(read_element(element, of))
            except (InvalidValue, InvalidTable) as error:
                elements.append(error)
                errors.append((f"[{index}]", error))
        if errors:
            raise InvalidTable(errors, lambda: gather(map(_readable_part, elements)))
        return gather(elements)

    return hook


def _pair_hook(kind: Any, converter: Converter) -> Hook:
    types = get_args(kind)
    hooks = [converter.hook(part) for part in types]

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(types):
            raise InvalidValue("wrong_type", value, expected="pair")
        parts: list[Any] = []
        errors: list[tuple[str, Exception]] = []
        for index, (read_part, part, of) in enumerate(zip(hooks, value, types, strict=True)):
            try:
                parts.append(read_part(part, of))
            except (InvalidValue, InvalidTable) as error:
                errors.append((f"[{index}]", error))
        if errors:
            raise InvalidTable(errors, lambda: None)
        return tuple(parts)

    return hook


def _readable_part(element: Any) -> Any:
    """Return the readable part of a list's element, so that later ones keep their places."""
    return partial_of(element) if isinstance(element, Exception) else element


def _mapping_hook(kind: Any, converter: Converter) -> Hook:
    key_type, value_type = get_args(kind) or (str, object)
    key_hook, value_hook = converter.hook(key_type), converter.hook(value_type)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise InvalidTable([("", InvalidValue("wrong_type", value, expected="table"))], dict)
        entries: dict[Any, Any] = {}
        errors: list[tuple[str, Exception]] = []
        for key, content in value.items():
            try:
                entries[key_hook(key, key_type)] = value_hook(content, value_type)
            except (InvalidValue, InvalidTable) as error:
                errors.append((quote_value(str(key)), error))
        if errors:
            raise InvalidTable(errors, lambda: entries)
        return entries

    return hook


def _either_hook(
    kind: Any, converter: Converter, of_type: Callable[[Any], bool], of_value: Callable[[Any], bool]
) -> Hook:
    """Return the reader of two shapes of a type; both functions say whether it is the first one."""
    by_shape = {of_type(option): option for option in get_args(kind) if option is not NoneType}
    hooks = {shape: converter.hook(option) for shape, option in by_shape.items()}

    def hook(value: Any, _: Any) -> Any:
        if value is None and NoneType in get_args(kind):
            return None
        shape = of_value(value)
        return hooks[shape](value, by_shape[shape])

    return hook


def _unchanged(value: Any) -> Any:
    return value


def _anything(value: Any, _: Any) -> Any:
    return value


def _clean_plain(value: Any, _: Any) -> Any:
    """Clean the texts of any plain data."""
    if isinstance(value, str):
        return scalars.read_prose(value)
    if isinstance(value, list):
        return [_clean_plain(element, None) for element in value]
    if isinstance(value, dict):
        return {scalars.read_text(key): _clean_plain(content, None) for key, content in value.items()}
    return value


T = TypeVar("T")


def read(data: Any, cls: type[T], place: str = "") -> tuple[T | None, tuple[Issue, ...]]:
    """Read a value from a file or an intention; return None and every issue if anything is wrong.

    Args:
        data: tables, lists and single values, as TOML or JSON gives them.
        cls: the domain's class.
        place: the data's place in its file; the issues' places begin with it.
    """
    return _read(data, cls, place, strict_converter())


def read_partial(data: Any, cls: type[T], place: str = "") -> tuple[T | None, tuple[Issue, ...]]:
    """Read a value as far as it can be read, and every issue of the rest.

    Where there are issues, what cannot be read is None in the value, even where its class says otherwise. Such a value
    is only for finding further issues, since it is not what somebody wrote.

    Args:
        data: tables, lists and single values, as TOML gives them.
        cls: the domain's class.
        place: the data's place in its file; the issues' places begin with it.
    """
    try:
        return strict_converter().structure(data, cls), ()
    except (InvalidValue, InvalidTable) as error:
        return partial_of(error), tuple(issues_of(error, place))


def recall(data: Any, cls: type[T]) -> T:
    """Read a value from what the program itself stored; unknown keys are ignored.

    Raises:
        ValueError: the data is no such value.
    """
    value, issues = _read(data, cls, "", faithful_converter())
    if value is None:
        raise ValueError("; ".join(f"{issue.place}: {issue.code}" for issue in issues))
    return value


def to_plain(value: object) -> Any:
    """Return a value as JSON data: dates as ISO text, decimals as text, without fields that are None."""
    return strict_converter().unstructure(value)


def toml_data(value: object) -> Any:
    """Return a value as data for a TOML file, without fields that are None or an empty list."""
    return _without_empty(toml_converter().unstructure(value))


def _without_empty(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_empty(content) for key, content in data.items() if content != []}
    return [_without_empty(element) for element in data] if isinstance(data, list) else data


def _read(data: Any, cls: type[T], place: str, converter: Converter) -> tuple[T | None, tuple[Issue, ...]]:
    try:
        return converter.structure(data, cls), ()
    except (InvalidValue, InvalidTable) as error:
        return None, tuple(issues_of(error, place))


def issues_of(error: Exception, place: str = "") -> Iterator[Issue]:
    """Yield the issues that an error carries, each with its place."""
    if isinstance(error, InvalidValue):
        yield Issue(place=place, code=error.code, value=error.value, values=error.values)
    elif isinstance(error, InvalidTable):
        for step, inner in error.parts:
            yield from issues_of(inner, join_places(place, step))
