"""Reads TOML files despite the commonest slips, and gives every issue its line and its case."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from kpcommittee.convert.issues import MOST_ISSUES, Issue, quote_value, rest_issue
from kpcommittee.workspace.files import read_text
from kpcommittee.workspace.toml_keys import line_of_long_key
from kpcommittee.workspace.toml_lines import line_of, lines_of, open_list, open_text, place_at
from kpcommittee.workspace.toml_slips import passable_line, slip_in

_POSITION = r"\(at line (\d+), column (\d+)\)$"
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
_READ_AGAIN = 20_000_000
"""The budget for the slips of one file: each costs the file's length, and a tenth of its line's squared."""
_SLIPS = 200
"""How many slips of one file are reported at most."""
_CASE = r"cases\[(\d+)\]"


@dataclass(frozen=True)
class TomlRead:
    """The content of a TOML file."""

    text: str
    """The text, with its slips corrected."""
    data: dict[str, Any] | None
    """Its tables, with numbers as decimals; None if the text cannot be read to the end."""
    slips: tuple[Issue, ...] = ()
    """The slips that stopped the parser; if there are any, the data differs from what was written."""

    def locate(self, issues: Iterable[Issue]) -> tuple[Issue, ...]:
        """Return slips and issues in the order of the file, each with its line and the number of its case.

        A value with a slip has no other issue, except that an unreadable key is named. Of very many issues, the last
        one counts the rest.
        """
        issues = tuple(issues)
        untold = len(issues) - MOST_ISSUES
        if not issues and not self.slips:
            return ()
        unknown = {issue.place for issue in issues if issue.code == "unknown_key"}
        slips = [
            slip for slip in map(self._with_line, self.slips) if slip.code != "toml_key" or slip.place not in unknown
        ]
        places = {slip.place for slip in slips if slip.code != "toml_bracket"} - {""}
        placed = [self._with_line(issue) for issue in issues[:MOST_ISSUES] if issue.place not in places]
        in_order = sorted((*slips, *placed), key=lambda issue: issue.line or 0)
        return (*in_order, rest_issue(untold)) if untold > 0 else tuple(in_order)

    def locate_warnings(self, doubts: Iterable[Issue]) -> tuple[Issue, ...]:
        """Return warnings in the order of the file, each with its line and the number of its case."""
        warnings = (replace(self._with_line(doubt), severity="warning") for doubt in islice(doubts, MOST_ISSUES))
        return tuple(sorted(warnings, key=lambda issue: issue.line or 0))

    def _with_line(self, issue: Issue) -> Issue:
        line = issue.line if issue.line is not None else line_of(issue.place, self._lines)
        place = issue.place or (place_at(line, self._lines) if line and self.data is not None else "")
        values = dict(issue.values)
        if first := self._lines.get(str(values.get("first", ""))):
            values["first_line"] = first
        number = self._number(place, line if self.data is None else None)
        return replace(issue, line=line, place=place, values=values, case_number=number)

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        return lines_of(self.text) if self.data is not None else {}

    def _number(self, place: str, line: int | None) -> str:
        """Return the number of the case at the place, or at the line if the text cannot be parsed."""
        index = re.match(_CASE, place)
        cases = self.data.get("cases") if self.data else None
        if index is not None and isinstance(cases, list) and int(index[1]) < len(cases):
            case = cases[int(index[1])]
            number = case.get("case_number") if isinstance(case, dict) else ""
        else:
            number = _number_around(self.text, line) if line else ""
        return quote_value(number) if isinstance(number, str) else ""


def read_toml(path: Path, shown_as: str) -> TomlRead:
    """Read a TOML file.

    Raises:
        Unread: the file cannot be read, or is not a text.
    """
    return parse(read_text(path, shown_as))


def parse(text: str) -> TomlRead:
    """Read a TOML text; if the parser stops at a common slip, continue with the line as meant."""
    if (line := line_of_long_key(text)) is not None:
        return TomlRead(text, None, (Issue(code="toml_long_key", line=line, values={"column": 1}),))
    slips: list[Issue] = []
    tries = _READ_AGAIN
    for _round in range(_SLIPS):
        try:
            return TomlRead(text, tomllib.loads(text, parse_float=Decimal), tuple(slips))
        except tomllib.TOMLDecodeError as error:
            tries -= _cost(str(error), text)
            slip, corrected = _slip_issue(str(error), text) if tries > 0 else (_parser_issue(str(error), text), text)
        except (ValueError, ArithmeticError, RecursionError):
            slip, corrected = Issue(code="toml_syntax", line=1, values={"column": 1}), text
        if slip not in slips:
            slips.append(slip)
        if corrected == text:
            break
        text = corrected
    return TomlRead(text, None, tuple(slips))


def _cost(message: str, text: str) -> int:
    """Return the cost of looking for the slip: the patterns try a line from many places on."""
    number, _column = _position(message, text)
    return int(len(text) + len(text.split("\n")[number - 1]) ** 2 // 10)


def _parser_issue(message: str, text: str) -> Issue:
    """Return the parser's error as an issue."""
    number, column = _position(message, text)
    code = next((code for begin, code in _CODES.items() if message.startswith(begin)), "toml_syntax")
    return Issue(code=code, line=number, values={"column": column})


