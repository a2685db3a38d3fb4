"""Checks a finished PDF against PDF/UA-1 (ISO 14289-1), by a library that shares nothing with the writer.

It checks what needs no human judgement: the document's marks, its tags, untagged content, and the fonts. It cannot know
whether a picture's alternative text is right.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

from kpcommittee.documents.templating import Fault, FaultCode

_STANDARD = frozenset(
    {
        "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
        "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH",
        "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot",
        "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
    }
)  # fmt: skip
"""The types of tags that every reader knows (ISO 32000-1, 14.8.4)."""
_ROWS, _CELLS = frozenset({"TR", "THead", "TBody", "TFoot", "Caption"}), frozenset({"TH", "TD"})
_PAINTS = frozenset({b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh"})
"""The operators that paint something visible."""
_UA = re.compile(rb"pdfuaid:part(?:>|\s*=\s*[\"'])\s*1\b")
_TITLE = re.compile(rb"<dc:title>.*?<rdf:li[^>]*>\s*[^<\s]", re.DOTALL)


def pdf_faults(content: bytes) -> tuple[Fault, ...]:
    """Return what a screen reader would miss in a PDF; nothing if it is accessible."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return (_fault("pdf_protected"),)
        return tuple(_Checked(reader).faults())
    except Exception as error:  # noqa: BLE001 (what the library raises for a damaged file it does not document)
        return (_fault("pdf_damaged", why=type(error).__name__),)


def _fault(code: FaultCode, **values: object) -> Fault:
    return Fault(code=code, values={name: str(value) for name, value in values.items()})


def _get(node: Any, name: str) -> Any:
    """Return the value of a key, direct or by reference; None if there is none."""
    value = node.get(name)
    return value.get_object() if hasattr(value, "get_object") else value


def _is_set(node: Any, name: str) -> bool:
    return bool(getattr(_get(node, name), "value", False))


def _as_list(value: Any) -> list[Any]:
    """Return one or several values as a list of them."""
    value = value.get_object() if hasattr(value, "get_object") else value
    if value is None:
        return []
    return [element.get_object() for element in value] if isinstance(value, list) else [value]


