"""Hostile strings: a published list, and our own for terminals, paths, sheets and documents."""

# ruff: noqa: E501 (tables of strings)

import json
from pathlib import Path

PUBLISHED = Path(__file__).parent / "published"

NAUGHTY: tuple[str, ...] = tuple(json.loads((PUBLISHED / "naughty_strings.json").read_text("ascii")))
"""The Big List of Naughty Strings."""
BROKEN_TOML: dict[str, bytes] = {
    name: text.encode("latin-1")
    for name, text in json.loads((PUBLISHED / "broken_toml.json").read_text("ascii")).items()
}
"""TOML files that no parser may take."""

CONTROL: tuple[str, ...] = (
    # Each is a sequence that some terminal obeys: clipboard, title, colours, links, files, notices, pictures.
    "\x1b]52;c;RkpFTkRF\x07", "\x1b]52;c;?\x07", "\x1b]0;FJENDE\x07", "\x1b]2;FJENDE\x1b\\", "\x1b]1;FJENDE\x07",
    "\x1b]l FJENDE\x1b\\", "\x1b]4;0;rgb:ff/00/00\x07", "\x1b]10;?\x07", "\x1b]11;#ff0000\x07", "\x1b]50;?\x07",
    "\x1b]7;file:///tmp\x07", "\x1b]8;;https://example.org\x1b\\her\x1b]8;;\x1b\\", "\x1b]9;FJENDE\x07",
    "\x1b]777;notify;FJENDE;x\x07", "\x1b]99;;FJENDE\x1b\\", "\x1b]1337;File=inline=1:AAAA\x07",
    "\x1b]1337;SetUserVar=x=eA==\x07", "\x1b]133;A\x07", "\x1b]633;E;rm -rf ~\x07", "\x1b]3008;start=x\x1b\\",
    # Resetting, clearing, asking, scrolling, moving, other screens and mouse.
    "\x1bc", "\x1b[!p", "\x1b[2J\x1b[H", "\x1b[3J", "\x1b[6n", "\x1b[c", "\x1b[>c", "\x1b[5n", "\x1b[21t", "\x1b[20t",
    "\x1b[8;1;1t", "\x1b[?1049h", "\x1b[?1049l", "\x1b[?1000h", "\x1b[?1003h\x1b[?1006h", "\x1b[?2004l", "\x1b[?25l",
    "\x1b[?5h", "\x1b[?3h", "\x1b[4h", "\x1b[20h", "\x1b[1;1r", "\x1b[99999S", "\x1b[99999;99999H", "\x1b[99999999b",
    "\x1b7\x1b8", "\x1b#8", "\x1b(0", "\x1b)0\x0e", "\x1bN\x1bO", "\x1b[8m", "\x1b[38;2;0;0;0m\x1b[48;2;0;0;0m",
    "\x1b[?47h", "\x1b[=1u\x1b[>1u", "\x1b[?2026h", "\x1b[>4;2m", "\x1b[1000000@", "\x1b[5i", "\x1b[0i",
    # Device control, application and privacy strings, and tmux's way through.
    "\x1bP$qm\x1b\\", "\x1bP+q544e\x1b\\", "\x1bPq#0;2;0;0;0~-\x1b\\", "\x1bPtmux;\x1b\x1b]52;c;RkpFTkRF\x07\x1b\\",
    "\x1b_Ga=T;AAAA\x1b\\", "\x1b^FJENDE\x1b\\", "\x1bXFJENDE\x1b\\", "\x1bkFJENDE\x1b\\", "\x1b[0;59;\"FJENDE\"p",
    # The same in eight bits, cut off, nested, and what is no sequence but moves or hides all the same.
    "\x9b2J", "\x9d52;c;RkpFTkRF\x9c", "\x90$qm\x9c", "\x8e\x8f", "\x85", "\x1b", "\x1b[", "\x1b]", "\x1b[38;5", "\x1b\x1b[2J",
    "a\rb", "a\x08\x08b", "\x07", "\x05", "\x0b\x0c", "\x0e\x0f", "\x11\x13", "\x18\x1a", "\x7f\x7f\x7f", "\x00",
    "Anna\u202egnp.exe", "\u2066a\u2069", "\u200b\u200e\u200f\u061c", "\u2028\u2029", "\ufeff", "\u00ad", "\u3164\u115f",
    "\ufff9a\ufffab\ufffb", "\U000e0041\U000e007f", "e" + "\u0301" * 60, "\ud800", "\uffff", "👩\u200d👧", "漢字" * 40,
)  # fmt: skip

