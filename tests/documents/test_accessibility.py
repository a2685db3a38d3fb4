"""Finished PDF and Word files can be read aloud: ours have no fault, and everything taken away is found."""

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, StreamObject

from kpcommittee.documents.formats import FORMATS, write
from kpcommittee.documents.letterhead import Letterhead, Picture
from kpcommittee.documents.pdf_accessibility import pdf_faults
from kpcommittee.documents.recipients import recipient_of
from kpcommittee.documents.shapes import document_for
from kpcommittee.documents.word_accessibility import word_reading_faults
from kpcommittee.services.template_check import sample_minutes
from tests.documents.test_recipients import possible

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 6"><rect width="20" height="6" fill="#1f5f9e"/></svg>'
LOOK = Letterhead(name="Lindebæk Kommune", address=("Rådhuspladsen 1",), logo=Picture("svg", SVG))


def pdf(asked: str) -> bytes:
    return write(document_for(sample_minutes(), recipient_of(asked), LOOK), FORMATS["pdf"])


@pytest.fixture(scope="module")
def finished() -> bytes:
    """What is told of a case whose item has everything that can be damaged, with a logo."""
    return pdf("case:2026-0377")


def codes(content: bytes) -> set[str]:
    return {fault.code for fault in pdf_faults(content)}


def test_nothing_is_found_in_the_file_of_any_kind_of_recipient() -> None:
    assert sample_minutes().state == "approved"
    of_each_kind = {asked.partition(":")[0]: asked for asked in ("full", *possible(sample_minutes()))}
    assert len(of_each_kind) == 7
    for asked in of_each_kind.values():
        document = document_for(sample_minutes(), recipient_of(asked), LOOK)
        assert pdf_faults(write(document, FORMATS["pdf"])) == (), asked
        assert word_reading_faults(write(document, FORMATS["docx"])) == (), asked


