"""The commonest slips in TOML, such as a decimal comma: what is wrong in a line, and what was meant.

The parser stops at the first slip. With the line as meant, it continues and finds the next.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from kpcommittee.convert.issues import quote_value

# Compiled on first use, since the first picture seldom needs them.
_STATEMENT = r'(?P<indent>\s*)(?P<key>[^\s=#\[\]"\'][^=#\[\]"\']*?|"[^"]*")\s*=\s*(?P<value>.*?)\s*'
_COLON = r"(?P<indent>\s*)(?P<key>[\w-]+)\s*:\s+(?P<value>.+)"
_HEADER = r"(?P<indent>\s*)(?P<open>\[+)\s*(?P<name>[\w.\" -]+?)\s*(?P<close>\]*)\s*(?P<comment>#.*)?"
_BARE_KEY = r"[\w.-]+"
_QUOTED = r'"(?:\\.|[^"\\])*"|\'[^\']*\''
_CURLY = "“”„‟«»‘’‚"
_DANISH_DAY = r"(?<![\w.:-])(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})(?![\w:-]|\.\d)"
_YEAR_FIRST = r"(?<![\w.:-])(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?![\w:-]|\.\d)"
_TIME = r"(?<![\w.:-])(?:kl\.?\s*)?(\d{1,2})[:.](\d{2})(?![\w:.-])"
_COMMA = r"(?<==)\s*(-?\d{1,3}(?:\.\d{3})+|-?\d+),(\d+)(?![\w.])"
_THOUSANDS = r"(?<![\w.,])(-?\d{1,3}(?:\.\d{3}){2,}|-?\d{1,3}(?: \d{3})+)(?![\w.,])"
_UNIT = (
    r"(-?\d+(?:\.\d+)?)\s*(?:%|kr|pct|timer?|t|h|hours?|mdr?|måned(?:er)?|months?|uger?|weeks?|år)\.?"
    r"(?:\s+(?:om ugen|pr\.? uge|ugentligt|a week|per week))?"
)
_DAY_OR_TIME = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}:\d{2}(?::\d{2})?"
_TRUTHS = {"ja": "true", "yes": "true", "sand": "true", "nej": "false", "no": "false", "falsk": "false"}


class Slip(NamedTuple):
    """One slip in a line."""

    code: str
    value: str = ""
    """The text that is wrong, as an error may repeat it."""
    correction: str = ""
    """What to write instead; empty if that cannot be told."""
    line: str = ""
    """The whole line as meant, or one that the parser accepts; empty if there is none."""


def slip_in(line: str, message: str) -> Slip | None:
    """Return the slip that stopped the parser in the line; None if it is not a common one.

    Args:
        line: the line without its end.
        message: the parser's message.
    """
    return next((slip for find in _FINDERS for slip in find(line, message) if slip.line not in ("", line)), None)


def passable_line(line: str) -> str:
    """Return a line that the parser accepts, with the same key; empty if the line has none."""
    match = re.fullmatch(_STATEMENT, line)
    return f'{match["indent"]}{match["key"]} = ""' if match and re.fullmatch(_BARE_KEY, match["key"]) else ""


def _find_repeated_key(line: str, message: str) -> Iterator[Slip]:
    if message.startswith("Cannot overwrite a value") and (match := re.fullmatch(_STATEMENT, line)):
        yield Slip("toml_twice", quote_value(match["key"]), line=f"# {line}")
    elif message.startswith("Cannot declare") and (match := re.fullmatch(_HEADER, line)):
        name = match["name"].rstrip("_")
        yield Slip("toml_twice", quote_value(name), line=line.replace(match["name"], f"{match['name']}_", 1))


def _find_brackets(line: str, _message: str) -> Iterator[Slip]:
    match = re.fullmatch(_HEADER, line)
    if match is not None and len(match["open"]) != len(match["close"]):
        count = min(2, max(len(match["open"]), len(match["close"])))
        corrected = "[" * count + match["name"] + "]" * count
        yield Slip("toml_bracket", quote_value(line.strip()), corrected, match["indent"] + corrected)


def _find_curly_quotes(line: str, _message: str) -> Iterator[Slip]:
    straight = re.sub(f"[{_CURLY}]", '"', line)
    if straight == line or straight.count('"') % 2:
        return
    outside = re.sub(_QUOTED, "", line)
    if any(mark in outside for mark in _CURLY):
        value = re.fullmatch(_STATEMENT, straight)
        yield Slip("toml_curly", correction=quote_value(value["value"] if value else straight.strip()), line=straight)


def _find_open_quote(line: str, message: str) -> Iterator[Slip]:
    match = re.fullmatch(_STATEMENT, line)
    is_open = message.startswith(("Illegal character", "Unterminated string", 'Expected "\'"'))
    if match and is_open and match["value"][:1] in ('"', "'"):
        mark = match["value"][0]
        if match["value"].count(mark) == 1:
            yield Slip("toml_quote", line=f"{line.rstrip()}{mark}")


def _find_backslash(line: str, message: str) -> Iterator[Slip]:
    if "\\" in line and message.startswith(("Invalid hex value", "Unescaped '\\'", "Escaped character is not")):
        yield Slip("toml_backslash", line=line.replace("\\", "\\\\"))


def _find_colon(line: str, message: str) -> Iterator[Slip]:
    match = re.fullmatch(_COLON, line)
    if match is not None and message.startswith("Expected '=' after a key"):
        corrected = f"{match['key']} = {match['value']}"
        yield Slip("toml_colon", correction=quote_value(corrected), line=match["indent"] + corrected)


def _find_bad_key(line: str, _message: str) -> Iterator[Slip]:
    match = re.fullmatch(_STATEMENT, line)
    if match is not None and not re.fullmatch(r'[A-Za-z0-9_.-]+|"[^"]*"', match["key"]):
        yield Slip("toml_key", quote_value(match["key"]), line=f'{match["indent"]}"{match["key"]}" = {match["value"]}')


def _make_finder(
    code: str, pattern: str, correct: Callable[[re.Match[str]], str]
) -> Callable[[str, str], Iterator[Slip]]:
    """Return a function that finds a pattern outside texts and comments, and corrects it."""

    def find(line: str, _message: str) -> Iterator[Slip]:
        begin = line.find("=") + 1
        for match in re.finditer(pattern, _blank_out(line)):
            start = match.end() - len(match[0].lstrip())
            if start >= begin and (text := correct(match)):
                yield Slip(code, quote_value(match[0].strip()), text, f"{line[:start]}{text}{line[match.end() :]}")

    return find


def _blank_out(line: str) -> str:
    """Return the line with its texts and its comment blanked out, at the same length."""
    return re.sub(rf"{_QUOTED}|#.*", lambda match: '"' * len(match[0]), line)


def _iso_text(year: str, month: str, day: str) -> str:
    iso_text = f"{year if len(year) == 4 else f'20{year}'}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(iso_text).isoformat()
    except ValueError:
        return ""


def _clock_text(match: re.Match[str]) -> str:
    hour, minute = match.groups()
    return f"{hour:0>2}:{minute}:00" if int(hour) < 24 and int(minute) < 60 else ""


def _find_in_whole_value(line: str, _message: str) -> Iterator[Slip]:
    """Find slips of a whole value: a unit, a word for true, a text without quotation marks, nothing at all."""
    match = re.fullmatch(_STATEMENT, line)
    if match is None:
        return
    value = re.sub(r"\s+#.*", "", match["value"])
    head = f"{match['indent']}{match['key']} = "
    if not value or value.startswith("#") or value.casefold() in ("none", "null"):
        yield Slip("toml_nothing", line=f'{head}""')
    elif unit := re.fullmatch(_UNIT, value, re.IGNORECASE):
        yield Slip("toml_unit", quote_value(value), unit[1], head + unit[1])
    elif value.casefold() in ("true", "false", *_TRUTHS):
        corrected = _TRUTHS.get(value.casefold(), value.casefold())
        yield Slip("toml_truth", quote_value(value), corrected, head + corrected)
    elif value[-1] in ",;" and not re.search(r"[\[{]", value):
        yield Slip("toml_trailing", value[-1], line=f"{head}{value[:-1]}")
    elif re.fullmatch(_DAY_OR_TIME, value):
        yield Slip("toml_date", quote_value(value), line=f'{head}""')
    elif not re.search(r"[\[\]{}\"'=]", value) and re.search(r"[^\W\d_]|\d[- ]\d", value):
        yield Slip("toml_unquoted", quote_value(value), line=f'{head}"{value}"')


_FINDERS: tuple[Callable[[str, str], Iterator[Slip]], ...] = (
    _find_repeated_key,
    _find_brackets,
    _find_curly_quotes,
    _find_open_quote,
    _find_backslash,
    _find_colon,
    _find_bad_key,
    _make_finder("danish_day", _DANISH_DAY, lambda match: _iso_text(match[3], match[2], match[1])),
    _make_finder("danish_day", _YEAR_FIRST, lambda match: _iso_text(*match.groups())),
    _make_finder("short_time", _TIME, _clock_text),
    _make_finder("decimal_comma", _COMMA, lambda match: f"{match[1].replace('.', '')}.{match[2]}"),
    _make_finder("toml_thousands", _THOUSANDS, lambda match: re.sub(r"[. ]", "", match[1])),
    _find_in_whole_value,
)
"""The finders of each kind of slip, the surest first."""