PATHS: tuple[str, ...] = (
    "../../../../etc/passwd", "..", ".", "...", "/etc/passwd", "//etc/passwd", "~/.ssh/id_rsa", "~root", "a/../../b",
    "..\\..\\windows\\system32", "C:\\Windows", "C:x", "\\\\server\\share", "//server/share", "file:///etc/passwd",
    "CON", "con.txt", "NUL", "aux.", "COM1", "LPT9.md", "a:b", "a|b", "a?b", "a*b", "a<b>", '"a"', "'a'", "a\x00.md",
    "a\n.md", "-rf", "--help", "-", ".hidden", "a.", "a ", " a", "%2e%2e%2f", "..%c0%af", "．．／", "a／b", "․․/",
    "$HOME", "$(id)", "`id`", "${IFS}", "a;id", "a&&id", "a\tb", "x" * 300, "å" * 130, "/dev/stdin", "/proc/self/environ",
    "kpcommittee.db", "config.toml", "minutes/../config.toml", "a.md/b", "\u202emd.exe",
)  # fmt: skip

FORMULAS: tuple[str, ...] = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"https://example.org\",\"her\")", "\t=1+1",
    "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "=WEBSERVICE(\"https://example.org\")", "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "'=1+1", "%0A=1", "=IMPORTXML(\"https://example.org\",\"//a\")", ";=1+1", "\";=1+1;\"", "@A1", "|calc", "=A1", "==1",
)  # fmt: skip

MARKUP: tuple[str, ...] = (
    # Markdown, HTML, XML, Word, typst, templates, Textual's own and log lookups.
    "# Overskrift", "**fed** _kursiv_ `kode`", "[her](https://example.org)", "![x](https://example.org/x.png)", "<!-- x",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>fed</b>", "&lt;b&gt;", "&#x3C;b&#x3E;", "]]>",
    "<![CDATA[x]]>", "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;", "<?xml version=\"1.0\"?>", "</w:t></w:r>", "<w:br/>", "</td></tr>",
    "#read(\"/etc/passwd\")", "#{ 1 }", "#image(\"x.png\")", "$ x^2 $", "#set page(width: 1pt)", "@label", "<label>", "= T",
    "#link(\"https://example.org\")", "#import \"x.typ\"", "/* x */", "// x", "\\u{41}", "#\"x\"", "#show: x => none",
    "{{ 7 * 7 }}", "{% raw %}", "{# x #}", "{{ body }}", "{0} {name} %s %(x)s", "${jndi:ldap://example.org/a}",
    "[red]rød[/red]", "[@click=app.quit]klik[/]", "[/]", "[b", "\\[b]", "[link=https://example.org]x[/link]", "$primary",
    "BEGIN:VALARM", "a\\;b\\,c", "END:VCALENDAR\r\nBEGIN:VCALENDAR", "a;b;c", "\"", "'", "| a | b |", "- [ ] x", "1. x", "> x",
    "---", "\\", "trailing\\",
)  # fmt: skip

NUMBERS: tuple[str, ...] = (
    "NaN", "nan", "-nan", "sNaN", "Infinity", "inf", "+inf", "-inf", "1e999", "1E+999999999", "1e-999", "-0", "-0.0", "0x10",
    "٣", "１２", "²", "½", "Ⅻ", "१२", "1_000", "1,000,000", "1.000.000", "1 000", "1'000", "--1", "+-1", "1.", ".5", "1..2",
    "9" * 13, "9" * 5_000, "0" * 5_000 + "1", "0." + "0" * 5_000 + "1", "1" + "0" * 400, "1e", "e1", "0b1", "0o7", "1L", "1f",
    "tre", "1 time", "1\u00a0000", "1\u2212", "\u22121", "1\u200b2",
)  # fmt: skip

DAYS: tuple[str, ...] = (
    "31.02.2026", "2026-02-31", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-13-01", "2026-00-10", "2026-1-1",
    "20261202", "2026-W49-3", "2026-336", "1.1.26", "٢٠٢٦-١٢-٠٢", "２０２６-12-02", "2026-12-02T00:00:00Z", "-2026-12-02",
    "2026-12-02\x00", "2026/12/02", "02-12-0000", "32-12-2026", "29.02.2027", "12-31-2026", "2026-12-2٣", "i morgen", "1e3-01-01",
)  # fmt: skip

OURS = (*CONTROL, *PATHS, *FORMULAS, *MARKUP, *NUMBERS, *DAYS)
ALL = (*OURS, *NAUGHTY)


def raw(text: str) -> bytes:
    """Return a string as bytes, also where it is not a text that can be written."""
    return text.encode("utf-8", "surrogatepass")
