"""The municipality's own look: a logo, a colour, an address, and templates that are checked before they are used."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kpcommittee.documents.docx import blank
from kpcommittee.documents.packages import pack
from kpcommittee.documents.reading import lines_of
from tests.drivers.office import Office
from tests.sample import DAY

NAME = "Amina Karlsen"
"""Of the child in case 2026-0412."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 6"><rect width="20" height="6" fill="#1f5f9e"/></svg>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def look(office: Office, *lines: str, **files: bytes) -> None:
    """Give the committee a look: lines of `[documents]`, and files whose names have `_` for the dot."""
    for name, content in files.items():
        (office.folder / name.replace("_", ".")).write_bytes(content)
    config = office.folder / "config.toml"
    text = config.read_text(encoding="utf-8").partition("\n[documents]")[0]
    config.write_text("\n".join((text, "[documents]", *lines, "")), encoding="utf-8")


def changed(part: str, before: bytes, after: bytes) -> bytes:
    """Our Word template with another text in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(blank())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert before in parts.get(part, before)
    parts[part] = parts.get(part, before).replace(before, after)
    return pack(parts.items())


ADDRESS = 'address = ["Lindebæk Kommune", "Rådhuspladsen 1 <b>"]'


@pytest.mark.parametrize("logo", ["logo.svg", "logo.png"])
def test_logo_colour_and_address_are_in_every_laid_out_format(opened: Office, logo: str) -> None:
    look(opened, f'logo = "{logo}"', 'colour = "#1f5f9e"', ADDRESS, logo_svg=SVG, logo_png=PNG)
    for code in ("pdf", "docx", "html"):
        assert opened.run("minutes", DAY, "--format", code).code == 0
        content = (opened.folder / "minutes" / f"{DAY}.{code}").read_bytes()
        assert (
            any("Rådhuspladsen 1 <b>" in line for line in lines_of(content, code) if code != "docx") or code == "docx"
        )
        if code == "docx":
            read = docx.Document(io.BytesIO(content))
            cells = read.sections[0].first_page_header.tables[0].rows[0].cells
            assert cells[1].text == "Lindebæk Kommune\nRådhuspladsen 1 <b>"
            assert 'descr="Lindebæk Kommune"' in cells[0]._tc.xml
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                assert b'<w:color w:val="1f5f9e"/>' in package.read("word/styles.xml")
        if code == "html":
            assert b'alt="Lindeb\xc3\xa6k Kommune"' in content
            assert b"<script" not in content


@pytest.mark.parametrize(
    ("line", "content"),
    [
        ('logo = "logo.png"', b"GIF89a"),
        ('logo = "logo.png"', PNG + b"x" * 600_000),
        ('logo = "logo.png"', b'<svg xmlns="x"><script>alert(1)</script></svg>'),
        ('logo = "logo.png"', b'<svg xmlns="x"><image href="http://x.example/y.png"/></svg>'),
        ('logo = "none.png"', b""),
        ('colour = "red"', b""),
        ('word = "logo.png"', b"PK"),
        ('text = "logo.png"', b"{% for x in y %}{% endfor %}{{ body }}"),
        ('text = "logo.png"', b"no text"),
        ('text = "logo.png"', b"> quoted\n\n{{ body }}"),
    ],
)
def test_a_look_that_must_not_be_used_is_refused_with_a_sentence(opened: Office, line: str, content: bytes) -> None:
    look(opened, line, logo_png=content)
    ran = opened.run("minutes", DAY, "--format", "docx")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 2
    assert not (opened.folder / "minutes").exists() or not [*(opened.folder / "minutes").iterdir()]


def test_a_template_to_begin_with_can_be_used_as_it_is(opened: Office) -> None:
    for kind, name in (("docx", "minutes.docx"), ("text", "minutes.md")):
        ran = opened.run("template", "new", kind)
        assert (ran.code, ran.out) == (0, f"{opened.folder / 'templates' / name}\n")
        assert opened.run("template", "new", kind).code == 1
        assert opened.run("template", "check", f"templates/{name}").code == 0
    assert opened.run("template", "new", "odt").code == 2
    before = lines_of(file(opened, "docx"), "docx")
    look(opened, 'word = "templates/minutes.docx"', 'text = "templates/minutes.md"')
    assert lines_of(file(opened, "docx"), "docx") == before


def file(office: Office, code: str) -> bytes:
    assert office.run("minutes", DAY, "--format", code, "--overwrite").code == 0
    return (office.folder / "minutes" / f"{DAY}.{code}").read_bytes()


def test_a_word_template_with_a_picture_of_its_first_page_can_be_used(opened: Office) -> None:
    """Word may keep such a picture beside the properties; it was read as text, and the template refused."""
    own, buffer = docx.Document(), io.BytesIO()
    own.add_paragraph("Kommunens egen side")
    own.add_paragraph("{{p body}}")
    own.save(buffer)
    assert "docProps/thumbnail.jpeg" in zipfile.ZipFile(buffer).namelist()
    look(opened, 'word = "own.docx"', own_docx=buffer.getvalue())
    assert opened.run("template", "check", "own.docx").code == 0
    assert lines_of(file(opened, "docx"), "docx")[0] == "Kommunens egen side"
    assert opened.run("minutes", DAY, "--for", "statistics", "--format", "docx").code == 0


def test_a_document_in_a_content_control_is_read_back(opened: Office) -> None:
    """Nothing in it was read: its text was called missing, and leaks in the file were not looked for."""
    own, buffer = docx.Document(io.BytesIO(blank())), io.BytesIO()
    (body,) = (paragraph._p for paragraph in own.paragraphs if "body" in paragraph.text)
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    body.addprevious(control)
    control[0].append(body)
    own.save(buffer)
    look(opened, 'word = "own.docx"', own_docx=buffer.getvalue())
    assert opened.run("template", "check", "own.docx").code == 0
    assert lines_of(file(opened, "docx"), "docx") == lines_of(write_plain(opened), "docx")


def laid_out_by_tables() -> bytes:
    """A template whose letterhead is a table, and whose text is in a cell of another."""
    template = docx.Document(io.BytesIO(blank()))
    body = next(paragraph for paragraph in template.paragraphs if "body" in paragraph.text)
    head, page = template.add_table(1, 2), template.add_table(1, 2)
    head.cell(0, 0).text, head.cell(0, 1).text = "Lindebæk Kommune", "{{ date }}"
    page.cell(0, 0).text, page.cell(0, 1).text = "Børn og Unge", body.text
    for table in (head, page):
        body._p.addprevious(table._tbl)
    body._p.getparent().remove(body._p)
    content = io.BytesIO()
    template.save(content)
    return content.getvalue()


def test_a_word_template_may_be_laid_out_by_tables(opened: Office) -> None:
    """Letterheads are. The text in a cell was called missing, and each table a fault."""
    look(opened, 'word = "word.docx"', word_docx=laid_out_by_tables())
    checked = opened.run("template", "check", "word.docx")
    assert (checked.code, checked.err) == (0, "")
    lines = lines_of(file(opened, "docx"), "docx")
    assert {"Lindebæk Kommune", "Børn og Unge", "Ikke behandlet"} <= {*lines}


def test_words_beside_the_text_of_a_word_template_are_not_lost_in_silence(opened: Office) -> None:
    """Word's field takes the place of its whole paragraph: »Se:« was in the template and in no document."""
    words = changed("word/document.xml", b"{{p body}}", b"Se: {{p body}}")
    look(opened, 'word = "own.docx"', own_docx=words)
    for arguments in (("template", "check", "own.docx"), ("minutes", DAY, "--format", "docx")):
        ran = opened.run("--lang", "en", *arguments)
        assert ran.code == 1
        assert "what is beside {{p body}} in its paragraph is lost" in ran.err


