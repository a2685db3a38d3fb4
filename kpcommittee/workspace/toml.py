"""TOML files as plain data, or the one flaw that keeps them from being read."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpcommittee.convert.issues import Issue
from kpcommittee.workspace.files import Unread, read_text

_POSITION = r"\(at line (\d+), column (\d+)\)$"
_DATE = r"\s*(\d{4}-\d{2}-\d{2})(?!\d)"
_CODES = {
    "Invalid date or datetime": "toml_date",
    "Cannot overwrite a value": "toml_twice",
    "Cannot declare": "toml_twice",
    "Duplicate inline table key": "toml_twice",
    "Cannot mutate": "toml_twice",
    "Unterminated string": "toml_quote",
    'Expected "\'"': "toml_quote",
    "Illegal character": "toml_quote",
}


def read_toml(path: Path, shown_as: str = "") -> dict[str, Any]:
    """The tables of a TOML file, with its numbers as decimals.

    Raises:
        Unread: the file cannot be read or is not TOML.
    """
    text = read_text(path, shown_as)
    try:
        return parse(text)
    except Unread as error:
        raise Unread(error.issue.of(shown_as or str(path))) from None


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        Unread: it is not TOML.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Unread(_issue(str(error), text)) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise Unread(Issue(code="toml_syntax", values={"line": 1, "column": 1})) from None


def _issue(message: str, text: str) -> Issue:
    """What the parser found; its own words are for programmers and in one language."""
    position = re.search(_POSITION, message)
    last = text.rstrip().count("\n") + 1
    line, column = (int(position[1]), int(position[2])) if position else (last, 1)
    code = next((code for begin, code in _CODES.items() if message.startswith(begin)), "toml_syntax")
    if code == "toml_syntax" and _names_no_day(text, line):
        code = "toml_date"
    return Issue(code=code, values={"line": line, "column": column})


def _names_no_day(text: str, line: int) -> bool:
    """Whether a date stands there that does not exist: to the parser, a month of 13 is no date at all."""
    value = "".join(text.split("\n")[line - 1 : line]).partition("=")[2]
    found = re.match(_DATE, value)
    if found is None:
        return False
    try:
        date.fromisoformat(found[1])
    except ValueError:
        return True
    return False