def damaged(content: bytes, damage: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    damage(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def root(writer: PdfWriter) -> Any:
    return writer.root_object


def tags(writer: PdfWriter, kind: str) -> list[Any]:
    """Every tag of one kind."""
    nodes = [each.get_object() for each in writer._objects if each is not None]
    return [each for each in nodes if isinstance(each, DictionaryObject) and each.get("/S") == f"/{kind}"]


def fonts(writer: PdfWriter) -> list[Any]:
    nodes = [each.get_object() for each in writer._objects if each is not None]
    return [each for each in nodes if isinstance(each, DictionaryObject) and each.get("/Type") == "/Font"]


def without(name: str) -> Callable[[Any], Any]:
    return lambda node: node.pop(NameObject(name))


def renamed(kind: str) -> Callable[[Any], Any]:
    return lambda node: node.update({NameObject("/S"): NameObject(f"/{kind}")})


def metadata(before: bytes, after: bytes) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        stream = root(writer)["/Metadata"].get_object()
        changed = StreamObject()
        changed.set_data(re.sub(before, after, stream.get_data(), flags=re.DOTALL))
        root(writer)[NameObject("/Metadata")] = writer._add_object(changed)

    return change


def descriptors(writer: PdfWriter) -> None:
    for font in fonts(writer):
        for bearer in font.get("/DescendantFonts", [font]):
            descriptor = bearer.get_object().get("/FontDescriptor")
            if descriptor is not None:
                for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                    descriptor.get_object().pop(NameObject(name), None)


def painted(writer: PdfWriter) -> None:
    """Write something on the first page that has no tag."""
    page = writer.pages[0]
    stream = StreamObject()
    stream.set_data(page.get_contents().get_data() + b"\n0 0 10 10 re f\n")  # type: ignore[union-attr]
    page[NameObject("/Contents")] = writer._add_object(stream)


DAMAGES: dict[str, Callable[[PdfWriter], Any]] = {
    "not_tagged": lambda writer: without("/MarkInfo")(root(writer)),
    "no_language": lambda writer: without("/Lang")(root(writer)),
    "title_hidden": lambda writer: root(writer)["/ViewerPreferences"].update(
        {NameObject("/DisplayDocTitle"): BooleanObject(value=False)}
    ),
    "no_title": metadata(rb"<dc:title>.*?</dc:title>", b""),
    "no_ua_mark": metadata(rb"pdfuaid:part", b"pdfuaid:none"),
    "unknown_tag": lambda writer: renamed("Something")(tags(writer, "P")[0]),
    "heading_skipped": lambda writer: renamed("H5")(tags(writer, "H2")[0]),
    "heading_empty": lambda writer: without("/K")(tags(writer, "H2")[0]),
    "no_heading": lambda writer: [renamed("P")(tag) for level in range(1, 7) for tag in tags(writer, f"H{level}")],
    "no_alt": lambda writer: without("/Alt")(tags(writer, "Figure")[0]),
    "table_without_header": lambda writer: [renamed("TD")(tag) for tag in tags(writer, "TH")],
    "header_without_scope": lambda writer: [
        tag.pop(NameObject("/A"), None) for kind in ("TH", "TD") for tag in tags(writer, kind)
    ],
    "uneven_table": lambda writer: tags(writer, "TR")[-1]["/K"].pop(),
    "loose_cell": lambda writer: [renamed("Div")(tag) for tag in tags(writer, "TR")],
    "loose_list": lambda writer: renamed("Div")(tags(writer, "L")[0]),
    "untagged": painted,
    "font_missing": descriptors,
    "font_mute": lambda writer: [font.pop(NameObject("/ToUnicode"), None) for font in fonts(writer)],
    "pdf_protected": lambda writer: writer.encrypt("x"),
}


def test_an_unchanged_copy_has_nothing(finished: bytes) -> None:
    assert codes(damaged(finished, lambda _writer: None)) == set()


@pytest.mark.parametrize("code", DAMAGES)
def test_each_thing_that_is_taken_away_is_found(finished: bytes, code: str) -> None:
    assert code in codes(damaged(finished, DAMAGES[code]))


def test_what_is_no_pdf_is_said() -> None:
    assert codes(b"%PDF-1.7 hardly") == {"pdf_damaged"}


@pytest.fixture(scope="module")
def written() -> bytes:
    """The sample's minutes as a Word file, with a logo."""
    return write(document_for(sample_minutes(), recipient_of("full"), LOOK), FORMATS["docx"])


def word_codes(written: bytes, change: Callable[[Any], Any]) -> set[str]:
    document = docx.Document(io.BytesIO(written))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return {fault.code for fault in word_reading_faults(made.getvalue())}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("no_title", lambda document: setattr(document.core_properties, "title", "")),
        ("no_language", lambda document: [
            lang.getparent().remove(lang) for lang in [*document.styles.element.iter(qn("w:lang"))]
        ]),
        ("heading_skipped", lambda document: next(
            each for each in document.paragraphs if each.style.style_id == "Heading2"
        )._p.pPr.pStyle.set(qn("w:val"), "Heading5")),
        ("no_heading", lambda document: [
            each._p.getparent().remove(each._p) for each in document.paragraphs if each.style.style_id[:7] == "Heading"
        ]),
        ("table_without_header", lambda document: [
            mark.getparent().remove(mark) for mark in [*document.element.iter(qn("w:tblHeader"))][:1]
        ]),
        ("no_alt", lambda document: [
            picture.attrib.pop("descr")
            for picture in document.sections[0].first_page_header._element.iter(qn("wp:docPr"))
        ]),
    ],
)  # fmt: skip
def test_each_thing_that_is_taken_out_of_a_word_file_is_found(
    written: bytes, code: str, change: Callable[[Any], Any]
) -> None:
    assert code in word_codes(written, change)


def test_a_copy_of_the_word_file_that_was_not_changed_has_nothing(written: bytes) -> None:
    assert word_codes(written, lambda _document: None) == set()