def _slip_issue(message: str, text: str) -> tuple[Issue, str]:
    """Return the parser's error as an issue, and the corrected text; the parser's own message is for programmers."""
    number, _column = _position(message, text)
    lines = text.split("\n")
    end = number if re.search(_POSITION, message) else number + 1
    unclosed = _unclosed_issue(message, lines, end) if message.startswith(("Unclosed", "Unterminated")) else None
    line = lines[number - 1].rstrip("\r")
    slip = slip_in(line, message) if unclosed is None or unclosed[0].line == end else None
    if slip is None and unclosed is not None:
        return unclosed
    if slip is not None:
        lines[number - 1] = slip.line
        values = {"meant": quote_value(slip.correction)} if slip.correction else {}
        return Issue(code=slip.code, line=number, value=slip.value, values=values), "\n".join(lines)
    lines[number - 1] = passable_line(line) or lines[number - 1]
    return _parser_issue(message, text), "\n".join(lines)


def _unclosed_issue(message: str, lines: list[str], number: int) -> tuple[Issue, str] | None:
    """Return the issue of an unclosed list or long text, at its beginning, and the text with it closed.

    Args:
        message: the parser's message.
        lines: the lines of the text.
        number: the line in which the parser stopped; the one after the last if it came to the end.
    """
    before = "\n".join(lines[:number])
    if message.startswith("Unterminated"):
        begin = open_text(before)
        return (Issue(code="toml_quote", line=begin), "\n".join(lines)) if begin else None
    begin = open_list(before) or number
    if begin == number:
        return Issue(code="toml_list", line=begin), "\n".join(lines)
    last = max(index for index in range(begin - 1, number - 1) if lines[index].strip())
    closed = [*lines[:last], f"{lines[last].rstrip()}]", *lines[last + 1 :]]
    return Issue(code="toml_list", line=begin), "\n".join(closed)


def _position(message: str, text: str) -> tuple[int, int]:
    """Return line and column of the parser's error, counted from 1."""
    position = re.search(_POSITION, message)
    return (int(position[1]), int(position[2])) if position else (text.rstrip().count("\n") + 1, 1)


def _number_around(text: str, line: int) -> str:
    """Return the number of the case that contains the line, in a text that cannot be parsed."""
    lines = text.split("\n")
    headers = [index for index, content in enumerate(lines) if content.lstrip().startswith("[[cases]")]
    begin = max((index for index in headers if index < line), default=None)
    if begin is None:
        return ""
    end = min((index for index in headers if index > begin), default=len(lines))
    match = re.search(r'^\s*case_number\s*=\s*"([^"]*)"', "\n".join(lines[begin:end]), re.MULTILINE)
    return match[1] if match else ""
