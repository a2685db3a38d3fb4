"""One document in many formats: each says the same words, and each can be read by somebody else's reader."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from kpcommittee import locale
from kpcommittee.documents import formats
from kpcommittee.documents.blocks import (
    BulletList,
    Document,
    Heading,
    Paragraph,
    Table,
    UnknownMarkdown,
    parse,
    plain_text,
    words_of,
)  # fmt: skip
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.bystanders import Bystanders
from kpcommittee.documents.document import document_of
from kpcommittee.documents.formats import FORMATS, format_of_ending, write
from kpcommittee.documents.leaks import find_leaks
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.documents.seals import has_seal, is_sealed, seal
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.receipt import Receipt
from kpcommittee.errors import KpError
from kpcommittee.services import recipients
from kpcommittee.services.recipients import LeakError
from kpcommittee.views.escaping import escape
from tests.builders import Table as Meeting
from tests.builders import case, config
from tests.documents.conftest import approved
from tests.documents.test_hostile import HOSTILE, hostile_table

STATE = 5
"""The column that holds the state of a case."""
OTHERS = ("docx", "pdf", "html", "json")
"""The formats that hold the whole text."""


def document(table: Meeting) -> Document:
    minutes = minutes_of(table.meeting, balance_of(table.meeting, table.context), Receipt("m", 7, "ABCDEFGHIJKL"))
    return document_of(minutes)


@pytest.fixture(scope="module")
def paper() -> Document:
    return document(approved())


def words(texts: Sequence[str]) -> list[str]:
    return " ".join(texts).split()


def signs(texts: Sequence[str]) -> str:
    """Every sign but the bullets and hyphens that a format sets by itself, which also breaks words."""
    return re.sub(r"[\s\u00ad•–-]", "", "".join(texts))


def written(paper: Document, code: str) -> bytes:
    return write(paper, FORMATS[code])


@pytest.mark.parametrize("code", OTHERS)
def test_every_format_says_the_same_word_by_word(paper: Document, code: str) -> None:
    text = [*words_of(parse(paper.source))]
    read = lines_of(written(paper, code), code)
    if code == "pdf":
        pages = len(PdfReader(io.BytesIO(written(paper, code))).pages)
        foot = [re.sub(r"(?m)^Side \d+ af \d+$", "", line) for line in read]
        assert pages > 5
        headers = [signs([*map(plain_text, block.header)]) for block in paper.blocks if isinstance(block, Table)]
        assert without_repeated(signs(foot), signs(text), headers).startswith(signs(text))
    elif code == "json":
        blocks = json.loads(written(paper, code))["blocks"]
        assert words(lines_of(json.dumps([without_levels(block) for block in blocks]).encode(), "json")) == words(text)
    else:
        assert words(read)[: len(words(text))] == words(text)


def without_repeated(read: str, text: str, headers: Sequence[str]) -> str:
    """What was read, without the headers of tables that go on on the next page."""
    for place in range(len(text)):
        if read[place : place + 1] != text[place]:
            # What follows a header may begin as it does.
            begins = ((start, header) for header in headers for start in range(place, max(-1, place - len(header)), -1))
            start, header = next((each for each in begins if read.startswith(each[1], each[0])), (place, ""))
            read = read[:start] + read[start + len(header) :]
    return read


def without_levels(block: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in block.items() if key != "level"}


@pytest.mark.parametrize("code", OTHERS)
def test_the_receipt_is_in_every_format(paper: Document, code: str) -> None:
    assert any("Kvittering: m · 7 · ABCDEFGHIJKL" in line for line in lines_of(written(paper, code), code))
    assert "Kvittering: m · 7 · ABCDEFGHIJKL" in lines_of(written(paper, "xlsx"), "xlsx")


def test_the_workbook_holds_the_facts_of_the_text(paper: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(paper, "xlsx")))
    assert book.sheetnames == ["Beslutninger", "Balance", "Om"]
    decisions = [*book["Beslutninger"].iter_rows(values_only=True)]
    assert decisions[0][:4] == ("Punkt", "Sag", "Barnets initialer", "Alder")
    assert len(decisions) == 15
    first = decisions[1]
    assert first[1:9] == ("2026-0412", "A.K.", 13, "Øst", "placeret", "Klub Øst", "Mette Holm", 5)
    assert first[9].date() == date(2027, 1, 11)  # type: ignore[union-attr]
    text = paper.source.replace("\\", "")
    facts = {cell for row in decisions[1:] for at, cell in enumerate(row) if isinstance(cell, str) and at != STATE}
    assert {cell for cell in facts if cell not in text} == set()
    balance = [*book["Balance"].iter_rows(values_only=True)]
    (table,) = [
        block for block in paper.blocks if isinstance(block, Table) and plain_text(block.header[-2]) == "Belægning"
    ]
    assert [row[0] for row in balance[1:]] == [plain_text(row[0]) for row in table.rows]
    assert balance[1][2] == pytest.approx(33.3)


@pytest.mark.parametrize("code", [*FORMATS])
def test_the_same_document_gives_the_same_bytes(paper: Document, code: str) -> None:
    first = written(paper, code)
    assert written(replace(paper), code) == first


@pytest.mark.parametrize("code", [code for code in FORMATS if code != "md"])
def test_a_seal_breaks_when_anything_changes(paper: Document, code: str) -> None:
    content = written(paper, code)
    assert has_seal(content)
    middle = len(content) // 2
    assert not has_seal(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert not has_seal(content + b" ")
    assert not has_seal(b"")


def test_nothing_without_a_place_is_sealed(paper: Document) -> None:
    assert is_sealed(written(paper, "md").decode())
    with pytest.raises(ValueError, match="no place"):
        seal(b"a file")


# Hostile text

HARMLESS = document(hostile_table("harmless"))
FORMULAS = (
    "=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "{{ body }}", "{{p body}}", "{%p if x %}",
    "#read(\"/etc/passwd\")", "#{ 1 }", "</w:t></w:r>", "]]>", "&#x3C;", "${jndi}", "漢字 👩‍👧 مرحبا",
)  # fmt: skip


def shape(block: object) -> object:
    match block:
        case BulletList():
            return [[shape(part) for part in item] for item in block.items]
        case Table():
            return len(block.header), len(block.rows)
    return type(block).__name__


@cache
def hostile_paper(text: str) -> Document:
    return document(hostile_table(text))


@cache
def harmless_tags() -> frozenset[str]:
    return frozenset(tags(written(HARMLESS, "html").decode().partition("</head>")[2]))


@pytest.mark.parametrize("text", [*HOSTILE, *FORMULAS])
def test_hostile_text_stays_text_in_every_format(text: str) -> None:
    paper = hostile_paper(text)
    assert [*map(shape, paper.blocks)] == [*map(shape, HARMLESS.blocks)]
    words_told = [*words_of(paper.blocks)]
    html = written(paper, "html")
    assert words(lines_of(html, "html"))[: len(words(words_told))] == words(words_told)
    assert words(lines_of(written(paper, "docx"), "docx"))[: len(words(words_told))] == words(words_told)
    book = openpyxl.load_workbook(io.BytesIO(written(paper, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {*tags(html.decode().partition("</head>")[2])} == harmless_tags()


def tags(page: str) -> list[str]:
    starts: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            starts.append(f"{tag} {sorted(name for name, _value in attrs)}")

    Reader().feed(page)
    return starts


def test_no_hostile_text_is_code_of_typst() -> None:
    markdown = "".join(f"- {escape(text)}\n" for text in (*HOSTILE, *FORMULAS))
    paper = Document(title="=x #read", language="da", date=date(2026, 12, 2), source=markdown, blocks=parse(markdown))
    read = signs(lines_of(written(paper, "pdf"), "pdf"))
    for text in FORMULAS[:-1]:
        assert signs([text]) in read


def broken(secret: str) -> Iterator[Document]:
    """A document for each place of a line at which the secret may be."""
    for place in range(90):
        markdown = f"# T\n\n{'ord ' * (place // 4)}{'i' * (place % 4)} {secret} {'og mere tekst ' * 9}\n"
        yield Document(title="T", language="da", date=date(2026, 12, 2), source=markdown, blocks=parse(markdown))


@pytest.mark.parametrize("secret", ["Konstantin", "640312-4008", "2026-0499", "Birkevej 12", "K.C."])
def test_what_a_pdf_breaks_at_the_end_of_a_line_is_read_as_a_reader_does(secret: str) -> None:
    known = case("2026-0499", name="Konstantin Carstens", cpr="640312-4008", problem_note="Bor på Birkevej 12")
    pages = [*broken(secret)]
    markdown = "# T\n\n" + "\n\n".join(page.source.partition("\n\n")[2] for page in pages)
    paper = Document(title="T", language="da", date=date(2026, 12, 2), source=markdown, blocks=parse(markdown))
    leaks = find_leaks(lines_of(written(paper, "pdf"), "pdf"), Bystanders(outside=(known,)))
    assert len([leak for leak in leaks if leak.blocks]) == len(pages)


def test_a_name_with_a_hyphen_of_its_own_is_found_though_a_pdf_breaks_it() -> None:
    """A PDF breaks such a word with an ordinary hyphen, so that it may be read back in two pieces."""
    in_pieces = 0
    for paper in broken("Bruunsgaard-Konstantinsen"):
        outside = Bystanders(outside=(case("2026-0499", name="Ib Konstantinsen"),))
        content = written(paper, "pdf")
        in_pieces += not find_leaks(lines_of(content, "pdf"), outside)
        with pytest.raises(LeakError, match="1 sted"):
            recipients._check_for_leaks(content, FORMATS["pdf"], paper, outside)
    assert in_pieces, "else nothing is tried here"


def test_a_character_that_no_font_has_is_written_as_its_code() -> None:
    paper = document(hostile_table("漢"))
    assert "[U+6F22]" in "".join(lines_of(written(paper, "pdf"), "pdf"))
    assert "漢" in "".join(lines_of(written(paper, "docx"), "docx"))


# What each format promises


def test_word_has_real_headings_lists_and_header_rows(paper: Document) -> None:
    read = docx.Document(io.BytesIO(written(paper, "docx")))
    headings = [block for block in paper.blocks if isinstance(block, Heading)]
    styles = [(p.style.name, p.text.replace("\xa0", " ")) for p in read.paragraphs if p.style and p.style.name]
    assert [entry for entry in styles if entry[0].startswith("Heading")] == [
        (f"Heading {block.level}", plain_text(block.inlines)) for block in headings
    ]
    assert any(name == "List Bullet 2" for name, _text in styles)
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(read.tables) == len(tables)
    for table in read.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
    about = read.core_properties
    assert (about.title, about.language) == ("Beslutningsreferat · Fordelingsudvalget · 02.12.2026", "da-DK")
    with zipfile.ZipFile(io.BytesIO(written(paper, "docx"))) as package:
        assert b'w:lang w:val="da-DK"' in package.read("word/styles.xml")
        foot = package.read("word/footer1.xml").decode()
        assert "{{" not in foot
        assert "NUMPAGES" in foot
    assert read.sections[0].footer.paragraphs[0].text == "Side 1 af 1"


ITEM = "### Punkt 9\n\n*Lukket punkt*\n\n**Sagsfremstilling**\n\n- Bevilling: 5 t/uge\n"


def with_lines_before(lines: int, markdown: str) -> Document:
    """A document in which so many lines come before that text."""
    text = "# T\n\n## Sager\n\n" + "Linje\n\n" * lines + markdown
    return Document(title="T", language="da", date=date(2026, 12, 2), source=text, blocks=parse(text))


def test_no_page_ends_between_a_heading_and_the_first_words_below_it() -> None:
    """In the sample's minutes a page ended with the heading of item 9 and the line that it is closed."""
    for lines in range(36, 42):
        pages = PdfReader(io.BytesIO(written(with_lines_before(lines, ITEM), "pdf"))).pages
        (page,) = (text for page in pages if "Punkt 9" in (text := page.extract_text()))
        assert "Bevilling" in page, lines
    closed = docx.Document(io.BytesIO(written(with_lines_before(1, ITEM), "docx"))).paragraphs[-3]
    assert (closed.text, closed.paragraph_format.keep_with_next) == ("Lukket punkt", True)


