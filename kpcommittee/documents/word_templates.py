"""Checks a Word template before it is used: its fields, and that it has no active or external content."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from docxtpl import DocxTemplate

from kpcommittee.documents.templating import MOST_BRACES, Fault, faults_in, has_body, torn_fields

_LARGEST = 50 * 1024 * 1024
"""The most unpacked bytes of all parts."""
_MOST = 500
"""The most parts."""
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*?>")
_PARAGRAPH = re.compile(r"<w:p[ >]")
_BODY_ALONE = re.compile(r"\{\{[^{}]*\}\}")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def word_faults(content: bytes) -> tuple[Fault, ...]:
    """Return what is wrong with a Word template; nothing if it may be used."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            infos = package.infolist()
            if len(infos) > _MOST or sum(info.file_size for info in infos) > _LARGEST:
                return (Fault(code="too_big"),)
            parts = {info.filename: package.read(info) for info in infos}
    except Exception:  # noqa: BLE001 (a damaged package also raises what the library does not document)
        return (Fault(code="not_docx"),)
    if any(part.count(b"{") > MOST_BRACES for name, part in parts.items() if name.endswith(".xml")):
        return (Fault(code="too_many_fields"),)
    if "word/document.xml" not in parts or any(b"<!DOCTYPE" in part for part in parts.values()):
        return (Fault(code="not_docx"),)
    unsafe = tuple(_unsafe(parts))
    return unsafe or tuple(_fields(content))


def _unsafe(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    for name, part in parts.items():
        if name.endswith("vbaProject.bin") or b"macroEnabled" in part[:20_000]:
            yield Fault(code="macros", part=name)
        if name.endswith(".rels"):
            for relation in _EXTERNAL.findall(part):
                if b'TargetMode="External"' in relation and b"/hyperlink" not in relation:
                    yield Fault(code="external", part=name)


def _fields(content: bytes) -> Iterator[Fault]:
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
        parts = {"word/document.xml": template.get_xml()}
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            for key, part in template.get_headers_footers(uri):
                name = str(template.docx.part.rels[key].target_part.partname).lstrip("/")
                parts[name] = template.get_part_xml(part)
        sources = {name: template.patch_xml(source) for name, source in parts.items()}
    except Exception:  # noqa: BLE001 (what the library raises for a damaged file it does not document)
        yield Fault(code="not_docx")
        return
    for part, source in sources.items():
        torn = [*_torn_fields(parts[part], part)]
        yield from torn or faults_in(source, part)
        yield from _words_beside_body(parts[part], part)
    if not has_body(sources["word/document.xml"]):
        yield Fault(code="no_body")


def _words_beside_body(source: str, part: str) -> Iterator[Fault]:
    """Yield the paragraphs with words beside the text of the document, which takes the place of the whole paragraph."""
    for number, paragraph in enumerate(_PARAGRAPH.split(source)):
        words = "".join(_TEXT.findall(paragraph)).strip()
        if has_body(words) and not _BODY_ALONE.fullmatch(words):
            yield Fault(code="body_beside", line=max(1, number), part=part)


def _torn_fields(source: str, part: str) -> Iterator[Fault]:
    """Yield the paragraphs in which a field lacks a brace: the library would join it with the next."""
    for number, paragraph in enumerate(_PARAGRAPH.split(source)):
        if next(torn_fields("".join(_TEXT.findall(paragraph))), None) is not None:
            yield Fault(code="syntax", line=max(1, number), part=part)