def write_plain(office: Office) -> bytes:
    """The minutes as Word, in our own look."""
    look(office)
    return file(office, "docx")


def test_the_text_around_the_minutes_is_in_every_format(opened: Office) -> None:
    frame = "{{ municipality }} – *{{ committee | upper }}*\n\n{{ body }}\nMed venlig hilsen\n"
    look(opened, 'text = "frame.md"', frame_md=frame.encode())
    for code in ("md", "docx", "pdf", "html"):
        lines = " ".join(lines_of(file(opened, code), code))
        assert "Lindebæk Kommune – FORDELINGSUDVALGET" in lines
        assert "Med venlig hilsen" in lines


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x00", "\u202e", "\x9b2J"])
def test_a_text_with_what_a_terminal_obeys_is_refused_with_its_line(opened: Office, sign: str) -> None:
    """The minutes that are printed would act on the terminal."""
    look(opened, 'text = "frame.md"', frame_md=f"Lindebæk\n{sign}\n{{{{ body }}}}\n".encode())
    checked, printed = opened.run("template", "check", "frame.md"), opened.run("minutes", DAY, "--output", "-")
    assert (checked.code, printed.code, printed.out) == (1, 1, "")
    for ran in (checked, printed):
        assert "linje 2" in ran.err
        assert sign not in ran.err


