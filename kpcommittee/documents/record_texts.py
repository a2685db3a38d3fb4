"""Collects the texts in a record, however deep they are in it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from numbers import Number


def texts_in(record: object, besides: tuple[type, ...] = ()) -> Iterator[str]:
    """Yield every text in a record, besides those in records of some kinds.

    Raises:
        TypeError: it contains a value of a kind that may hold texts, and that is not known here.
    """
    if isinstance(record, str):
        yield record
    elif isinstance(record, Mapping):
        yield from texts_in((*record, *record.values()), besides)
    elif isinstance(record, (tuple, list, frozenset)):
        for part in record:
            yield from texts_in(part, besides)
    elif isinstance(record, besides):
        return
    elif is_dataclass(record):
        for field in fields(record):
            yield from texts_in(getattr(record, field.name), besides)
    elif record is not None and not isinstance(record, (Number, date, time)):
        raise TypeError(type(record).__name__)