def test_a_pdf_is_tagged_titled_and_in_its_language(paper: Document) -> None:
    content = written(paper, "pdf")
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.root_object
    assert str(root["/Lang"]) == "da"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == paper.title
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == paper.date
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content


def test_a_web_page_loads_nothing(paper: Document) -> None:
    page = written(paper, "html").decode()
    assert page.startswith('<!doctype html>\n<html lang="da">')
    assert not re.search(r"<script|<link|<img|\bsrc=|href=|@import|url\(", page)
    assert page.count('<th scope="col"') == sum(len(block.header) for block in paper.blocks if isinstance(block, Table))


def test_json_has_codes_and_numbers(paper: Document) -> None:
    answer = json.loads(written(paper, "json"))
    assert (answer["meeting"], answer["date"], answer["state"]) == ("2026-12-02", "2026-12-02", "approved")
    first = answer["decisions"][0]
    assert (first["state"], first["hours_per_week"], first["start"]) == ("placed", 5, "2027-01-11")
    assert answer["balance"][0]["week"] == "2027-W03"


# The tree


def test_a_line_that_is_strong_is_a_heading_and_a_sentence_is_not() -> None:
    blocks = parse("# A\n\n**Who**\n\ntext\n\n**It does not fit.**\n\n## B\n\n**Why**\n")
    assert [block.level for block in blocks if isinstance(block, Heading)] == [1, 2, 2, 3]
    assert [plain_text(block.inlines) for block in blocks if isinstance(block, Paragraph)] == [
        "text",
        "It does not fit.",
    ]