def test_a_child_named_by_a_word_of_the_program_blocks_others_only_if_the_template_has_the_word(office: Office) -> None:
    """With any Word template the heads of others' documents, also as Markdown, told of a child called `Møde`."""
    office.change(f"agenda/{DAY}.toml", ("Mathilde Frostholm", "Møde Frostholm"))
    office.does(DAY, {"do": "open"})
    write_for_another = ("minutes", DAY, "--for", "case:2026-0412", "--overwrite", "--format")
    for words, code in (("Vores kommune", 0), ("Kære Møde", 1), ("Kære M{{ logo }}øde", 1)):
        page = docx.Document(io.BytesIO(blank()))
        page.paragraphs[0].insert_paragraph_before(words)
        content = io.BytesIO()
        page.save(content)
        look(office, 'word = "word.docx"', word_docx=content.getvalue())
        assert office.run(*write_for_another, "docx").code == code, words
        assert office.run(*write_for_another, "md").code == 0


def test_the_digest_of_the_files_is_frozen_in_an_event(opened: Office) -> None:
    opened.run("minutes", DAY)
    assert opened.run("verify").code == 0
    look(opened, 'text = "frame.md"', frame_md=b"{{ body }}\n")
    content = file(opened, "md")
    with closing(sqlite3.connect(opened.folder / "kpcommittee.db")) as database:
        ((payload,),) = database.execute("SELECT payload FROM event WHERE kind = 'exported'").fetchall()
    event = json.loads(payload)
    assert event["meeting"] == DAY
    assert event["document"] == sha256(content).hexdigest()
    assert event["templates"] == {"text": sha256(b"{{ body }}\n").hexdigest()}
    assert opened.run("verify").code == 0
    assert opened.run("rebuild").code == 0


@pytest.mark.parametrize(
    ("part", "before", "after", "sentence"),
    [
        ("word/document.xml", b"{{p body}}", b"{{p bodi}}", "bodi"),
        ("word/header1.xml", b"{{ address }}", b"{{ adress }}", "word/header1.xml"),
        ("word/header1.xml", b"{{ address }}", b"{% for a in b %}x{% endfor %}", "gentager"),
        ("word/footer1.xml", b"{{ page }}", b"{% include 'x' %}", "fil"),
        ("word/footer1.xml", b"{{ page }}", b"{{ 9 ** 9 }}", "beregner"),
        ("word/footer1.xml", b"{{ page }}", b"{{ page }", "word/footer1.xml, afsnit 1: dette kan ikke læses"),
        ("word/footer1.xml", b"{{ page }}", b"{ { page } }", "word/footer1.xml, afsnit 1: dette kan ikke læses"),
        ("word/footer1.xml", b"{{ page }}", "{{ “page” }}".encode(), "dette kan ikke læses"),
        ("word/header1.xml", b"{{ address }}", b"{% if address %}x", "endif"),
        ("word/vbaProject.bin", b"x", b"x", "makroer"),
        ("word/_rels/document.xml.rels", b'Target="styles.xml"', b'Target="http://x/y" TargetMode="External"', "andre"),
        ("word/document.xml", b"<w:body>", b"<!DOCTYPE x><w:body>", "Word"),
    ],
)
def test_what_a_word_template_must_not_contain(
    office: Office, part: str, before: bytes, after: bytes, sentence: str
) -> None:
    (office.folder / "t.docx").write_bytes(changed(part, before, after))
    ran = office.run("template", "check", "t.docx")
    assert ran.code == 1
    assert sentence in ran.err


def test_every_fault_of_a_text_is_named_with_its_line(office: Office) -> None:
    text = "{{ titel }}\n{% include 'x' %}\n{{ body }}\n{{ ''.__class__ }}\n"
    Path(office.folder / "t.md").write_text(text, encoding="utf-8")
    ran = office.run("template", "check", "t.md")
    assert ran.code == 1
    for told in ("linje 1: der er intet felt titel; menes title?", "linje 2:", "linje 4:"):
        assert told in ran.err
    assert office.run("template", "check", "none.md").code == 2
    assert office.run("template", "check", "t.odt").code == 2


