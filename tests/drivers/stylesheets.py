"""Style sheets that are parsed once in a process: every app of a test would parse the same eighty again."""

from functools import cache
from typing import Any

from textual.css.stylesheet import Stylesheet

_parsed: dict[Any, Any] = {}


@cache
def share_what_is_parsed() -> None:
    """Let all apps of this process share the rules of a sheet that was read with the same variables.

    One app does so by itself while its variables stay; rules are only read once they are parsed.
    """
    parse = Stylesheet._parse_rules

    def shared(sheet: Stylesheet, *given: Any, **named: Any) -> Any:
        key = (given, tuple(named.items()), _of_variables(sheet))
        if key not in _parsed:
            _parsed[key] = parse(sheet, *given, **named)
        return _parsed[key]

    Stylesheet._parse_rules = shared  # type: ignore[method-assign, assignment]


def _of_variables(sheet: Any) -> Any:
    """What stands for the variables of a sheet: they are set as a whole, and hundreds."""
    variables = sheet._variables
    known, key = sheet.__dict__.get("_variables_key", (None, None))
    if known is not variables:
        key = frozenset(variables.items())
        sheet._variables_key = (variables, key)
    return key
