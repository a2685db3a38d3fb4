"""Escapes text from outside for Markdown, so that it remains text whatever it looks like."""

import re

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.text import MAX_LENGTH, clean, is_safe

_MARKS = re.compile(r"[\\`*_\[\]<>|~$@]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SCHEME = re.compile(r"(?i)(?<=[a-z0-9+.-]):(?=//)")
"""The colon of an address; searching for the whole scheme would be quadratic in long words."""
_WWW = re.compile(r"(?i)\b(www)\.")
_STARTS_BLOCK = re.compile(r"^(?:[#=]|[+-](?!\d)|:(?=[\s-]|$))")
"""Matches a sign that starts a block. Before a digit, + and - start none, so negative figures stay unchanged."""
_STARTS_LIST = re.compile(r"^(\d+)([.)])(?=\s|$)")
_BREAK = "\\\n"
"""A line break inside a paragraph."""


@immutable(kw_only=False)
class Written:
    """Markdown that the program wrote itself; everything else is escaped."""

    text: str


def escape(value: object) -> str:
    """Return one line of Markdown that shows the value literally, without links, headings, lists, cells or HTML."""
    if isinstance(value, Written):
        return value.text
    return "" if value is None else _line(" ".join(remove_controls(str(value)).split()))


def prose(text: str, indent: int = 2) -> Written:
    """Escape text with its line breaks, for a list item with that indentation."""
    lines = [_line(" ".join(line.split())) for line in remove_controls(text).splitlines()]
    return Written((_BREAK + " " * indent).join(line for line in lines if line))


def _line(text: str) -> str:
    text = _MARKS.sub(lambda mark: "\\" + mark[0], text)
    text = _ENTITY.sub(r"\\&", text)
    text = _WWW.sub(r"\1\\.", _SCHEME.sub(r"\\:", text))
    return _STARTS_LIST.sub(r"\1\\\2", _STARTS_BLOCK.sub(lambda mark: "\\" + mark[0], text))


def remove_controls(text: str) -> str:
    """Remove terminal control characters; input is clean already, but other programs can write a journal."""
    return text if is_safe(text) else clean(text[:MAX_LENGTH], prose=True)