@pytest.mark.parametrize(
    "torn", ["{{ title }", "{ title }", "{ { title } }", "{{ 'title' }}", "{% if title }x{% endif %}"]
)
def test_a_field_that_lacks_a_brace_is_named_and_never_printed(office: Office, torn: str) -> None:
    """Of such a field the document said the braces, the name itself, or nothing."""
    (office.folder / "t.md").write_text(f"Til alle\n{torn}\n\n{{{{ body }}}}\n", encoding="utf-8")
    ran = office.run("template", "check", "t.md")
    assert ran.code == 1
    assert "linje 2: dette kan ikke læses" in ran.err


@pytest.mark.parametrize(
    "text", ["{{ body }}\n\n{{ body }}\n", "{{ body }}\n{% if version %}\n{{ body }}\n{% endif %}\n"]
)
def test_a_template_with_the_text_twice_is_not_called_right(office: Office, text: str) -> None:
    (office.folder / "t.md").write_text(text, encoding="utf-8")
    ran = office.run("template", "check", "t.md")
    assert (ran.code, ran.err.count("mere end én gang")) == (1, 1), ran


def test_a_word_template_with_the_text_twice_is_not_called_right(office: Office) -> None:
    body = b"<w:p><w:r><w:t>{{p body}}</w:t></w:r></w:p>"
    (office.folder / "t.docx").write_bytes(changed("word/document.xml", b"<w:sectPr", body + b"<w:sectPr"))
    ran = office.run("template", "check", "t.docx")
    assert (ran.code, ran.err.count("mere end én gang")) == (1, 1), ran


def test_either_of_two_texts_is_one(office: Office) -> None:
    text = "{% if version %}\n{{ body }}\n{% else %}\nKladde\n\n{{ body }}\n{% endif %}\n"
    (office.folder / "t.md").write_text(text, encoding="utf-8")
    office.good("template", "check", "t.md")


def test_a_template_that_still_names_a_child_of_the_workspace_is_refused(office: Office) -> None:
    (office.folder / "t.md").write_text(f"Til {NAME}, sag 2026-0412\n\n{{{{ body }}}}\n", encoding="utf-8")
    ran = office.run("template", "check", "t.md")
    assert ran.code == 1
    assert "linje 1: den fortæller om et barn" in ran.err
    assert NAME not in ran.err
    assert "2026-0412" not in ran.err


def test_minutes_in_a_template_that_names_a_child_say_so(opened: Office) -> None:
    """They were written without a word: only its check told of the name that was left in it."""
    template = opened.folder / "t.md"
    template.write_text(f"Til {NAME}\n\n{{{{ body }}}}\n", encoding="utf-8")
    look(opened, 'text = "t.md"')
    for output in ((), ("-o", "-")):
        ran = opened.run("minutes", DAY, *output)
        assert ran.code == 0
        assert "t.md: linje 1: den fortæller om et barn: et andet barns navn" in ran.err
        assert "kpcommittee template check t.md" in ran.err
        assert NAME not in ran.err
    template.write_text("Vores kommune\n\n{{ body }}\n", encoding="utf-8")
    assert opened.run("minutes", DAY, "-o", "-").err == ""


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("word/header1.xml", b"{{ address }}", b"{{ address }} %s"),
        ("word/footer1.xml", b"{{ page }}", b"%s {{ page }}"),
        ("docProps/core.xml", b"</cp:coreProperties>", b"<dc:subject>%s</dc:subject></cp:coreProperties>"),
    ],
)
def test_a_name_left_in_any_part_of_a_word_template_is_found(
    office: Office, part: str, before: bytes, after: bytes
) -> None:
    (office.folder / "t.docx").write_bytes(changed(part, before, after % NAME.encode()))
    ran = office.run("template", "check", "t.docx")
    assert ran.code == 1
    assert f"{part}, afsnit" in ran.err
    assert NAME not in ran.err


def test_a_picture_without_words_and_a_second_title_are_found_in_the_sample(office: Office) -> None:
    (office.folder / "t.md").write_text("#### Bilag\n\n{{ body }}\n", encoding="utf-8")
    ran = office.run("template", "check", "t.md")
    assert ran.code == 1
    assert "en overskrift på niveau 4 følger efter en på niveau 0" in ran.err
