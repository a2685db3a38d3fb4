"""Rows of a text table: whatever separates its cells, and however its text is encoded."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from kpcommittee.convert.issues import Issue
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.sheets import HEADER_WITHIN, Cell, Sheet, headings_in, unguard_text

MAX_LINE = 500_000
"""The most characters of a line; more than any row of a table has."""
_SEPARATORS = (";", ",", "\t")
_DECLARED = re.compile(r"sep=(.)\r?(?:\n|$)", re.IGNORECASE)
"""A first line that tells Excel the separator, and which Excel does not show."""


def sheet_of(content: bytes, headings: frozenset[str]) -> Sheet:
    """Return the rows of a text table.

    Args:
        content: the file.
        headings: the headings, in small letters, by which the separator is recognised.

    Raises:
        Unread: the text cannot be decoded; later also while the rows are read.
    """
    text = _decode(content)
    _refuse_long_lines(text)
    declared = _DECLARED.match(text)
    if declared is not None:
        return Sheet(rows=_rows(text[declared.end() :], declared[1]))
    return Sheet(rows=_rows(text, _separator(text, headings)))


def _refuse_long_lines(text: str) -> None:
    """Refuse a text that is not a table.

    Raises:
        Unread: it names the first line that is too long.
    """
    begin = line = 0
    while len(text) - begin > MAX_LINE:
        end = text.rfind("\n", begin, begin + MAX_LINE)
        if end < begin:
            raise Unread(Issue(code="too_long_line", line=text.count("\n", 0, begin) + 1, values={"limit": MAX_LINE}))
        begin, line = end + 1, line + 1


def _separator(text: str, headings: frozenset[str]) -> str:
    """Return the separator that gives most headings in one of the first lines; else the commonest in the first."""
    lines = [line for line in islice(io.StringIO(text), HEADER_WITHIN) if line.strip()]
    counts = (
        (headings_in(line.split(mark), headings), -place, mark)
        for place, line in enumerate(lines)
        for mark in _SEPARATORS
    )
    best = max(counts, default=(0, 0, ";"))
    if best[0] > 1:
        return best[2]
    first = lines[0] if lines else ""
    return max(_SEPARATORS, key=lambda mark: (first.count(mark), -_SEPARATORS.index(mark)))


def _rows(text: str, separator: str) -> Iterator[Sequence[Cell]]:
    # Strict: otherwise a lone quotation mark at the start of a cell silently swallows rows up to the next one.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(rows, start=1):  # noqa: B007 (an error names the row it came after)
            yield [unguard_text(cell.strip()) or None for cell in row]
    except csv.Error as error:
        if "field limit" in str(error):
            raise Unread(Issue(code="too_long_cell", row=number + 1)) from None
        raise Unread(Issue(code="lone_quote", row=number + 1)) from None


def _decode(content: bytes) -> str:
    """Decode the text; spreadsheets on Windows write cp1252 if they do not write UTF-8."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            line = text.count("\n", 0, text.index("\0")) + 1
            raise Unread(Issue(code="nul_character", line=line))
    raise Unread(Issue(code="not_utf8"))