class _Checked:
    """A PDF that is checked once, starting from its catalogue."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._root: Any = reader.root_object
        self._tree = _get(self._root, "/StructTreeRoot")
        self._roles = (_get(self._tree, "/RoleMap") or {}) if self._tree else {}
        self._level = 0
        """The level of the previous heading."""

    def faults(self) -> Iterator[Fault]:
        yield from self._document_faults()
        if self._tree is None:
            yield _fault("not_tagged")
            return
        yield from self._tags_faults(_as_list(self._tree.get("/K")), "")
        if not self._level:
            yield _fault("no_heading")
        for number, page in enumerate(self._reader.pages, 1):
            yield from self._page_faults(number, page)
        yield from self._font_faults()

    def _document_faults(self) -> Iterator[Fault]:
        marks, viewer = _get(self._root, "/MarkInfo") or {}, _get(self._root, "/ViewerPreferences") or {}
        metadata = _get(self._root, "/Metadata")
        xmp = metadata.get_data() if metadata is not None else b""
        if not _is_set(marks, "/Marked") or _is_set(marks, "/Suspects"):
            yield _fault("not_tagged")
        if not self._root.get("/Lang"):
            yield _fault("no_language")
        if not _TITLE.search(xmp):
            yield _fault("no_title")
        if not _is_set(viewer, "/DisplayDocTitle"):
            yield _fault("title_hidden")
        if not _UA.search(xmp):
            yield _fault("no_ua_mark")

    # The tree of tags

    def _type(self, tag: Any) -> str:
        """Return the standard type of a tag; its own name if it has none."""
        name, steps = str(tag.get("/S", ""))[1:], 0
        while name not in _STANDARD and f"/{name}" in self._roles and steps < len(self._roles):
            name, steps = str(self._roles[f"/{name}"])[1:], steps + 1
        return name

    def _tags_faults(self, tags: list[Any], parent: str) -> Iterator[Fault]:
        for tag in tags:
            if not hasattr(tag, "get") or "/S" not in tag:
                continue
            kind = self._type(tag)
            if kind not in _STANDARD:
                yield _fault("unknown_tag", name=kind[:40])
            yield from self._tag_faults(tag, kind, parent)
            yield from self._tags_faults(_as_list(tag.get("/K")), kind)

    def _tag_faults(self, tag: Any, kind: str, parent: str) -> Iterator[Fault]:
        if re.fullmatch(r"H[1-6]", kind):
            level = int(kind[1])
            if level > self._level + 1:
                yield _fault("heading_skipped", level=level, before=self._level)
            self._level = level
            if not _as_list(tag.get("/K")):
                yield _fault("heading_empty", level=level)
        elif kind in ("Figure", "Formula") and not (tag.get("/Alt") or tag.get("/ActualText")):
            yield _fault("no_alt")
        elif kind == "Table":
            yield from self._table_faults(tag)
        elif (kind == "LI" and parent != "L") or (kind in ("Lbl", "LBody") and parent not in ("LI", "Note")):
            yield _fault("loose_list")
        elif kind in _CELLS and parent != "TR":
            yield _fault("loose_cell")

    def _table_faults(self, table: Any) -> Iterator[Fault]:
        rows = [*self._rows(table)]
        if any(self._type(part) not in _ROWS for part in self._children(table)):
            yield _fault("loose_cell")
        cells = [cell for row in rows for cell in self._children(row)]
        headers = [cell for cell in cells if self._type(cell) == "TH"]
        if not headers:
            yield _fault("table_without_header")
        has_headers = any(_attribute(cell, "/Headers") for cell in cells)
        if not has_headers and any(_attribute(cell, "/Scope") is None for cell in headers):
            yield _fault("header_without_scope")
        widths = {sum(int(_attribute(cell, "/ColSpan") or 1) for cell in self._children(row)) for row in rows}
        spans = any(_attribute(cell, "/RowSpan") for cell in cells)
        if len(widths) > 1 and not spans:
            yield _fault("uneven_table")

    def _children(self, tag: Any) -> list[Any]:
        return [child for child in _as_list(tag.get("/K")) if hasattr(child, "get") and "/S" in child]

    def _rows(self, table: Any) -> Iterator[Any]:
        for part in self._children(table):
            kind = self._type(part)
            if kind == "TR":
                yield part
            elif kind in _ROWS:
                yield from (row for row in self._children(part) if self._type(row) == "TR")

    # Pages and fonts

    def _page_faults(self, number: int, page: Any) -> Iterator[Fault]:
        stream = page.get_contents()
        if stream is not None and _paints_outside(ContentStream(stream, self._reader)):
            yield _fault("untagged", page=number)
        notes = [note for note in _as_list(page.get("/Annots")) if note.get("/Subtype") != "/Popup"]
        if notes and page.get("/Tabs") != "/S":
            yield _fault("tab_order", page=number)
        if any(not note.get("/Contents") and not note.get("/Alt") for note in notes):
            yield _fault("link_without_words", page=number)

    def _font_faults(self) -> Iterator[Fault]:
        fonts = {id(font): font for page in self._reader.pages for font in _fonts(_get(page, "/Resources"), set())}
        bare = sorted({str(font.get("/BaseFont", "?"))[1:] for font in fonts.values() if not _is_embedded(font)})
        mute = sorted({str(font.get("/BaseFont", "?"))[1:] for font in fonts.values() if not font.get("/ToUnicode")})
        yield from (_fault("font_missing", name=name[:60]) for name in bare)
        yield from (_fault("font_mute", name=name[:60]) for name in mute)


def _attribute(tag: Any, name: str) -> Any:
    """Return an attribute of a tag, such as the scope of a header; None if it has none."""
    return next(
        (
            attributes[name]
            for attributes in _as_list(tag.get("/A"))
            if hasattr(attributes, "get") and name in attributes
        ),
        None,
    )


def _paints_outside(stream: ContentStream) -> bool:
    """Whether something is painted that is neither tagged nor marked as decoration."""
    marked: list[bool] = []
    for operands, operator in stream.operations:
        if operator in (b"BDC", b"BMC"):
            properties: Any = (
                operands[1].get_object() if len(operands) > 1 and hasattr(operands[1], "get_object") else None
            )
            tagged = hasattr(properties, "get") and "/MCID" in properties
            marked.append(tagged or operands[0] == "/Artifact")
        elif operator == b"EMC" and marked:
            marked.pop()
        elif operator in _PAINTS and not any(marked):
            return True
    return False


def _fonts(resources: Any, seen: set[int]) -> Iterator[Any]:
    """Yield the fonts of a page, including those of its pictures."""
    if resources is None or id(resources) in seen:
        return
    seen.add(id(resources))
    yield from (font.get_object() for font in (_get(resources, "/Font") or {}).values())
    for form in (_get(resources, "/XObject") or {}).values():
        yield from _fonts(_get(form.get_object(), "/Resources"), seen)


def _is_embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    bearer = _as_list(font.get("/DescendantFonts"))[0] if "/DescendantFonts" in font else font
    descriptor = _get(bearer, "/FontDescriptor")
    return any(descriptor.get(f"/FontFile{kind}") for kind in ("", "2", "3")) if descriptor else False
