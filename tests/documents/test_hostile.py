"""Text from outside stays text in minutes and on the command line, whatever it looks like."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kpcommittee import locale
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.text import is_safe
from kpcommittee.views.escaping import Written, escape, prose
from kpcommittee.views.text import case_text, meeting_text
from tests.builders import Table, case, club, config, knows, place, staff

HOSTILE = [
    "[/red]",
    "[@click=app.quit]press[/]",
    "[link](https://example.org)",
    "![image](https://example.org/x.png)",
    "https://example.org and www.example.org",
    "write to me@example.org or mailto:me@example.org",
    "ftp://example.org FTP://EXAMPLE.ORG WWW.example.org",
    "<script>alert(1)</script>",
    "<https://example.org>",
    "&lt;b&gt; &#35; &amp;",
    "a | b | c",
    "**bold** _under_ `code` ~~gone~~ $x$",
    "# heading",
    "- point",
    "+ point",
    "* point",
    "1. first",
    "2) second",
    "> quote",
    "---",
    "===",
    "```",
    "~~~",
    "    indented",
    "\\",
    "trailing\\",
    "{{ 7 * 7 }} {% for x in y %} {# gone #}",
    "{0} {name} %s",
    "[ref]: https://example.org",
    "Søren [Bo] Østergård-Åkjær 漢字 👩‍👧",
    "\x1b]52;c;aGk=\x07\x1b[2J",
    "right\u202eleft",
]
ALLOWED = {
    "root", "inline", "text", "softbreak", "hardbreak", "paragraph_open", "paragraph_close", "text_special",
}  # fmt: skip


def tokens(markdown: str) -> list[Token]:
    """What a reader of Markdown sees, links that are only written out included."""
    seen: list[Token] = []
    reader = MarkdownIt("gfm-like")
    assert reader.linkify is not None
    # GitHub's Markdown makes no link of a bare `example.org`, which `f.eks.` looks like.
    reader.linkify.set({"fuzzy_link": False})
    for token in reader.parse(markdown):
        seen += [token, *(token.children or [])]
    return seen


def shown(markdown: str) -> str:
    return "".join(
        "\n" if token.type in ("softbreak", "hardbreak") else token.content
        for token in tokens(markdown)
        if token.type in ("text", "softbreak", "hardbreak", "text_special")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_one_line_stays_the_text_it_is(text: str) -> None:
    written = escape(text)
    assert {token.type for token in tokens(written)} <= ALLOWED
    assert is_safe(written)
    if is_safe(text):
        assert shown(written) == " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_keeps_its_lines_inside_a_list(text: str) -> None:
    written = prose(f"one\n{text}\n\nthree")
    kinds = [token.type for token in tokens(f"- label: {escape(written)}\n- next\n")]
    assert kinds.count("list_item_open") == 2
    assert set(kinds) <= ALLOWED | {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_stays_a_cell(text: str) -> None:
    written = f"| a | b |\n|---|---|\n| {escape(text)} | end |\n"
    kinds = [token.type for token in tokens(written)]
    assert kinds.count("td_open") == 2
    assert not {"link_open", "html_inline", "image", "strong_open", "code_inline"} & set(kinds)


@given(st.text(max_size=80))
def test_any_text_is_one_paragraph_at_most(text: str) -> None:
    written = escape(text)
    assert "\n" not in written
    assert is_safe(written)
    assert {token.type for token in tokens(written)} <= ALLOWED


@given(st.text(alphabet="#-+=>*_`[]()<>|~1.) \n\\:&;w/hte@$!", max_size=40))
def test_any_marks_are_one_paragraph_at_most(text: str) -> None:
    assert {token.type for token in tokens(escape(text))} <= ALLOWED
    assert {token.type for token in tokens(escape(prose(text, 0)))} <= ALLOWED


def test_what_is_meant_as_markdown_is_not_escaped_again() -> None:
    assert escape(Written("a\\\n  b")) == "a\\\n  b"
    assert escape(None) == ""


def hostile_table(text: str) -> Table:
    """A meeting in which everything that can be text is that text."""
    clubs = (
        club("north-club", "10", staff("Mia Holm", id="mia"), name=f"C {text}"), club("south-club", name=f"D {text}")
    )  # fmt: skip
    settings = config(*clubs, reasons=config().reasons)
    hostile = case(
        "A-1",
        name=f"X {text}",
        purpose=text,
        goals=(text, text),
        problem_note=text,
        consent_note=text,
        caseworker=text,
        relations=(replace(knows("p", "north-club", "mia"), person=text, role=text, note=text),),
    )
    agrees = want.LeaderStance(stance="agree")
    table = Table(hostile, case("A-2"), settings=settings)
    return table.does(
        want.Open(),
        want.Attend(person="Lone", status="excused", substitute=f"S {text}"),
        want.Note(case="A-1", text=f"{text}\n{text}", said_by=text),
        want.Position(case="A-1", role="school", stance="disagree", provider="south-club", remark=text),
        place("A-1", "north-club", reason=text, positions=dict.fromkeys(("club", "authority", "internal"), agrees)),
        want.Postpone(case="A-2", reason=text, missing=text),
    )  # fmt: skip


def skeleton(markdown: str) -> list[str]:
    """Everything but the text: headings, tables, lists."""
    return [
        token.type for token in tokens(markdown) if token.type not in ("text", "softbreak", "hardbreak", "text_special")
    ]


PLAIN = render_minutes(minutes_of(hostile_table("harmless").meeting))


@pytest.mark.parametrize("text", HOSTILE)
def test_minutes_have_the_same_shape_whatever_people_write(text: str) -> None:
    written = render_minutes(minutes_of(hostile_table(text).meeting))
    assert skeleton(written) == skeleton(PLAIN)
    assert is_safe(written)


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 5000, "Æ" * 200 + " | \n" * 50])
def test_plain_text_keeps_to_eighty_columns_and_to_visible_characters(text: str) -> None:
    table = hostile_table(text)
    context = table.context
    for language in locale.LANGUAGES:
        locale.use(language)
        for written in (
            case_text(table.sees("A-1"), context.config, context.law),
            case_text(table.sees("A-2"), context.config, context.law),
            meeting_text(table.meeting, context.config),
        ):
            assert is_safe(written)
            assert max(len(line) for line in written.splitlines()) <= 80


def test_a_long_word_is_escaped_at_once() -> None:
    """S10: looking for a scheme at every letter took 5 seconds of CPU for 20,000 characters."""
    before = process_time()
    assert escape("a" * 100_000) == "a" * 100_000
    assert process_time() - before < 1
