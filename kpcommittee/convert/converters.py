"""The converters: strict for what people write, faithful for what the journal kept.

They are cattrs converters without generated code: compiling a function per class would cost more at the start than
all tables of a meeting take to read.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from cattrs import BaseConverter
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.errors import IterableValidationError, IterableValidationNote

from kpcommittee.convert import scalars
from kpcommittee.convert.classes import Hook, TableHook, table_of
from kpcommittee.convert.flaws import Bad, nearest
from kpcommittee.domain.text import Prose


@cache
def strict() -> BaseConverter:
    """For files and intentions: texts are cleaned, unknown keys are errors."""
    return build(strict=True)


@cache
def faithful() -> BaseConverter:
    """For the journal's own events: texts as they were kept, keys of newer versions ignored."""
    return build(strict=False)


@cache
def toml() -> BaseConverter:
    """For files the program writes: TOML has dates, times and decimals of its own."""
    converter = build(strict=True)
    for kind in (date, datetime, time, Decimal):
        converter.register_unstructure_hook(kind, _as_it_is)
    return converter


def build(*, strict: bool) -> BaseConverter:
    """A converter of its own, to which more can be taught."""
    converter = BaseConverter(detailed_validation=True)
    _read_scalars(converter, strict=strict)
    _read_shapes(converter)
    converter.register_structure_hook_factory(is_dataclass, lambda cls: TableHook(cls, converter, strict=strict))
    _write(converter)
    return converter


def _read_scalars(converter: BaseConverter, *, strict: bool) -> None:
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
        converter.register_structure_hook(kind, hook)
    prose = scalars.prose if strict else scalars.kept_text
    converter.register_structure_hook_func(_is_anything, _plain if strict else _anything)
    converter.register_structure_hook_func(_is_prose, prose)


def _read_shapes(converter: BaseConverter) -> None:
    converter.register_structure_hook_factory(_is_choice, _literal_hook)
    converter.register_structure_hook_factory(_is_list, lambda kind: _list_hook(kind, converter))
    converter.register_structure_hook_factory(_is_pair, lambda kind: _pair_hook(kind, converter))
    converter.register_structure_hook_factory(_is_mapping, lambda kind: _mapping_hook(kind, converter))
    converter.register_structure_hook_factory(_is_text_or_table, lambda kind: _text_or_table_hook(kind, converter))


def _write(converter: BaseConverter) -> None:
    converter.register_unstructure_hook(Decimal, scalars.plain_decimal)
    for kind in (date, datetime, time):
        converter.register_unstructure_hook(kind, kind.isoformat)
    converter.register_unstructure_hook(tuple, lambda value: [converter.unstructure(one) for one in value])
    converter.register_unstructure_hook(frozenset, lambda value: sorted(map(converter.unstructure, value)))
    converter.register_unstructure_hook_func(
        _is_mapping, lambda value: {str(key): converter.unstructure(one) for key, one in value.items()}
    )
    converter.register_unstructure_hook_func(is_dataclass, lambda value: table_of(value, converter))


def _is_prose(kind: object) -> bool:
    return kind == Prose


def _is_anything(kind: object) -> bool:
    return kind in (Any, object)


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
            raise Bad("not_one_of", value, allowed=words, nearest=nearest(str(value)[:100], words))
        return found

    return hook


def _list_hook(kind: Any, converter: BaseConverter) -> Hook:
    each = homogenous_tuple_structure_factory(kind, converter)
    gather = get_origin(kind)

    def hook(value: Any, kind: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise Bad("wrong_type", value, expected="list")
        found = each(value, kind)
        return found if gather is tuple else gather(found)

    return hook


def _pair_hook(kind: Any, converter: BaseConverter) -> Hook:
    types = get_args(kind)
    hooks = [converter.get_structure_hook(one) for one in types]

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(types):
            raise Bad("wrong_type", value, expected="pair")
        return tuple(each(one, of) for each, one, of in zip(hooks, value, types, strict=True))

    return hook


def _mapping_hook(kind: Any, converter: BaseConverter) -> Hook:
    key_type, value_type = get_args(kind) or (str, object)
    key_hook, value_hook = converter.get_structure_hook(key_type), converter.get_structure_hook(value_type)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise Bad("wrong_type", value, expected="table")
        found: dict[Any, Any] = {}
        errors: list[Exception] = []
        for key, one in value.items():
            try:
                found[key_hook(key, key_type)] = value_hook(one, value_type)
            except (Bad, ExceptionGroup) as error:
                error.add_note(IterableValidationNote("", str(key), value_type))
                errors.append(error)
        if errors:
            raise IterableValidationError("mapping", errors, dict)
        return found

    return hook


def _text_or_table_hook(kind: Any, converter: BaseConverter) -> Hook:
    by_shape = {_is_mapping(one): one for one in get_args(kind) if one is not type(None)}
    hooks = {shape: converter.get_structure_hook(one) for shape, one in by_shape.items()}

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