@pytest.mark.parametrize("markdown", ["> quote", "1. first", "```\ncode\n```", "---", "a `code`"])
def test_what_no_format_lays_out_is_not_parsed(markdown: str) -> None:
    with pytest.raises(UnknownMarkdown):
        parse(markdown)


def test_no_column_is_narrower_than_its_longest_word() -> None:
    (table,) = parse("| a | Belægning | note |\n|---|---|---:|\n| 1 | x | " + "ord " * 60 + "|\n")
    assert isinstance(table, Table)
    assert sum(table.widths()) == pytest.approx(1)
    assert table.widths()[1] >= len("Belægning") / 100
    assert table.alignments == ("left", "left", "right")


# The formats


@pytest.mark.parametrize("code", ["docx", "pdf"])
def test_without_the_extra_a_sentence_says_which(paper: Document, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda module: None)
    with pytest.raises(KpError) as refused:
        written(paper, code)
    assert refused.value.remedy == "Installér den: pip install 'kpcommittee[documents]'"
    for other in ("md", "html", "xlsx", "json"):
        assert written(paper, other)


def test_an_ending_names_a_format() -> None:
    for ending, code in ((".docx", "docx"), (".PDF", "pdf"), (".htm", "html"), (".txt", "md"), (".md", "md")):
        named = format_of_ending(ending)
        assert named is not None
        assert named.code == code
    assert format_of_ending(".odt") is None


@pytest.mark.parametrize("code", ["docx", "pdf", "xlsx", "json"])
def test_a_damaged_file_is_unreadable(code: str) -> None:
    with pytest.raises(Unreadable):
        lines_of(b"no such file", code)


def test_english() -> None:
    paper = document(Meeting(case("A-1"), settings=config()).does(want.Open()))
    assert locale.current() == "da"
    assert any("Page 1 of" in line for line in lines_of(written(paper, "pdf"), "pdf"))
    assert docx.Document(io.BytesIO(written(paper, "docx"))).core_properties.language == "en-GB"
