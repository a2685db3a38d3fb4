"""Rows of an exchange XML: each point with a case number, closed or open, is a case; fields are columns.

Both shapes that agenda systems export are read: `Dagsorden` (SBSYS) and `Publication` (agenda managers).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from html import unescape
from xml.etree.ElementTree import Element, ParseError, fromstring

from kpcommittee.convert.issues import Issue
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.sheets import MAX_COLUMNS, Cell, Sheet

_CASE_NUMBER = "case_number"
_TAG = re.compile(r"<[^<>]*>")
_NUMBERS = frozenset({"case_number", "sagsnummer", "sagsnr", "sagsnr."})
"""The names of a field with the case number."""
_IN_TITLE = re.compile(r"\b[Ss]ag(?:snr\.?|snummer)?:? ([\w./-]*\d[\w./-]*)")
"""Matches a case number in the heading, where systems put it: `Dagsorden` has no element for it."""

_Point = tuple[str, dict[str, str]]


def sheet_of(content: bytes, _known: frozenset[str]) -> Sheet:
    """Return the points with a case number as rows under the names of their fields.

    Raises:
        Unread: it is not XML of one of the two shapes, declares entities of its own, or contains no case.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unread(Issue(code="not_exchange"))
    try:
        root = fromstring(content)  # noqa: S314 (no entity gets here)
    except (ParseError, LookupError, ValueError):
        raise Unread(Issue(code="not_exchange")) from None
    points = {"Dagsorden": _dagsorden, "Publication": _publication}.get(root.tag)
    if points is None:
        raise Unread(Issue(code="not_exchange"))
    return Sheet(rows=_rows(points(root)), days_since=date(1899, 12, 30))


def _rows(points: Iterable[_Point]) -> list[list[Cell]]:
    cases = [(number, fields) for number, fields in points if number]
    names = list(dict.fromkeys(name for _number, fields in cases for name in fields))
    if not cases:
        raise Unread(Issue(code="no_case_in_exchange"))
    # Each case becomes a row with a cell for every field that any case has.
    if len(names) >= MAX_COLUMNS:
        raise Unread(Issue(code="too_many_columns", values={"limit": MAX_COLUMNS}))
    rows: list[list[Cell]] = [[_CASE_NUMBER, *names]]
    for number, fields in cases:
        rows.append([number, *(fields.get(name) or None for name in names)])
    return rows


def _dagsorden(root: Element) -> Iterator[_Point]:
    for point in root.iterfind("Dagsordenpunkter/Dagsordenpunkt"):
        inside = point.find("Indhold")
        fields = {child.tag: _text(child) for child in (inside if inside is not None else ())}
        yield _number(point.findtext("Overskrift") or "", fields)


def _publication(root: Element) -> Iterator[_Point]:
    # Some exports have the points below the agenda, others below its meeting.
    items = [item for path in ("Items/Item", "Meeting/Items/Item") for item in root.iterfind(f"Agendas/Agenda/{path}")]
    for item in items:
        fields = {}
        for field in item.iterfind("Fields/ItemField"):
            content = field.find("Content")
            fields[(field.findtext("Caption") or "").strip()] = "" if content is None else _text(content)
        number = (item.findtext("Case/Number") or "").strip()
        yield (number, _without_number(fields)) if number else _number(item.findtext("Caption") or "", fields)


def _number(title: str, fields: dict[str, str]) -> _Point:
    number = next((value for name, value in fields.items() if name.casefold() in _NUMBERS), "")
    title_match = _IN_TITLE.search(title)
    return number or (title_match[1] if title_match else ""), _without_number(fields)


def _without_number(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name and name.casefold() not in _NUMBERS}


def _text(element: Element) -> str:
    """Return the text of a field without its markup."""
    return unescape(_TAG.sub(" ", "".join(element.itertext()))).strip()
