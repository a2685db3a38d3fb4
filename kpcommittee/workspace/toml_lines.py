"""Finds the line of a value in a TOML file, which the standard library's parser does not tell."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kpcommittee.convert.issues import join_places, quote_value

_PATTERN = (
    r'(?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<end>\n\s*+)|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,.\"'#]+)"
)
"""The tokens; what is between them is white space."""


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def lines_of(text: str) -> dict[str, int]:
    """Return the line of every table, key and element of a valid TOML text, from 1, in file order.

    Places are written as those of issues: `cases[3].child.birth_date`.
    """
    return _Locator(text).lines


def line_of(place: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of a place, or of the table around it if it is missing; None for the file."""
    while place and place not in lines:
        around = re.sub(r"(\[\d+\]|\.?[^.\[\]]+)$", "", place)
        place = around if around != place else ""
    return lines.get(place)


def place_at(line: int, lines: Mapping[str, int]) -> str:
    """Return the place of the statement in a line; empty if there is none."""
    return next((place for place, number in lines.items() if number == line), "")


def open_list(text: str) -> int | None:
    """Return the line in which an unclosed list begins; None if all are closed."""
    opened: list[int] = []
    for token in _tokens(text):
        if token.kind == "mark" and token.text in "[{":
            opened.append(token.line)
        elif token.kind == "mark" and token.text in "]}" and opened:
            opened.pop()
    return opened[0] if opened else None


def open_text(text: str) -> int | None:
    """Return the line in which an unclosed text in three quotation marks begins; None if all are closed."""
    for mark in ('"""', "'''"):
        if text.count(mark) % 2:
            return text.count("\n", 0, text.rindex(mark)) + 1
    return None


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in re.finditer(_PATTERN, text, re.DOTALL):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield _Token(kind, match[0], line)
        line += match[0].count("\n")


class _Locator:
    """Goes once through the tokens of a text and notes where everything is."""

    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        """The place of each list of tables → how many of its tables have begun."""
        statement: list[_Token] = []
        depth = 0
        table = ""
        for token in _tokens(text):
            if token.kind == "mark":
                depth += (token.text in "[{") - (token.text in "]}")
            if token.kind != "end":
                statement.append(token)
            elif depth <= 0:
                table, statement, depth = self._note(statement, table), [], 0
        self._note(statement, table)

    def _note(self, statement: list[_Token], table: str) -> str:
        """Note one header or one key with its value, and return the table that it begins or belongs to."""
        if not statement:
            return table
        if statement[0].text != "[":
            self._note_pair(statement, table)
            return table
        many = len(statement) > 1 and statement[1].text == "["
        keys = [_key(token) for token in statement if token.kind in ("bare", "text")]
        return self._note_header(keys, statement[0].line, many=many)

    def _note_header(self, keys: list[str], line: int, *, many: bool) -> str:
        place = ""
        for key in keys[:-1]:
            place = self._newest_table(join_places(place, key))
        place = join_places(place, keys[-1] if keys else "")
        self.lines.setdefault(place, line)
        if many:
            self._counts[place] = self._counts.get(place, 0) + 1
            place = self._newest_table(place)
            self.lines.setdefault(place, line)
        return place

    def _newest_table(self, place: str) -> str:
        """Return the place of the newest table of a list; the place itself if it is not a list."""
        count = self._counts.get(place)
        return f"{place}[{count - 1}]" if count else place

    def _note_pair(self, statement: list[_Token], table: str) -> None:
        """Note a key and everything in its value."""
        around: list[_Around] = []
        place, in_key = table, True
        for token in statement:
            listed = bool(around) and around[-1].element is not None
            if in_key and token.kind in ("bare", "text"):
                place = join_places(place, _key(token))
                self.lines.setdefault(place, token.line)
            elif token.text == "=":
                in_key = False
            elif token.kind == "mark" and token.text in "]}," and around:
                place, in_key = self._leave_element(around, token.text)
            else:
                if listed:
                    self.lines.setdefault(place, token.line)
                if token.kind == "mark" and token.text in "[{":
                    in_key = token.text == "{"
                    around.append(_Around(place, None if in_key else 0))
                    place = place if in_key else f"{place}[0]"

    @staticmethod
    def _leave_element(around: list["_Around"], mark: str) -> tuple[str, bool]:
        """Return the place after an element, and whether a key follows."""
        place, element = around.pop()
        if mark != ",":
            return place, False
        around.append(_Around(place, None if element is None else element + 1))
        return (place, True) if element is None else (f"{place}[{element + 1}]", False)


class _Around(NamedTuple):
    """A list or an inline table around a token."""

    place: str
    element: int | None
    """The number of the element in a list; None in a table."""


def _key(token: _Token) -> str:
    return quote_value(token.text[1:-1] if token.kind == "text" else token.text)
