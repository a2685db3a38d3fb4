"""A municipality's table of standing sentences: what may be in it, and one to begin with."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kpcommittee.documents.templating import Fault
from kpcommittee.locale import _
from kpcommittee.wording.phrases import PHRASES, fields_of

LONGEST = 500
"""Characters of a sentence."""


def phrase_faults(table: Mapping[str, Any], lines: Mapping[str, int]) -> tuple[Fault, ...]:
    """Return what is wrong with a table of sentences, in its order.

    Args:
        table: key → sentence, as it was read.
        lines: key → its line in the file.
    """
    return tuple(fault for key, text in table.items() for fault in _faults(key, text, lines.get(key)))


def _faults(key: str, text: object, line: int | None) -> Iterator[Fault]:
    if key not in PHRASES:
        near = difflib.get_close_matches(key, PHRASES, 1)
        yield Fault(code="unknown_phrase", line=line, values={"name": key[:60], "near": "".join(near)})
        return
    if not isinstance(text, str) or not text.strip():
        yield Fault(code="no_phrase", line=line, values={"name": key})
        return
    if len(text) > LONGEST or "\n" in text.strip():
        yield Fault(code="long_phrase", line=line, values={"name": key, "n": str(LONGEST)})
        return
    try:
        named = fields_of(text)
    except ValueError:
        yield Fault(code="odd_field", line=line, values={"name": key})
        return
    yield from _unknown(named, PHRASES[key].fields, line)


def _unknown(named: Iterable[str], known: tuple[str, ...], line: int | None) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            yield Fault(code="unknown_field", line=line, values={"name": name[:60], "near": "".join(near)})


def table_to_begin_with() -> str:
    """Return every sentence in our own words, in the language that is spoken now, as a table to edit."""
    head = (
        _("The standing sentences of your documents. Change what you want; what you leave out, the program words."),
        _("Words in braces are fields: each may be left out, and no other can be used."),
    )
    lines = [*(f"# {line}" for line in head), ""]
    for key, phrase in PHRASES.items():
        text = _(phrase.text).replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'{key} = "{text}"')
    return "\n".join(lines) + "\n"
